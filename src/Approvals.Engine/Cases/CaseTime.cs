using System.Collections.Immutable;

namespace Approvals.Engine.Cases;

/// <summary>
/// How the time of one open, dated seat runs (计时). It is made when the round opens or a date is set, and gone once the
/// seat has voted or the round is over. While it is there, and the case not suspended, the seat has a timer.
/// </summary>
/// <param name="DueOn">Last day, inclusive, as it stands now.</param>
/// <param name="DueAt">The minute of that day at which the time is over; null: 24:00.</param>
/// <param name="Since">Rungs up to this instant are not the seat's: they lie before it was opened, or before its due date was
/// moved. Later by as much as it stood still.</param>
/// <param name="Passed">Numbers of the rungs that have fired for this due date, or fell into a newer one.</param>
public sealed record SeatClock(SeatNo Seat, DateOnly DueOn, TimeOnly? DueAt, DateTimeOffset Since, ImmutableArray<int> Passed)
{
    public bool Equals(SeatClock? other) =>
        other is not null && Seat == other.Seat && DueOn == other.DueOn && DueAt == other.DueAt && Since == other.Since
        && Passed.SequenceEqual(other.Passed);

    public override int GetHashCode() => HashCode.Combine(Seat, DueOn, DueAt, Since, Passed.Length);
}

/// <param name="Inherited">It stands still because its parent does.</param>
public sealed record Suspension(DateTimeOffset Since, bool Inherited);

/// <summary>The due date of a seat.</summary>
/// <param name="RunsOnFrom">Its ladder runs on: as if the seat had been opened then, and what has fired does not fire again.
/// Null: the ladder begins anew.</param>
public sealed record SeatDue(SeatNo Seat, DateOnly DueOn, TimeOnly? DueAt, DateTimeOffset? RunsOnFrom = null);

/// <summary>Why a due date is another one now.</summary>
public enum DueCause
{
    /// <summary>延期 was granted. The only one that counts.</summary>
    Extended,

    /// <summary>恢复 after 挂起.</summary>
    Resumed,

    /// <summary>The date of that name was set or changed.</summary>
    Rescheduled,

    /// <summary>The official calendar of a year came, and a working day is another one than was provisionally counted.</summary>
    Recounted,
}

/// <summary>Everything about a case that follows from time.</summary>
/// <param name="FirstDueOn">The due date with which it was opened (原定时限).</param>
/// <param name="Extensions">How often it was extended.</param>
/// <param name="Dates">Named dates (日程), ordered by name.</param>
/// <param name="Clocks">Of the open seats that are dated, ordered by seat.</param>
public sealed record CaseTime(
    DateOnly? FirstDueOn,
    int Extensions,
    Suspension? Suspension,
    ImmutableSortedDictionary<string, DateOnly> Dates,
    ImmutableArray<SeatClock> Clocks)
{
    public static ImmutableSortedDictionary<string, DateOnly> NoDates { get; } =
        ImmutableSortedDictionary.Create<string, DateOnly>(StringComparer.Ordinal);

    /// <summary>By stage: the last day of the last period that was met there. One that is met is not asked for again.</summary>
    public ImmutableSortedDictionary<string, DateOnly> Met { get; init; } = NoDates;

    public static CaseTime None { get; } = new(null, 0, null, NoDates, []);

    public bool Equals(CaseTime? other) =>
        other is not null && FirstDueOn == other.FirstDueOn && Extensions == other.Extensions && Suspension == other.Suspension
        && Dates.SequenceEqual(other.Dates) && Met.SequenceEqual(other.Met) && Clocks.SequenceEqual(other.Clocks);

    public override int GetHashCode() => HashCode.Combine(FirstDueOn, Extensions, Suspension, Dates.Count, Clocks.Length);

    internal CaseTime Without(SeatNo? seat) =>
        this with { Clocks = seat is { } one ? Clocks.RemoveAll(c => c.Seat == one) : [] };

    /// <summary>The seats are due then from now on, and their ladders begin anew or run on.</summary>
    internal CaseTime With(ImmutableArray<SeatDue> seats, DateTimeOffset at) => this with
    {
        Clocks =
        [
            .. Clocks.Where(c => !seats.Any(s => s.Seat == c.Seat))
                .Concat(seats.Select(s => new SeatClock(s.Seat, s.DueOn, s.DueAt, s.RunsOnFrom ?? at, s.RunsOnFrom is null ? [] : Passed(s.Seat))))
                .OrderBy(c => c.Seat.Value),
        ],
    };

    /// <summary>Those seats' time runs so.</summary>
    internal CaseTime With(ImmutableArray<SeatClock>? clocks) => clocks is not { } kept ? this
        : this with { Clocks = [.. Clocks.Select(c => kept.FirstOrDefault(k => k.Seat == c.Seat) ?? c)] };

    private ImmutableArray<int> Passed(SeatNo seat) => Clocks.FirstOrDefault(c => c.Seat == seat)?.Passed ?? [];
}
