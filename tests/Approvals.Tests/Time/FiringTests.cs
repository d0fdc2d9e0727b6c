using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Tests.Cases;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Staff;
using static Approvals.Tests.Time.Clockwork;

namespace Approvals.Tests.Time;

/// <summary>What happens when a rung fires: who is told, when, and how often.</summary>
public sealed class FiringTests
{
    private const string TwoDepartments = """
        stages:
          - id: work
            title: 办理
            signers: {bodies: responsible_departments, roles: [head, handler]}
            mode: all
            deadline: own
            remind: [-3d, 0d, +1d]
            escalate: [{after: 1 workday, to: {bodies: responsible_departments, roles: [head]}}, {after: 3 workdays, to: {role: office}}]
            actions: {hand-in: {title: 提交, to: done}}
        """;

    private const string MovesOn = """
        stages:
          - id: wait
            title: 等候
            signers: {role: office}
            deadline: own
            remind: [-1d, -2h]
            on_deadline: DEADLINE
            actions: {open: {title: 提前开始, to: check}}
          - id: check
            title: 检查
            signers: {people: inspectors}
            actions: {pass: {title: 通过, to: done}}
        """;

    [Fact]
    public void Where_the_case_cannot_go_on_with_one_seat_the_others_are_reminded_of_theirs_all_the_same()
    {
        var story = Cases.Scenario.Given(
            """
            stages:
              - id: sign
                title: 签
                signers: {people: inspectors, at_least: 1}
                mode: all
                add_seats: true
                deadline: 4 days
                remind: [-1d]
                on_deadline: later
                actions: {agree: {title: 同意, to: done}}
              - id: later
                title: 后
                signers: {role: registrar}
                actions: {go: {title: 走, to: done}}
            """,
            new Opened { Directory = Without(Registrar) }.With(Party.Inspectors, People(InspectorA, InspectorB)));
        story.Once(office => office.Now = office.Now.AddDays(4))
            .When(s => new CaseCommand.AddSeat(s.Case.Round, new SeatNo(0), Placing.Before, InspectorC, "请一并看", InspectorA));
        for (var day = 0; day < 6; day++)
        {
            story.Office.Now = story.Office.Now.AddDays(1);
            story.Office.Do(story.Case.Id, new CaseCommand.Fire());
        }

        story.Case.Stage.Value.ShouldBe("sign");
        story.Office.Messages.Count(m => m.Tell.To.Contains(InspectorC)).ShouldBe(1);
        story.Once(office => office.Directory = Staff.Directory).When(new CaseCommand.Fire()).ThenIn("later");
    }

    [Fact]
    public void Nothing_fires_early_and_nothing_twice_however_often_it_is_asked() =>
        Given(TwoDepartments, "06-01 09:00", "06-20")
            .Later("06-15 07:59").ThenNothingMoves(s => s.When(new CaseCommand.Fire()))
            .Later("06-15 08:00").When(new CaseCommand.Fire())
            .Then(c => c.Time.Clocks.ShouldAllBe(clock => clock.Passed.SequenceEqual(new[] { 0 })))
            .ThenNothingMoves(s => s.When(new CaseCommand.Fire()).When(new CaseCommand.Fire()))
            .Later("06-18 07:59").ThenNothingMoves(s => s.When(new CaseCommand.Fire()));

    [Fact]
    public void After_ten_days_of_standstill_the_newest_reminder_is_sent_and_every_escalation_in_order() =>
        Given(TwoDepartments, "06-01 09:00", "06-20", Medical)
            .ThenFiresAtOnce("06-25 09:00", "Remind +1d", "Escalate 1wd", "Escalate 3wd")
            .Then(c => c.Time.Clocks[0].Passed.ShouldBe([0, 1, 2, 3, 4]))
            .ThenNextIs(null);

    [Fact]
    public void The_reminders_that_were_missed_are_recorded_with_the_one_that_was_sent()
    {
        var story = Given(TwoDepartments, "06-01 09:00", "06-20", Medical).Later("06-18 20:00");
        var fired = FireAll(story.Office).ShouldHaveSingleItem();

        fired.Event.Rung.ShouldBe(1);
        fired.Event.Coalesced.ShouldBe([0]);
        fired.Tell.ShouldNotBeNull().Days.ShouldBe(-2); // Friday's rung of a Sunday
    }

