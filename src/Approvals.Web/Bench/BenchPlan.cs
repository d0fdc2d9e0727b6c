using System.Collections.Immutable;
using Approvals.Web.Bench.Items;

namespace Approvals.Web.Bench;

/// <summary>Everything that the bench measures (docs/performance.md), one line an item.</summary>
internal static class BenchPlan
{
    public static ImmutableArray<BenchItem> All { get; } =
    [
        new("signoff", SignOffItem.RunAsync),
        new("timers", null),
        new("split", null),
        new("inbox", null),
        new("ledger", null),
        new("search", null),
        new("reading", null),
        new("simulation", null),
        new("startup", null),
        new("sweep", null),
        new("growth", null),
    ];
}
