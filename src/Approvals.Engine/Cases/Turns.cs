using System.Collections.Immutable;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>Whose turn it is in a round (轮候).</summary>
public static class Turns
{
    /// <summary>
    /// The seats in the order in which they sign: an added one directly before or after the one that added it. The
    /// consulted, who are asked beside them, come last.
    /// </summary>
    public static ImmutableArray<Seat> InOrder(ImmutableArray<Seat> seats) =>
    [
        .. seats.Where(s => s.Added is null && !s.Consulted).SelectMany(s => Around(s, seats)),
        .. seats.Where(s => s.Consulted),
    ];

    /// <summary>The seats of a new round; those whose turn has not come wait, and no time runs for them.</summary>
    internal static ImmutableArray<Seat> Begin(Mode mode, ImmutableArray<Seat> seats) =>
    [
        .. seats.Select(s => HasCome(s, mode, seats, _ => false) ? s
            : s with { State = SeatState.Waiting, DueOn = null, DueAt = null }),
    ];

    /// <summary>Waiting seats whose turn has come.</summary>
    internal static IEnumerable<Seat> Next(Mode mode, Case @case) =>
        @case.Seats.Where(s => s.State == SeatState.Waiting && HasCome(s, mode, @case.Seats, @case.HasVoted));

    private static bool HasCome(Seat seat, Mode mode, ImmutableArray<Seat> seats, Func<SeatNo, bool> voted)
    {
        if (seat.Consulted)
        {
            return true;
        }

        if (seat.Added is { Place: Placing.After } after && !voted(after.To))
        {
            return false;
        }

        return seats.All(s => s.Added is not { Place: Placing.Before } before || before.To != seat.No || voted(s.No))
            && mode switch
            {
                Mode.Sequential => InOrder(seats).First(s => !voted(s.No)).No == seat.No,
                Mode.LeadLast when Root(seat, seats).Lead =>
                    seats.All(s => s.Consulted || voted(s.No) || Root(s, seats).Lead),
                _ => true,
            };
    }

    private static IEnumerable<Seat> Around(Seat seat, ImmutableArray<Seat> seats)
    {
        var added = seats.Where(s => s.Added?.To == seat.No).ToLookup(s => s.Added?.Place);
        return added[Placing.Before].SelectMany(s => Around(s, seats)).Append(seat)
            .Concat(added[Placing.After].Reverse().SelectMany(s => Around(s, seats)));
    }

    /// <summary>The seat of the round's opening from which an added one comes.</summary>
    private static Seat Root(Seat seat, ImmutableArray<Seat> seats)
    {
        while (seat.Added is { } added)
        {
            seat = seats.First(s => s.No == added.To);
        }

        return seat;
    }
}
