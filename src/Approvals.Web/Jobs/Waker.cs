using Approvals.Engine;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.Web.Jobs;

/// <summary>
/// Looks at the cases that others asked to look again, until there are none. A loop on every node; rows left by a node
/// that was killed are found by the next look.
/// </summary>
public sealed class Waker(Database database, CaseStore cases, WakeSignal signal, ILogger<Waker> log) : BackgroundService
{
    private const string Waiting = """
        SELECT DISTINCT receiver_id
        FROM wake
        WHERE unit_id = @unit AND parked IS NULL
        ORDER BY receiver_id
        LIMIT 500
        """;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>Looks until nothing waits in the unit; a page calls it after a press, so that it shows what follows.</summary>
    public async Task SettleAsync(UnitId unit, CancellationToken cancellation)
    {
        while (await RoundAsync(unit, cancellation) > 0)
        {
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var unit in await database.UnitsAsync(stoppingToken))
                {
                    await SettleAsync(unit.Id, stoppingToken);
                }

                await signal.WaitAsync(Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Npgsql.NpgsqlException lost)
            {
                // The database is away; the rows wait in it. Look again when it is back.
                Log.WakerWaits(log, lost);
                await signal.WaitAsync(Poll, stoppingToken);
            }
        }
    }

    private async Task<int> RoundAsync(UnitId unit, CancellationToken cancellation)
    {
        var waiting = (await database.ReadInUnitAsync(
            unit,
            (connection, _) => connection.QueryAsync<Guid>(
                new CommandDefinition(Waiting, new { unit = unit.Value }, cancellationToken: cancellation)),
            cancellation)).ToList();
        foreach (var id in waiting)
        {
            await cases.WakeAsync(unit, new CaseId(id), cancellation);
        }

        return waiting.Count;
    }
}
