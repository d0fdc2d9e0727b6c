using System.Text.RegularExpressions;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Rights;
using Approvals.Web.Features.Trails;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Accounts;

/// <summary>What an administrator asks for when he opens an account.</summary>
public sealed record AskedAccount(int? Person, string? Login, AccountKind? Kind);

/// <summary>Opens accounts: for a person of the unit, with a first password that is shown once.</summary>
public sealed partial class AccountOpening(Database database, SignInService signIn, Editions editions)
{
    private const string FindPerson = "SELECT name FROM person WHERE unit_id = @unit AND person_id = @person";

    private const string Insert = """
        INSERT INTO account (unit_id, account_id, login, person_id, kind, password_hash)
        SELECT @unit, coalesce(max(account_id), 0) + 1, @login, @person, @kind, @hash
        FROM account
        WHERE unit_id = @unit
        RETURNING account_id
        """;

    public async Task<Kept> OpenAsync(CurrentUser by, AskedAccount asked, CancellationToken cancellation)
    {
        var login = asked.Login?.Trim().ToLowerInvariant() ?? "";
        var wrong = asked is not { Person: { } person, Kind: { } kind } || login.Length == 0 ? Texts.Accounts.Incomplete
            : !Spelling().IsMatch(login) ? Texts.Accounts.LoginSpelling
            : person == by.Human.Value ? Texts.Accounts.NotOwn
            : null;
        if (wrong is not null)
        {
            return new Kept.Refused(wrong);
        }

        var first = FirstPassword.Make();
        try
        {
            return await database.InUnitAsync(
                by.Unit.Id,
                (connection, _) => OpenAsync(
                    connection, by, new NewAccount(asked.Person!.Value, login, asked.Kind!.Value, first), cancellation), // judged above
                cancellation);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return new Kept.Refused(taken.ConstraintName == "account_login" ? Texts.Accounts.LoginTaken(login) : Texts.Accounts.HasOne);
        }
    }

    /// <summary>Within the transaction of whoever opens it; its person is known to exist.</summary>
    internal async Task<int> InsertAsync(
        NpgsqlConnection connection, CurrentUser by, NewAccount account, CancellationToken cancellation)
    {
        var id = await connection.QuerySingleAsync<int>(new CommandDefinition(
            Insert,
            new
            {
                unit = by.Unit.Id.Value,
                login = account.Login,
                person = account.Person,
                kind = AccountKinds.Spelling(account.Kind),
                hash = signIn.Hash(account.First),
            },
            cancellationToken: cancellation));
        await Trail.WriteAsync(
            connection, by.Unit.Id,
            TrailLine.Of(by, TrailAct.AccountOpened, Texts.Administrators.Of(account.Kind)) with { Account = id }, cancellation);
        return id;
    }

    /// <summary>As a login is written that people get.</summary>
    internal static bool IsLogin(string login) => Spelling().IsMatch(login);

    private async Task<Kept> OpenAsync(
        NpgsqlConnection connection, CurrentUser by, NewAccount account, CancellationToken cancellation)
    {
        if (!await AccountTurn.TakeAsync(connection, by, cancellation))
        {
            return new Kept.Refused(Texts.Accounts.NoLonger);
        }

        if (await connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition(
            FindPerson, new { unit = by.Unit.Id.Value, person = account.Person }, cancellationToken: cancellation)) is null)
        {
            return new Kept.Refused(Texts.Accounts.Incomplete);
        }

        if (account.Kind != AccountKind.Member
            && await WideRoles.AreHeldByAsync(account.Person, connection, by, editions.Current, cancellation))
        {
            return new Kept.Refused(Texts.Accounts.HoldsWide);
        }

        if (account.Kind != AccountKind.Member && !await Confirmations.CanBeAskedForAsync(connection, by, null, cancellation))
        {
            return new Kept.Refused(Texts.Accounts.NobodyConfirms);
        }

        var id = await InsertAsync(connection, by, account, cancellation);
        if (account.Kind != AccountKind.Member)
        {
            await Confirmations.AskForAsync(connection, by, id, cancellation);
        }

        return new Kept.Password(id, account.Login, account.First) { Waits = account.Kind != AccountKind.Member };
    }

    // setup-N is what the first run calls its own account.
    [GeneratedRegex("^(?!setup-)[a-z][a-z0-9.-]{1,39}$")]
    private static partial Regex Spelling();
}

/// <param name="First">The first password.</param>
internal sealed record NewAccount(int Person, string Login, AccountKind Kind, string First);
