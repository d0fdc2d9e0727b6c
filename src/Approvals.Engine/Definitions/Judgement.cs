using System.Collections.Immutable;

namespace Approvals.Engine.Definitions;

/// <summary>What the check of an edition found.</summary>
/// <param name="Faults">With one of these it may not be published.</param>
/// <param name="Doubts">It may; but it is worth a look.</param>
public sealed record Judgement(ImmutableArray<Unsound> Faults, ImmutableArray<Unsound> Doubts)
{
    public static Judgement None { get; } = new([], []);

    public Judgement And(Judgement other) => new(Faults.AddRange(other.Faults), Doubts.AddRange(other.Doubts));
}
