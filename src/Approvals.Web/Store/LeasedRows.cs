using Approvals.Engine;
using Dapper;

namespace Approvals.Web.Store;

/// <summary>
/// What the lives of leased rows share, whatever their table: a row given back is tried again later and set aside after the last
/// try; what was set aside is tried anew when a loop starts. The table has <c>failed</c>, <c>not_before</c>, <c>parked</c>,
/// <c>claimed_until</c> and <c>token</c>.
/// </summary>
/// <param name="table">Its name, and <paramref name="key"/> that of its own number beside the unit: written into the statements.</param>
internal sealed class LeasedRows(Database database, string table, string key)
{
    /// <summary>Tries before a row is parked: the waits between them make about two hours.</summary>
    public const int Tries = 8;

    private readonly string _giveBack = $"""
        UPDATE {table}
        SET failed = failed + 1,
            not_before = office_now() + interval '1 minute' * 2 ^ failed,
            parked = CASE WHEN failed + 1 >= @tries THEN @error END,
            claimed_until = NULL, token = NULL
        WHERE unit_id = @unit AND {key} = @id AND token = @token
        RETURNING parked IS NOT NULL
        """;

    // A row that another start is releasing is skipped.
    private readonly string _releaseAll = $"""
        WITH free AS (
          SELECT {key}
          FROM {table}
          WHERE unit_id = @unit AND parked IS NOT NULL
          FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE {table} r
        SET parked = NULL, failed = 0, not_before = office_now()
        FROM free
        WHERE r.unit_id = @unit AND r.{key} = free.{key}
        """;

    /// <summary>Another try later, each time twice as late; true when this was the last and the row is parked.</summary>
    /// <param name="token">Of the claim: a row that was claimed again meanwhile stays its new holder's.</param>
    public Task<bool> GiveBackAsync(UnitId unit, long id, Guid token, string error, CancellationToken cancellation) => database.InUnitAsync(
        unit,
        (connection, _) => connection.QuerySingleOrDefaultAsync<bool>(new CommandDefinition(
            _giveBack, new { unit = unit.Value, id, token, tries = Tries, error }, cancellationToken: cancellation)),
        cancellation);

    /// <summary>What was set aside is tried again: by a new start, perhaps of a mended program.</summary>
    public Task ReleaseAllAsync(UnitId unit, CancellationToken cancellation) => database.InUnitAsync(
        unit,
        (connection, _) => connection.ExecuteAsync(
            new CommandDefinition(_releaseAll, new { unit = unit.Value }, cancellationToken: cancellation)),
        cancellation);
}
