using Approvals.Engine;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Accounts;

/// <summary>An account as it stands while it is being kept.</summary>
/// <param name="Used">Somebody has signed in with it.</param>
internal sealed record StandingAccount(int AccountId, string Login, string Kind, int PersonId, string Person, bool Closed, bool Locked, bool Used)
{
    public AccountKind KindOf => AccountKinds.Of(Kind);
}

/// <summary>
/// Accounts and rights of a unit are kept one after the other: two administrators who close each other, or two grants of one right, see
/// what the first of them did.
/// </summary>
internal static class AccountTurn
{
    /// <summary>Over <c>account a</c>: somebody has signed in with it. Sessions are forgotten after a time, the trail is not.</summary>
    public const string IsUsed =
        "EXISTS (SELECT FROM trail t WHERE t.unit_id = a.unit_id AND t.by_account = a.account_id AND t.act = 'SignedIn')";

    /// <summary>Over <c>account</c>: it can be entered with a password, so its owner can do what he is there for.</summary>
    public const string CanEnter = "disabled_at IS NULL AND unconfirmed_by IS NULL AND password_hash IS NOT NULL";

    private const string StillKeeps = """
        SELECT EXISTS (
          SELECT FROM account
          WHERE unit_id = @unit AND account_id = @by AND kind = @kind AND disabled_at IS NULL)
        """;

    // The set-up account is nobody's to keep.
    private const string Read = """
        SELECT a.account_id, a.login, a.kind, a.person_id, n.name AS person, a.disabled_at IS NOT NULL AS closed,
        """ + " " + SignInAttempts.LockedAnywhere + """
         AS locked,
        """ + " " + IsUsed + """
         AS used
        FROM account a
        JOIN person n ON n.unit_id = a.unit_id AND n.person_id = a.person_id
        WHERE a.unit_id = @unit AND a.account_id = @account
        """;

    /// <summary>False when who asks may do so no longer: his own account was closed while he waited for his turn.</summary>
    public static async Task<bool> TakeAsync(NpgsqlConnection connection, CurrentUser by, CancellationToken cancellation)
    {
        var values = new { unit = by.Unit.Id.Value, by = by.AccountId, kind = AccountKinds.Spelling(by.Kind) };
        await connection.ExecuteAsync(new CommandDefinition(DirectoryStore.TakeTurn, values, cancellationToken: cancellation));
        return await connection.QuerySingleAsync<bool>(new CommandDefinition(StillKeeps, values, cancellationToken: cancellation));
    }

    public static Task<StandingAccount?> ReadAsync(
        NpgsqlConnection connection, UnitId unit, int account, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<StandingAccount?>(
            new CommandDefinition(Read, new { unit = unit.Value, account }, cancellationToken: cancellation));
}
