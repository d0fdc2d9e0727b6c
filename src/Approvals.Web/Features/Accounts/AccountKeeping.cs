using Approvals.Engine;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Identity.External;
using Approvals.Web.Features.Rights;
using Approvals.Web.Features.Trails;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Messages;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Accounts;

/// <summary>
/// What the system administrator does with an account that is not his own: each act with its line of the trail. Null where there is no
/// such account.
/// </summary>
public sealed class AccountKeeping(Database database, SignInService signIn, Editions editions)
{
    private const string OthersOf = """
        SELECT count(*)::int
        FROM account
        WHERE unit_id = @unit AND kind = @kind AND account_id <> @account AND
        """ + " " + AccountTurn.CanEnter;

    private const string Unlock = """
        UPDATE account
        SET failed_count = 0, locked_until = NULL
        WHERE unit_id = @unit AND account_id = @account
        """;

    private const string SetPerson = "UPDATE account SET person_id = @person WHERE unit_id = @unit AND account_id = @account";

    private const string SetPhone = "UPDATE account SET phone = @phone WHERE unit_id = @unit AND account_id = @account";

    private const string ReadPhone = "SELECT phone FROM account WHERE unit_id = @unit AND account_id = @account";

    private const string FindPerson = "SELECT name FROM person WHERE unit_id = @unit AND person_id = @person";

    /// <summary>停用. Of each of the three one stays.</summary>
    public Task<Kept?> CloseAsync(CurrentUser by, int account, CancellationToken cancellation) => KeepAsync(
        by, account, opens: false,
        async (connection, standing) =>
        {
            if (standing.KindOf != AccountKind.Member && await connection.QuerySingleAsync<int>(Command(
                OthersOf, new { unit = by.Unit.Id.Value, kind = standing.Kind, account }, cancellation)) == 0)
            {
                return new Kept.Refused(Texts.Accounts.LastOf(standing.KindOf));
            }

            await AccountStore.DisableAsync(connection, by.Unit.Id, account, cancellation);
            return await DoneAsync(connection, by, standing, TrailAct.AccountClosed, Texts.Accounts.Closed, cancellation);
        },
        cancellation);

    public Task<Kept?> ReopenAsync(CurrentUser by, int account, CancellationToken cancellation) => KeepAsync(
        by, account, opens: true,
        async (connection, standing) =>
        {
            if (await MayNotBeAsync(standing.KindOf, standing.PersonId, connection, by, cancellation))
            {
                return new Kept.Refused(Texts.Accounts.HoldsWide);
            }

            await AccountStore.EnableAsync(connection, by.Unit.Id, account, cancellation);
            return await DoneAsync(connection, by, standing, TrailAct.AccountReopened, Texts.Accounts.Reopened, cancellation);
        },
        cancellation);

    public Task<Kept?> UnlockAsync(CurrentUser by, int account, CancellationToken cancellation) => KeepAsync(
        by, account, opens: false,
        async (connection, standing) =>
        {
            await connection.ExecuteAsync(Command(
                Unlock + ";" + SignInAttempts.ForgiveAll, new { unit = by.Unit.Id.Value, account }, cancellation));
            return await DoneAsync(connection, by, standing, TrailAct.AccountUnlocked, Texts.Accounts.Unlocked, cancellation);
        },
        cancellation);

    /// <summary>
    /// Its sessions are over, no provider's identity is bound to it, and its owner changes the password before anything: whoever had come
    /// in before him is out.
    /// </summary>
    public Task<Kept?> GiveFirstPasswordAsync(CurrentUser by, int account, CancellationToken cancellation) => KeepAsync(
        by, account, opens: true,
        async (connection, standing) =>
        {
            var first = FirstPassword.Make();
            await AccountStore.SetPasswordAsync(
                connection, by.Unit.Id, account, signIn.Hash(first), mustChange: true, kept: null, cancellation);
            await ExternalIdentities.UntieAllAsync(connection, by, account, cancellation);
            await TellAsync(connection, by, standing, TrailAct.FirstPasswordGiven, "", cancellation);
            return new Kept.Password(account, standing.Login, first);
        },
        cancellation);

