using Approvals.Engine;
using Approvals.Web.Store;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Identity;

/// <param name="PasswordHash">Null until a password was given.</param>
internal sealed record FoundAccount(int UnitId, int AccountId, int PersonId, string? PasswordHash, bool Locked);

/// <summary>Accounts (账号): found before a unit is known, then written within it. Times are the database's.</summary>
internal sealed class AccountStore(Database database)
{
    private const string Find = """
        SELECT unit_id, account_id, person_id, password_hash, locked
        FROM find_account(@login)
        """;

    // Counted before the password is looked at: of many guesses sent at once, no more than five are ever compared.
    private const string CountAttempt = """
        UPDATE account
        SET failed_count = CASE WHEN locked_until IS NULL THEN failed_count ELSE 0 END + 1,
            locked_until = CASE
              WHEN CASE WHEN locked_until IS NULL THEN failed_count ELSE 0 END + 1 >= @allowed
              THEN office_now() + @locked
            END
        WHERE unit_id = @unit AND account_id = @account
          AND (locked_until IS NULL OR locked_until <= office_now())
        """;

    private const string Accept = """
        UPDATE account
        SET failed_count = 0, locked_until = NULL, password_hash = coalesce(@rehashed, password_hash)
        WHERE unit_id = @unit AND account_id = @account
        RETURNING stamp, must_change
        """;

    private const string SetPassword = """
        UPDATE account
        SET password_hash = @hash, must_change = false, stamp = stamp + 1, failed_count = 0, locked_until = NULL
        WHERE unit_id = @unit AND account_id = @account
        RETURNING stamp
        """;

    private const string FillPasswords = """
        UPDATE account
        SET password_hash = @hash, must_change = false
        WHERE unit_id = @unit AND password_hash IS NULL
        """;

    private const string WithoutPassword = """
        SELECT EXISTS (SELECT FROM account WHERE unit_id = @unit AND password_hash IS NULL)
        """;

    public async Task<FoundAccount?> FindAsync(string login, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<FoundAccount>(
            new CommandDefinition(Find, new { login }, cancellationToken: cancellation));
    }

    /// <summary>False when the account is locked: then the password must not be looked at.</summary>
    public Task<bool> CountAttemptAsync(
        FoundAccount account, int allowed, TimeSpan locked, CancellationToken cancellation) =>
        database.InUnitAsync(
            new UnitId(account.UnitId),
            async (connection, _) => await connection.ExecuteAsync(new CommandDefinition(
                CountAttempt, new { unit = account.UnitId, account = account.AccountId, allowed, locked },
                cancellationToken: cancellation)) == 1,
            cancellation);

    public Task<(int Stamp, bool MustChange)> AcceptAsync(
        FoundAccount account, string? rehashed, CancellationToken cancellation) =>
        database.InUnitAsync(
            new UnitId(account.UnitId),
            (connection, _) => connection.QuerySingleAsync<(int, bool)>(new CommandDefinition(
                Accept, new { unit = account.UnitId, account = account.AccountId, rehashed },
                cancellationToken: cancellation)),
            cancellation);

    /// <summary>Ends every cookie of the account; returns the stamp of the next one.</summary>
    public Task<int> SetPasswordAsync(UnitId unit, int account, string hash, CancellationToken cancellation) =>
        database.InUnitAsync(
            unit,
            (connection, _) => connection.QuerySingleAsync<int>(new CommandDefinition(
                SetPassword, new { unit = unit.Value, account, hash }, cancellationToken: cancellation)),
            cancellation);

    public Task<bool> HasAccountsWithoutPasswordAsync(UnitId unit, CancellationToken cancellation) =>
        database.ReadInUnitAsync(
            unit,
            (connection, _) => connection.QuerySingleAsync<bool>(
                new CommandDefinition(WithoutPassword, new { unit = unit.Value }, cancellationToken: cancellation)),
            cancellation);

    public Task FillPasswordsAsync(UnitId unit, string hash, CancellationToken cancellation) =>
        database.InUnitAsync(
            unit,
            (NpgsqlConnection connection, NpgsqlTransaction _) => (Task)connection.ExecuteAsync(
                new CommandDefinition(FillPasswords, new { unit = unit.Value, hash }, cancellationToken: cancellation)),
            cancellation);
}
