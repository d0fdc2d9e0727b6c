using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Tests.Time;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>征求意见: who is asked besides the signers is heard, or silent, and never counted.</summary>
public sealed class ConsultTests
{
    /// <summary>A leader signs; the departments are asked, and silence counts for them after two working days.</summary>
    private static readonly Opened OneSignsTwoAreAsked = Clockwork.Opened("06-02 09:00")
        .With(Party.Drafter, People(Clerk))
        .With(Party.Countersigners, People(Zhang))
        .With(Party.ResponsibleDepartments, Bodies(Medical, Nursing));

    [Fact]
    public void The_round_closes_when_the_signers_have_decided_and_all_consulted_have_answered() =>
        InSign()
            .When(Of("agree", Zhang)).ThenStillIn("sign")
            .When(Of("agree", HeadOf(Medical))).ThenStillIn("sign")
            .When(Of("agree", HeadOf(Nursing))).ThenIn("done");

    [Fact]
    public void What_the_consulted_say_is_on_record_and_never_counted() =>
        InSign()
            .When(Of("object", HeadOf(Medical)))
            .When(Of("object", HeadOf(Nursing))).ThenStillIn("sign")
            .When(Of("agree", Zhang)).ThenIn("done")
            .Then(c => c.Votes.Length.ShouldBe(4));

    [Fact]
    public void Silence_of_the_consulted_counts_once_their_time_is_over() =>
        InSign()
            .When(Of("agree", Zhang)).ThenStillIn("sign")
            .ThenFires("06-07 09:00", "06-04 08:00 Remind 0d", "06-04 08:00 Remind 0d", "06-05 00:00 Silence 0h", "06-05 00:00 Silence 0h")
            .ThenIn("done");

    [Fact]
    public void Silence_of_the_signers_does_not_count() =>
        InSign()
            .Until("06-05 00:00").ThenStillIn("sign")
            .Then(c => c.Seats.Select(s => s.State).ShouldBe([SeatState.Open, SeatState.Silent, SeatState.Silent]))
            .When(Of("agree", HeadOf(Medical))).ThenRefused(new Refusal.NoLongerAsked())
            .When(Of("agree", Zhang)).ThenIn("done");

    [Fact]
    public void Escalations_are_about_signers_alone_and_reminders_about_both() =>
        InSign()
            .ThenFires(
                "06-08 09:00",
                "06-04 08:00 Remind 0d", "06-04 08:00 Remind 0d", "06-04 08:00 Remind 0d",
                "06-05 00:00 Silence 0h", "06-05 00:00 Silence 0h",
                "06-07 08:00 Remind +3d", "06-07 08:00 Escalate 1wd");

    [Fact]
    public void After_a_standstill_of_the_program_nobody_is_reminded_of_what_he_may_no_longer_say() =>
        InSign()
            .When(Of("agree", Zhang))
            .ThenFiresAtOnce("06-20 09:00", "Remind 0d", "Remind 0d", "Silence 0h", "Silence 0h").ThenIn("done");

    [Fact]
    public void A_return_at_once_waits_for_nobody_and_no_consulted_may_press_it() =>
        InSign()
            .When(Of("return", HeadOf(Medical))).ThenRefused(new Refusal.NotAllowedHere())
            .When(Of("return", Zhang)).ThenIn("draft");

    [Fact]
    public void Once_decided_the_other_signers_are_asked_no_more_while_the_consulted_still_answer() =>
        InSign("any", OneSignsTwoAreAsked.With(Party.Countersigners, People(Zhang, Guan)))
            .When(Of("agree", Zhang)).ThenStillIn("sign")
            .When(Of("object", Guan)).ThenRefused(new Refusal.NoLongerAsked())
            .WhenAdds(Guan, Placing.Before, InspectorA).ThenRefused(new Refusal.NoLongerAsked())
            .Then(c => c.Time.Clocks.Select(k => k.Seat.Value).ShouldBe([2, 3]))
            .When(Of("object", HeadOf(Medical)))
            .When(Of("object", HeadOf(Nursing))).ThenIn("done");

