using System.Collections.Frozen;
using Approvals.Engine;

namespace Approvals.Web.Bench.Ground;

/// <summary>
/// One copy of a tree of cases: each has an id of its own, which follows from the original's and the copy's number, and its month.
/// </summary>
/// <param name="number">From 0.</param>
internal sealed class TreeCopy(int number, FrozenDictionary<CaseId, CaseId> ids)
{
    private readonly FrozenDictionary<CaseId, CaseId> _originals = ids.ToFrozenDictionary(i => i.Value, i => i.Key);

    public int Number => number;

    public CaseId this[CaseId original] => ids[original];

    public CaseId? OriginalOf(CaseId copy) => _originals.TryGetValue(copy, out var original) ? original : null;

    /// <summary>The id alone, for who knows the original.</summary>
    public static CaseId Id(CaseId original, int number) => CaseId.Derive(original.Month, original, $"{number}");
}
