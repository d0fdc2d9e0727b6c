using System.Collections.Immutable;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Trails;
using Approvals.Web.Store;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Accounts;

/// <summary>An administrator's account that waits (待确认).</summary>
/// <param name="Acts">What was done with it since it was last confirmed, the oldest first.</param>
public sealed record WaitingAccount(int AccountId, string Person, string Login, AccountKind Kind, ImmutableArray<AccountLine> Acts)
{
    /// <summary>The newest of the acts: who confirms says how far he has read.</summary>
    public long Newest => Acts.IsEmpty ? 0 : Acts[^1].TrailId;
}

/// <summary>What became of a confirmation.</summary>
public enum Confirming
{
    Done,

    /// <summary>Something was done with it that the page did not show.</summary>
    ActedMeanwhile,

    /// <summary>It does not wait, or is his own.</summary>
    NotHis,
}

/// <summary>
/// Whoever gives passwords could come in as any of the others, and three would be one. So what the system administrator does with another
/// administrator's account counts when the security or the audit administrator has confirmed it, one whose account it is not.
/// </summary>
public sealed class Confirmations(Database database)
{
    private const string AnyLeft = """
        SELECT EXISTS (
          SELECT FROM account
          WHERE unit_id = @unit AND kind IN ('security', 'audit') AND account_id IS DISTINCT FROM @account AND
        """ + " " + AccountTurn.CanEnter + ")";

    private const string Ask = "UPDATE account SET unconfirmed_by = @by WHERE unit_id = @unit AND account_id = @account";

    private const string List = """
        SELECT a.account_id, n.name AS person, a.login, a.kind
        FROM account a
        JOIN person n ON n.unit_id = a.unit_id AND n.person_id = a.person_id
        WHERE a.unit_id = @unit AND a.person_id <> @own AND a.disabled_at IS NULL AND a.unconfirmed_by IS NOT NULL
        ORDER BY a.account_id
        """;

    private const string Confirm = """
        UPDATE account
        SET unconfirmed_by = NULL
        WHERE unit_id = @unit AND account_id = @account AND person_id <> @own AND unconfirmed_by IS NOT NULL AND disabled_at IS NULL
        """;

    /// <summary>Those that the reader may confirm.</summary>
    public Task<ImmutableArray<WaitingAccount>> ListAsync(CurrentUser user, CancellationToken cancellation) =>
        database.ReadInUnitAsync<ImmutableArray<WaitingAccount>>(
        user.Unit.Id,
        async (connection, _) =>
        {
            var rows = (await connection.QueryAsync<(int Account, string Person, string Login, string Kind)>(new CommandDefinition(
                List, new { unit = user.Unit.Id.Value, own = user.Human.Value }, cancellationToken: cancellation))).ToList();
            var acts = (await AccountTrail.SinceConfirmedAsync(connection, user.Unit.Id, rows.Select(r => r.Account), cancellation))
                .ToLookup(a => a.AccountId);
            var zone = TimeZoneInfo.FindSystemTimeZoneById(user.Unit.Zone);
            return
            [
                .. rows.Select(r => new WaitingAccount(
                    r.Account, r.Person, r.Login, AccountKinds.Of(r.Kind),
                    [.. acts[r.Account].Select(a => a with { At = TimeZoneInfo.ConvertTime(a.At, zone) })])),
            ];
        },
        cancellation);

    /// <param name="read">The newest act that the page showed.</param>
    public Task<Confirming> ConfirmAsync(CurrentUser by, int account, long read, CancellationToken cancellation) => database.InUnitAsync(
        by.Unit.Id,
        async (connection, _) =>
        {
            if (!await AccountTurn.TakeAsync(connection, by, cancellation))
            {
                return Confirming.NotHis;
            }

            var acts = await AccountTrail.SinceConfirmedAsync(connection, by.Unit.Id, [account], cancellation);
            if (!acts.IsEmpty && acts[^1].TrailId != read)
            {
                return Confirming.ActedMeanwhile;
            }

            if (await connection.ExecuteAsync(new CommandDefinition(
                Confirm, new { unit = by.Unit.Id.Value, account, own = by.Human.Value }, cancellationToken: cancellation)) != 1)
            {
                return Confirming.NotHis;
            }

            await Trail.WriteAsync(connection, by.Unit.Id, TrailLine.Of(by, TrailAct.Confirmed) with { Account = account }, cancellation);
            return Confirming.Done;
        },
        cancellation);

    /// <summary>Does it, and leaves it to be confirmed; refuses where nobody would be left who could.</summary>
    internal static async Task<Kept> AskForAsync(
        NpgsqlConnection connection, CurrentUser by, int account, Func<Task<Kept>> act, CancellationToken cancellation)
    {
        if (!await CanBeAskedForAsync(connection, by, account, cancellation))
        {
            return new Kept.Refused(Texts.Accounts.NobodyConfirms);
        }

        var kept = await act();
        if (kept is not Kept.Refused)
        {
            await AskForAsync(connection, by, account, cancellation);
        }

        return kept is Kept.Password password ? password with { Waits = true } : kept;
    }

    internal static Task AskForAsync(NpgsqlConnection connection, CurrentUser by, int account, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            Ask, new { unit = by.Unit.Id.Value, account, by = by.AccountId }, cancellationToken: cancellation));

    /// <summary>Whether a security or an audit administrator can enter, another than the one whose account it is.</summary>
    /// <param name="account">Null: one that is not there yet.</param>
    internal static Task<bool> CanBeAskedForAsync(
        NpgsqlConnection connection, CurrentUser by, int? account, CancellationToken cancellation) =>
        connection.QuerySingleAsync<bool>(new CommandDefinition(
            AnyLeft, new { unit = by.Unit.Id.Value, account }, cancellationToken: cancellation));
}
