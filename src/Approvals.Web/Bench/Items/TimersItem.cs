using System.Diagnostics;
using System.Globalization;
using Approvals.Web.Bench.Ground;
using Approvals.Web.Bench.Load;
using Approvals.Web.Jobs;

namespace Approvals.Web.Bench.Items;

/// <summary>
/// Departments have not taken up what was given them, and the first rung of all their ladders comes at the same instant: lock, decide,
/// hashed event, next rung, a message for each who may take it up, fired by the product's own pump.
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

    private const string Late = """
        SELECT coalesce(percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM e.recorded_at - @began)), 0)::float8, count(*)::int,
               (SELECT count(*) FROM outbox WHERE unit_id = @unit)::int
        FROM case_event e
        WHERE e.unit_id = @unit AND e.recorded_at >= @began AND e.kind = 'rung-fired'
        """;

    public static async Task<Measured> RunAsync(BenchServer server, Effort effort, CancellationToken cancellation)
    {
        await using var office = await BenchOffice.OpenAsync(server, "timers", cancellation);
        var unit = office.Unit.Id;
        var notice = await office.RegisterAsync("timers", Rows, cancellation);
        await office.PressAsync(notice, cancellation);
        var image = await TreeImage.ReadAsync(server, office.Unit.Id, notice, cancellation);
        var (each, ahead) = await server.AskAsync<(int, double)>(Due, new { unit = unit.Value });
        var wanted = effort.Of(100_000, 3000);
        await image.WriteAsync(server, unit, 0, (wanted / each) - 1, cancellation);
        await server.SettleAsync();
        await server.MoveClockAsync(TimeSpan.FromSeconds(ahead + 60));
        try
        {
            var began = await server.AskAsync<DateTime>("SELECT office_now()");
            var (watch, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            await office.Service<Pump>().SettleAsync(unit, cancellation);
            var took = watch.Elapsed;
            var own = Environment.CpuUsage.TotalTime - processor;
            var (late, fired, told) = await server.AskAsync<(double, int, int)>(Late, new { unit = unit.Value, began });
            var rate = fired / took.TotalSeconds;
            var others = effort.Schedulers is { } folder ? await Schedulers.RunAsync(server, folder, wanted, cancellation) : [];
            return new Measured(
                rate / Reach, TimeSpan.FromSeconds(late),
                [
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"timers: {fired} fired in {took.TotalSeconds:0.0} s, {rate:0} a second, {told} messages; own processor {own.TotalSeconds:0.0} s"),
                    .. others,
                ]);
        }
        finally
        {
            await server.MoveClockAsync(TimeSpan.Zero);
        }
    }
}