    /// <summary>For one who has lost telephone and recovery codes.</summary>
    public Task<Kept?> ResetSecondFactorAsync(CurrentUser by, int account, CancellationToken cancellation) => KeepAsync(
        by, account, opens: true,
        async (connection, standing) => await SecondFactors.RemoveAsync(connection, by.Unit.Id, account, cancellation)
            ? await DoneAsync(connection, by, standing, TrailAct.SecondFactorReset, Texts.Accounts.FactorReset, cancellation)
            : new Kept.Refused(Texts.Accounts.NoFactor),
        cancellation);

    public Task<Kept?> SignOutAsync(CurrentUser by, int account, CancellationToken cancellation) => KeepAsync(
        by, account, opens: false,
        async (connection, _) =>
        {
            await SessionStore.EndAllAsync(connection, by, account, kept: null, cancellation);
            return new Kept.Done(Texts.Accounts.SignedOut);
        },
        cancellation);

    /// <summary>Whose it is, and by which telephone number a provider knows him.</summary>
    /// <param name="person">Another only while nobody has used it: what was done with it was done by him whose it was.</param>
    /// <param name="phone">Empty: none.</param>
    public async Task<Kept?> TieAsync(CurrentUser by, int account, int? person, string? phone, CancellationToken cancellation)
    {
        var number = string.IsNullOrWhiteSpace(phone) ? null : ExternalIdentities.Number(phone);
        if (number is null && !string.IsNullOrWhiteSpace(phone))
        {
            return new Kept.Refused(Texts.Accounts.PhoneSpelling);
        }

        try
        {
            return await KeepAsync(
                by, account, opens: true, (connection, standing) => TieAsync(connection, by, standing, person, number, cancellation),
                cancellation);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return new Kept.Refused(taken.ConstraintName == "account_phone" ? Texts.Accounts.PhoneTaken : Texts.Accounts.HasOne);
        }
    }

    /// <param name="subject">By which the provider names him for good.</param>
    public Task<Kept?> TieProviderAsync(
        CurrentUser by, int account, ExternalProvider provider, string? subject, CancellationToken cancellation) => KeepAsync(
        by, account, opens: true,
        async (connection, standing) => subject?.Trim() is not { Length: > 0 and <= 200 } named ? new Kept.Refused(Texts.Accounts.NoSubject)
            : await ExternalIdentities.TieAsync(connection, by, account, provider.Id, named, standing.Person, cancellation)
                ? new Kept.Done(Texts.Accounts.Tied)
                : new Kept.Refused(Texts.Accounts.SubjectTaken),
        cancellation);

    public Task<Kept?> UntieProviderAsync(CurrentUser by, int account, string? provider, CancellationToken cancellation) => KeepAsync(
        by, account, opens: false,
        async (connection, _) => await ExternalIdentities.UntieAsync(connection, by, account, provider ?? "", cancellation)
            ? new Kept.Done(Texts.Providers.Unbound)
            : new Kept.Refused(Texts.Accounts.NotTied),
        cancellation);

    /// <param name="opens">
    /// It gives somebody a way in: where it is another administrator's account, one of the others confirms it; a member is told.
    /// </param>
    private async Task<Kept?> KeepAsync(
        CurrentUser by, int account, bool opens, Func<NpgsqlConnection, StandingAccount, Task<Kept>> act, CancellationToken cancellation)
    {
        try
        {
            return await database.InUnitAsync<Kept?>(
                by.Unit.Id,
                async (connection, _) =>
                    !await AccountTurn.TakeAsync(connection, by, cancellation) ? new Kept.Refused(Texts.Accounts.NoLonger)
                    : await AccountTurn.ReadAsync(connection, by.Unit.Id, account, cancellation) is not { } standing ? null
                    : standing.PersonId == by.Human.Value ? new Kept.Refused(Texts.Accounts.NotOwn)
                    : !opens ? await act(connection, standing)
                    : standing.KindOf != AccountKind.Member
                        ? await Confirmations.AskForAsync(connection, by, account, () => act(connection, standing), cancellation)
                    : await TellingAsync(connection, by, standing, act, cancellation),
                cancellation);
        }
        catch (PostgresException taken) when (taken.ConstraintName is "account_of_member" or "account_of_administrator")
        {
            return new Kept.Refused(Texts.Accounts.HasOne);
        }
    }

