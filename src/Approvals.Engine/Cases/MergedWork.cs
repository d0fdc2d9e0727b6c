using System.Collections.Immutable;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>A body's share of a case that is merged into another (并入的工作): it goes on there as a part of its own.</summary>
/// <param name="Workflow">Of the child case that it is.</param>
/// <param name="Reached">Where it stood, an end where it was handed in already; null where it was never given out.</param>
/// <param name="DueOn">What stood still before the merger counted.</param>
/// <param name="Duty">What recurs in it; null where nothing does.</param>
public sealed record MergedPart(WorkflowId Workflow, BodyId Body, StageId? Reached, string Title, DateOnly? DueOn, Duty? Duty);

/// <summary>Everything that a merged case leaves to be done.</summary>
/// <param name="Departments">Those responsible for it.</param>
/// <param name="Parts">One for each department's open part, and for each department whose part was handed in and not signed.</param>
/// <param name="Matters">Those that are open.</param>
/// <param name="Facts">With which it was opened.</param>
public sealed record MergedWork(
    ImmutableArray<BodyId> Departments, ImmutableArray<MergedPart> Parts, ImmutableArray<Matter> Matters,
    ImmutableSortedSet<string> Facts)
{
    /// <summary>Why it was merged, and who said so.</summary>
    public required string Reason { get; init; }

    public required PersonId By { get; init; }

    public bool Equals(MergedWork? other) => other is not null && Reason == other.Reason && By == other.By
        && Departments.SequenceEqual(other.Departments) && Parts.SequenceEqual(other.Parts) && Matters.SequenceEqual(other.Matters)
        && Facts.SetEquals(other.Facts);

    public override int GetHashCode() => HashCode.Combine(Departments.Length, Parts.Length, Matters.Length, Reason, By);
}
