using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Web.Features;
using Dapper;

namespace Approvals.Web.Store.Cases;

/// <summary>What became of a round of the pump.</summary>
/// <param name="Fired">Cases in which something happened.</param>
/// <param name="Left">Cases that somebody else held, or in which nothing was due any more: they are looked at again.</param>
/// <param name="Parked">Cases whose timers were set aside.</param>
public sealed record FiringRound(int Fired, int Left, int Parked)
{
    public static FiringRound None { get; } = new(0, 0, 0);

    public static FiringRound operator +(FiringRound a, FiringRound b) =>
        new(a.Fired + b.Fired, a.Left + b.Left, a.Parked + b.Parked);
}

/// <summary>
/// Fires timers: many cases in one transaction, each decided under its lock from what its rows say then. A timer says only
/// where to look; whether a rung is due is the engine's to decide.
/// </summary>
public sealed class Timers(Database database, Deciding deciding, WakeSignal signal)
{
    /// <summary>Cases of one transaction.</summary>
    public const int Most = 200;

    // Set aside with the directory of today: it would fail again.
    private const string IsParked = """
        (t.parked IS NOT NULL
         AND t.parked_version = coalesce((SELECT d.version FROM unit_directory d WHERE d.unit_id = @unit), 0))
        """;

    /// <summary>Read without locks: the cases are locked next, in key order, and looked at again.</summary>
    internal const string Due = """
        SELECT t.due_at, t.case_id, t.seat_no
        FROM timer t
        WHERE t.unit_id = @unit AND t.due_at <= office_now() AND (t.due_at, t.case_id, t.seat_no) > (@at, @case, @seat) AND NOT
        """ + " " + IsParked + """

        ORDER BY t.due_at, t.case_id, t.seat_no
        LIMIT @most
        """;

    // Case before timer, and only while it stands as it was tried: whoever has acted on it since, or does so now, has
    // perhaps done what was missing. What could not even be loaded was tried with whatever directory there is.
    internal const string Park = """
        WITH held AS (
          SELECT c.case_id
          FROM flow_case c
          WHERE c.unit_id = @unit AND c.opened_month = @month AND c.case_id = @case AND c.version = coalesce(@seen, c.version)
          FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE timer t
        SET parked = @why,
            parked_version = coalesce(@version, (SELECT d.version FROM unit_directory d WHERE d.unit_id = @unit), 0),
            parked_error = @error
        FROM held
        WHERE t.unit_id = @unit AND t.case_id = held.case_id AND t.due_at <= office_now()
        """;

    // Without the locks of the cases, so it waits for nobody: a timer that somebody holds is being fired or set anew.
    internal const string ReleaseAll = """
        WITH free AS (
          SELECT case_id, seat_no
          FROM timer
          WHERE unit_id = @unit AND parked IS NOT NULL
          FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE timer t
        SET parked = NULL, parked_version = NULL, parked_error = NULL
        FROM free
        WHERE t.unit_id = @unit AND t.case_id = free.case_id AND t.seat_no = free.seat_no
        """;

    private const string Units = "SELECT unit_id FROM units_with_due_timers()";

    /// <summary>Where something is due: known before any unit is entered.</summary>
    public async Task<IReadOnlyList<UnitId>> UnitsAsync(CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        return [.. (await connection.QueryAsync<int>(new CommandDefinition(Units, cancellationToken: cancellation)))
            .Select(id => new UnitId(id))];
    }

    /// <summary>
    /// Goes once through what is due now in the unit, a page a transaction, two at a time: while the server writes one, the next is
    /// decided here. Cases that somebody holds are left: behind those that a frozen node holds, the others are found all the same.
    /// </summary>
    public async Task<FiringRound> SweepAsync(UnitId unit, CancellationToken cancellation)
    {
        var all = FiringRound.None;
        var firing = Task.FromResult(FiringRound.None);
        try
        {
            var last = new DueTimer(DateTime.MinValue, Guid.Empty, -1);
            while (await PageAsync(unit, last, cancellation) is { Count: > 0 } page)
            {
                var before = firing;
                firing = FireAsync(unit, [.. page.Select(t => t.CaseId).Distinct().Select(id => new CaseId(id))], cancellation);
                all += await before;
                last = page[^1];
            }
        }
        catch
        {
            // Waited for, and not asked: what breaks in it too is due still, and is told by the next sweep.
            await Task.WhenAny(firing);
            throw;
        }

        return all + await firing;
    }

