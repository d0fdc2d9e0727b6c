using System.Collections.Immutable;

namespace Approvals.Engine.Definitions;

/// <summary>How a case comes on again from the stage to which it was returned (退回后怎样走).</summary>
public enum WayBack
{
    /// <summary>逐级重走: stage by stage, as the definition says.</summary>
    Rewalk,

    /// <summary>直送: with its next move onward, straight to the stage from which it was returned.</summary>
    StraightBack,

    /// <summary>The presser chooses one of the two.</summary>
    AsChosen,
}

/// <summary>An action that is no seat's of a round: it may be done wherever the case stands (撤销, 合并).</summary>
/// <param name="Signers">Who may press it; null: nobody, it is only handed over.</param>
/// <param name="Except">Stages in which it may not be done.</param>
/// <param name="Handed">Another case may have it done here, without a human.</param>
public sealed record StandingAction(StageAction Action, Signers? Signers, ImmutableArray<StageId> Except, bool Handed)
{
    public bool MayBeDoneAt(StageId stage) => !Except.Contains(stage);
}

/// <summary>Where a case of a definition may go besides the targets that its stages name.</summary>
public static class Moving
{
    /// <summary>
    /// Every stage or end to which the stage may lead by its own rules: the targets that it names, the earlier stages among which a
    /// presser may choose, and the addresses to which a returned case goes straight back from it.
    /// </summary>
    public static IEnumerable<StageId> TargetsOf(this Workflow workflow, Stage stage) => stage.Targets
        .Concat(stage.Actions.Where(a => a.AnyEarlier).Take(1).SelectMany(_ => workflow.EarlierThan(stage)))
        .Concat(workflow.AddressesAt(stage)).Distinct();

    /// <summary>Where it may go by what is done at any stage: no way that the definition itself takes.</summary>
    public static IEnumerable<StageId> StandingTargetsOf(this Workflow workflow, Stage stage) =>
        workflow.Standing.Where(s => s.MayBeDoneAt(stage.Id)).Select(s => s.Action.To).OfType<StageId>().Distinct();

    /// <summary>The stages earlier in the file that have signers.</summary>
    public static IEnumerable<StageId> EarlierThan(this Workflow workflow, Stage stage) =>
        workflow.Stages.TakeWhile(s => s.Id != stage.Id).Where(s => s.Signers is not null).Select(s => s.Id);

    /// <summary>The stages to which the action may lead.</summary>
    public static IEnumerable<StageId> TargetsOf(this Workflow workflow, Stage stage, StageAction action) =>
        action.AnyEarlier ? workflow.EarlierThan(stage)
        : action.To is { } to ? [to]
        : action.OneOf;

    /// <summary>From where a case may have been returned to the stage so that its next move onward goes straight back there.</summary>
    public static IEnumerable<StageId> AddressesAt(this Workflow workflow, Stage stage) => workflow.Stages
        .Where(from => from.Actions.Any(a => a.Then != WayBack.Rewalk && workflow.TargetsOf(from, a).Contains(stage.Id)))
        .Select(from => from.Id);

    /// <summary>The end of what is cancelled from above; null where the definition has none, or several.</summary>
    public static StageId? CancelledEnd(this Workflow workflow) =>
        workflow.Ends.Where(e => e.Cancelled).Select(e => e.Id).ToList() is [var only] ? only : null;

    public static StandingAction? StandingAction(this Workflow workflow, ActionId id) =>
        workflow.Standing.FirstOrDefault(s => s.Action.Id == id);

    /// <summary>Whether one of its cases may be merged into another (合并).</summary>
    public static bool Merges(this Workflow workflow) =>
        workflow.AllActions.Any(a => a.Effects.Any(e => e is Effect.Merge));
}
