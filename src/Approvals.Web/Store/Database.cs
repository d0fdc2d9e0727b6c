using Approvals.Engine;
using Npgsql;

namespace Approvals.Web.Store;

/// <summary>
/// The product's way to its rows, as the role that row-level security binds. Work runs in a transaction that knows its
/// unit; a connection without one sees no rows.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    /// <summary>Lasts until the end of the transaction.</summary>
    public const string SetUnit = "SELECT set_config('app.unit_id', @unit::text, true)";

    /// <summary>
    /// First statement of a hot path's own batch: whatever follows in the transaction finds its rows by their keys, by a plan that is
    /// made once a connection, for whichever keys. Left to itself the server plans anew every time, which costs more than running; and
    /// the plan of a foreign key's check that was made while its table was small walks through the whole of it ever after, a thousand
    /// times where a thousand cases open at once.
    /// </summary>
    public const string SetUnitByKey = SetUnit
        + ", set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)";

    private const string ListUnits = """
        SELECT unit_id, name, short_name, demonstration, zone
        FROM units_of_installation()
        """;

    /// <summary>
    /// A client that dies inside a transaction, a lock that is never given back and a query that never ends must not
    /// hold up the office. They go as start-up options, so that they survive the pool's reset. Compiling a statement takes longer than
    /// any of ours runs.
    /// </summary>
    internal const string Limits =
        "-c idle_in_transaction_session_timeout=15000 -c lock_timeout=10000 -c statement_timeout=60000 -c TimeZone=UTC -c jit=off";

    public Database(string appConnection)
    {
        Mapping.Register();
        var settings = new NpgsqlConnectionStringBuilder(appConnection);
        settings.Options = string.IsNullOrEmpty(settings.Options) ? Limits : $"{Limits} {settings.Options}";
        settings.ApplicationName ??= "approvals";
        // Nothing of ours outlives its transaction on a connection, and whoever takes a lock of the session gives it back: the seven
        // statements that would clear it before every use do nothing but take time.
        settings.NoResetOnClose = true;
        // The pages' queries are long, for each asks who may see what: planning one costs more than running it.
        settings.MaxAutoPrepare = 100;
        settings.AutoPrepareMinUsages = 3;
        Source = NpgsqlDataSource.Create(settings);
    }

    /// <summary>For hot paths that send their own batches (beginning with <see cref="SetUnit"/>), and for LISTEN.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>Commits after the work, rolls back if it throws. READ COMMITTED.</summary>
    public async Task<T> InUnitAsync<T>(
        UnitId unit, Func<NpgsqlConnection, NpgsqlTransaction, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = await Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await EnterAsync(connection, unit, SetUnit, cancellation);
        var answer = await work(connection, transaction);
        await transaction.CommitAsync(cancellation);
        return answer;
    }

    public Task InUnitAsync(
        UnitId unit, Func<NpgsqlConnection, NpgsqlTransaction, Task> work, CancellationToken cancellation) =>
        InUnitAsync(
            unit,
            async (connection, transaction) =>
            {
                await work(connection, transaction);
                return true;
            },
            cancellation);

    /// <summary>
    /// The same, where writing is refused by the database; every statement sees the same instant of the office, so that
    /// a page's counts agree with its rows.
    /// </summary>
    public async Task<T> ReadInUnitAsync<T>(
        UnitId unit, Func<NpgsqlConnection, NpgsqlTransaction, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = await Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await EnterAsync(
            connection, unit, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; " + SetUnit, cancellation);
        var answer = await work(connection, transaction);
        await transaction.CommitAsync(cancellation);
        return answer;
    }

    /// <summary>Every unit of the installation, by number: known before anybody has signed in.</summary>
    public async Task<IReadOnlyList<UnitRow>> UnitsAsync(CancellationToken cancellation)
    {
        await using var command = Source.CreateCommand(ListUnits);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var units = new List<UnitRow>();
        while (await rows.ReadAsync(cancellation))
        {
            units.Add(new(
                new UnitId(rows.GetInt32(0)), rows.GetString(1), rows.GetString(2), rows.GetBoolean(3), rows.GetString(4)));
        }

        return units;
    }

    public async Task<IEnumerable<UnitId>> UnitIdsAsync(CancellationToken cancellation) =>
        (await UnitsAsync(cancellation)).Select(unit => unit.Id);

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private static async Task EnterAsync(
        NpgsqlConnection connection, UnitId unit, string sql, CancellationToken cancellation)
    {
        await using var enter = new NpgsqlCommand(sql, connection);
        enter.Parameters.AddWithValue("unit", unit.Value);
        await enter.ExecuteNonQueryAsync(cancellation);
    }
}

/// <param name="Demonstration">演示数据: an invented hospital, shown as such on every page.</param>
/// <param name="Zone">IANA name; the office's calendar days are counted in it.</param>
public sealed record UnitRow(UnitId Id, string Name, string ShortName, bool Demonstration, string Zone);
