using System.Collections.Immutable;

namespace Approvals.Engine.Definitions;

/// <summary>结局: how a case can end. Nothing leads out of it.</summary>
public sealed record Ending(StageId Id, string Title)
{
    /// <summary>Where a case ends that is cancelled from above.</summary>
    public bool Cancelled { get; init; }

    /// <summary>Stages in which it is not: what stands there stays as it is.</summary>
    public ImmutableArray<StageId> Except { get; init; } = [];
}
