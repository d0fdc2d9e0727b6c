using System.Collections.Immutable;
using System.Globalization;
using Approvals.Web.Bench.Ground;
using Approvals.Web.Bench.Load;

namespace Approvals.Web.Bench.Items;

/// <summary>
/// The head of a department signs an item that its people have carried out: the shipped definition, as approvals_app under
/// row-level security, durable, with the timer that ends and the one that begins. Against pgbench with the same statements,
/// pipelined as far as they can be: a command in two round trips.
/// </summary>
internal static class SignOffItem
{
    /// <summary>Items of the tree that is copied: all of them wait for the same signature.</summary>
    private const int Alike = 12;

    /// <summary>Commands of which the server's work is counted; in a short run fewer.</summary>
    private const int Counted = 200;
    private const int QuickCounted = 50;

    /// <summary>
    /// Commands that a client gives before it is measured, of the product and of the reference, so that its connection is open and its
    /// statements prepared.
    /// </summary>
    private const int Warming = 5;

    /// <summary>Clients of the row that the printed line is about.</summary>
    private const int Headline = 16;

    /// <summary>One pair of a second says little; in a slow hour there is no time for more.</summary>
    private const int QuickPairs = 3;

    public static async Task<Measured> RunAsync(BenchServer server, Effort effort, CancellationToken cancellation)
    {
        var command = await PartAsync(server, effort, SignOffPart.Command, cancellation);
        return effort.Quick
            ? command
            : command with { Comparable = (await PartAsync(server, effort, SignOffPart.Press, cancellation)).Comparable && command.Comparable };
    }

    /// <summary>
    /// In a unit of its own: a command alone leaves undone what follows from it in its tree, and the next press there would do that too.
    /// </summary>
    private static async Task<Measured> PartAsync(BenchServer server, Effort effort, SignOffPart part, CancellationToken cancellation)
    {
        await using var office = await BenchOffice.OpenAsync(server, part == SignOffPart.Command ? "signoff" : "press", cancellation);
        var (pairs, counted) = effort.Quick ? (QuickPairs, QuickCounted) : (effort.Pairs, Counted);
        var (image, items, act) = await SignOffTree.PrepareAsync(server, office, Alike, cancellation);
        var needed = (6 * counted) + Clients(effort).Sum(c => pairs * 2 * c * (Warming + Each(part, c, effort)));
        var cases = new AlikeCases(items, (needed / Alike) + 1);
        await image.WriteAsync(server, office.Unit.Id, 0, cases.Trees, cancellation);
        await server.SettleAsync();
        var desk = new SignOffDesk(office, act, cases, part);
        var script = await ScriptAsync(server, office, image, desk, cases);
        await desk.SignAsync(1, counted);
        var own = await ServerWork.OfAsync(server, counted, () => desk.SignAsync(1, counted));
        var reference = await ServerWork.OfAsync(
            server, counted, () => PgBench.RunAsync(server, script.Text, 1, 0, counted, cases, cancellation));
        await TellWorkAsync(effort, part, own, reference, script.RoundTrips);
        var head = (SignOffRow?)null;
        foreach (var count in Clients(effort))
        {
            var row = await PairsAsync(effort, server, desk, script, cases, (count, Each(part, count, effort), pairs), cancellation);
            await TellAsync(effort, row);
            head ??= count == Headline ? row : null;
        }

        if (!effort.Quick)
        {
            await Profile.TellAsync(effort, server, counted, () => desk.SignAsync(1, counted), cancellation);
        }

        return new Measured(head?.Ratio ?? 0, head?.P99 ?? default) { Comparable = own.Agrees(reference) };
    }

    /// <summary>The reference, from what the server received for one command on a warm connection.</summary>
    private static async Task<ReferenceScript> ScriptAsync(
        BenchServer server, BenchOffice office, TreeImage image, SignOffDesk desk, AlikeCases cases)
    {
        const int times = Warming + 1;
        var first = cases.Take(times);
        office.Database.Source.Clear();
        var sent = await SentStatements.OfAsync(server, times, turn => desk.SignAsync(first + turn));
        office.Database.Source.Clear();
        var last = first + times - 1;
        return new PipelineScript(new CopiedCases(
            SignOffDesk.Key(last), cases[last], image.Copy(cases.TreeOf(last)), cases)).Write(sent);
    }

