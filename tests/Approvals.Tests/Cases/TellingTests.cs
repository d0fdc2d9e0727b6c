using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.SeatActs;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>催办 by hand, 抄送, and 跳过 of who does not come.</summary>
public sealed class TellingTests
{
    private const string LeadersRead = """
        stages:
          - id: read
            title: 传阅
            signers: {people: readers}
            mode: all
            nudge: {role: office}
            skip: [{role: office}]
            copy: {bodies: addressees, roles: [head]}
            copy_by_hand: true
            actions:
              read: {title: 已阅, to: done, copy: [{role: registrar}]}
              object: {title: 有意见, to: void, needs: [reason]}
        """;

    private static readonly Opened ToLeaders = new Opened()
        .With(Party.Readers, People(Zhang, Guan)).With(Party.Addressees, Bodies(Medical, Nursing));

    [Fact]
    public void The_office_presses_for_an_answer_and_those_who_may_act_are_told() =>
        Given(LeadersRead, ToLeaders)
            .When(Nudge(Clerk)).ThenStillIn("read")
            .Then(c => c.Votes.ShouldBeEmpty());

    [Fact]
    public void A_nudge_reaches_who_may_act_and_his_proxy()
    {
        var story = Given(LeadersRead, ToLeaders with { Directory = Away((Zhang, HandlerOf(Medical))) }).When(Nudge(Clerk));

        story.Office.EventsOf(story.Case.Id).OfType<CaseEvent.Nudged>().Single().Told.ShouldBe([Zhang, HandlerOf(Medical)]);
    }

    [Fact]
    public void One_nudge_a_seat_a_sender_and_a_day() =>
        Given(LeadersRead, ToLeaders)
            .When(Nudge(Clerk))
            .ThenNothingMoves(s => s.When(Nudge(Clerk)))
            .When(Nudge(Clerk, seat: 1))
            .Once(office => office.Now = office.Now.AddDays(1))
            .When(Nudge(Clerk))
            .Then(c => c.Seats[0].Nudges.ShouldBe([new Nudge(Clerk, Day.AddDays(1))]));

    [Fact]
    public void Nobody_else_presses_for_an_answer() =>
        Given(LeadersRead, ToLeaders)
            .When(Nudge(HeadOf(Medical))).ThenRefused(new Refusal.NotAllowedHere());

    [Fact]
    public void Who_has_answered_is_not_nudged() =>
        Given(LeadersRead, ToLeaders)
            .When(Of("read", Zhang))
            .When(Nudge(Clerk)).ThenRefused(new Refusal.AlreadyVoted());

    [Fact]
    public void On_entering_those_whom_the_rules_name_get_a_copy_and_no_seat() =>
        Given(LeadersRead, ToLeaders)
            .Then(c => c.Copied.ShouldBe([HeadOf(Medical), HeadOf(Nursing)], ignoreOrder: true))
            .When(Of("read", HeadOf(Medical))).ThenRefused(new Refusal.NotYourAssignment());

    [Fact]
    public void When_the_action_decides_and_not_before_its_copies_go_out() =>
        Given(LeadersRead, ToLeaders)
            .When(Of("read", Zhang)).Then(c => c.Copied.ShouldNotContain(Registrar))
            .When(Of("read", Guan)).ThenIn("done").Then(c => c.Copied.ShouldContain(Registrar));

    [Fact]
    public void Another_outcome_sends_no_copies() =>
        Given(LeadersRead, ToLeaders)
            .When(Of("read", Zhang))
            .When(Of("object", Guan).Because("有误")).ThenIn("void").Then(c => c.Copied.ShouldNotContain(Registrar));

    [Fact]
    public void Who_may_act_copies_it_to_whom_he_chooses() =>
        Given(LeadersRead, ToLeaders)
            .When(Copy(Zhang, Clerk, Signatory)).Then(c => c.Copied.ShouldContain(Signatory))
            .When(Copy(Zhang)).ThenRefused(new Refusal.Missing(new Input.Naming(Party.Readers)))
            .When(Copy(Zhang, Nobody)).ThenRefused(new Refusal.Missing(new Input.Naming(Party.Readers)))
            .When(Copy(Clerk, Signatory)).ThenRefused(new Refusal.NotYourAssignment());

    [Fact]
    public void Who_is_passed_over_is_waited_for_no_more() =>
        Given(LeadersRead, ToLeaders)
            .When(Skip(Clerk)).ThenStillIn("read")
            .When(Of("read", Zhang)).ThenRefused(new Refusal.AlreadyVoted())
            .When(Of("read", Guan)).ThenIn("done");

