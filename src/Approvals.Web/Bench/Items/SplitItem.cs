using System.Diagnostics;
using Approvals.Web.Bench.Ground;
using Approvals.Web.Bench.Load;

namespace Approvals.Web.Bench.Items;

/// <summary>
/// A notice of 1,000 rows, which go round the leaders and departments, is handed down: one press, until every item and every department's
/// part stands and has its timer.
/// </summary>
internal static class SplitItem
{
    private const int Rows = 1000;

    /// <summary>The notice and its campaign, and of each row the item and the parts of two departments.</summary>
    private const int Cases = 2 + (3 * Rows);

    private const string Standing = "SELECT count(*) FROM flow_case WHERE unit_id = @unit";

    private const string LeftToLookAt = "SELECT count(*) FROM wake WHERE unit_id = @unit";

    public static async Task<Measured> RunAsync(BenchServer server, Effort effort, CancellationToken cancellation)
    {
        await using var office = await BenchOffice.OpenAsync(server, "split", cancellation);
        // The first of a kind meets everything cold.
        await office.PressAsync(await office.RegisterAsync("split/warm", InventedNotice.Alike(10), cancellation), cancellation);
        var (took, cases) = (new List<double>(), await StandingAsync(server, office));
        for (var turn = 0; turn < effort.Pairs; turn++)
        {
            var notice = await office.RegisterAsync($"split/{turn}", InventedNotice.Round(Rows), cancellation);
            var watch = Stopwatch.StartNew();
            await office.PressAsync(notice, cancellation);
            took.Add(watch.Elapsed.TotalSeconds);
            var before = cases;
            cases = await StandingAsync(server, office);
            var left = await server.AskAsync<long>(LeftToLookAt, new { unit = office.Unit.Id.Value });
            if ((cases - before, left) != (Cases, 0))
            {
                throw new InvalidOperationException($"{cases - before} cases came of {Cases}, and {left} are left to look at");
            }
        }

        var median = Sums.Median(took);
        await effort.TellAsync(
            $"split: {Rows} rows in {median:0.00} s (median of {took.Count}, the slowest {took.Max():0.00} s); {cases} cases stand");
        return new Measured(1 / median, TimeSpan.FromSeconds(took.Max()));
    }

    private static Task<long> StandingAsync(BenchServer server, BenchOffice office) =>
        server.AskAsync<long>(Standing, new { unit = office.Unit.Id.Value });
}
