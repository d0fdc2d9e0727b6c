using Approvals.Engine;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Jobs;

/// <summary>
/// Fires what is due, unit by unit, until nothing is. A loop on every node that runs jobs; what a node leaves behind that is
/// killed or frozen, another finds due and fires.
/// </summary>
public sealed class Pump(Timers timers, WakeSignal signal, ILogger<Pump> log) : BackgroundService
{
    private readonly WorkLoop _loop = new("pump", signal, log);

    /// <summary>Everything that is due now in the unit and that nobody else holds; how many cases something happened in.</summary>
    public async Task<int> SettleAsync(UnitId unit, CancellationToken cancellation)
    {
        var fired = 0;
        for (FiringRound? round = null; round is null or { Fired: > 0 };)
        {
            round = await timers.SweepAsync(unit, cancellation);
            fired += round.Fired;
            if (round.Parked > 0)
            {
                Log.TimersParked(log, unit, round.Parked);
            }
        }

        return fired;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        _loop.RunAsync(DueAsync, timers.ReleaseAllAsync, LookAsync, stoppingToken);

    private async Task<IEnumerable<UnitId>> DueAsync(CancellationToken cancellation) => await timers.UnitsAsync(cancellation);

    /// <summary>To the end, so that nothing more is due at once.</summary>
    private async Task<bool> LookAsync(UnitId unit, CancellationToken cancellation)
    {
        await SettleAsync(unit, cancellation);
        return false;
    }
}
