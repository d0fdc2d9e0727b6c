using System.Diagnostics;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>Turns a definition's term into the end of a seat's time.</summary>
internal static class Terms
{
    /// <summary>
    /// How long a seat of the stage has in this case: the consulted have their own time, and 特急 may have a term of its own.
    /// </summary>
    public static Term? Of(Stage? stage, Case @case, bool consulted = false) => consulted ? stage?.Consult?.SilentAfter
        : stage?.UrgentDeadline is { } urgent && @case.Facts.Contains(Facts.Urgent) ? urgent : stage?.Deadline;

    /// <summary>The same for a seat of its open round.</summary>
    public static Term? Of(Stage? stage, Case @case, SeatNo seat) => Of(stage, @case, @case.SeatAt(seat) is { Consulted: true });

    public static (DateOnly On, TimeOnly? At)? Due(Stage stage, bool consulted, Case @case, Context context) =>
        Of(stage, @case, consulted) switch
        {
            Term.Hours hours => Minute(context.Now.AddHours(hours.Number), context),
            var term => DueOn(term, @case, context) is { } day ? (day, consulted ? null : stage.DueAt) : null,
        };

    private static (DateOnly On, TimeOnly? At) Minute(DateTimeOffset end, Context context) =>
        (context.Hours.DayOf(end), context.Hours.MinuteOf(end));

    private static DateOnly? DueOn(Term? term, Case @case, Context context) => term switch
    {
        null => null,
        Term.Own => @case.DueOn,
        Term.After { Working: true } after => context.Calendar.AddWorkdays(context.Today, after.Days),
        Term.After after => context.Today.AddDays(after.Days),
        Term.OnDate named => @case.Time.Dates.TryGetValue(named.Name, out var on) ? on : null,
        Term.Every or Term.EveryOwn => Periods.First(term, @case, context),
        Term.OfMatters matters => @case.OpenMatters(matters.Kind).Max(m => m.DueOn),
        _ => throw new UnreachableException(),
    };
}
