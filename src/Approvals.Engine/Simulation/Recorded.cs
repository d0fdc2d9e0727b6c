using System.Collections.Immutable;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Simulation;

/// <summary>One row of the history, as the store keeps it.</summary>
/// <param name="Seq">From 1 in its case.</param>
/// <param name="Actor">Who pressed; null for what followed from it or from the clock.</param>
/// <param name="On">The office's day of <paramref name="At"/>.</param>
public sealed record Recorded(CaseId Case, int Seq, CaseEvent Event, PersonId? Actor, DateTimeOffset At, DateOnly On);

/// <summary>What the cases at the roots are about: the counted facts, the checklist and the hash of what is signed.</summary>
/// <param name="Rows">The checklist, also for the cases below that split by its rows.</param>
public sealed record Subject(ImmutableDictionary<string, int> Measured, ImmutableArray<ChildSeed> Rows, string? ContentHash)
{
    /// <summary>A checklist on which nothing is left to rule or to confirm.</summary>
    public static Subject Settled(ImmutableArray<ChildSeed> rows) =>
        new(Facts.Counted.ToImmutableDictionary(name => name, name => name == Facts.NewRows ? rows.Length : 0), rows, null);
}

/// <summary>A message (系统消息) as it was written.</summary>
/// <param name="At">When it was written; it is shown from <see cref="Request.Tell.NotBefore"/> on.</param>
public sealed record Message(CaseId Case, DateTimeOffset At, Request.Tell Tell);

/// <summary>One row that asks a case to look again.</summary>
/// <param name="Handed">What is handed over with it (改派, 延期, 撤销 …); null: nothing but the look.</param>
/// <param name="Parked">Why it was set aside; null while it waits for its turn.</param>
internal sealed record Asked(CaseId Sender, int Occurrence, CaseCommand? Handed, Refusal? Parked)
{
    /// <summary>Of what is handed over in one occurrence, from 1; 0 for all else.</summary>
    public int Part { get; init; }
}