    /// <summary>Does it, and tells its owner: whoever has a way in with his account acts in his name.</summary>
    private static async Task<Kept> TellingAsync(
        NpgsqlConnection connection, CurrentUser by, StandingAccount standing, Func<NpgsqlConnection, StandingAccount, Task<Kept>> act,
        CancellationToken cancellation)
    {
        var before = await AccountTrail.NewestAsync(connection, by.Unit.Id, standing.AccountId, cancellation);
        var kept = await act(connection, standing);
        var done = await AccountTrail.AfterAsync(connection, by.Unit.Id, standing.AccountId, before, cancellation);
        if (kept is not Kept.Refused && !done.IsEmpty)
        {
            var note = new MessageNote.AccountKept(done[^1].TrailId, [.. done.Select(line => $"{line.Act}")], by.Person.Name);
            await Outbox.WriteAsync(connection, by.Unit.Id, [new Outgoing(new PersonId(standing.PersonId), note)], cancellation);
        }

        return kept;
    }

    private async Task<Kept> TieAsync(
        NpgsqlConnection connection, CurrentUser by, StandingAccount standing, int? person, string? phone, CancellationToken cancellation)
    {
        if (person is { } other && other != standing.PersonId
            && await TiePersonAsync(connection, by, standing, other, cancellation) is { } why)
        {
            return new Kept.Refused(why);
        }

        var values = new { unit = by.Unit.Id.Value, account = standing.AccountId, phone };
        if (await connection.QuerySingleAsync<string?>(Command(ReadPhone, values, cancellation)) != phone)
        {
            await connection.ExecuteAsync(Command(SetPhone, values, cancellation));
            await TellAsync(connection, by, standing, TrailAct.PhoneTied, Texts.Accounts.PhoneEnd(phone), cancellation);
        }

        return new Kept.Done(Texts.Accounts.Tied);
    }

    /// <summary>Null when it is his now; else the sentence why not.</summary>
    private async Task<string?> TiePersonAsync(
        NpgsqlConnection connection, CurrentUser by, StandingAccount standing, int person, CancellationToken cancellation)
    {
        var values = new { unit = by.Unit.Id.Value, account = standing.AccountId, person };
        var name = await connection.QuerySingleOrDefaultAsync<string>(Command(FindPerson, values, cancellation));
        var why = name is null ? Texts.Accounts.Incomplete
            : standing.Used ? Texts.Accounts.Used
            : person == by.Human.Value ? Texts.Accounts.NotOwn
            : await MayNotBeAsync(standing.KindOf, person, connection, by, cancellation) ? Texts.Accounts.HoldsWide
            : null;
        if (why is null)
        {
            await connection.ExecuteAsync(Command(SetPerson, values, cancellation));
            await TellAsync(connection, by, standing, TrailAct.PersonTied, $"{standing.Person} → {name}", cancellation);
        }

        return why;
    }

    /// <summary>None of the three holds a right over the whole unit, through whichever of his accounts.</summary>
    private async Task<bool> MayNotBeAsync(
        AccountKind kind, int person, NpgsqlConnection connection, CurrentUser by, CancellationToken cancellation) =>
        kind != AccountKind.Member && await WideRoles.AreHeldByAsync(person, connection, by, editions.Current, cancellation);

    private static async Task<Kept> DoneAsync(
        NpgsqlConnection connection, CurrentUser by, StandingAccount standing, TrailAct act, string sentence, CancellationToken cancellation)
    {
        await TellAsync(connection, by, standing, act, "", cancellation);
        return new Kept.Done(sentence);
    }

    private static Task TellAsync(
        NpgsqlConnection connection, CurrentUser by, StandingAccount standing, TrailAct act, string details, CancellationToken cancellation) =>
        Trail.WriteAsync(
            connection, by.Unit.Id, TrailLine.Of(by, act, details) with { Account = standing.AccountId }, cancellation);

    private static CommandDefinition Command(string sql, object values, CancellationToken cancellation) =>
        new(sql, values, cancellationToken: cancellation);
}
