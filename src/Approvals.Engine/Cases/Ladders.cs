using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine.Calendars;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>A rung of a seat's ladder and the instant at which it fires.</summary>
/// <param name="No">Its place in <see cref="Stage.Ladder"/>.</param>
public sealed record RungTime(int No, Rung Rung, DateTimeOffset At);

/// <summary>
/// When the rungs of a ladder fire. What lies before the due date is counted from the last workday on or before it
/// (目标日), what lies after it from the due date itself, and from the day on which the seat was opened where that was
/// later still.
/// </summary>
public static class Ladders
{
    /// <summary>
    /// Every rung that the seat has yet to meet, in the order in which they fire. What lies before its opening is not the
    /// seat's, but the end of the time (<see cref="Rung.Move"/>) is: it comes with the opening then. What lies after the
    /// calendar's last day never comes.
    /// </summary>
    public static ImmutableArray<RungTime> Ahead(Stage stage, Seat seat, SeatClock clock, WorkCalendar calendar, OfficeHours hours) =>
    [
        .. Enumerable.Range(0, stage.Ladder.Length).Where(no => !clock.Passed.Contains(no))
            .Select(no => new RungTime(no, stage.Ladder[no], At(stage.Ladder[no].When, clock, calendar, hours)))
            .Where(r => IsOf(r, seat, clock, hours))
            .Select(r => r.Rung is Rung.Move or Rung.Silence && r.At < clock.Since ? r with { At = clock.Since } : r)
            .Where(r => r.At < DateTimeOffset.MaxValue && (r.At > clock.Since || r.Rung is Rung.Move or Rung.Silence))
            .OrderBy(r => r.At).ThenBy(r => r.No),
    ];

    /// <summary>The next rung of an open seat: what its timer holds. Null after the last, or while the case is suspended.</summary>
    public static RungTime? Next(Case @case, SeatNo seat, WorkflowBook book, WorkCalendar calendar, OfficeHours hours) =>
        @case.Time.Suspension is null && @case.ClockOf(seat) is { } clock
            && book[@case.Workflow].Stage(@case.Stage) is { } stage && @case.SeatAt(seat) is { } sits
            ? Ahead(stage, sits, clock, calendar, hours).FirstOrDefault()
            : null;

    /// <summary>The consulted are reminded while they may still answer, and then silent; nothing else of the ladder is theirs.</summary>
    private static bool IsOf(RungTime rung, Seat seat, SeatClock clock, OfficeHours hours) => rung.Rung switch
    {
        Rung.Silence => seat.Consulted,
        Rung.Remind => !seat.Consulted || rung.At < EndOf(clock, hours),
        _ => !seat.Consulted,
    };

    /// <summary>The very end of a seat's time.</summary>
    public static DateTimeOffset EndOf(SeatClock clock, OfficeHours hours) =>
        clock.DueAt is { } at ? hours.At(clock.DueOn, at) : hours.EndOf(clock.DueOn);

    /// <summary>The day to which the ladder counts (目标日): the last workday on or before the due date.</summary>
    public static DateOnly Target(DateOnly dueOn, WorkCalendar calendar) => calendar.WorkdayOnOrBefore(dueOn);

    /// <summary>
    /// Those whom the rung would tell if it fired now, in the official order: for a reminder whoever may act in the seat,
    /// for an escalation whoever the rung names. Empty where it opens or moves a case.
    /// </summary>
    public static ImmutableArray<PersonId> Told(Rung rung, Case @case, SeatNo seat, Context context) =>
        Firing.Told(rung, @case, seat, context);

    /// <summary>
    /// When the message of a rung that fires at that instant goes out. Hours are for what is urgent (特急): that goes out at
    /// night too. Days wait for the office to open.
    /// </summary>
    public static DateTimeOffset GoesOut(Offset when, DateTimeOffset at, WorkCalendar calendar, OfficeHours hours)
    {
        if (when.Unit == OffsetUnit.Hours)
        {
            return at;
        }

        var today = hours.DayOf(at);
        var opens = hours.Opens(calendar.IsWorkday(today) ? today : calendar.NextWorkday(today));
        return opens > at ? opens : at;
    }

    /// <summary>The day that the case's time has reached: today, or where it stands still the day on which it stopped.</summary>
    internal static DateOnly Reached(Case @case, Context context) =>
        @case.Time.Suspension is { } suspension ? context.Hours.DayOf(suspension.Since) : context.Today;

    private static DateTimeOffset At(Offset when, SeatClock clock, WorkCalendar calendar, OfficeHours hours) => when.Unit switch
    {
        OffsetUnit.Hours => Days.After(End(when, clock, hours), TimeSpan.FromHours(when.Amount)),
        OffsetUnit.Days => hours.Opens(Days.After(From(when, clock, calendar, hours), when.Amount)),
        OffsetUnit.Workdays => hours.Opens(calendar.AddWorkdays(From(when, clock, calendar, hours), when.Amount)),
        _ => throw new UnreachableException(),
    };

    private static DateTimeOffset End(Offset when, SeatClock clock, OfficeHours hours)
    {
        var end = EndOf(clock, hours);
        return when.Amount > 0 && end < clock.Since ? clock.Since : end;
    }

    private static DateOnly From(Offset when, SeatClock clock, WorkCalendar calendar, OfficeHours hours)
    {
        if (when.Amount <= 0)
        {
            return Target(clock.DueOn, calendar);
        }

        var since = hours.DayOf(clock.Since);
        return clock.DueOn < since ? since : clock.DueOn;
    }
}
