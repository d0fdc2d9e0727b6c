using Approvals.Engine.Definitions;
using Approvals.Tests.Cases;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Staff;
using static Approvals.Tests.Time.Clockwork;

namespace Approvals.Tests.Time;

/// <summary>When the rungs of a ladder fire, with the holidays and make-up days of 2021.</summary>
public sealed class LadderTests
{
    [Fact]
    public void A_last_day_may_end_at_the_hour_that_the_stage_names()
    {
        const string stages = """
            stages:
              - id: work
                title: 办理
                signers: {role: office}
                deadline: 2 workdays
                due_time: 17:00
                remind: [-2h, 0d]
                on_deadline: late
                actions: {hand-in: {title: 提交, to: done}}
              - id: late
                title: 逾期
                signers: {role: office}
                actions: {hand-in: {title: 补交, to: done}}
            """;
        Scenario.Given(stages, Opened("06-02 09:00"))
            .ThenFires("06-05 00:00", "06-04 08:00 Remind 0d", "06-04 15:00 Remind -2h", "06-04 17:00 Move 0h")
            .ThenIn("late");
    }

    /// <summary>One department's work, due on the case's own date.</summary>
    private const string Own = """
        stages:
          - id: work
            title: 办理
            signers: {bodies: responsible_departments, roles: [head]}
            deadline: own
            remind: [-3d, 0d, +1d]
            escalate: [{after: 1 workday, to: {role: office}}, {after: 3 workdays, to: {role: office}}]
            actions: {hand-in: {title: 提交, to: done}}
        """;

    [Fact]
    public void Due_on_a_Sunday_the_ladder_counts_to_the_Friday_before() =>
        Given(Own, "06-01 09:00", "06-20").ThenFires(
            "06-30 00:00",
            "06-15 08:00 Remind -3d", // Monday 14 is 端午节, the rung counts calendar days
            "06-18 08:00 Remind 0d",
            "06-21 08:00 Remind +1d",
            "06-21 08:00 Escalate 1wd",
            "06-23 08:00 Escalate 3wd");

    [Fact]
    public void Due_inside_the_national_holiday_it_is_asked_for_on_the_last_workday_and_late_after_the_holiday() =>
        Given(Own, "09-20 09:00", "10-03").ThenFires(
            "10-31 00:00",
            "09-27 08:00 Remind -3d",
            "09-30 08:00 Remind 0d",
            "10-04 08:00 Remind +1d", // a day off: its message waits, see FiringTests
            "10-08 08:00 Escalate 1wd",
            "10-11 08:00 Escalate 3wd"); // Saturday 9 is made up, Sunday 10 is not

    [Fact]
    public void A_make_up_Saturday_is_a_workday_of_the_ladder() =>
        Given(Own, "09-20 09:00", "10-09").ThenFires(
            "10-31 00:00",
            "10-06 08:00 Remind -3d",
            "10-09 08:00 Remind 0d",
            "10-10 08:00 Remind +1d",
            "10-11 08:00 Escalate 1wd",
            "10-13 08:00 Escalate 3wd");

    [Fact]
    public void A_make_up_Sunday_ends_a_term_of_workdays() =>
        Given(Own.Replace("own", "4 workdays"), "09-18 09:00").ThenSeatsAreDueOn("09-26"); // 09-19 to 09-21 are 中秋节

    [Fact]
    public void A_term_in_days_counts_every_day_and_the_day_of_entry_not() =>
        Given(Own.Replace("own", "3 days"), "09-30 09:00").ThenSeatsAreDueOn("10-03").ThenNextIs("10-04 08:00 Remind +1d");

    [Fact]
    public void A_seat_opened_on_its_last_day_is_not_asked_about_the_days_before() =>
        Given(Own, "06-18 07:59", "06-18").ThenNextIs("06-18 08:00 Remind 0d");

    [Fact]
    public void A_seat_opened_at_eight_sharp_has_missed_that_mornings_rung() =>
        Given(Own, "06-18 08:00", "06-18").ThenNextIs("06-19 08:00 Remind +1d");