    private static async Task<SignOffRow> PairsAsync(
        Effort effort, BenchServer server, SignOffDesk desk, ReferenceScript script, AlikeCases cases,
        (int Clients, int Each, int Pairs) size, CancellationToken cancellation)
    {
        var (clients, each, pairs) = size;
        var (product, reference) = (new List<LoopRun>(), new List<LoopRun>());
        for (var pair = 0; pair < pairs && (product.Count == 0 || effort.HasRoom); pair++)
        {
            var signed = await desk.SignAsync(clients, each, Warming);
            try
            {
                reference.Add(await PgBench.RunAsync(server, script.Text, clients, Warming, each, cases, cancellation));
                product.Add(signed);
            }
            catch (NeverTogetherException never) when (pair < pairs - 1 || product.Count > 0)
            {
                await effort.TellAsync($"{clients} clients: a pair of {pairs} is left out, {never.Message}");
            }
        }

        return new SignOffRow(
            clients,
            product.Count,
            Sums.Median(product.Select(p => p.PerSecond)),
            Sums.Median(reference.Select(r => r.PerSecond)),
            Sums.Median(product.Zip(reference, (p, r) => p.PerSecond / r.PerSecond)),
            Median(product, p => p.Latencies.Percentile(0.5)),
            Median(product, p => p.Corrected.Percentile(0.99)),
            Median(reference, r => r.Corrected.Percentile(0.99)),
            Median(product, p => p.Processor));
    }

    /// <summary>
    /// Commands that a client gives while it is measured: of a few the slowest alone would be the percentile. A press takes many times as
    /// long.
    /// </summary>
    private static int Each(SignOffPart part, int clients, Effort effort) =>
        effort.Quick ? 192 / clients : part == SignOffPart.Press ? Math.Max(200 / clients, 25) : Math.Max(800 / clients, 50);

    private static ImmutableArray<int> Clients(Effort effort) => effort.Quick ? [Headline] : [1, 4, Headline, 64];

    private static TimeSpan Median(IEnumerable<LoopRun> runs, Func<LoopRun, TimeSpan> of) =>
        TimeSpan.FromMilliseconds(Sums.Median(runs.Select(r => of(r).TotalMilliseconds)));

    private static async Task TellWorkAsync(Effort effort, SignOffPart part, ServerWork own, ServerWork reference, int trips)
    {
        await effort.TellAsync($"");
        await effort.Tables.WriteLineAsync(
            $"One {part}: {Of(own)}; of the reference, in {trips} round trips: {Of(reference)}"
            + (own.Agrees(reference) ? "." : ". They are more than 10 % apart: they do not do the same."));
        await effort.TellAsync($"");
        await effort.HeadAsync(
            $"{part}, clients", $"pairs", $"product/s", $"reference/s", $"ratio", $"p50 ms", $"p99 ms", $"reference p99 ms", $"own processor ms");
    }

    private static Task TellAsync(Effort effort, SignOffRow r) => effort.RowAsync(
        $"{r.Clients}", $"{r.Pairs}", $"{r.PerSecond:0}", $"{r.Reference:0}", $"{r.Ratio:0.00}", $"{r.P50.TotalMilliseconds:0.0}",
        $"{r.P99.TotalMilliseconds:0.0}", $"{r.ReferenceP99.TotalMilliseconds:0.0}", $"{r.Processor.TotalMilliseconds:0.00}");

    private static string Of(ServerWork work) => string.Create(
        CultureInfo.InvariantCulture,
        $"{work.Statements:0.0} statements, {work.WalBytes:0} bytes of WAL, {work.Buffers:0} buffers");

    private sealed record SignOffRow(
        int Clients, int Pairs, double PerSecond, double Reference, double Ratio, TimeSpan P50, TimeSpan P99, TimeSpan ReferenceP99,
        TimeSpan Processor);
}
