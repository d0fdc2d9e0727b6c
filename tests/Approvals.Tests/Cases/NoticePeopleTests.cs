using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Tests.Definitions;
using Approvals.Tests.Time;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>A notice outlives the people whom it names: its leaders follow its rows, and its draft is somebody's again.</summary>
public sealed class NoticePeopleTests
{
    private static readonly PersonId Other = HandlerOf(OfficeRoom);

    [Fact]
    public void A_responsible_leader_who_has_left_need_not_countersign_and_cannot() =>
        Drafted(Zhang, Guan)
            .Once(office => office.Directory = Without(Zhang))
            .When(HandIn(Zhang, Guan)).ThenRefused(Lacking)
            .When(HandIn(Guan)).ThenIn("checking");

    [Fact]
    public void A_leader_who_serves_is_still_missed() => Drafted(Zhang, Guan).When(HandIn(Guan)).ThenRefused(Lacking);

    [Fact]
    public void After_a_row_is_corrected_its_right_leader_must_countersign_and_the_wrong_one_need_not() =>
        Drafted(Zhang)
            .When(Restated(Guan))
            .When(HandIn(Zhang)).ThenRefused(Lacking)
            .When(HandIn(Guan)).ThenIn("checking");

    [Fact]
    public void Where_the_row_is_corrected_after_it_was_handed_in_the_right_leader_countersigns_too() =>
        Drafted(Zhang)
            .When(HandIn(Zhang)).When(Restated(Guan))
            .When(Of("agree", HeadOf(OfficeRoom))).ThenIn("countersigning")
            .When(Of("agree", Zhang)).ThenStillIn("countersigning")
            .When(Of("agree", Guan)).ThenIn("signing");

    [Fact]
    public void Where_the_text_may_not_be_corrected_its_leaders_stand_fast() =>
        Drafted(Zhang)
            .When(HandIn(Zhang)).When(Of("agree", HeadOf(OfficeRoom))).ThenIn("countersigning")
            .When(Restated(Guan)).ThenRefused(new Refusal.NotAllowedHere());

    [Fact]
    public void What_names_the_same_leaders_as_before_is_no_event() =>
        Drafted(Zhang).ThenNothingMoves(notice => notice.When(Restated(Zhang)));

    [Fact]
    public void A_title_that_was_read_wrongly_is_the_cases_as_it_was_corrected_until_its_text_stands_fast() =>
        Drafted(Zhang)
            .When(new CaseCommand.Retitle("关于加强作风建设的通知")).Then(notice => notice.Title.ShouldBe("关于加强作风建设的通知"))
            .ThenNothingMoves(notice => notice.When(new CaseCommand.Retitle("关于加强作风建设的通知")))
            .When(HandIn(Zhang)).When(Of("agree", HeadOf(OfficeRoom))).ThenIn("countersigning")
            .When(new CaseCommand.Retitle("别的")).ThenRefused(new Refusal.NotAllowedHere());

    [Fact]
    public void Where_the_drafter_has_left_another_is_named_and_the_draft_comes_back_to_him() =>
        Drafted(Zhang)
            .When(HandIn(Zhang))
            .Once(office => office.Directory = Without(Clerk))
            .When(Of("return", HeadOf(OfficeRoom)).Because("不妥")).ThenRefused(new Refusal.NobodyToSign(new StageId("drafting")))
            .When(Renamed(HeadOf(OfficeRoom), Other)).ThenStillIn("checking")
            .When(Of("return", HeadOf(OfficeRoom)).Because("不妥")).ThenIn("drafting")
            .When(HandIn(Zhang) with { By = Other }).ThenIn("checking");

    [Fact]
    public void Where_he_leaves_while_he_drafts_his_seat_is_the_others() =>
        Drafted(Zhang)
            .Once(office => office.Directory = Without(Clerk))
            .When(Renamed(HeadOf(OfficeRoom), Other)).ThenStillIn("drafting")
            .When(HandIn(Zhang) with { By = Other }).ThenIn("checking");

    [Fact]
    public void A_draft_is_one_persons() =>
        Drafted(Zhang)
            .When(Renamed(HeadOf(OfficeRoom), Other, DeputyOf(OfficeRoom)))
            .ThenRefused(new Refusal.Missing(new Input.Naming(Party.Drafter)));

    [Fact]
    public void Nobody_else_says_who_goes_on_with_it() =>
        Drafted(Zhang).When(Renamed(HeadOf(Medical), Other)).ThenRefused(new Refusal.NotYourAssignment());

    private static readonly Refusal Lacking =
        new Refusal.Missing(new Input.Naming(Party.Countersigners, Including: Party.ResponsibleLeaders));

    private static CaseCommand.Restate Restated(params PersonId[] leaders) => new(Party.ResponsibleLeaders, People([.. leaders]));

    private static Press HandIn(params PersonId[] countersigners) =>
        Of("hand-in", Clerk).Naming(Party.Countersigners, People([.. countersigners]));

    private static Press Renamed(PersonId by, params PersonId[] drafters) =>
        Standing("rename-drafter", by).Naming(Party.Drafter, People([.. drafters])).Because("已调离");

    private static Scenario Drafted(params PersonId[] leaders) => Given(
        Shipped.Book, "notice",
        Clockwork.Opened("06-02 09:00")
            .With(Party.Drafter, People(Clerk)).With(Party.DraftingDepartment, Bodies(OfficeRoom))
            .With(Party.ResponsibleLeaders, People([.. leaders])));
}
