using Approvals.Engine;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Npgsql;

namespace Approvals.Web.Jobs;

/// <summary>
/// Fires what is due, unit by unit, until nothing is. A loop on every node that runs jobs; what a node leaves behind that is
/// killed or frozen, another finds due and fires.
/// </summary>
public sealed class Pump(Database database, Timers timers, WakeSignal signal, ILogger<Pump> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly Waiting _work = signal.Listen();

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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!started)
                {
                    await BeginAsync(stoppingToken);
                    started = true;
                }

                foreach (var unit in await timers.UnitsAsync(stoppingToken))
                {
                    await SettleAsync(unit, stoppingToken);
                }

                await _work.WaitAsync(Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException lost)
            {
                // The database is away, or somebody holds a case too long. The timers wait in their rows.
                Log.PumpWaits(log, lost);
                await _work.WaitAsync(Poll, stoppingToken);
            }
            catch (Exception failure)
            {
                // Thrown further it would stop the whole node.
                Log.PumpFailed(log, failure);
                await _work.WaitAsync(Poll, stoppingToken);
            }

        }
    }

    /// <summary>A new start may bring a mended program.</summary>
    private async Task BeginAsync(CancellationToken cancellation)
    {
        foreach (var unit in await database.UnitsAsync(cancellation))
        {
            await timers.ReleaseAllAsync(unit.Id, cancellation);
        }
    }
}
