using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>撤回: a press is taken back while nobody has acted on what it opened.</summary>
public sealed class RecallTests
{
    private const string Chain = """
        stages:
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            actions: {hand-in: {title: 提交, to: check, recall: true}}
          - id: check
            title: 核稿
            signers: {bodies: drafting_department, roles: [head, deputy]}
            deadline: 2 days
            remind: [0d]
            on_deadline: sign
            actions:
              note: {title: 记一笔, needs: [report]}
              agree: {title: 同意, to: sign, recall: true}
              return: {title: 退回, to: draft, then: straight_back}
          - id: sign
            title: 签发
            signers: {role: signatory}
            actions:
              agree: {title: 签发, to: done}
              return: {title: 退回, to: check, then: straight_back}
        """;

    private static Scenario Checking() => Given(
        Chain, new Opened().With(Party.Drafter, People(Clerk)).With(Party.DraftingDepartment, Bodies(Medical)))
        .When(Of("hand-in", Clerk)).ThenIn("check");

    private static CaseCommand.Recall By(PersonId person, int round) => new(round, person, "附件忘了");

    [Fact]
    public void Whoever_pressed_takes_it_back_and_a_new_round_of_his_own_stage_opens() =>
        Checking().When(By(Clerk, 2)).ThenIn("draft")
            .Then(c => c.Round.ShouldBe(3))
            .Then(c => c.Seats.ShouldHaveSingleItem())
            .Then(c => c.Votes.ShouldHaveSingleItem().Round.ShouldBe(1, "the vote stays for the record"))
            .When(Of("hand-in", Clerk)).ThenIn("check");

    [Fact]
    public void Taken_back_it_is_due_when_it_was_and_what_was_said_is_not_said_again()
    {
        var late = Given(
            """
            stages:
              - id: a
                title: 甲
                signers: {role: office}
                deadline: 2 days
                remind: [+1d]
                escalate: [{after: 3 days, to: {role: signatory}}]
                actions: {agree: {title: 同意, to: b, recall: true}}
              - id: b
                title: 乙
                signers: {role: signatory}
                actions: {sign: {title: 签, to: done}}
            """);
        var due = late.Case.Time.Clocks[0].DueOn;
        late.Once(office => office.Now = office.Now.AddDays(4)).When(new CaseCommand.Fire())
            .When(Of("agree", Clerk)).ThenIn("b").Once(office => office.Now = office.Now.AddDays(2))
            .When(By(Clerk, 2)).ThenIn("a")
            .Then(c => c.Seats.ShouldHaveSingleItem().DueOn.ShouldBe(due))
            .Then(c => (c.Time.Clocks[0].DueOn, c.Time.Clocks[0].Passed.Length).ShouldBe((due, 1)))
            .When(new CaseCommand.Fire())
            .Once(office => office.Messages.Select(m => (m.Tell.Kind, m.Tell.DueOn)).ShouldBe(
                [(MessageKind.Reminder, due), (MessageKind.Escalation, due)], "the escalation comes though it was pressed in between"));
    }

    [Fact]
    public void Nobody_else_takes_it_back() =>
        Checking().When(By(HeadOf(Medical), 2)).ThenRefused(new Refusal.NotYourAssignment()).ThenStillIn("check");

    [Fact]
    public void Who_has_decided_nothing_is_not_told_that_he_is_too_late() =>
        Checking().When(Of("note", HeadOf(Medical)).Reporting("看过"))
            .When(By(DeputyOf(Medical), 2)).ThenRefused(new Refusal.NotYourAssignment())
            .When(By(Clerk, 2)).ThenRefused(new Refusal.TooLateToRecall());

    [Fact]
    public void Who_wrote_it_down_for_another_takes_it_back_and_so_does_the_other() =>
        Checking().When(Of("agree", Registrar).Recording(HeadOf(Medical), "电话")).ThenIn("sign")
            .When(By(Registrar, 3)).ThenIn("check")
            .When(Of("agree", Registrar).Recording(HeadOf(Medical), "电话")).ThenIn("sign")
            .When(By(HeadOf(Medical), 5)).ThenIn("check");

    [Fact]
    public void Once_somebody_has_reported_in_the_next_round_it_is_too_late() =>
        Checking().When(Of("note", HeadOf(Medical)).Reporting("看过")).ThenStillIn("check")
            .When(By(Clerk, 2)).ThenRefused(new Refusal.TooLateToRecall());

    [Fact]
    public void Once_the_next_round_is_over_it_is_too_late_whoever_decided_it() =>
        Checking().When(Of("agree", HeadOf(Medical)))
            .When(By(Clerk, 2)).ThenRefused(new Refusal.TooLateToRecall())
            .When(By(Clerk, 3)).ThenRefused(new Refusal.NotYourAssignment());

    [Fact]
    public void Once_the_case_has_gone_on_by_itself_it_is_too_late() =>
        Checking().Once(office => office.Now = office.Now.AddDays(9)).When(new CaseCommand.Fire()).ThenIn("sign")
            .When(By(Clerk, 3)).ThenRefused(new Refusal.TooLateToRecall());

    [Fact]
    public void A_reminder_of_the_next_round_is_nobodys_act() =>
        Checking().Once(office => office.Now = office.Now.AddDays(2)).When(new CaseCommand.Fire()).ThenStillIn("check")
            .Then(c => c.Time.Clocks[0].Passed.ShouldHaveSingleItem())
            .When(By(Clerk, 2)).ThenIn("draft");

    [Fact]
    public void What_does_not_say_that_it_may_be_taken_back_may_not() =>
        Checking().When(Of("return", HeadOf(Medical))).ThenIn("draft")
            .When(By(HeadOf(Medical), 3)).ThenRefused(new Refusal.TooLateToRecall());

    [Fact]
    public void It_is_taken_back_once() =>
        Checking().When(By(Clerk, 2)).When(By(Clerk, 3)).ThenRefused(new Refusal.TooLateToRecall());

    [Fact]
    public void Who_has_left_the_house_takes_nothing_back() =>
        Checking().Once(office => office.Directory = Without(Clerk))
            .When(By(Clerk, 2)).ThenRefused(new Refusal.NotYourAssignment());

    [Fact]
    public void An_ended_case_gives_nothing_back() =>
        Checking().When(Of("agree", HeadOf(Medical))).When(Of("agree", Signatory)).ThenIn("done")
            .When(By(HeadOf(Medical), 3)).ThenRefused(new Refusal.CaseEnded());

    [Fact]
    public void Taken_back_the_way_straight_back_is_pending_again() =>
        Checking().When(Of("agree", HeadOf(Medical))).When(Of("return", Signatory)).ThenIn("check")
            .When(Of("agree", HeadOf(Medical))).ThenIn("sign").Then(c => c.StraightBack.ShouldBeNull())
            .When(By(HeadOf(Medical), 5)).ThenIn("check").Then(c => c.StraightBack.ShouldBe(new StageId("sign")))
            .When(Of("agree", HeadOf(Medical))).ThenIn("sign");
}
