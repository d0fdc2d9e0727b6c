using System.Collections.Immutable;
using Approvals.Web.Bench.Ground;
using Approvals.Web.Bench.Load;

namespace Approvals.Web.Bench.Items;

/// <summary>
/// One client signs, while more and more lies there that is closed: whole campaigns, the messages that they sent and a key for each press
/// that they took, which nothing ever takes away.
/// </summary>
internal static class GrowthItem
{
    private const int Rows = 12;
    private const int Active = 10_000;

    private const string Open = "SELECT count(*)::int FROM flow_case WHERE unit_id = @unit AND NOT ended";

    /// <summary>Commands of which the server's work is counted, and of which the round trips are.</summary>
    private const int Counted = 50;
    private const int QuickCounted = 25;

    /// <summary>Commands until a connection has prepared what it sends.</summary>
    private const int Warming = 20;

    private const double SlowerAtMost = 1.2;

    /// <summary>As many as a level more of the indexes that a command looks into may take.</summary>
    private const int PagesMore = 5;

    // As the pages draw them (32 random digits), and as the store hashes a body: any 32 bytes.
    private const string Keys = """
        INSERT INTO command_key (unit_id, key, body_hash, at)
        SELECT @unit, md5('closed/' || n), sha256(int8send(n)), office_now() - interval '1 year'
        FROM generate_series(@first::bigint, @last::bigint) n
        """;

    private const int QuickActive = 500;
    private static readonly ImmutableArray<int> QuickSizes = [1_000, 4_000];
    private static readonly ImmutableArray<int> Sizes = [10_000, 100_000, 1_000_000, 10_000_000];

    public static async Task<Measured> RunAsync(BenchServer server, Effort effort, CancellationToken cancellation)
    {
        await using var office = await BenchOffice.OpenAsync(server, "growth", cancellation);
        var (image, items, act) = await SignOffTree.PrepareAsync(server, office, Rows, cancellation);
        var sizes = effort.Quick ? QuickSizes : [.. Sizes.Where((s, at) => at < 2 || s <= effort.Of(Sizes[^1], 0))];
        var (each, many) = effort.Quick ? (40, QuickCounted) : (300, Counted);
        var needed = sizes.Length * (each + (2 * (Warming + many)));
        var open = await server.AskAsync<int>(Open, new { unit = office.Unit.Id.Value });
        var cases = new AlikeCases(items, Math.Max((effort.Quick ? QuickActive : Active) / open, (needed / Rows) + 1));
        await image.WriteAsync(server, office.Unit.Id, 0, cases.Trees, cancellation);
        var closed = await ClosedAsync(server, office, cancellation);
        await using var wire = new RoundTrips(server.AppConnection);
        await using var wired = office.Through(server, wire.Connection);
        var (desk, counted) = (new SignOffDesk(office, act, cases, SignOffPart.Command), new SignOffDesk(wired, act, cases, SignOffPart.Command));
        var (points, written, empty) = (new List<Point>(), 0, await server.SizeAsync());
        await effort.HeadAsync($"closed seats", $"ms", $"p99 ms", $"round trips", $"buffers", $"statements", $"bytes of WAL");
        foreach (var size in sizes)
        {
            written = await GrowAsync(server, office, closed, written, size, cancellation);
            office.Database.Source.Clear();
            var point = await PointAsync(server, wire, (counted, many), (desk, each));
            await effort.RowAsync(
                $"{size}", $"{point.Milliseconds:0.00}", $"{point.Slow.TotalMilliseconds:0.00}", $"{point.Trips:0.00}",
                $"{point.Work.Buffers:0}", $"{point.Work.Statements:0.0}", $"{point.Work.WalBytes:0}");
            points.Add(point);
        }

        await effort.TellAsync(
            $"growth: for {closed.Lines("seat")} closed seats {closed.Lines("vote")} keys and {closed.Lines("message")} messages");
        var seats = (long)written * closed.Lines("seat");
        await effort.TellAsync($"growth: {(await server.SizeAsync() - empty) / seats} bytes a closed seat in all");
        return Measured(points);
    }

    private static async Task<Point> PointAsync(
        BenchServer server, RoundTrips wire, (SignOffDesk Desk, int Commands) counted, (SignOffDesk Desk, int Commands) timed)
    {
        await counted.Desk.SignAsync(1, Warming);
        wire.Take();
        await counted.Desk.SignAsync(1, counted.Commands);
        var trips = (double)wire.Take() / counted.Commands;
        await timed.Desk.SignAsync(1, Warming);
        var run = await timed.Desk.SignAsync(1, timed.Commands);
        return new Point(
            run, trips, await ServerWork.OfAsync(server, counted.Commands, () => timed.Desk.SignAsync(1, counted.Commands)));
    }

    private static Measured Measured(List<Point> points)
    {
        var first = points[0];
        return new Measured(
            points.Skip(1).Min(p => Math.Min(
                Math.Min(SlowerAtMost * first.Milliseconds / p.Milliseconds, first.Trips / p.Trips),
                (first.Work.Buffers + PagesMore) / p.Work.Buffers)),
            points.Max(p => p.Slow));
    }

    /// <summary>Writes what is missing.</summary>
    /// <param name="written">Copies that stand already.</param>
    /// <returns>Copies that stand now.</returns>
    private static async Task<int> GrowAsync(
        BenchServer server, BenchOffice office, TreeImage closed, int written, int size, CancellationToken cancellation)
    {
        const int beyondActive = 1_000_000;
        var (unit, copies, presses) = (office.Unit.Id, size / closed.Lines("seat"), closed.Lines("vote"));
        await closed.WriteAsync(server, unit, beyondActive + written, copies - written, cancellation);
        await server.AdministerAsync(
            Keys, new { unit = unit.Value, first = ((long)written * presses) + 1, last = (long)copies * presses });
        await server.SettleAsync();
        return copies;
    }

    /// <summary>A campaign of few rows that came to its end.</summary>
    private static async Task<TreeImage> ClosedAsync(BenchServer server, BenchOffice office, CancellationToken cancellation)
    {
        var begin = office.Today.AddYears(-1);
        await server.MoveClockAsync(TimeSpan.FromDays(-365));
        try
        {
            var notice = await office.RegisterAsync("growth/closed", InventedNotice.Alike(4), begin, cancellation);
            await Chronicle.WriteAsync(office, notice, 1, begin.AddMonths(11), cancellation);
            return await TreeImage.ReadAsync(server, office.Unit.Id, notice, cancellation);
        }
        finally
        {
            await server.MoveClockAsync(TimeSpan.Zero);
        }
    }

    /// <summary>What was measured over one number of closed seats.</summary>
    private sealed record Point(LoopRun Run, double Trips, ServerWork Work)
    {
        public TimeSpan Slow => Run.Corrected.Percentile(0.99);

        public double Milliseconds => Run.Latencies.Percentile(0.5).TotalMilliseconds;
    }
}
