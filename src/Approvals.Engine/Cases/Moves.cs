using System.Collections.Immutable;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>Where a case goes when the presser chooses, and how it comes on again from where it was returned to (退回).</summary>
public static class Moves
{
    /// <summary>The stages among which the presser may choose now; the earliest first. None where there is nothing to choose.</summary>
    public static ImmutableArray<StageId> Targets(Case @case, StageAction action, Workflow workflow) =>
        !action.Chooses || workflow.Stage(@case.Stage) is not { } stage ? []
        : action.AnyEarlier ? [.. workflow.EarlierThan(stage).Where(@case.RoundStage.ContainsKey)]
        : action.OneOf;

    /// <summary>What the form had to choose and did not, or not so that it could be done.</summary>
    internal static Input? NotChosen(StageAction action, Case @case, Inputs inputs, Context context) =>
        action.Chooses && !(inputs.Target is { } to && Targets(@case, action, context.Book[@case.Workflow]).Contains(to))
            ? new Input.Target()
        : action.Then == WayBack.AsChosen && inputs.Way is not (WayBack.Rewalk or WayBack.StraightBack) ? new Input.Way()
        : null;

    /// <summary>
    /// Where the outcome leads, asked before the round is closed. Where several voted so and chose differently, it goes back
    /// furthest, and straight back only if all of them want it.
    /// </summary>
    internal static (StageId To, bool StraightBack) Chosen(StageAction outcome, Case @case, Workflow workflow)
    {
        var votes = @case.VotesOfRound.Where(v => v.Action == outcome.Id && @case.SeatAt(v.Seat) is { Consulted: false }).ToList();
        var to = outcome.To ?? workflow.Stages.Select(s => s.Id).Concat(workflow.Ends.Select(e => e.Id))
            .First(id => votes.Exists(v => v.Target == id));
        return (to, outcome.Then == WayBack.StraightBack
            || (outcome.Then == WayBack.AsChosen && votes.TrueForAll(v => v.Way == WayBack.StraightBack)));
    }

    /// <summary>Whether one stage or end lies further on than another, by their places in the file.</summary>
    internal static bool IsOnward(Workflow workflow, StageId from, StageId to) =>
        !workflow.IsEnd(to) && to != from && workflow.HasReached(to, from);

    /// <summary>
    /// What an event does to the address of a return and to what may be taken back. Whatever somebody does, and every move, ends
    /// the chance to take back; what time does leaves it.
    /// </summary>
    internal static Case Follow(Case @case, CaseEvent e) => e switch
    {
        CaseEvent.StraightBackSet set => @case with { StraightBack = set.Address, Recallable = null },
        CaseEvent.StraightBackEnded => @case with { StraightBack = null, Recallable = null },
        CaseEvent.RoundOpened opened => @case with { Recallable = opened.Recallable },
        CaseEvent.Suspended or CaseEvent.Resumed => @case with
        {
            Recallable = @case.Recallable is { } recallable ? recallable with { Clocks = null } : null,
        },
        CaseEvent.RungFired or CaseEvent.DueOnMoved or CaseEvent.DateSet
            or CaseEvent.StandingActDone or CaseEvent.HandedActDone or CaseEvent.Nudged or CaseEvent.CopySent
            or CaseEvent.SeatFellSilent or CaseEvent.ScopeSet => @case,
        _ when @case.Recallable is not null => @case with { Recallable = null },
        _ => @case,
    };
}
