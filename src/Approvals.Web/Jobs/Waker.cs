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
    private const string Columns = """
        SELECT w.receiver_id, c.parent_id, bool_and(w.parked IS NULL AND
        """ + " " + Wakes.IsLook + """
        )
        FROM wake w
        JOIN flow_case c ON c.unit_id = w.unit_id AND c.opened_month = w.receiver_month AND c.case_id = w.receiver_id
        WHERE w.unit_id = @unit AND
        """;

    private const string InOrder = """

        GROUP BY w.receiver_id, c.parent_id
        ORDER BY w.receiver_id
        LIMIT 500
        """;

    private const string Waiting = Columns + " " + Wakes.IsDue + InOrder;

    private const string WaitingInTree = Columns + " c.root_month = @month AND c.root_id = @case AND w.parked IS NULL" + InOrder;

    /// <summary>
    /// What follows from one press is done in fewer rounds; under load the loop goes on where a page stops waiting.
    /// </summary>
    private const int Patience = 20;

    /// <summary>Cases that look in one transaction: whoever presses on one of them waits for the others.</summary>
    private const int Together = 200;

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

    /// <summary>
    /// Looks until nothing waits in the unit, for who builds on what follows: whoever is busy is waited for, and what goes wrong is thrown.
    /// </summary>
    public async Task FinishAsync(UnitId unit, CancellationToken cancellation)
    {
        while (await WaitingAsync(unit, Waiting, null, cancellation) is [_, ..] waiting)
        {
            await RoundAsync(unit, waiting, cancellation);
        }
    }

    private async Task LookAsync(UnitId unit, Func<Task<List<Receiver>>> waiting, CancellationToken cancellation)
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
    private async Task<int> RoundAsync(UnitId unit, List<Receiver> waiting, CancellationToken cancellation)
    {
        var looked = 0;
        foreach (var group in SideBySide(waiting))
        {
            try
            {
                if (group is [_] || !await cases.WakeTogetherAsync(unit, group, cancellation))
                {
                    looked += await AloneAsync(unit, group, cancellation);
                }
                else
                {
                    looked += group.Count;
                }
            }
            catch (PostgresException busy) when (IsBusy(busy))
            {
                Log.CaseIsBusy(log, unit, group[0], busy);
            }
        }

        return looked;
    }

    private async Task<int> AloneAsync(UnitId unit, List<CaseId> group, CancellationToken cancellation)
    {
        var looked = 0;
        foreach (var id in group)
        {
            try
            {
                await cases.WakeAsync(unit, id, cancellation);
                looked++;
            }
            catch (PostgresException busy) when (IsBusy(busy))
            {
                // Whoever holds it must not hold up those behind it.
                Log.CaseIsBusy(log, unit, id, busy);
            }
        }

        return looked;
    }

    private static bool IsBusy(PostgresException failure) =>
        failure.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected;

    /// <summary>In their order; those that follow on each other below one parent and were asked for nothing but a look go together.</summary>
    private static IEnumerable<List<CaseId>> SideBySide(List<Receiver> waiting)
    {
        for (var at = 0; at < waiting.Count;)
        {
            var first = waiting[at];
            var group = waiting.Skip(at).Take(Together)
                .TakeWhile((one, place) => place == 0 || (first is { Looks: true, Parent: not null } && one.Looks && one.Parent == first.Parent))
                .Select(one => one.Id).ToList();
            yield return group;
            at += group.Count;
        }
    }

    /// <summary>One round trip: a page waits for it after every press.</summary>
    private async Task<List<Receiver>> WaitingAsync(UnitId unit, string sql, CaseId? root, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                CaseRows.Command(Database.SetUnitByKey, unit, []), CaseRows.Command(sql, unit, root ?? default), new NpgsqlBatchCommand("COMMIT"),
            },
        };
        await using var rows = await CaseRows.AskAsync(batch, cancellation);
        await rows.NextResultAsync(cancellation);
        var waiting = new List<Receiver>();
        while (await rows.ReadAsync(cancellation))
        {
            waiting.Add(new(
                new CaseId(rows.GetGuid(0)), rows.IsDBNull(1) ? null : new CaseId(rows.GetGuid(1)), rows.GetBoolean(2)));
        }

        return waiting;
    }

    /// <param name="Looks">It was asked for nothing but a look.</param>
    private sealed record Receiver(CaseId Id, CaseId? Parent, bool Looks);
}
