using System.Diagnostics;
using Approvals.Engine;
using Approvals.Web.Bench.Ground;
using Approvals.Web.Bench.Load;
using Approvals.Web.Jobs;

namespace Approvals.Web.Bench.Items;

/// <summary>
/// Departments have not taken up what was given them, and the first rung of all their ladders comes at the same instant: lock, decide,
/// hashed event, next rung, a message for each who may take it up, fired by the product's own pump. Every turn has copies of its own.
/// </summary>
internal static class TimersItem
{
    private const int Rows = 12;
    private const double Reach = 5000;

    private const string Due = """
        SELECT count(*)::int, coalesce(extract(epoch FROM min(t.due_at) - now())::float8, 0)
        FROM timer t
        WHERE t.unit_id = @unit AND t.due_at = (SELECT min(due_at) FROM timer WHERE unit_id = @unit)
        """;

    private const string DueNow = "SELECT count(*)::int FROM timer WHERE unit_id = @unit AND due_at <= office_now()";

    private const string Late = """
        SELECT coalesce(percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM e.recorded_at - @began)), 0)::float8, count(*)::int,
               (SELECT count(*) FROM outbox WHERE unit_id = @unit)::int
        FROM case_event e
        WHERE e.unit_id = @unit AND e.recorded_at >= @began AND e.kind = 'rung-fired'
        """;

    public static async Task<Measured> RunAsync(BenchServer server, Effort effort, CancellationToken cancellation)
    {
        Schedulers.Require(effort.Schedulers);
        await using var office = await BenchOffice.OpenAsync(server, "timers", cancellation);
        var unit = office.Unit.Id;
        var notice = await office.RegisterAsync("timers", InventedNotice.Alike(Rows), cancellation);
        await office.PressAsync(notice, cancellation);
        var image = await TreeImage.ReadAsync(server, unit, notice, cancellation);
        var (each, ahead) = await server.AskAsync<(int, double)>(Due, new { unit = unit.Value });
        var (wanted, fired) = (effort.Of(100_000, 2000), new List<Fired>());
        var others = Schedulers.All.ToDictionary(name => name, _ => new List<double>());
        // Once for all turns: what one turn fires is recorded before the next begins, and no second rung comes due.
        await server.MoveClockAsync(TimeSpan.FromSeconds(ahead + 60));
        try
        {
            for (var turn = 0; turn < effort.Pairs; turn++)
            {
                await ArmAsync(server, image, unit, turn, wanted / each, cancellation);
                fired.Add(await FireAsync(server, office, cancellation));
                await TellAsync(effort, fired[^1]);
                await RunOthersAsync(server, effort, wanted, others, cancellation);
            }

            if (!effort.Quick)
            {
                await ArmAsync(server, image, unit, effort.Pairs, wanted / each, cancellation);
                await Profile.TellAsync(effort, server, wanted, () => office.Service<Pump>().SettleAsync(unit, cancellation), cancellation);
            }
        }
        finally
        {
            await server.MoveClockAsync(TimeSpan.Zero);
        }

        await TellAsync(effort, wanted, others);
        return new Measured(
            Sums.Median(fired.Select(f => f.PerSecond)) / Reach, TimeSpan.FromSeconds(Sums.Median(fired.Select(f => f.Late))));
    }

    /// <summary>Copies of which no other turn has fired any.</summary>
    private static async Task ArmAsync(
        BenchServer server, TreeImage image, UnitId unit, int turn, int copies, CancellationToken cancellation)
    {
        await image.WriteAsync(server, unit, turn * copies, copies, cancellation);
        await server.SettleAsync();
    }

    private static async Task TellAsync(Effort effort, int jobs, Dictionary<string, List<double>> others)
    {
        foreach (var (name, rates) in others.Where(o => o.Value.Count > 0))
        {
            await effort.TellAsync($"{name}: {jobs} empty jobs, {Sums.Median(rates):0} a second (median of {rates.Count})");
        }
    }

    private static async Task TellAsync(Effort effort, Fired fired)
    {
        await effort.TellAsync(
            $"timers: {fired.Rungs} fired in {fired.Took.TotalSeconds:0.0} s, {fired.PerSecond:0} a second; {fired.Messages} messages");
        await effort.TellAsync($"timers: own processor {fired.Own.TotalSeconds:0.0} s");
    }

    private static async Task RunOthersAsync(
        BenchServer server, Effort effort, int jobs, Dictionary<string, List<double>> rates, CancellationToken cancellation)
    {
        if (effort.Schedulers is not { } folder)
        {
            return;
        }

        foreach (var name in Schedulers.All)
        {
            rates[name].Add(await Schedulers.RunAsync(server, folder, name, jobs, cancellation));
        }
    }

    /// <summary>All that is due now.</summary>
    private static async Task<Fired> FireAsync(BenchServer server, BenchOffice office, CancellationToken cancellation)
    {
        var unit = office.Unit.Id;
        var due = await server.AskAsync<int>(DueNow, new { unit = unit.Value });
        var began = await server.AskAsync<DateTime>("SELECT office_now()");
        var (_, _, before) = await server.AskAsync<(double, int, int)>(Late, new { unit = unit.Value, began });
        var (watch, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await office.Service<Pump>().SettleAsync(unit, cancellation);
        var took = watch.Elapsed;
        var own = Environment.CpuUsage.TotalTime - processor;
        var (late, count, told) = await server.AskAsync<(double, int, int)>(Late, new { unit = unit.Value, began });
        return count == due && told - before >= due
            ? new Fired(count, told - before, took, own, late)
            : throw new InvalidOperationException($"of {due} rungs {count} were fired, with {told - before} messages");
    }

    /// <param name="Late">Seconds that 99 of 100 were fired within.</param>
    private sealed record Fired(int Rungs, int Messages, TimeSpan Took, TimeSpan Own, double Late)
    {
        public double PerSecond => Rungs / Took.TotalSeconds;
    }
}
