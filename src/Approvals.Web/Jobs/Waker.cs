using Approvals.Engine;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Npgsql;

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
        WHERE unit_id = @unit AND
        """ + " " + Wakes.IsDue + """

        ORDER BY receiver_id
        LIMIT 500
        """;

    private const string WaitingInTree = """
        SELECT DISTINCT w.receiver_id
        FROM flow_case c
        JOIN wake w ON w.unit_id = c.unit_id AND w.receiver_month = c.opened_month AND w.receiver_id = c.case_id
        WHERE c.unit_id = @unit AND c.root_month = @month AND c.root_id = @case AND w.parked IS NULL
        ORDER BY w.receiver_id
        LIMIT 500
        """;

    /// <summary>
    /// What follows from one press is done in fewer rounds; under load the loop goes on where a page stops waiting.
    /// </summary>
    private const int Patience = 20;

    private readonly WorkLoop _loop = new("waker", signal, log);

    /// <summary>
    /// Looks until nothing waits in the tree of one notice; a page calls it after a press, so that it shows what follows
    /// and waits for nobody else's. The press is done whatever becomes of this: it never fails.
    /// </summary>
    public Task SettleAsync(UnitId unit, CaseId root, CancellationToken cancellation) =>
        LookAsync(unit, () => WaitingAsync(unit, WaitingInTree, root, cancellation), cancellation);

    /// <summary>The same for everything that waits in the unit.</summary>
    public Task SettleAsync(UnitId unit, CancellationToken cancellation) =>
        LookAsync(unit, () => WaitingAsync(unit, Waiting, null, cancellation), cancellation);

    private async Task LookAsync(UnitId unit, Func<Task<List<Guid>>> waiting, CancellationToken cancellation)
    {
        try
        {
            for (var round = 0; round < Patience && await RoundAsync(unit, await waiting(), cancellation) > 0; round++)
            {
            }
        }
        catch (NpgsqlException lost)
        {
            Log.LoopWaits(log, "waker", lost);
        }
        catch (Exception failure)
        {
            // A reader that left, or what nobody foresaw: the press is committed, and the loop looks again.
            Log.LoopFailed(log, "waker", failure);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _loop.RunAsync(
        database.UnitIdsAsync,
        (unit, cancellation) => Wakes.ReleaseAllAsync(database, unit, cancellation),
        async (unit, cancellation) =>
            await RoundAsync(unit, await WaitingAsync(unit, Waiting, null, cancellation), cancellation) > 0,
        stoppingToken);

    /// <summary>One look at each case that waits; how many could be looked at.</summary>
    private async Task<int> RoundAsync(UnitId unit, List<Guid> waiting, CancellationToken cancellation)
    {
        var looked = 0;
        foreach (var id in waiting.Select(id => new CaseId(id)))
        {
            try
            {
                await cases.WakeAsync(unit, id, cancellation);
                looked++;
            }
            catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.LockNotAvailable
                or PostgresErrorCodes.DeadlockDetected)
            {
                // Whoever holds it must not hold up those behind it.
                Log.CaseIsBusy(log, unit, id, busy);
            }
        }

        return looked;
    }

    /// <summary>One round trip: a page waits for it after every press.</summary>
    private async Task<List<Guid>> WaitingAsync(UnitId unit, string sql, CaseId? root, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                CaseRows.Command(Database.SetUnit, unit, []), CaseRows.Command(sql, unit, root ?? default), new NpgsqlBatchCommand("COMMIT"),
            },
        };
        await using var rows = await CaseRows.AskAsync(batch, cancellation);
        await rows.NextResultAsync(cancellation);
        var waiting = new List<Guid>();
        while (await rows.ReadAsync(cancellation))
        {
            waiting.Add(rows.GetGuid(0));
        }

        return waiting;
    }
}
