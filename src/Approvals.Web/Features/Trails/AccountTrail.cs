using System.Collections.Immutable;
using Approvals.Engine;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Trails;

/// <summary>What others did with an account.</summary>
/// <param name="At">By the database's clock.</param>
/// <param name="By">His name; null: the program itself.</param>
public sealed record AccountLine(long TrailId, int AccountId, DateTimeOffset At, TrailAct Act, string Details, string? By);

/// <summary>Reads of the trail what was done with an account by others than its owner.</summary>
internal static class AccountTrail
{
    private const string Columns = """
        SELECT t.trail_id, t.about_account AS account_id, t.at, t.act, t.details, n.name AS by
        FROM trail t
        LEFT JOIN person n ON n.unit_id = t.unit_id AND n.person_id = t.by_person
        WHERE t.unit_id = @unit AND t.kind = 'Account' AND t.by_account IS DISTINCT FROM t.about_account
        """;

    // Where nobody has confirmed anything yet, since it was opened.
    private const string SinceConfirmed = Columns + """
         AND t.about_account = ANY(@accounts) AND t.act <> 'Confirmed'
          AND t.trail_id > coalesce((
            SELECT max(c.trail_id)
            FROM trail c
            WHERE c.unit_id = t.unit_id AND c.about_account = t.about_account AND c.act = 'Confirmed'), 0)
        ORDER BY t.trail_id
        """;

    private const string Latest = Columns + """
         AND t.about_account = @account AND t.by_account IS NOT NULL
        ORDER BY t.trail_id DESC
        LIMIT 10
        """;

    private const string Newest = "SELECT coalesce(max(trail_id), 0) FROM trail WHERE unit_id = @unit AND about_account = @account";

    private const string After = Columns + """
         AND t.about_account = @account AND t.trail_id > @line
        ORDER BY t.trail_id
        """;

    /// <summary>The oldest first.</summary>
    public static Task<ImmutableArray<AccountLine>> SinceConfirmedAsync(
        NpgsqlConnection connection, UnitId unit, IEnumerable<int> accounts, CancellationToken cancellation) =>
        ReadAsync(connection, SinceConfirmed, new { unit = unit.Value, accounts = accounts.ToArray() }, cancellation);

    /// <summary>The latest first.</summary>
    public static Task<ImmutableArray<AccountLine>> LatestAsync(
        NpgsqlConnection connection, UnitId unit, int account, CancellationToken cancellation) =>
        ReadAsync(connection, Latest, new { unit = unit.Value, account }, cancellation);

    public static Task<long> NewestAsync(NpgsqlConnection connection, UnitId unit, int account, CancellationToken cancellation) =>
        connection.QuerySingleAsync<long>(
            new CommandDefinition(Newest, new { unit = unit.Value, account }, cancellationToken: cancellation));

    public static Task<ImmutableArray<AccountLine>> AfterAsync(
        NpgsqlConnection connection, UnitId unit, int account, long line, CancellationToken cancellation) =>
        ReadAsync(connection, After, new { unit = unit.Value, account, line }, cancellation);

    private static async Task<ImmutableArray<AccountLine>> ReadAsync(
        NpgsqlConnection connection, string sql, object values, CancellationToken cancellation) =>
    [
        .. (await connection.QueryAsync<(long TrailId, int AccountId, DateTimeOffset At, string Act, string Details, string? By)>(
            new CommandDefinition(sql, values, cancellationToken: cancellation)))
            .Select(row => new AccountLine(row.TrailId, row.AccountId, row.At, Enum.Parse<TrailAct>(row.Act), row.Details, row.By)),
    ];
}
