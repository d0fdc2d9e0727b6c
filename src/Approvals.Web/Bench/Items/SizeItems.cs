using System.Diagnostics;
using Approvals.Engine;
using Approvals.Web.Bench.Ground;
using Approvals.Web.Bench.Load;
using Approvals.Web.Hosting;
using Approvals.Web.Jobs;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Bench.Items;

/// <summary>
/// What must not cost more where there is more: a start, a sweep for what is due (<see cref="GrowthItem"/>: a command). Each on a server
/// of its own, where nobody else's rows lie; in a short run on the one that all share, before the others fill it.
/// </summary>
internal static class SizeItems
{
    private const int Rows = 12;
    private const string Without = "without";

    /// <summary>A start with very many armed timers, against one on a copy of the database that was made before they were armed.</summary>
    public static Task<Measured> StartAsync(BenchServer server, Effort effort, CancellationToken cancellation) =>
        OnOwnAsync(server, effort, MeasureStartAsync, cancellation);

    /// <summary>The look for what is due, where nothing is, with few and with many open assignments.</summary>
    public static Task<Measured> SweepAsync(BenchServer server, Effort effort, CancellationToken cancellation) =>
        OnOwnAsync(server, effort, MeasureSweepAsync, cancellation);

    public static Task<Measured> GrowAsync(BenchServer server, Effort effort, CancellationToken cancellation) =>
        OnOwnAsync(server, effort, GrowthItem.RunAsync, cancellation);

    private static async Task<Measured> OnOwnAsync(
        BenchServer shared, Effort effort, Func<BenchServer, Effort, CancellationToken, Task<Measured>> run, CancellationToken cancellation)
    {
        if (effort.Quick)
        {
            return await run(shared, effort, cancellation);
        }

        await using var own = await BenchServer.StartAsync(cancellation);
        return await run(own, effort, cancellation);
    }

    private static async Task<Measured> MeasureStartAsync(BenchServer server, Effort effort, CancellationToken cancellation)
    {
        await using var office = await BenchOffice.OpenAsync(server, "startup", cancellation);
        office.Database.Source.Clear();
        await server.CopyAsync(Without);
        var armed = await ArmAsync(server, office, "startup", effort.Of(1_000_000, 2000), CopiedRows.All, cancellation);
        var (bare, full) = (new List<double>(), new List<double>());
        for (var turn = 0; turn <= effort.Pairs; turn++)
        {
            bare.Add(await StartAsync(server, server.AppConnectionTo(Without), office.Unit.Id, cancellation));
            full.Add(await StartAsync(server, server.AppConnection, office.Unit.Id, cancellation));
        }

        // The first of either finds nothing at hand, and counts the days of a unit that was never served.
        bare.RemoveAt(0);
        full.RemoveAt(0);

        await effort.TellAsync(
            $"startup: {Sums.Median(bare):0} ms, with {armed} armed timers more {Sums.Median(full):0} ms (medians of {full.Count}, by turns)");
        return new Measured(Sums.Median(bare) / Sums.Median(full), TimeSpan.FromMilliseconds(full.Max()));
    }

    private static async Task<Measured> MeasureSweepAsync(BenchServer server, Effort effort, CancellationToken cancellation)
    {
        await using var office = await BenchOffice.OpenAsync(server, "sweep", cancellation);
        var timers = office.Service<Timers>();
        var few = await ArmAsync(server, office, "few", effort.Of(10_000, 300), CopiedRows.Clocks, cancellation);
        var (little, fewBuffers) = await SweepsAsync(server, timers, office);
        await effort.TellAsync($"sweep: {Sums.Median(little):0.00} ms, {fewBuffers:0.0} buffers with {few} open assignments");
        var (before, watch) = (await server.SizeAsync(), Stopwatch.StartNew());
        var more = await ArmAsync(server, office, "many", effort.Of(10_000_000, 3000), CopiedRows.Clocks, cancellation);
        var (took, bytes) = (watch.Elapsed, (await server.SizeAsync() - before) / more);
        var (much, buffers) = await SweepsAsync(server, timers, office);
        await effort.TellAsync(
            $"sweep: {Sums.Median(much):0.00} ms, {buffers:0.0} buffers with {few + more}; {more} written in {took.TotalSeconds:0.0} s, {bytes} bytes each");
        return new Measured(Sums.Median(little) / Sums.Median(much), TimeSpan.FromMilliseconds(much.Max()));
    }

    /// <param name="name">Of what is armed.</param>
    private static async Task<int> ArmAsync(
        BenchServer server, BenchOffice office, string name, int timers, CopiedRows rows, CancellationToken cancellation)
    {
        var notice = await office.RegisterAsync($"armed/{name}", InventedNotice.Alike(Rows), cancellation);
        await office.PressAsync(notice, cancellation);
        var image = await TreeImage.ReadAsync(server, office.Unit.Id, notice, cancellation);
        var copies = Math.Max(1, timers / image.Lines("timer"));
        await image.WriteAsync(server, office.Unit.Id, 0, copies, cancellation, rows, Filling.IndexesFor(timers));
        await server.SettleAsync();
        return copies * image.Lines("timer");
    }

    /// <summary>Until its port answers and the pump has looked for what is due.</summary>
    private static async Task<double> StartAsync(BenchServer server, string connection, UnitId unit, CancellationToken cancellation)
    {
        await using var database = new Database(connection);
        await using var host = WebHost.Build(
            Settings.Read(
                "--Urls=http://127.0.0.1:0", $"--Data={server.Folder}", $"--AnchorKey={server.Folder}/anchor.key",
                "--Logging:LogLevel:Default=Error"),
            database);
        var watch = Stopwatch.StartNew();
        await WebHost.StartAsync(host, cancellation);
        await host.Services.GetRequiredService<Pump>().SettleAsync(unit, cancellation);
        var took = watch.Elapsed.TotalMilliseconds;
        await host.StopAsync(cancellation);
        return took;
    }

    /// <summary>In milliseconds, on a warm connection; and the pages that one looks at.</summary>
    private static async Task<(List<double> Taken, double Buffers)> SweepsAsync(BenchServer server, Timers timers, BenchOffice office)
    {
        const int warming = 5;
        const int times = 101;
        var taken = new List<double>();
        for (var turn = 0; turn < warming + times; turn++)
        {
            var watch = Stopwatch.StartNew();
            await LookAsync();
            taken.Add(watch.Elapsed.TotalMilliseconds);
        }

        var work = await ServerWork.OfAsync(
            server, warming,
            async () =>
            {
                for (var turn = 0; turn < warming; turn++)
                {
                    await LookAsync();
                }
            });
        return (taken[warming..], work.Buffers);

        async Task LookAsync()
        {
            await timers.UnitsAsync(CancellationToken.None);
            await timers.SweepAsync(office.Unit.Id, CancellationToken.None);
        }
    }
}
