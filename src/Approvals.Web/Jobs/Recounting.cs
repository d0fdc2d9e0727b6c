using Approvals.Engine;
using Approvals.Web.Features;
using Approvals.Web.Features.Alarms;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Jobs;

/// <summary>
/// Counts working days again when a node starts, perhaps with the calendar of another year: beside the pump, which fires
/// meanwhile what is due by the times that stand.
/// </summary>
public sealed class Recounting(Database database, Recounts recounts, Alarms alarms, ILogger<Recounting> log) : BackgroundService
{
    private const string AlarmKey = "recount";

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);

    /// <summary>False: another node is at it, and what it finds wrong is its own to tell.</summary>
    public async Task<bool> CatchUpAsync(UnitId unit, CancellationToken cancellation) =>
        await TellAsync(unit, await recounts.CatchUpAsync(unit, cancellation), cancellation);

    /// <summary>Once a day, for what nodes of another version have written since.</summary>
    public async Task<bool> ReviewAsync(UnitId unit, CancellationToken cancellation) =>
        await TellAsync(unit, await recounts.ReviewAsync(unit, cancellation), cancellation);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<UnitId>? left = null;
        while (true)
        {
            try
            {
                left ??= [.. (await database.UnitsAsync(stoppingToken)).Select(u => u.Id)];
                foreach (var unit in left.ToList())
                {
                    await TryAsync(unit, left, stoppingToken);
                }

                if (left.Count == 0)
                {
                    return;
                }
            }
            catch (Exception lost) when (!stoppingToken.IsCancellationRequested)
            {
                // Not even the units can be read.
                Log.RecountWaits(log, lost);
            }

            await Task.Delay(Again, stoppingToken);
        }
    }

    /// <summary>Whatever becomes of one unit, the others have their turn.</summary>
    private async Task TryAsync(UnitId unit, List<UnitId> left, CancellationToken cancellation)
    {
        try
        {
            if (await CatchUpAsync(unit, cancellation))
            {
                left.Remove(unit);
            }
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            // The database is away, or somebody holds a case too long: it goes on where it was.
            Log.RecountFailed(log, unit, failure);
        }
    }

    private async Task<bool> TellAsync(UnitId unit, RecountRound? round, CancellationToken cancellation)
    {
        if (round is null)
        {
            return false;
        }

        foreach (var (id, why) in round.Skipped)
        {
            Log.NotRecounted(log, unit, id, why);
        }

        if (round.Cases > 0)
        {
            Log.Recounted(log, unit, round.Cases);
        }

        await database.InUnitAsync(
            unit,
            (connection, _) => round.Skipped is [var first, ..]
                ? alarms.SetAsync(
                    connection, unit, AlarmKey, Texts.Alarms.NotRecounted(round.Skipped.Length, $"{first.Case}"), cancellation)
                : alarms.ClearAsync(connection, unit, AlarmKey, cancellation),
            cancellation);
        return true;
    }
}
