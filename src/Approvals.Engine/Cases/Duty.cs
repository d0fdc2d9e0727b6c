using System.Collections.Immutable;
using Approvals.Engine.Calendars;
using Approvals.Engine.Deadlines;

namespace Approvals.Engine.Cases;

/// <summary>停诊 or 改期.</summary>
/// <param name="On">The day of the recurrence.</param>
/// <param name="To">Where it is held instead; null when it is not.</param>
public sealed record DutyException(DateOnly On, DateOnly? To);

/// <summary>A day on which a duty is held.</summary>
/// <param name="InsteadOf">The day from which it was moved; null where it is the recurrence's own.</param>
public sealed record DutyDay(DateOnly On, DateOnly? InsteadOf);

/// <summary>How often a duty was held between two days, and how often that day was another than its recurrence's.</summary>
public sealed record DutyCount(int Held, int CalledOff, int Moved);

/// <summary>
/// A periodic duty (例行任务), by exception: every day of its recurrence counts as held, official holidays left out, unless
/// 停诊 or 改期 is recorded. Nobody ticks its days.
/// </summary>
/// <param name="From">The first day that counts, inclusive.</param>
public sealed record Duty(Recurrence Recurrence, DateOnly From)
{
    /// <summary>Longer than the longest period between two of its days.</summary>
    private const int Reach = 800;

    /// <summary>One a day of the recurrence at most, ordered by it.</summary>
    public ImmutableArray<DutyException> Exceptions { get; init; } = [];

    public bool Equals(Duty? other) =>
        other is not null && Recurrence == other.Recurrence && From == other.From && Exceptions.SequenceEqual(other.Exceptions);

    public override int GetHashCode() => HashCode.Combine(Recurrence, From, Exceptions.Length);

    /// <summary>Days on which it is held, in their order, both bounds inclusive.</summary>
    public IEnumerable<DutyDay> Days(DateOnly from, DateOnly until, WorkCalendar calendar)
    {
        var first = from > From ? from : From;
        var off = Exceptions.Select(e => e.On).ToHashSet();
        return Recurrence.Occurrences(first, until, calendar).Where(day => !off.Contains(day)).Select(day => new DutyDay(day, null))
            .Concat(Exceptions.Where(e => e.To >= first && e.To <= until).Select(e => new DutyDay(e.To!.Value, e.On))) // as filtered
            .OrderBy(d => d.On);
    }

    /// <summary>Between two days, both inclusive; an exception counts by the day of the recurrence.</summary>
    public DutyCount Count(DateOnly from, DateOnly until, WorkCalendar calendar)
    {
        var recorded = Exceptions.Where(e => from <= e.On && e.On <= until).ToList();
        return new DutyCount(
            Days(from, until, calendar).Count(), recorded.Count(e => e.To is null), recorded.Count(e => e.To is not null));
    }

    /// <summary>From its beginning.</summary>
    public DutyCount CountUntil(DateOnly until, WorkCalendar calendar) => Count(From, until, calendar);

    /// <summary>The next days on which it is held, that day not among them.</summary>
    public IEnumerable<DutyDay> Next(DateOnly after, int most, WorkCalendar calendar) =>
        Days(Calendars.Days.After(after, 1), Calendars.Days.After(after, Reach), calendar).Take(most);

    public bool IsHeldOn(DateOnly day, WorkCalendar calendar) => Days(day, day, calendar).Any();

    public DutyException? ExceptionOn(DateOnly day) => Exceptions.FirstOrDefault(e => e.On == day);

    /// <summary>What was recorded for that day of the recurrence before gives way.</summary>
    internal Duty With(DutyException exception) =>
        this with { Exceptions = [.. Exceptions.Where(e => e.On != exception.On).Append(exception).OrderBy(e => e.On)] };

    internal Duty Without(DateOnly on) => this with { Exceptions = Exceptions.RemoveAll(e => e.On == on) };
}
