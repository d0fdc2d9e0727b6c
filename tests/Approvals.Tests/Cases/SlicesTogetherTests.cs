using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.SeatActs;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>Where rules meet: what the random walks of the model found in the engine, each as its shortest story.</summary>
public sealed class SlicesTogetherTests
{
    private const string Part = """
        apiVersion: approvals/1
        workflow: part
        title: 分工
        stages:
          - id: do
            title: 办理
            signers: {role: office}
            deadline: own
            split: [{workflow: bit}]
            wait: {until: every bit has ended, to: check}
            actions: {leave: {title: 先办完, to: done}}
          - id: check
            title: 核对
            signers: {people: inspectors}
            actions: {agree: {title: 同意, to: done}}
        ends: [{id: done, title: 办结}]
        """;

    private const string Bit = """
        apiVersion: approvals/1
        workflow: bit
        title: 小项
        stages:
          - id: do
            title: 办理
            signers: {role: office}
            deadline: own
            actions: {finish: {title: 办结, to: done}}
        ends: [{id: done, title: 办结}]
        """;

    private const string Whole = """
        stages:
          - id: run
            title: 实施
            signers: {role: office}
            split: [{workflow: part}]
            actions:
              suspend: {title: 中止, effects: [clock: suspend]}
              resume: {title: 恢复, effects: [clock: resume]}
              finish: {title: 办结, to: done}
        """;

    /// <summary>Leaders sign and departments are asked; who returns it chooses how far.</summary>
    private const string Asked = """
        stages:
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            actions: {hand-in: {title: 提交, to: check, recall: true}}
          - id: check
            title: 核稿
            signers: {bodies: drafting_department, roles: [head]}
            on_unavailable: sign
            actions: {agree: {title: 同意, to: sign, recall: true}}
          - id: sign
            title: 签发
            signers: {people: countersigners}
            consult: {who: {bodies: responsible_departments, roles: [head]}, silent_after: 2 days}
            mode: all
            actions:
              agree: {title: 同意, to: done}
              return: {title: 退回, to: any_earlier, then: as_chosen}
        """;

    private const string TwoDepartments = """
        stages:
          - id: work
            title: 办理
            signers: {bodies: responsible_departments, roles: [head, handler]}
            mode: all
            claim: true
            transfer: true
            add_seats: true
            actions: {submit: {title: 提交, to: done}}
        """;

    private static readonly Opened ByLeaders = new Opened()
        .With(Party.Drafter, People(Clerk)).With(Party.DraftingDepartment, Bodies(Medical))
        .With(Party.Countersigners, People(Zhang)).With(Party.ResponsibleDepartments, Bodies(Nursing));

    /// <summary>Nursing signs for itself and for the wards.</summary>
    private static readonly Opened ByNursing = new Opened().With(Party.ResponsibleDepartments, Bodies(Nursing, Wards));

    [Fact]
    public void What_cannot_go_on_stands_still_with_its_parent_all_the_same() =>
        InParts().OnChild("0").OnChild("0").When(Of("finish", Clerk)).OnParent().ThenIn("do") // nobody could check it
            .OnParent().When(Of("suspend", Clerk))
            .OnChild("0").Then(part => part.Time.Suspension.ShouldNotBeNull().Inherited.ShouldBeTrue());

    [Fact]
    public void What_has_ended_stops_nobody_below_it() =>
        InParts().When(Of("suspend", Clerk))
            .OnChild("0").OnChild("0").Then(bit => bit.Time.Suspension.ShouldNotBeNull())
            .OnParent().When(Of("leave", Clerk)).ThenIn("done")
            .OnChild("0").Then(bit => bit.Time.Suspension.ShouldBeNull("nobody would ever tell it to run on"));

    [Fact]
    public void An_opinion_does_not_choose_how_far_it_goes_back() =>
        Given(Asked, ByLeaders).When(Of("hand-in", Clerk)).When(Of("agree", HeadOf(Medical))).ThenIn("sign")
            .When(Of("return", HeadOf(Nursing)).To("draft", WayBack.Rewalk)).ThenStillIn("sign")
            .When(Of("return", Zhang).To("check", WayBack.Rewalk)).ThenIn("check");

    [Fact]
    public void Where_it_gives_way_to_its_own_address_the_way_back_is_over() =>
        Given(Asked, ByLeaders).When(Of("hand-in", Clerk)).When(Of("agree", HeadOf(Medical))).ThenIn("sign")
            .When(Of("agree", HeadOf(Nursing)))
            .Once(office => office.Directory = Without(HeadOf(Medical)))
            .When(Of("return", Zhang).To("check", WayBack.StraightBack)).ThenIn("sign")
            .Then(c => c.StraightBack.ShouldBeNull());

