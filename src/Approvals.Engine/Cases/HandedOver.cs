using System.Collections.Immutable;
using System.Diagnostics;

namespace Approvals.Engine.Cases;

/// <summary>What the events of <see cref="Handing"/> make of a case.</summary>
internal static class HandedOver
{
    public static Case Apply(Case @case, CaseEvent e) => e switch
    {
        CaseEvent.SeatTransferred to => With(@case, to.Seat, s => s with { Holder = to.To, ClaimedBy = null }),
        CaseEvent.SeatClaimed claimed => With(@case, claimed.Seat, s => s with { ClaimedBy = claimed.By }),
        CaseEvent.SeatReleased released => With(@case, released.Seat, s => s with { ClaimedBy = null }),
        CaseEvent.SeatReassigned to => With(@case, to.Seat, s => s with
        {
            Sitters = to.Sitters,
            Body = to.Body,
            Holder = null,
            ClaimedBy = null,
        }),
        CaseEvent.SeatSkipped skipped => With(@case, skipped.Seat, s => s with { Skipped = true }) with
        {
            Time = @case.Time.Without(skipped.Seat),
        },
        CaseEvent.Nudged nudged => With(@case, nudged.Seat, s => s with
        {
            Nudges = [.. s.Nudges.Where(n => n.By != nudged.By), new Nudge(nudged.By, nudged.On)],
        }),
        CaseEvent.CopySent copy => @case with { Copied = [.. @case.Copied.Union(copy.To)] },
        _ => throw new UnreachableException(),
    };

    private static Case With(Case @case, SeatNo no, Func<Seat, Seat> change)
    {
        ImmutableArray<Seat> seats = [.. @case.Seats.Select(s => s.No == no ? change(s) : s)];
        return @case with { Seats = seats, RoundStage = @case.RoundStage.SetItem(@case.Stage, seats) };
    }
}
