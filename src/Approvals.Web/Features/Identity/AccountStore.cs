using Approvals.Engine;
using Approvals.Web.Features.Trails;
using Approvals.Web.Store;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Identity;

/// <param name="PasswordHash">Null until a password was given.</param>
internal sealed record FoundAccount(int UnitId, int AccountId, int PersonId, string? PasswordHash, bool Locked);

/// <summary>The account that an identity of a provider belongs to.</summary>
public sealed record BoundAccount(int UnitId, int AccountId, int PersonId);

/// <summary>Accounts (账号): found before a unit is known, then written within it. Times are the database's.</summary>
internal sealed class AccountStore(Database database)
{
    private const string Find = """
        SELECT unit_id, account_id, person_id, password_hash, locked
        FROM find_account(@login)
        """;

    // Codes of the second factor, counted before one is looked at: of many sent at once, no more than five are ever compared.
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
        """;

    private const string Rehash = """
        UPDATE account
        SET password_hash = @rehashed
        WHERE unit_id = @unit AND account_id = @account
        """;

    private const string SetPassword = """
        UPDATE account
        SET password_hash = @hash, must_change = @mustChange, failed_count = 0, locked_until = NULL
        WHERE unit_id = @unit AND account_id = @account
        """;

    private const string Disable = """
        UPDATE account
        SET disabled_at = coalesce(disabled_at, office_now())
        WHERE unit_id = @unit AND account_id = @account
        """;

    private const string Enable = """
        UPDATE account
        SET disabled_at = NULL
        WHERE unit_id = @unit AND account_id = @account
        """;

    private const string IsLocked = """
        SELECT coalesce(locked_until > office_now(), false)
        FROM account
        WHERE unit_id = @unit AND account_id = @account
        """;

    private const string FillPasswords = """
        UPDATE account
        SET password_hash = @hash, must_change = false
        WHERE unit_id = @unit AND password_hash IS NULL AND kind <> 'set-up'
        """;

    private const string WithoutPassword = """
        SELECT EXISTS (SELECT FROM account WHERE unit_id = @unit AND password_hash IS NULL AND kind <> 'set-up')
        """;

    /// <summary>The office's clock.</summary>
    public async Task<DateTimeOffset> NowAsync(CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        return await connection.QuerySingleAsync<DateTimeOffset>(
            new CommandDefinition("SELECT office_now()", cancellationToken: cancellation));
    }

    public async Task<FoundAccount?> FindAsync(string login, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<FoundAccount>(
            new CommandDefinition(Find, new { login }, cancellationToken: cancellation));
    }

    /// <summary>False when the account is locked: then a code must not be looked at.</summary>
    public async Task<bool> CountAttemptAsync(
        UnitId unit, int account, int allowed, TimeSpan locked, CancellationToken cancellation) =>
        await ExecuteAsync(unit, CountAttempt, new { unit = unit.Value, account, allowed, locked }, cancellation) == 1;

    /// <summary>For one whose password was right: whether codes are not looked at now.</summary>
    public Task<bool> IsLockedAsync(UnitId unit, int account, CancellationToken cancellation) => database.ReadInUnitAsync(
        unit,
        (connection, _) => connection.QuerySingleAsync<bool>(
            new CommandDefinition(IsLocked, new { unit = unit.Value, account }, cancellationToken: cancellation)),
        cancellation);

    /// <summary>What was given was right: wrong codes are forgotten.</summary>
    /// <param name="rehashed">The same password by a newer hash, where there is one.</param>
    public Task AcceptAsync(UnitId unit, int account, string? rehashed, CancellationToken cancellation) =>
        ExecuteAsync(unit, Accept, new { unit = unit.Value, account, rehashed }, cancellation);

    /// <summary>The same password by a newer hash.</summary>
    public Task RehashAsync(UnitId unit, int account, string rehashed, CancellationToken cancellation) =>
        ExecuteAsync(unit, Rehash, new { unit = unit.Value, account, rehashed }, cancellation);

    /// <summary>Its owner gives it another password; his other sessions are over.</summary>
    /// <param name="kept">The session that goes on.</param>
    public Task ChangePasswordAsync(CurrentUser user, string hash, long? kept, CancellationToken cancellation) => database.InUnitAsync(
        user.Unit.Id,
        async (connection, _) =>
        {
            await SetPasswordAsync(connection, user.Unit.Id, user.AccountId, hash, mustChange: false, kept, cancellation);
            await Trail.WriteAsync(
                connection, user.Unit.Id, TrailLine.Of(user, TrailAct.PasswordChanged) with { Account = user.AccountId }, cancellation);
        },
        cancellation);

    /// <summary>The code that was given was wrong: the trail says so, and whether the account is locked now.</summary>
    public Task RecordFailureAsync(UnitId unit, int account, string what, string? address, CancellationToken cancellation) =>
        database.InUnitAsync(
            unit,
            async (connection, _) =>
            {
                var locked = await connection.QuerySingleAsync<bool>(
                    new CommandDefinition(IsLocked, new { unit = unit.Value, account }, cancellationToken: cancellation));
                await Trail.WriteAsync(
                    connection, unit,
                    new TrailLine(locked ? TrailAct.AccountLocked : TrailAct.SignInFailed, what) { Account = account, Address = address },
                    cancellation);
            },
            cancellation);

    /// <summary>Gives a password and ends the account's sessions.</summary>
    /// <param name="mustChange">It is a first password (初始密码), given by somebody else: its owner changes it before anything.</param>
    /// <param name="kept">The one session that goes on; null: none.</param>
    internal static Task SetPasswordAsync(
        NpgsqlConnection connection, UnitId unit, int account, string hash, bool mustChange, long? kept, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            SetPassword + ";" + SignInAttempts.ForgiveAll + ";" + SessionStore.EndAllBut, new { unit = unit.Value, account, hash, mustChange, kept },
            cancellationToken: cancellation));

    /// <summary>停用: nobody signs in with it, and its sessions are over at once, also when it is enabled again.</summary>
    internal static Task DisableAsync(NpgsqlConnection connection, UnitId unit, int account, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            Disable + ";" + SessionStore.EndAllBut, new { unit = unit.Value, account, kept = (long?)null },
            cancellationToken: cancellation));

    internal static Task EnableAsync(NpgsqlConnection connection, UnitId unit, int account, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(Enable, new { unit = unit.Value, account }, cancellationToken: cancellation));

    public Task<bool> HasAccountsWithoutPasswordAsync(UnitId unit, CancellationToken cancellation) =>
        database.ReadInUnitAsync(
            unit,
            (connection, _) => connection.QuerySingleAsync<bool>(
                new CommandDefinition(WithoutPassword, new { unit = unit.Value }, cancellationToken: cancellation)),
            cancellation);

    public Task FillPasswordsAsync(UnitId unit, string hash, CancellationToken cancellation) =>
        ExecuteAsync(unit, FillPasswords, new { unit = unit.Value, hash }, cancellation);

    private Task<int> ExecuteAsync(UnitId unit, string sql, object parameters, CancellationToken cancellation) =>
        database.InUnitAsync(
            unit,
            (connection, _) => connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellation)),
            cancellation);
}
