using Approvals.Engine;
using Approvals.Web.Features.Trails;
using Approvals.Web.Store;
using Dapper;

namespace Approvals.Web.Features.Identity;

/// <summary>
/// Wrong passwords, counted by the login as it was typed and the address: before anybody knows whether there is such an account, and the
/// same statements where there is none.
/// </summary>
internal sealed class SignInAttempts(Database database)
{
    /// <summary>From one address; the next is refused for <see cref="Locked"/>.</summary>
    public const int Allowed = 5;

    /// <summary>From all addresses together within <see cref="Locked"/>: nobody mistypes so often, many machines guess so.</summary>
    private const int FromEverywhere = 50;

    /// <summary>No login is as long; what is longer is counted by its beginning.</summary>
    private const int Longest = 100;

    public static readonly TimeSpan Locked = TimeSpan.FromMinutes(10);

    private const string Count = "SELECT count_attempt(@login, @address, @allowed, @everywhere, @locked)";

    private const string Forgive = "SELECT forgive_attempts(@login, @address)";

    private const string IsLocked = "SELECT is_locked_out(@login, @address)";

    private const string Note = "SELECT note_attempt(@login, @address)";

    /// <summary>Over <c>account a</c>: it is locked for somebody, somewhere.</summary>
    public const string LockedAnywhere = "(coalesce(a.locked_until > office_now(), false) OR is_locked_out(a.login, NULL))";

    /// <summary>Within the transaction of whoever unlocks an account, or gives it a password; parameters unit and account.</summary>
    public const string ForgiveAll = """
        SELECT forgive_attempts(login, NULL)
        FROM account
        WHERE unit_id = @unit AND account_id = @account
        """;

    /// <summary>As it is counted and looked for.</summary>
    public static string LoginOf(string? typed)
    {
        var login = (typed ?? "").Trim().ToLowerInvariant();
        return login.Length > Longest ? login[..Longest] : login;
    }

    /// <summary>False when it is locked: then the password must not be looked at.</summary>
    public async Task<bool> CountAsync(string login, string? address, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        return await connection.QuerySingleAsync<bool>(Command(
            Count, new { login, address = address ?? "", allowed = Allowed, everywhere = FromEverywhere, locked = Locked }, cancellation));
    }

    /// <summary>What was given was right: the wrong ones before it, from there, are forgotten.</summary>
    public async Task ForgiveAsync(string login, string? address, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await connection.ExecuteAsync(Command(Forgive, new { login, address = address ?? "" }, cancellation));
    }

    /// <summary>
    /// What was given was wrong: the trail of its unit says so, and whether it is locked from there now. Of a login that is nobody's
    /// nothing is told, by as many statements.
    /// </summary>
    public Task RecordFailureAsync(FoundAccount? found, string login, string? address, CancellationToken cancellation) => database.InUnitAsync(
        new UnitId(found?.UnitId ?? 0),
        async (connection, _) =>
        {
            var values = new { login, address = address ?? "" };
            var locked = await connection.QuerySingleAsync<bool>(Command(IsLocked, values, cancellation));
            if (found is null)
            {
                await connection.ExecuteAsync(Command(Note, values, cancellation));
                return;
            }

            var act = locked || found.Locked ? TrailAct.AccountLocked : TrailAct.SignInFailed;
            await Trail.WriteAsync(
                connection, new UnitId(found.UnitId),
                new TrailLine(act, Texts.Trail.WrongPassword) { Account = found.AccountId, Address = address }, cancellation);
        },
        cancellation);

    private static CommandDefinition Command(string sql, object values, CancellationToken cancellation) =>
        new(sql, values, cancellationToken: cancellation);
}
