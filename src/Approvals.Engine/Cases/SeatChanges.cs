using System.Collections.Immutable;
using System.Diagnostics;

namespace Approvals.Engine.Cases;

/// <summary>What happens to the seats of a round between its opening and its close.</summary>
internal static class SeatChanges
{
    public static Case Apply(Case @case, CaseEvent e) => e switch
    {
        CaseEvent.SeatOpened opened => Open(@case, opened),
        CaseEvent.SeatAdded added => Add(@case, added),
        CaseEvent.SeatFellSilent silent => With(@case, Now(@case, s => s.No == silent.Seat, SeatState.Silent)) with
        {
            Time = @case.Time.Without(silent.Seat),
        },
        CaseEvent.QuorumReached => Release(@case),
        _ => throw new UnreachableException(),
    };

    private static Case Open(Case @case, CaseEvent.SeatOpened opened)
    {
        var (on, at) = (opened.DueOn, opened.DueAt);
        var seats = @case.Seats.Select(
            s => s.No == opened.Seat ? s with { State = SeatState.Open, DueOn = on, DueAt = at } : s);
        return With(@case, [.. seats]) with { Time = Started(@case.Time, opened.Seat, on, at, opened.At) };
    }

    /// <summary>The adding seat waits for one that was added before it.</summary>
    private static Case Add(Case @case, CaseEvent.SeatAdded added)
    {
        var seat = added.Seat;
        var waits = seat is { State: SeatState.Open, Added: { } by } ? by.To : (SeatNo?)null;
        var time = waits is { } no ? @case.Time.Without(no) : @case.Time;
        return With(@case, Now(@case, s => s.No == waits, SeatState.Waiting).Add(seat)) with
        {
            Time = seat.State == SeatState.Open ? Started(time, seat.No, seat.DueOn, seat.DueAt, added.At) : time,
        };
    }

    private static Case Release(Case @case)
    {
        var released = @case.Seats.Where(Gone).Select(s => s.No).ToHashSet();
        return With(@case, Now(@case, Gone, SeatState.Released)) with
        {
            Time = released.Aggregate(@case.Time, (time, seat) => time.Without(seat)),
        };

        bool Gone(Seat seat) => !seat.Consulted && seat.State is SeatState.Open or SeatState.Waiting && !@case.HasVoted(seat.No);
    }

    private static CaseTime Started(CaseTime time, SeatNo seat, DateOnly? dueOn, TimeOnly? dueAt, DateTimeOffset at) =>
        dueOn is { } on ? time.With([new SeatDue(seat, on, dueAt)], at) : time;

    private static ImmutableArray<Seat> Now(Case @case, Func<Seat, bool> which, SeatState state) =>
        [.. @case.Seats.Select(s => which(s) ? s with { State = state } : s)];

    private static Case With(Case @case, ImmutableArray<Seat> seats) =>
        @case with { Seats = seats, RoundStage = @case.RoundStage.SetItem(@case.Stage, seats) };
}
