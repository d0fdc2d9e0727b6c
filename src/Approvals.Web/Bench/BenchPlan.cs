using System.Collections.Immutable;
using Approvals.Web.Bench.Items;

namespace Approvals.Web.Bench;

/// <summary>
/// Everything that the bench measures (docs/performance.md), one line an item. First what asks for a server that nothing has filled yet,
/// and of that first what asks for an empty one.
/// </summary>
internal static class BenchPlan
{
    public static ImmutableArray<BenchItem> All { get; } =
    [
        new("startup", SizeItems.StartAsync),
        new("sweep", SizeItems.SweepAsync),
        new("growth", SizeItems.GrowAsync),
        new("signoff", SignOffItem.RunAsync),
        new("timers", TimersItem.RunAsync),
        new("split", SplitItem.RunAsync),
        new("inbox", PageItems.InboxAsync),
        new("ledger", PageItems.LedgerAsync),
        new("search", null),
        new(ReadingItems.Reading, ReadingItems.ReadAsync),
        new("simulation", ReadingItems.SimulateAsync),
    ];
}