    [Fact]
    public void A_seat_opened_after_its_due_date_counts_from_its_opening() =>
        Given(Own, "07-01 15:00", "06-20").ThenFires( // a Thursday
            "07-31 00:00",
            "07-02 08:00 Remind +1d",
            "07-02 08:00 Escalate 1wd",
            "07-06 08:00 Escalate 3wd");

    [Fact]
    public void A_term_in_hours_runs_through_the_night_and_ends_at_its_minute() =>
        Given(Hours, "06-11 20:30")
            .Then(c => (c.Time.Clocks[0].DueOn, c.Time.Clocks[0].DueAt).ShouldBe((On("06-12"), new TimeOnly(0, 30))))
            .ThenFires("06-13 00:00", "06-11 22:30 Remind -2h", "06-12 02:30 Escalate +2h");

    [Fact]
    public void A_term_in_hours_that_ends_at_midnight_ends_with_that_minute() =>
        Given(Hours, "06-11 20:00")
            .Then(c => (c.Time.Clocks[0].DueOn, c.Time.Clocks[0].DueAt).ShouldBe((On("06-12"), new TimeOnly(0, 0))))
            .ThenNextIs("06-11 22:00 Remind -2h");

    [Fact]
    public void Hours_of_a_due_day_count_from_its_24_00() =>
        Given(Own.Replace("remind: [-3d, 0d, +1d]", "remind: [-2h, +2h]").Replace("1 workday", "1 hour"), "06-18 09:00", "06-18")
            .ThenFires("06-20 00:00", "06-18 22:00 Remind -2h", "06-19 01:00 Escalate +1h", "06-19 02:00 Remind +2h");

    [Fact]
    public void Hours_after_a_due_date_that_is_over_count_from_the_opening() =>
        Given(Own.Replace("remind: [-3d, 0d, +1d]", "remind: [+2h]"), "06-22 09:00", "06-18")
            .ThenNextIs("06-22 11:00 Remind +2h");

    [Fact]
    public void Between_rungs_of_one_instant_the_reminder_comes_first_as_the_file_has_it() =>
        Given(Own.Replace("1 workday", "1 day"), "06-16 09:00", "06-17")
            .ThenFires("06-19 00:00", "06-17 08:00 Remind 0d", "06-18 08:00 Remind +1d", "06-18 08:00 Escalate +1d");

    [Fact]
    public void A_case_without_a_due_date_has_no_clock() =>
        Given(Own, "06-18 09:00").Then(c => c.Time.Clocks.ShouldBeEmpty()).ThenNextIs(null);

    [Fact]
    public void A_seat_that_has_voted_is_due_no_more() =>
        Given(Own, "06-01 09:00", "06-20")
            .When(Of("hand-in", HeadOf(Medical))).ThenIn("done")
            .Then(c => c.Time.Clocks.ShouldBeEmpty())
            .ThenFires("07-31 00:00");

    [Theory]
    [InlineData("9999-12-31")]
    [InlineData("0001-01-01")]
    public void A_date_at_the_end_of_the_calendar_is_counted_without_falling_off(string due)
    {
        var opened = Opened("06-01 09:00") with { DueOn = DateOnly.Parse(due, null) };

        Scenario.Given(Own, opened.With(Party.ResponsibleDepartments, Bodies(Medical)))
            .Then(c => c.Time.Clocks.Length.ShouldBe(1))
            .Until("12-31 00:00");
    }

    private const string Hours = """
        stages:
          - id: work
            title: 办理
            signers: {bodies: responsible_departments, roles: [head]}
            deadline: 4 hours
            remind: [-2h]
            escalate: [{after: 2 hours, to: {role: office}}]
            actions: {hand-in: {title: 提交, to: done}}
        """;

    private static Scenario Given(string stages, string now, string? dueOn = null) =>
        Scenario.Given(stages, Opened(now, dueOn).With(Party.ResponsibleDepartments, Bodies(Medical)));
}