    [Fact]
    public void He_in_whose_place_it_was_pressed_takes_it_back_too() =>
        Given(Asked, ByLeaders with { Directory = Away((HeadOf(Medical), Registrar)) })
            .When(Of("hand-in", Clerk)).When(Of("agree", Registrar)).ThenIn("sign")
            .When(new CaseCommand.Recall(3, HeadOf(Medical), "附件忘了")).ThenIn("check");

    [Fact]
    public void A_proxy_does_what_the_absent_one_may_do_at_any_stage() =>
        Given(
            Book(
                MainFile(Whole).Replace(
                    "stages:", "at_any_stage: {drop: {title: 撤销, to: done, signers: {role: signatory}}}\nstages:", StringComparison.Ordinal),
                Part, Bit),
            "main", new Opened { Directory = Away((Signatory, Guan)) })
            .When(Standing("drop", Guan)).ThenIn("done");

    [Fact]
    public void A_body_whose_answering_one_signs_is_not_consulted_besides() =>
        Given(
            """
            stages:
              - id: sign
                title: 会签
                signers: {bodies: drafting_department, roles: [head]}
                consult: {who: {bodies: responsible_departments, roles: [deputy]}, silent_after: 2 days}
                actions: {agree: {title: 同意, to: done}}
            """,
            new Opened().With(Party.DraftingDepartment, Bodies(Nursing)).With(Party.ResponsibleDepartments, Bodies(Wards)))
            .When(Of("agree", HeadOf(Nursing))).ThenIn("done");

    [Fact]
    public void Who_was_given_a_seat_acts_in_that_one_alone() =>
        Given(TwoDepartments, ByNursing)
            .When(Transfer(HeadOf(Nursing), to: HandlerOf(Nursing)))
            .When(Of("submit", HandlerOf(Nursing)).At(1)).ThenRefused(new Refusal.HasAnotherSeat(HandlerOf(Nursing)))
            .When(Claim(HandlerOf(Nursing), seat: 1)).ThenRefused(new Refusal.HasAnotherSeat(HandlerOf(Nursing)))
            .When(Of("submit", HandlerOf(Nursing)).At(0)).ThenStillIn("work")
            .When(Of("submit", HeadOf(Nursing)).At(1)).ThenIn("done");

    [Fact]
    public void Who_was_added_hands_on_no_other_seat() =>
        Given(TwoDepartments, ByNursing)
            .WhenAdds(HeadOf(Nursing), Placing.Before, HandlerOf(Nursing))
            .When(Transfer(HandlerOf(Nursing), to: DeputyOf(Nursing), seat: 1)).ThenRefused(new Refusal.HasAnotherSeat(HandlerOf(Nursing)));

    [Fact]
    public void A_claim_that_fell_by_itself_is_put_back_by_nobody() =>
        Given(TwoDepartments, ByNursing)
            .When(Claim(HandlerOf(Nursing)))
            .Once(office => office.Directory = Without(HandlerOf(Nursing)))
            .ThenNothingMoves(s => s.When(Release(DeputyOf(Nursing))));

    [Fact]
    public void A_proxy_adds_nobody_where_the_absent_one_acted_where_another_must() =>
        Given(
            """
            stages:
              - id: work
                title: 办理
                signers: {role: head}
                actions: {submit: {title: 提交, to: check}}
              - id: check
                title: 审核
                signers: {role: head}
                not_same_as: [work]
                add_seats: true
                actions: {agree: {title: 同意, to: done}}
            """,
            new Opened { Directory = Away((HeadOf(Medical), Clerk)) })
            .When(Of("submit", HeadOf(Medical)))
            .WhenAdds(Clerk, Placing.After, Guan).ThenRefused(new Refusal.SameHuman(new StageId("work")));

    [Fact]
    public void Whose_time_is_over_falls_silent_though_the_next_stages_children_could_not_begin() =>
        Given(
            Book(
                MainFile(
                    """
                    stages:
                      - id: sign
                        title: 会签
                        signers: {people: countersigners}
                        consult: {who: {bodies: responsible_departments, roles: [head]}, silent_after: 2 days}
                        actions: {agree: {title: 同意, to: run}}
                      - id: run
                        title: 实施
                        split: [{workflow: part}]
                        wait: {until: every part has ended, to: done}
                    """),
                Part.Replace("{role: office}", "{people: inspectors}", StringComparison.Ordinal), Bit),
            "main", ByLeaders.With(Party.ResponsibleDepartments, Bodies(Nursing, Pharmacy)))
            .When(Of("agree", Zhang))
            .Once(office => office.Now = office.Now.AddDays(3))
            .When(new CaseCommand.Fire()).ThenStillIn("sign")
            .Then(c => c.Seats.Count(s => s.State == SeatState.Silent).ShouldBe(1));

    private static Scenario InParts() => Given(Book(MainFile(Whole), Part, Bit), "main", new Opened { DueOn = Day.AddDays(9) });
}