    [Fact]
    public void A_department_whose_head_signs_or_that_nobody_could_answer_for_is_not_asked_besides() =>
        InSign("all", OneSignsTwoAreAsked.With(Party.Countersigners, People(HeadOf(Medical))) with { Directory = Without(HeadOf(Nursing)) })
            .Then(c => c.Seats.Length.ShouldBe(1))
            .When(Of("agree", HeadOf(Medical))).ThenIn("done");

    [Fact]
    public void A_body_that_answers_for_another_is_asked_once() =>
        InSign("all", OneSignsTwoAreAsked.With(Party.ResponsibleDepartments, Bodies(Nursing, Wards)))
            .Then(c => c.Seats.Length.ShouldBe(2));

    [Fact]
    public void Whoever_drafted_is_not_asked_what_he_thinks_of_it() =>
        InSign("all", OneSignsTwoAreAsked.With(Party.Drafter, People(HeadOf(Medical))), HeadOf(Medical))
            .Then(c => c.Seats.Where(s => s.Consulted).Select(s => s.Body).ShouldBe([Nursing]));

    [Fact]
    public void The_consulted_add_nobody() =>
        InSign()
            .WhenAdds(HeadOf(Medical), Placing.After, Guan).ThenRefused(new Refusal.NotAllowedHere());

    [Fact]
    public void An_opinion_raises_nothing() =>
        Given(
            """
            stages:
              - id: sign
                title: 审签
                signers: {people: countersigners}
                consult: {who: {bodies: responsible_departments, roles: [head]}, silent_after: 3 days}
                actions:
                  agree: {title: 同意, to: done}
                  doubt: {title: 有疑问, to: void, needs: [reason, date], effects: [raise: gap]}
            """,
            OneSignsTwoAreAsked)
            .When(Of("doubt", HeadOf(Medical))).ThenRefused(new Refusal.Missing(new Input.Reason()))
            .When(Of("doubt", HeadOf(Medical)).Because("数字不对")).ThenStillIn("sign")
            .Then(c => c.Matters.ShouldBeEmpty());

    [Fact]
    public void The_same_seats_again_are_those_of_the_signers() =>
        Given(
            """
            stages:
              - id: sign
                title: 审签
                signers: {people: countersigners}
                add_seats: true
                consult: {who: [{bodies: responsible_departments, roles: [head]}], silent_after: 4 hours}
                actions: {agree: {title: 同意, to: again}}
              - id: again
                title: 复核
                signers: {same_as: sign}
                actions: {agree: {title: 同意, to: done}}
            """,
            OneSignsTwoAreAsked)
            .WhenAdds(Zhang, Placing.Before, Guan)
            .When(Of("agree", Guan))
            .When(Of("agree", Zhang)).ThenStillIn("sign")
            .Until("06-02 14:00").ThenIn("again")
            .Then(c => c.Seats.ShouldHaveSingleItem().Sitters.ShouldHaveSingleItem().Person.ShouldBe(Zhang));

    private static Scenario InSign(string mode = "all", Opened? opened = null, PersonId? drafter = null) =>
        Given(Stages(mode), opened ?? OneSignsTwoAreAsked).When(Of("hand-in", drafter ?? Clerk)).ThenIn("sign");

    private static string Stages(string mode) => $$$"""
        stages:
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            actions: {hand-in: {title: 提交, to: sign}}
          - id: sign
            title: 会签
            signers: {people: countersigners}
            not_same_as: [draft]
            mode: {{{mode}}}
            add_seats: {before: true, after: true}
            consult: {who: {bodies: responsible_departments, roles: [head]}, silent_after: 2 workdays}
            deadline: 2 workdays
            remind: [0d, +3d]
            escalate: [{after: 1 workday, to: {role: office}}]
            actions:
              agree: {title: 同意, to: done}
              object: {title: 不同意, to: void}
              return: {title: 退回, to: draft, at_once: true}
        """;
}