    [Fact]
    public void A_reminder_that_would_come_after_the_case_moved_on_swallows_none_that_came_before()
    {
        var story = Given(MovesOn.Replace("DEADLINE", "{on: 0d, to: check}"), "06-01 09:00", "06-18", Medical).Later("06-18 23:00");
        var fired = FireAll(story.Office);

        fired.Select(f => Spelt(f.Rung)).ShouldBe(["Remind -1d", "Move 0d"]); // -2h would be 22:00, on a round that is over
        fired[0].Event.Coalesced.ShouldBeEmpty();
        story.ThenIn("check");
    }

    [Fact]
    public void On_the_morning_of_the_last_day_the_case_goes_on_by_itself() =>
        Given(MovesOn.Replace("DEADLINE", "{on: 0d, to: check}"), "06-01 09:00", "06-18")
            .ThenFires("06-18 07:59", "06-17 08:00 Remind -1d").ThenIn("wait")
            .ThenFires("06-18 08:00", "06-18 08:00 Move 0d").ThenIn("check")
            .Then(c => c.Time.Clocks.ShouldBeEmpty());

    [Fact]
    public void Without_a_word_on_when_the_case_goes_on_at_the_very_end_of_its_time() =>
        Given(MovesOn.Replace("DEADLINE", "check"), "06-01 09:00", "06-18")
            .ThenFires("06-18 23:59", "06-17 08:00 Remind -1d", "06-18 22:00 Remind -2h").ThenIn("wait")
            .ThenFires("06-19 00:00", "06-19 00:00 Move 0h").ThenIn("check");

    [Fact]
    public void A_time_that_is_over_on_opening_moves_the_case_on_at_once() =>
        Given(MovesOn.Replace("DEADLINE", "{on: 0d, to: check}"), "06-18 09:00", "06-18")
            .ThenNextIs("06-18 09:00 Move 0d")
            .ThenFires("06-18 09:00", "06-18 09:00 Move 0d").ThenIn("check");

    [Fact]
    public void A_case_that_cannot_go_on_is_refused_and_stays() =>
        Given(MovesOn.Replace("DEADLINE", "check"), "06-01 09:00", "06-18")
            .Until("06-18 23:00")
            .Once(office => office.Directory = Without(InspectorA))
            .Later("06-19 00:00")
            .When(new CaseCommand.Fire()).ThenRefused(new Refusal.NobodyToSign(new StageId("check")))
            .ThenStillIn("wait");

    [Fact]
    public void Two_departments_of_one_round_are_reminded_apart()
    {
        Given(TwoDepartments, "06-01 09:00", "06-20").Until("06-15 12:00", out var fired);

        fired.Select(f => f.Event.Told).ShouldBe([[HeadOf(Medical), HandlerOf(Medical)], [HeadOf(Nursing), HandlerOf(Nursing)]]);
    }

    [Fact]
    public void A_department_that_has_handed_in_is_silent_and_the_others_head_alone_hears_that_it_is_late()
    {
        Given(TwoDepartments, "06-01 09:00", "06-20")
            .When(Of("hand-in", HandlerOf(Medical))).ThenStillIn("work")
            .Until("06-23 12:00", out var fired);

        fired.ShouldAllBe(f => f.Event.Seat == new SeatNo(1));
        fired.Where(f => f.Rung is Rung.Escalate).Select(f => f.Event.Told).ShouldBe([[HeadOf(Nursing)], [Clerk]]);
    }

    [Fact]
    public void A_round_that_is_over_is_silent() =>
        Given(TwoDepartments, "06-01 09:00", "06-20")
            .When(Of("hand-in", HandlerOf(Medical))).When(Of("hand-in", HeadOf(Nursing))).ThenIn("done")
            .ThenFires("07-31 00:00")
            .Later("06-30 09:00").ThenNothingMoves(s => s.When(new CaseCommand.Fire()));

    [Fact]
    public void Those_are_reminded_who_may_take_the_seat_on_that_day()
    {
        Given(TwoDepartments, "06-01 09:00", "06-20", Medical)
            .Until("06-15 12:00")
            .Once(office => office.Directory = Without(HeadOf(Medical)))
            .Until("06-18 12:00", out var fired);

        fired.ShouldHaveSingleItem().Event.Told.ShouldBe([HandlerOf(Medical)]);
    }

    [Fact]
    public void Who_must_not_act_here_is_not_reminded()
    {
        const string separated = """
            stages:
              - id: draft
                title: 拟稿
                signers: {bodies: responsible_departments, roles: [head, handler]}
                actions: {hand-in: {title: 送审, to: check}}
              - id: check
                title: 审核
                signers: {bodies: responsible_departments, roles: [head, handler]}
                not_same_as: [draft]
                deadline: own
                remind: [0d]
                actions: {agree: {title: 同意, to: done}}
            """;
        Given(separated, "06-01 09:00", "06-18", Medical)
            .When(Of("hand-in", HandlerOf(Medical)))
            .Until("06-18 12:00", out var fired);

        fired.ShouldHaveSingleItem().Event.Told.ShouldBe([HeadOf(Medical)]);
    }