    private async Task<List<DueTimer>> PageAsync(UnitId unit, DueTimer after, CancellationToken cancellation) =>
    [
        .. await database.ReadInUnitAsync(
            unit,
            (connection, _) => connection.QueryAsync<DueTimer>(new CommandDefinition(
                Due, new { unit = unit.Value, at = after.DueAt, @case = after.CaseId, seat = after.SeatNo, most = Most },
                cancellationToken: cancellation)),
            cancellation),
    ];

    /// <summary>What was set aside is tried again: by a new start, perhaps of a mended program.</summary>
    public Task ReleaseAllAsync(UnitId unit, CancellationToken cancellation) => database.InUnitAsync(
        unit,
        (connection, _) => connection.ExecuteAsync(
            new CommandDefinition(ReleaseAll, new { unit = unit.Value }, cancellationToken: cancellation)),
        cancellation);

    /// <summary>All in one transaction; if that cannot be, each alone, so that one that is wrong holds up no other.</summary>
    internal async Task<FiringRound> FireAsync(UnitId unit, IReadOnlyList<CaseId> cases, CancellationToken cancellation)
    {
        var tried = new List<LoadedCase>();
        try
        {
            return await FireTogetherAsync(unit, cases, tried, cancellation);
        }
        catch (Exception failure) when (StoreFailures.IsLasting(failure))
        {
            if (cases.Count == 1)
            {
                return await ParkAsync(unit, cases[0], tried.SingleOrDefault(), failure, cancellation);
            }
        }

        var all = FiringRound.None;
        foreach (var one in cases)
        {
            all += await FireAsync(unit, [one], cancellation);
        }

        return all;
    }

    /// <param name="loaded">Gets the cases as they were tried.</param>
    private async Task<FiringRound> FireTogetherAsync(
        UnitId unit, IReadOnlyList<CaseId> cases, List<LoadedCase> loaded, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        loaded.AddRange(await CaseLoading.ForFiringAsync(connection, unit, cases, cancellation));
        CaseWrites? writes = null;
        var fired = 0;
        foreach (var one in loaded)
        {
            var context = await deciding.AboutAsync(connection, unit, one, cancellation);
            writes ??= new CaseWrites(unit, context.Now, context.Today, null);
            switch (await deciding.DecideAsync(connection, unit, one, [new CaseCommand.Fire()], context, null, cancellation))
            {
                case Decision.Permitted { Events.IsEmpty: false } permitted:
                    await Writing.TakeAsync(connection, writes, one, permitted, context, cancellation);
                    fired++;
                    break;
                case Decision.Permitted:
                    // Another node was faster, or its time is another one now: the office opens later, a calendar came. Left
                    // as it is, it would be loaded every second until then.
                    writes.Rearm(one.Case, context);
                    break;
                case Decision.Refused refused:
                    throw new TimerRefusedException(Texts.For(refused.Why, context.Book[one.Case.Workflow]));
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }

        if (writes is not null)
        {
            await Writing.CommitAsync(connection, writes, null, cancellation);
            signal.Hint(writes.LeavesWork);
        }

        return new FiringRound(fired, cases.Count - fired, 0);
    }

    private async Task<FiringRound> ParkAsync(
        UnitId unit, CaseId id, LoadedCase? tried, Exception failure, CancellationToken cancellation)
    {
        var why = failure is TimerRefusedException ? new Parked(failure.Message, null, 0) : Wakes.Of(failure, 0);
        var parked = await database.InUnitAsync(
            unit,
            (connection, _) => connection.ExecuteAsync(new CommandDefinition(
                Park,
                new
                {
                    unit = unit.Value,
                    month = id.Month,
                    @case = id.Value,
                    seen = tried?.Case.Version,
                    why = why.Reason,
                    version = tried?.DirectoryVersion,
                    error = why.Error,
                },
                cancellationToken: cancellation)),
            cancellation);
        return parked > 0 ? new FiringRound(0, 0, 1) : new FiringRound(0, 1, 0);
    }

    private sealed record DueTimer(DateTime DueAt, Guid CaseId, int SeatNo);
}

/// <summary>What the ladder says cannot be done now: nobody may act where it leads. In words for the office.</summary>
public sealed class TimerRefusedException(string why) : Exception(why);
