using System.Diagnostics;
using Approvals.Engine.Calendars;
using Approvals.Engine.Deadlines;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>
/// What is due every period (周期): at the end of each, until it is met, one after the other. What was missed stays overdue;
/// however late it is looked at, it is one.
/// </summary>
internal static class Periods
{
    /// <summary>Longer than the longest period of a recurrence.</summary>
    private const int Reach = 400;

    /// <summary>When a seat that opens today is due; null where everything was met already.</summary>
    public static DateOnly? First(Term term, Case @case, Context context)
    {
        if (!@case.Time.Met.TryGetValue(@case.Stage.Value, out var met))
        {
            return Due(term, @case, context.Today, context);
        }

        var after = Days.After(met, 1);
        return Last(@case, context) <= met ? null : Due(term, @case, after > context.Today ? after : context.Today, context);
    }

    /// <summary>
    /// The end of the period that contains the day, or of so many periods from that one on. Never after the case's own due date
    /// while that still runs.
    /// </summary>
    public static DateOnly? Due(Term term, Case @case, DateOnly day, Context context) =>
        End(term, @case, day, context) is { } end
            ? Last(@case, context) is { } last && last < end ? last : end
            : null;

    /// <summary>The end of so many periods, the first of which contains the day, whatever the case.</summary>
    public static DateOnly End(Term.Every every, DateOnly day) => Ends(every.Period, day, every.Count - 1);

    /// <summary>
    /// The period that is due is met, and the next one is due; none after the case's own due date. A period can be met once it
    /// has begun: a further report within one that was met is a report.
    /// </summary>
    public static void Meet(Steps steps, Stage stage, SeatNo seat, Context context)
    {
        var @case = steps.Case;
        if (@case.ClockOf(seat) is not { } clock || Terms.Of(stage, @case) is not { IsPeriodic: true } term
            || context.Today < Start(term, @case, clock.DueOn, context))
        {
            return;
        }

        var next = Last(@case, context) <= clock.DueOn ? null : Due(term, @case, Days.After(clock.DueOn, 1), context);
        steps.Add(new CaseEvent.PeriodMet(
            seat, clock.DueOn, next is { } on ? new SeatDue(seat, on, stage.DueAt) : null, context.Now));
    }

    /// <summary>
    /// 恢复: periods that ended while it stood still are not asked for; what was overdue before stays so.
    /// </summary>
    public static SeatDue Resumed(SeatClock clock, Term term, Case @case, DateTimeOffset suspended, Context context) =>
        clock.DueOn >= context.Hours.DayOf(suspended) && clock.DueOn < context.Today
            && Due(term, @case, context.Today, context) is { } due
            ? new SeatDue(clock.Seat, due, clock.DueAt)
            : new SeatDue(clock.Seat, clock.DueOn, clock.DueAt, clock.Since);

    /// <summary>The case's own due date, where it has not been met.</summary>
    private static DateOnly? Last(Case @case, Context context) =>
        context.Book[@case.Workflow].HasMetDue(@case.Stage) ? null : @case.DueOn;

    private static DateOnly? End(Term term, Case @case, DateOnly day, Context context) => term switch
    {
        Term.Every every => End(every, day),
        Term.EveryOwn => @case.Duty is { } duty
            ? duty.Recurrence.Occurrences(day, Days.After(day, Reach), context.Calendar).Select(d => (DateOnly?)d).FirstOrDefault()
            : null,
        _ => throw new UnreachableException(),
    };

    /// <summary>The first day of the period that is due then.</summary>
    private static DateOnly Start(Term term, Case @case, DateOnly dueOn, Context context)
    {
        if (term is Term.Every every)
        {
            return Begins(every.Period, dueOn, every.Count - 1);
        }

        var before = @case.Duty?.Recurrence.Occurrences(Days.After(dueOn, -Reach), Days.After(dueOn, -1), context.Calendar)
            .Select(d => (DateOnly?)d).LastOrDefault();
        return before is { } day ? Days.After(day, 1) : DateOnly.MinValue;
    }

    private static DateOnly Ends(RecurrencePeriod period, DateOnly day, int further) => period switch
    {
        RecurrencePeriod.Day => Days.After(day, further),
        RecurrencePeriod.Week => Days.After(day, 6 - FromMonday(day) + (7 * further)),
        _ => Days.After(Months(period, day, 1 + further), -1),
    };

    private static DateOnly Begins(RecurrencePeriod period, DateOnly day, int earlier) => period switch
    {
        RecurrencePeriod.Day => Days.After(day, -earlier),
        RecurrencePeriod.Week => Days.After(day, -FromMonday(day) - (7 * earlier)),
        _ => Months(period, day, -earlier),
    };

    /// <summary>The first day of the period, so many periods on.</summary>
    private static DateOnly Months(RecurrencePeriod period, DateOnly day, int on)
    {
        var length = period switch
        {
            RecurrencePeriod.Month => 1,
            RecurrencePeriod.Quarter => 3,
            RecurrencePeriod.HalfYear => 6,
            RecurrencePeriod.Year => 12,
            _ => throw new UnreachableException(),
        };
        var months = (((day.Year * 12) + day.Month - 1) / length * length) + (on * length);
        return months is >= 12 and < 120_000 ? new DateOnly(months / 12, (months % 12) + 1, 1)
            : months < 12 ? DateOnly.MinValue : DateOnly.MaxValue;
    }

    private static int FromMonday(DateOnly day) => ((int)day.DayOfWeek + 6) % 7;
}