    [Fact]
    public void The_last_one_passed_over_closes_the_round_as_the_votes_say() =>
        Given(LeadersRead, ToLeaders)
            .When(Of("object", Guan).Because("有误")).ThenStillIn("read")
            .When(Skip(Clerk)).ThenIn("void");

    [Fact]
    public void Where_everybody_is_passed_over_the_first_way_on_is_taken() =>
        Given(LeadersRead, ToLeaders)
            .When(Skip(Clerk)).When(Skip(Clerk, seat: 1)).ThenIn("done");

    [Fact]
    public void Passing_over_is_for_whom_the_stage_names_and_gives_its_reason() =>
        Given(LeadersRead, ToLeaders)
            .When(Skip(Zhang)).ThenRefused(new Refusal.NotAllowedHere())
            .When(Skip(Clerk, reason: "")).ThenRefused(new Refusal.Missing(new Input.Reason()));

    /// <summary>Somebody checks what another has drafted; whoever keeps the files may pass over one who does not come.</summary>
    private const string DraftIsChecked = """
        stages:
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            actions: {hand-in: {title: 提交, to: check}}
          - id: check
            title: 核稿
            signers: {people: readers}
            not_same_as: [draft]
            add_seats: true
            skip: {role: handler}
            actions:
              agree-part: {title: 同意补齐, to: void, when: part}
              agree: {title: 同意, to: done, when: not frozen, else_say: 已经定稿，不能再往下走。}
              return: {title: 退回, to: draft}
        """;

    private static Opened Drafted => new Opened().With(Party.Drafter, People(HandlerOf(Medical))).With(Party.Readers, People(Zhang));

    private static Scenario Checking(Opened? opened = null) =>
        Given(DraftIsChecked, opened ?? Drafted).When(Of("hand-in", HandlerOf(Medical))).ThenIn("check");

    [Fact]
    public void Who_drafted_it_passes_over_nobody_who_checks_it() =>
        Checking()
            .When(Skip(HandlerOf(Medical))).ThenRefused(new Refusal.SameHuman(new Engine.StageId("draft")))
            .When(Skip(HandlerOf(Nursing))).ThenIn("done");

    [Fact]
    public void Where_all_were_passed_over_it_goes_the_first_way_that_is_open() =>
        Checking(Drafted with { Facts = ["part"] }).When(Skip(HandlerOf(Nursing))).ThenIn("void");

    [Fact]
    public void Where_no_way_on_is_open_the_last_one_is_not_passed_over() =>
        Given(
            DraftIsChecked
                .Replace("agree-part: {title: 同意补齐, to: void, when: part}", "note: {title: 记一笔}", StringComparison.Ordinal)
                .Replace("return: {title: 退回, to: draft}", "return: {title: 退回, to: draft, when: part}", StringComparison.Ordinal),
            Drafted with { Facts = [Facts.Frozen] })
            .When(Of("hand-in", HandlerOf(Medical)))
            .When(Skip(HandlerOf(Nursing))).ThenRefused(new Refusal.NotYet("已经定稿，不能再往下走。"));

    [Theory]
    [InlineData("needs: [reason]")]
    [InlineData("effects: [freeze: content]")]
    [InlineData("by: [leader]")]
    public void What_nobody_has_signed_goes_no_way_that_asks_for_somebody(string asks) =>
        Given(DraftIsChecked.Replace("to: void, when: part", $"to: void, {asks}", StringComparison.Ordinal), Drafted)
            .When(Of("hand-in", HandlerOf(Medical))).When(Skip(HandlerOf(Nursing))).ThenIn("done");

    [Fact]
    public void Where_he_who_had_another_sign_before_him_is_passed_over_that_one_has_decided() =>
        Checking()
            .WhenAdds(Zhang, Placing.Before, Guan)
            .When(Of("agree", Guan)).ThenStillIn("check")
            .When(Skip(HandlerOf(Nursing))).ThenIn("done");

    [Fact]
    public void Where_he_is_passed_over_whom_he_asked_to_sign_after_him_is_still_heard() =>
        Checking()
            .WhenAdds(Zhang, Placing.After, Guan)
            .When(Skip(HandlerOf(Nursing))).ThenStillIn("check")
            .When(Of("return", Guan)).ThenIn("draft");
}
