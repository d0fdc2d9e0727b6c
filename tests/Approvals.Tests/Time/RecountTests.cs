using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
using Approvals.Tests.Calendars;
using Approvals.Tests.Cases;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Staff;
using static Approvals.Tests.Time.Clockwork;

namespace Approvals.Tests.Time;

/// <summary>The official calendar of a year comes when terms have been counted provisionally: 2022, where 3 January is off.</summary>
public sealed class RecountTests
{
    private const string Term = """
        stages:
          - id: work
            title: 办理
            signers: {bodies: responsible_departments, roles: [head]}
            mode: all
            deadline: DEADLINE
            remind: [-1d, 0d, +1d]
            actions:
              suspend: {title: 中止, effects: [clock: suspend]}
              resume: {title: 恢复, effects: [clock: resume]}
              hand-in: {title: 提交, to: done}
        """;

    private static readonly WorkCalendar Until2021 = new(OfficialCalendars.Shipped.Years.Where(y => y.Year <= 2021));

    [Fact]
    public void A_term_in_working_days_is_counted_again_from_its_opening() =>
        Given("5 workdays").ThenSeatsAreDueOn2022("01-06", "01-06")
            .Once(Published).Later("12-31 09:00").When(new CaseCommand.Recount())
            .ThenSeatsAreDueOn2022("01-07", "01-07")
            .ThenNextIs("01-06 08:00 Remind -1d");

    [Fact]
    public void Where_the_calendar_agrees_or_is_asked_again_nothing_happens() =>
        Given("5 workdays")
            .ThenNothingMoves(s => s.When(new CaseCommand.Recount()))
            .Once(Published).When(new CaseCommand.Recount())
            .ThenNothingMoves(s => s.When(new CaseCommand.Recount()));

    [Fact]
    public void It_may_be_counted_again_and_again() =>
        Given("5 workdays")
            .Once(Published).Later("12-31 09:00").When(new CaseCommand.Recount())
            .Once(office => office.Calendar = Until2021).When(new CaseCommand.Recount()).ThenSeatsAreDueOn2022("01-06", "01-06")
            .Once(Published).When(new CaseCommand.Recount()).ThenSeatsAreDueOn2022("01-07", "01-07");

    [Fact]
    public void What_has_fired_does_not_fire_again() =>
        Given("1 workday").ThenSeatsAreDueOn("12-31", "12-31") // nothing of it lies in the new year
            .ThenNothingMoves(s => s.Once(Published).When(new CaseCommand.Recount()));

    [Fact]
    public void A_reminder_that_went_out_for_the_provisional_date_is_not_repeated_for_the_official_one() =>
        Given("2 workdays").ThenSeatsAreDueOn2022("01-03", "01-03")
            .Until("2022-01-02 12:00") // the day before has been said
            .Once(Published).When(new CaseCommand.Recount()).ThenSeatsAreDueOn2022("01-04", "01-04")
            .ThenNextIs("01-04 08:00 Remind 0d");

    [Fact]
    public void A_seat_that_has_voted_stays_out_of_it() =>
        Given("5 workdays").When(Of("hand-in", HeadOf(Medical)))
            .Once(Published).When(new CaseCommand.Recount()).ThenSeatsAreDueOn2022("01-07");

    [Fact]
    public void A_term_that_stood_still_is_counted_with_its_standing_still() =>
        Given("5 workdays")
            .When(Of("suspend", HeadOf(Medical))).Later("12-31 10:00").When(Of("resume", HeadOf(Medical)))
            .ThenSeatsAreDueOn2022("01-07", "01-07")
            .Once(Published).When(new CaseCommand.Recount()).ThenSeatsAreDueOn2022("01-10", "01-10");

    [Fact]
    public void A_term_in_days_and_an_extended_date_stay()
    {
        Given("5 days").ThenNothingMoves(s => s.Once(Published).When(new CaseCommand.Recount()));
        Given("own", "12-31").When(new CaseCommand.Extend(new DateOnly(2022, 1, 3))).ThenSeatsAreDueOn2022("01-03", "01-03")
            .ThenNothingMoves(s => s.Once(Published).When(new CaseCommand.Recount()));
    }

    private static Scenario Given(string deadline, string? dueOn = null) => Scenario.Given(
        Term.Replace("DEADLINE", deadline),
        (Opened("12-30 09:00", dueOn) with { Calendar = Until2021 }).With(Party.ResponsibleDepartments, Bodies(Medical, Nursing)));

    private static void Published(World office) => office.Calendar = OfficialCalendars.Shipped;
}

internal static class NextYear
{
    public static Scenario ThenSeatsAreDueOn2022(this Scenario scenario, params string[] days) =>
        scenario.Then(c => c.Time.Clocks.Select(clock => $"{clock.DueOn:yyyy-MM-dd}").ShouldBe(days.Select(d => $"2022-{d}")));
}
