using Approvals.Engine.Deadlines;
using Approvals.Tests.Cases;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Staff;
using static Approvals.Tests.Time.Clockwork;

namespace Approvals.Tests.Time;

/// <summary>周期: 每季度报告一次, and what becomes of a quarter that nobody reported.</summary>
public sealed class PeriodTests
{
    private const string Reports = """
        stages:
          - id: reports
            title: 定期报告
            signers: {role: office}
            deadline: {every: PERIOD}
            remind: [-5d, 0d, +1d]
            actions:
              report: {title: 报告, needs: [report], fulfils: true}
              note: {title: 补充, needs: [report]}
              suspend: {title: 中止, effects: [clock: suspend]}
              resume: {title: 恢复, effects: [clock: resume]}
              close: {title: 结束, to: done}
        """;

    [Fact]
    public void The_first_report_is_due_at_the_end_of_the_quarter_in_which_it_begins() => Quarterly().ThenSeatsAreDueOn("06-30");

    [Fact]
    public void A_report_meets_its_quarter_and_the_next_one_is_due_at_the_end_of_the_next() =>
        Quarterly().Later("06-20 09:00").When(Report()).ThenSeatsAreDueOn("09-30").ThenNextIs("09-25 08:00 Remind -5d");

    [Fact]
    public void A_second_report_in_the_same_quarter_is_a_report_and_moves_nothing() =>
        Quarterly().Later("06-20 09:00").When(Report()).Later("06-21 09:00").When(Report()).ThenSeatsAreDueOn("09-30");

    [Fact]
    public void A_note_meets_nothing() => Quarterly().When(Of("note", Clerk).Reporting("补充")).ThenSeatsAreDueOn("06-30");

    [Fact]
    public void A_quarter_that_was_missed_stays_overdue_and_is_not_doubled_after_a_standstill() =>
        Quarterly().ThenFiresAtOnce("2022-01-10 09:00", "Remind +1d").ThenSeatsAreDueOn("06-30")
            .Then(c => c.Time.Clocks.ShouldHaveSingleItem());

    [Fact]
    public void Each_missed_quarter_is_met_by_a_report_of_its_own_one_after_the_other() =>
        Quarterly().Later("2022-01-10 09:00")
            .When(Report()).ThenSeatsAreDueOn("09-30")
            .When(Report()).ThenSeatsAreDueOn("12-31")
            .When(Report()).ThenSeatsAreDueOn("2022-03-31")
            .When(Report()).ThenSeatsAreDueOn("2022-06-30")
            .When(Report()).ThenSeatsAreDueOn("2022-06-30");

    [Fact]
    public void The_reminders_of_a_met_quarter_are_never_sent() =>
        Quarterly().Later("06-20 09:00").When(Report())
            .ThenFires("10-08 12:00", "09-25 08:00 Remind -5d", "09-30 08:00 Remind 0d", "10-01 08:00 Remind +1d");

    [Fact]
    public void Nothing_is_due_after_the_cases_own_due_date() =>
        Open("1 quarter", "12-31").Later("06-20 09:00").When(Report()).Later("09-20 09:00").When(Report())
            .ThenSeatsAreDueOn("12-31").Later("12-20 09:00").When(Report())
            .Then(c => c.Time.Clocks.ShouldBeEmpty())
            .When(Report()).When(Of("close", Clerk)).ThenIn("done");

    [Fact]
    public void The_last_period_ends_with_the_cases_own_due_date() =>
        Open("1 quarter", "08-15").Later("06-20 09:00").When(Report()).ThenSeatsAreDueOn("08-15");

    [Theory]
    [InlineData("1 day", "06-02", "06-03")]
    [InlineData("1 week", "06-06", "06-13")]
    [InlineData("2 weeks", "06-13", "06-27")]
    [InlineData("1 month", "06-30", "07-31")]
    [InlineData("2 months", "07-31", "09-30")]
    [InlineData("1 year", "12-31", "2022-12-31")]
    public void A_period_ends_with_the_calendars_own(string period, string first, string second) =>
        Open(period, null).ThenSeatsAreDueOn(first).When(Report()).ThenSeatsAreDueOn(second);

    [Fact]
    public void A_period_may_be_the_recurrence_that_the_notice_gave() =>
        Scenario.Given(Reports.Replace("PERIOD", "own", StringComparison.Ordinal), Opened("06-02 09:00") with
        {
            Recurrence = new Recurrence(RecurrencePeriod.Week, [DayOfWeek.Tuesday, DayOfWeek.Friday]),
        })
            .ThenSeatsAreDueOn("06-04").When(Report()).ThenSeatsAreDueOn("06-08")
            .When(Report()).ThenSeatsAreDueOn("06-08").Later("06-05 09:00").When(Report()).ThenSeatsAreDueOn("06-11");

    [Fact]
    public void Where_the_notice_gave_none_nothing_is_due() => Open("own", null).Then(c => c.Time.Clocks.ShouldBeEmpty());

    [Fact]
    public void Quarters_that_ended_while_it_stood_still_are_not_asked_for() =>
        Quarterly().When(Of("suspend", Clerk)).Later("11-15 09:00").When(Of("resume", Clerk)).ThenSeatsAreDueOn("12-31");

    [Fact]
    public void What_was_overdue_before_it_stood_still_stays_so() =>
        Quarterly().Until("07-05 09:00").When(Of("suspend", Clerk)).Later("11-15 09:00").When(Of("resume", Clerk))
            .ThenSeatsAreDueOn("06-30");

    [Fact]
    public void A_quarter_that_has_not_ended_meanwhile_stays_as_it_was() =>
        Quarterly().When(Of("suspend", Clerk)).Later("06-20 09:00").When(Of("resume", Clerk)).ThenSeatsAreDueOn("06-30");

    private static Scenario Quarterly() => Open("1 quarter", null);

    private static Scenario Open(string period, string? dueOn) =>
        Scenario.Given(Reports.Replace("PERIOD", period, StringComparison.Ordinal), Opened("06-02 09:00", dueOn));

    private static Press Report() => Of("report", Clerk).Reporting("本季度情况");
}
