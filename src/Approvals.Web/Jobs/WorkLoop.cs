using Approvals.Engine;
using Approvals.Web.Store.Cases;
using Npgsql;

namespace Approvals.Web.Jobs;

/// <summary>
/// A loop over the units that works until its node stops. A database that is away is waited for; what nobody foresaw is
/// told and tried again, for thrown further it would stop the whole node; and one unit's trouble holds up no other.
/// </summary>
/// <param name="name">As the log calls it.</param>
internal sealed class WorkLoop(string name, WakeSignal signal, ILogger log)
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly Waiting _work = signal.Listen();
    private readonly HashSet<UnitId> _begun = [];

    /// <param name="units">Where there may be work; asked before every round.</param>
    /// <param name="begin">Done once a unit, before the first look: a new start, perhaps of a mended program.</param>
    /// <param name="look">Whether there may be more at once; where no unit has any, the loop waits until something is raised,
    /// or a second.</param>
    public async Task RunAsync(
        Func<CancellationToken, Task<IEnumerable<UnitId>>> units, Func<UnitId, CancellationToken, Task> begin,
        Func<UnitId, CancellationToken, Task<bool>> look, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var more = false;
            await TryAsync(
                async () =>
                {
                    foreach (var unit in await units(stopping))
                    {
                        await TryAsync(async () => more |= await RoundAsync(unit, begin, look, stopping), stopping);
                    }
                },
                stopping);
            if (!more)
            {
                await _work.WaitAsync(Poll, stopping);
            }
        }
    }

    private async Task<bool> RoundAsync(
        UnitId unit, Func<UnitId, CancellationToken, Task> begin, Func<UnitId, CancellationToken, Task<bool>> look,
        CancellationToken stopping)
    {
        if (!_begun.Contains(unit))
        {
            await begin(unit, stopping);
            _begun.Add(unit);
        }

        return await look(unit, stopping);
    }

    private async Task TryAsync(Func<Task> work, CancellationToken stopping)
    {
        try
        {
            await work();
        }
        catch (NpgsqlException lost) when (!stopping.IsCancellationRequested)
        {
            // The database is away, or somebody holds a row too long. What is to be done waits in its rows.
            Log.LoopWaits(log, name, lost);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            Log.LoopFailed(log, name, failure);
        }
    }
}
