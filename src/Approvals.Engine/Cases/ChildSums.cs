using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>The numbers of one child, the latest that was split off for its body or row.</summary>
public sealed record ChildMeasures(WorkflowId Workflow, StageId Stage, ImmutableSortedDictionary<string, decimal> Measures);

/// <summary>What the children of a case come to together (汇总判断).</summary>
public static class ChildSums
{
    /// <summary>
    /// Null where it cannot be said: a child that was not cancelled has not given the number, or there is none to take an average
    /// of.
    /// </summary>
    public static decimal? Value(Quantity.OfChildren of, Context context)
    {
        if (of.What == ChildSum.Number)
        {
            return context.Grants.Children.Where(c => c.Workflow == of.Workflow && (of.Stage is not { } at || c.Stage == at)).Sum(c => c.Count);
        }

        var cancelled = context.Book[of.Workflow].CancelledEnd();
        var given = context.Grants.ChildMeasures.Where(c => c.Workflow == of.Workflow && c.Stage != cancelled)
            .Select(c => of.Name is { } name && c.Measures.TryGetValue(name, out var value) ? value : (decimal?)null).ToList();
        return given.Contains(null) ? null // what nobody has measured is not good
            : of.What switch
            {
                ChildSum.Sum => given.Sum(),
                ChildSum.Average => given.Average(),
                ChildSum.Lowest => given.Min(),
                ChildSum.Highest => given.Max(),
                _ => throw new UnreachableException(),
            };
    }

    /// <summary>For a world in memory, as the store reads them: of those with the same key the one of the latest split.</summary>
    /// <param name="children">In the order in which they were opened.</param>
    internal static ImmutableArray<ChildMeasures> Of(IEnumerable<Case> children) =>
    [
        .. children.GroupBy(c => (c.Workflow, c.Key)).Select(same => same.OrderBy(c => c.ParentRound).Last())
            .Select(c => new ChildMeasures(c.Workflow, c.Stage, c.Measures)),
    ];
}
