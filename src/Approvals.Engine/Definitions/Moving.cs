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

/// <summary>Where its cases may go besides the targets that its stages name.</summary>
public sealed partial record Workflow
{
    /// <summary>
    /// Every stage or end to which the stage may lead by its own rules: the targets that it names, the earlier stages among which a
    /// presser may choose, and the addresses to which a returned case goes straight back from it.
    /// </summary>
    public IEnumerable<StageId> TargetsOf(Stage stage) => stage.Targets
        .Concat(stage.Actions.Where(a => a.AnyEarlier).Take(1).SelectMany(_ => EarlierThan(stage)))
        .Concat(AddressesAt(stage)).Distinct();

    /// <summary>Where it may go by what is done at any stage: no way that the definition itself takes.</summary>
    public IEnumerable<StageId> StandingTargetsOf(Stage stage) =>
        Standing.Where(s => s.MayBeDoneAt(stage.Id)).Select(s => s.Action.To).OfType<StageId>().Distinct();

    /// <summary>The stages earlier in the file that have signers.</summary>
    public IEnumerable<StageId> EarlierThan(Stage stage) =>
        Stages.TakeWhile(s => s.Id != stage.Id).Where(s => s.Signers is not null).Select(s => s.Id);

    /// <summary>The stages to which the action may lead.</summary>
    public IEnumerable<StageId> TargetsOf(Stage stage, StageAction action) =>
        action.AnyEarlier ? EarlierThan(stage)
        : action.To is { } to ? [to]
        : action.OneOf;

    /// <summary>Whether what leads there from the stage is a return (退回).</summary>
    public bool LeadsBack(Stage stage, StageId to) => !IsEnd(to) && to != stage.Id && !HasReached(to, stage.Id);

    /// <summary>From where a case may have been returned to the stage so that its next move onward goes straight back there.</summary>
    public IEnumerable<StageId> AddressesAt(Stage stage) => Stages
        .Where(from => from.Actions.Any(a => a.Then != WayBack.Rewalk && TargetsOf(from, a).Contains(stage.Id)))
        .Select(from => from.Id);

    /// <summary>The end of what is cancelled from above; null where the definition has none, or several.</summary>
    public StageId? CancelledEnd() =>
        Ends.Where(e => e.Cancelled).Select(e => e.Id).ToList() is [var only] ? only : null;

    /// <summary>Whether a case that stands there stays there when it is cancelled from above.</summary>
    public bool OutlivesItsParent(StageId at) => Ends.Any(e => e.Cancelled && e.Except.Contains(at));

    public StandingAction? StandingAction(ActionId id) => Standing.FirstOrDefault(s => s.Action.Id == id);

    /// <summary>
    /// Whether a case that stands there can take in the departments of another (合并): it gives each a part there, or no stage of
    /// it is divided by department at all.
    /// </summary>
    public bool TakesIn(StageId at) => Stage(at) is { } stage && (GivesParts(stage) || !Stages.Any(GivesParts));

    /// <summary>The definitions of the parts that it gives out by department.</summary>
    public IEnumerable<WorkflowId> DividesInto() => Stages.SelectMany(s => s.Splits.Where(Divides)).Select(s => s.Workflow).Distinct();

    private static bool GivesParts(Stage stage) =>
        stage.Splits.Any(Divides);

    private static bool Divides(Split split) =>
        split.Each is Each.BodyOf { Party: Party.ResponsibleDepartments or Party.ConcernedDepartments };

    /// <summary>Whether one of its cases may be merged into another (合并).</summary>
    public bool Merges() => AllActions.Any(a => a.Effects.Any(e => e is Effect.Merge));
}