    [Fact]
    public void Where_nobody_is_left_to_remind_the_lateness_is_still_escalated()
    {
        Given(TwoDepartments, "06-01 09:00", "06-20", Medical)
            .Once(office => office.Directory = Without(HeadOf(Medical), HandlerOf(Medical)))
            .Until("06-23 12:00", out var fired);

        fired.Count.ShouldBe(5);
        fired.Where(f => f.Tell is null).Select(f => Spelt(f.Rung)).ShouldBe(["Remind -3d", "Remind 0d", "Remind +1d", "Escalate 1wd"]);
        fired[^1].Tell.ShouldNotBeNull().To.ShouldBe([Clerk]);
    }

    [Fact]
    public void A_message_about_days_waits_for_the_next_working_days_opening()
    {
        Given(TwoDepartments, "09-20 09:00", "10-03", Medical).Until("10-11 08:00", out var fired);

        fired.Select(f => $"{f} {Text(f.Tell.ShouldNotBeNull().NotBefore)}").ShouldBe(
        [
            "09-27 08:00 Remind -3d 09-27 08:00",
            "09-30 08:00 Remind 0d 09-30 08:00",
            "10-04 08:00 Remind +1d 10-08 08:00", // 国庆节
            "10-08 08:00 Escalate 1wd 10-08 08:00",
            "10-11 08:00 Escalate 3wd 10-11 08:00",
        ]);
    }

    [Fact]
    public void A_message_that_comes_late_on_a_working_day_goes_out_at_once_and_before_eight_it_waits()
    {
        var story = Given(TwoDepartments, "06-01 09:00", "06-20", Medical);

        FireAll(story.Later("06-15 21:30").Office)[0].Tell.ShouldNotBeNull().NotBefore.ShouldBe(At("06-15 21:30"));
        FireAll(story.Later("06-21 03:00").Office)[0].Tell.ShouldNotBeNull().NotBefore.ShouldBe(At("06-21 08:00"));
    }

    [Fact]
    public void A_message_about_hours_goes_out_at_night_and_on_days_off()
    {
        Given(MovesOn.Replace("DEADLINE", "check"), "10-01 09:00", "10-03").Until("10-03 23:00", out var fired);

        fired[^1].ToString().ShouldBe("10-03 22:00 Remind -2h");
        fired[^1].Tell.ShouldNotBeNull().NotBefore.ShouldBe(At("10-03 22:00"));
    }

    [Fact]
    public void A_message_says_what_it_is_for_and_how_far_it_is_from_the_due_date()
    {
        Given(TwoDepartments, "06-01 09:00", "06-20", Medical).Until("06-21 08:00", out var fired);

        fired.Select(f => f.Tell.ShouldNotBeNull()).Select(t => (t.Kind, t.Days, t.DueOn)).ShouldBe(
        [
            (MessageKind.Reminder, -5, On("06-20")), (MessageKind.Reminder, -2, On("06-20")),
            (MessageKind.Reminder, 1, On("06-20")), (MessageKind.Escalation, 1, On("06-20")),
        ]);
    }

    /// <summary>Friday, 18 June: the rung fires on Saturday, and what says so is read on Monday.</summary>
    [Fact]
    public void A_message_counts_to_the_day_on_which_it_leaves_not_to_that_of_its_rung()
    {
        Given(TwoDepartments, "06-01 09:00", "06-18", Medical).Until("06-19 08:00", out var fired);

        var late = fired[^1];
        late.ToString().ShouldBe("06-19 08:00 Remind +1d");
        (late.Tell.ShouldNotBeNull().Days, late.Tell.NotBefore).ShouldBe((3, At("06-21 08:00")));
    }

    [Fact]
    public void After_a_standstill_a_message_says_how_late_it_has_become() =>
        FireAll(Given(TwoDepartments, "06-01 09:00", "06-18", Medical).Later("06-29 10:00").Office)
            .Select(f => f.Tell.ShouldNotBeNull().Days).ShouldBe([11, 11, 11]);

    private static Scenario Given(string stages, string now, string dueOn) => Given(stages, now, dueOn, Medical, Nursing);

    private static Scenario Given(string stages, string now, string dueOn, params BodyId[] departments) =>
        Scenario.Given(stages, Opened(now, dueOn).With(Party.ResponsibleDepartments, Bodies([.. departments]))
            .With(Party.Inspectors, People(InspectorA)));
}
