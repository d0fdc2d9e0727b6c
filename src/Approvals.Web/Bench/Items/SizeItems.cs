using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Approvals.Web.Bench.Ground;
using Approvals.Web.Bench.Load;
using Approvals.Web.Hosting;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Bench.Items;

/// <summary>What must not cost more where there is more: a start, a sweep for what is due, a command.</summary>
internal static class SizeItems
{
    private const int Rows = 12;

    private static readonly ImmutableArray<int> QuickSizes = [2_000, 8_000];
    private static readonly ImmutableArray<int> Sizes = [10_000, 100_000, 1_000_000, 10_000_000];

    /// <summary>A start with very many armed timers, against one with none.</summary>
    public static async Task<Measured> StartAsync(BenchServer server, Effort effort, CancellationToken cancellation)
    {
        await using var office = await BenchOffice.OpenAsync(server, "startup", cancellation);
        await StartAsync(server, cancellation);
        var without = await MedianAsync(effort.Pairs + 1, () => StartAsync(server, cancellation));
        var armed = await ArmAsync(server, office, effort.Of(1_000_000, 3000), cancellation);
        // The first start with a unit counts its days once.
        await StartAsync(server, cancellation);
        var with = await MedianAsync(effort.Pairs + 1, () => StartAsync(server, cancellation));
        return new Measured(
            without / with, TimeSpan.FromMilliseconds(with),
            [Line($"startup: {without:0} ms, with {armed} armed timers more {with:0} ms")]);
    }

    /// <summary>The look for what is due, where nothing is, with few and with many open assignments.</summary>
    public static async Task<Measured> SweepAsync(BenchServer server, Effort effort, CancellationToken cancellation)
    {
        await using var office = await BenchOffice.OpenAsync(server, "sweep", cancellation);
        var timers = office.Service<Timers>();
        var few = await ArmAsync(server, office, effort.Of(10_000, 300), cancellation);
        await SweepAsync(timers, office);
        var little = await MedianAsync(20, () => SweepAsync(timers, office));
        var many = few + await ArmAsync(server, office, effort.Of(10_000_000, 6000), cancellation, from: few);
        await SweepAsync(timers, office);
        var much = await MedianAsync(20, () => SweepAsync(timers, office));
        return new Measured(
            little / much, TimeSpan.FromMilliseconds(much),
            [Line($"sweep: {little:0.00} ms with {few} open assignments, {much:0.00} ms with {many}")]);
    }

    /// <summary>One client signs, while more and more lies there that is closed.</summary>
    public static async Task<Measured> GrowAsync(BenchServer server, Effort effort, CancellationToken cancellation)
    {
        const int active = 10_000;
        const int commands = 300;
        await using var office = await BenchOffice.OpenAsync(server, "growth", cancellation);
        var (image, items, act) = await SignOffTree.PrepareAsync(server, office, Rows, cancellation);
        var cases = new AlikeCases(items, Math.Max(effort.Of(active, 3000) / image.Cases, 5 * commands / Rows));
        await image.WriteAsync(server, office.Unit.Id, 0, cases.Trees, cancellation);
        await server.SettleAsync();
        var closed = await ClosedAsync(server, office, cancellation);
        var desk = new SignOffDesk(office, act, cases, SignOffPart.Command);
        var rows = new List<string> { "| closed seats | ms | buffers | statements | bytes of WAL |", "|---|---|---|---|---|" };
        var (first, last, slowest, written) = (0.0, 0.0, TimeSpan.Zero, 0);
        foreach (var size in effort.Quick ? QuickSizes : Sizes.Where(s => s <= effort.Of(10_000_000, 0)))
        {
            var copies = (size / closed.Lines("seat")) - written;
            await closed.WriteAsync(server, office.Unit.Id, 1_000_000 + written, copies, cancellation);
            written += copies;
            await server.SettleAsync();
            office.Database.Source.Clear();
            await desk.SignAsync(1, 20);
            var run = await desk.SignAsync(1, effort.Quick ? 50 : commands);
            var work = await ServerWork.OfAsync(server, 50, () => desk.SignAsync(1, 50));
            (last, slowest) = (run.Latencies.Percentile(0.5).TotalMilliseconds, run.Latencies.Percentile(0.99));
            first = first == 0 ? last : first;
            rows.Add(Line($"| {size} | {last:0.00} | {work.Buffers:0} | {work.Statements:0.0} | {work.WalBytes:0} |"));
        }

        return new Measured(first / last, slowest, rows);
    }

    /// <summary>A campaign of few rows that came to its end.</summary>
    private static async Task<TreeImage> ClosedAsync(BenchServer server, BenchOffice office, CancellationToken cancellation)
    {
        var begin = office.Today.AddYears(-1);
        await server.MoveClockAsync(TimeSpan.FromDays(-365));
        try
        {
            var notice = await office.RegisterAsync("growth/closed", [0, 0, 0, 0], begin, cancellation);
            await Chronicle.WriteAsync(office, notice, 1, begin.AddMonths(11), cancellation);
            return await TreeImage.ReadAsync(server, office.Unit.Id, notice, cancellation);
        }
        finally
        {
            await server.MoveClockAsync(TimeSpan.Zero);
        }
    }

    private static async Task<int> ArmAsync(
        BenchServer server, BenchOffice office, int timers, CancellationToken cancellation, int from = 0)
    {
        var notice = await office.RegisterAsync($"armed/{from}", Rows, cancellation);
        await office.PressAsync(notice, cancellation);
        var image = await TreeImage.ReadAsync(server, office.Unit.Id, notice, cancellation);
        var copies = Math.Max(1, timers / image.Lines("timer"));
        await image.WriteAsync(server, office.Unit.Id, from, copies, cancellation);
        await server.SettleAsync();
        return copies * image.Lines("timer");
    }

    private static async Task<double> StartAsync(BenchServer server, CancellationToken cancellation)
    {
        await using var database = new Database(server.AppConnection);
        await using var host = WebHost.Build(
            Settings.Read(
                "--Urls=http://127.0.0.1:0", $"--Data={server.Folder}", $"--AnchorKey={server.Folder}/anchor.key",
                "--Logging:LogLevel:Default=Error"),
            database);
        var watch = Stopwatch.StartNew();
        await WebHost.StartAsync(host, cancellation);
        var took = watch.Elapsed.TotalMilliseconds;
        await host.StopAsync(cancellation);
        return took;
    }

    private static async Task<double> SweepAsync(Timers timers, BenchOffice office)
    {
        var watch = Stopwatch.StartNew();
        await timers.UnitsAsync(CancellationToken.None);
        await timers.SweepAsync(office.Unit.Id, CancellationToken.None);
        return watch.Elapsed.TotalMilliseconds;
    }

    private static async Task<double> MedianAsync(int times, Func<Task<double>> work)
    {
        var taken = new List<double>();
        for (var turn = 0; turn < times; turn++)
        {
            taken.Add(await work());
        }

        return Sums.Median(taken);
    }

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
