using System.Collections.Immutable;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>撤回: the time of the round that is open again runs on as it ran before the press.</summary>
internal sealed partial class Steps
{
    private Recallable? _recallable;
    private ImmutableArray<SeatClock> _clocks = [];
    private StageId? _reopened;

    /// <summary>The stage is entered once more, because the press that left it was taken back.</summary>
    /// <param name="clocks">Of seats that were open when it was pressed.</param>
    public Refusal? Reopen(StageId stage, ImmutableArray<SeatClock> clocks)
    {
        (_reopened, _clocks) = (stage, clocks);
        return Enter(stage);
    }

    /// <summary>As they ran just before the vote that decided.</summary>
    private ImmutableArray<SeatClock>? ClocksToKeep() =>
        Case.Time.Suspension is null && !_clocks.IsEmpty ? [.. _clocks.Where(c => Case.SeatAt(c.Seat) is { Consulted: false })] : null;

    /// <summary>What follows a date of the case is due by the date that stands now, with a ladder anew where that is another one.</summary>
    private ImmutableArray<SeatClock> Kept(Stage stage, ImmutableArray<Seat> seats)
    {
        var follows = Terms.Of(stage, Case) is Term.Own or Term.OnDate or Term.OfMatters;
        return _reopened != stage.Id ? []
            : [.. _clocks.Where(c => seats.Any(s => s.No == c.Seat && s is { Consulted: false, DueOn: { } due } && (!follows || due == c.DueOn)))];
    }

    private static Seat With(Seat seat, ImmutableArray<SeatClock> kept) =>
        kept.FirstOrDefault(c => c.Seat == seat.No) is { } clock ? seat with { DueOn = clock.DueOn, DueAt = clock.DueAt } : seat;
}
