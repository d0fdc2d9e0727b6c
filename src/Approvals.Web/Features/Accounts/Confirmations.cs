using System.Collections.Immutable;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Trails;
using Approvals.Web.Store;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Accounts;

/// <summary>An administrator's account that waits (待确认).</summary>
/// <param name="By">The system administrator who did it.</param>
public sealed record WaitingAccount(int AccountId, string Person, string Login, string Kind, string By);

/// <summary>
/// Whoever gives passwords could come in as any of the others, and three would be one. So what the system administrator does with another
/// administrator's account counts when the security or the audit administrator has confirmed it, one whose account it is not.
/// </summary>
public sealed class Confirmations(Database database)
{
    private const string AnyLeft = """
        SELECT EXISTS (
          SELECT FROM account
          WHERE unit_id = @unit AND kind IN ('security', 'audit') AND account_id IS DISTINCT FROM @account AND disabled_at IS NULL
            AND unconfirmed_by IS NULL AND password_hash IS NOT NULL)
        """;

    private const string Ask = "UPDATE account SET unconfirmed_by = @by WHERE unit_id = @unit AND account_id = @account";

    private const string List = """
        SELECT a.account_id, n.name AS person, a.login, a.kind, bn.name AS by
        FROM account a
        JOIN person n ON n.unit_id = a.unit_id AND n.person_id = a.person_id
        JOIN account b ON b.unit_id = a.unit_id AND b.account_id = a.unconfirmed_by
        JOIN person bn ON bn.unit_id = b.unit_id AND bn.person_id = b.person_id
        WHERE a.unit_id = @unit AND a.person_id <> @own AND a.disabled_at IS NULL
        ORDER BY a.account_id
        """;

    private const string Confirm = """
        UPDATE account
        SET unconfirmed_by = NULL
        WHERE unit_id = @unit AND account_id = @account AND person_id <> @own AND unconfirmed_by IS NOT NULL AND disabled_at IS NULL
        """;

    /// <summary>Those that the reader may confirm.</summary>
    public Task<ImmutableArray<WaitingAccount>> ListAsync(CurrentUser user, CancellationToken cancellation) => database.ReadInUnitAsync(
        user.Unit.Id,
        async (connection, _) =>
        {
            var rows = await connection.QueryAsync<WaitingAccount>(new CommandDefinition(
                List, new { unit = user.Unit.Id.Value, own = user.Human.Value }, cancellationToken: cancellation));
            return rows.ToImmutableArray();
        },
        cancellation);

    /// <summary>False when it does not wait, or is his own.</summary>
    public Task<bool> ConfirmAsync(CurrentUser by, int account, CancellationToken cancellation) => database.InUnitAsync(
        by.Unit.Id,
        async (connection, _) =>
        {
            var confirmed = await AccountTurn.TakeAsync(connection, by, cancellation)
                && await connection.ExecuteAsync(new CommandDefinition(
                    Confirm, new { unit = by.Unit.Id.Value, account, own = by.Human.Value }, cancellationToken: cancellation)) == 1;
            if (confirmed)
            {
                await Trail.WriteAsync(
                    connection, by.Unit.Id, TrailLine.Of(by, TrailAct.Confirmed) with { Account = account }, cancellation);
            }

            return confirmed;
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
