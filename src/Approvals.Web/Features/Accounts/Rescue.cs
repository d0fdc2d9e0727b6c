using Approvals.Engine;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Identity.External;
using Approvals.Web.Features.Trails;
using Approvals.Web.Hosting;
using Approvals.Web.Store;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Accounts;

/// <summary>
/// 救急: gives one of the three a new first password at the machine itself, where nobody who could give him one can enter. It needs no
/// confirmation, and is one where the account waits for it: whoever is at the machine can change the rows as well. The trail has it as the program's own.
/// </summary>
internal sealed class Rescue(Database database)
{
    private const string ConfirmHere = """
        UPDATE account
        SET unconfirmed_by = NULL
        WHERE unit_id = @unit AND account_id = @account AND unconfirmed_by IS NOT NULL
        """;

    /// <returns>The lines to print; the password stands in them and nowhere else.</returns>
    /// <exception cref="OfficeException">There is no such administrator, or his account is closed.</exception>
    public async Task<IReadOnlyList<string>> GiveAsync(string login, bool resetFactor, CancellationToken cancellation)
    {
        var named = login.Trim().ToLowerInvariant();
        var found = await new AccountStore(database).FindAsync(named, cancellation) ?? throw new OfficeException(Texts.Rescue.Unknown(named));
        return await database.InUnitAsync(
            new UnitId(found.UnitId), (connection, _) => GiveAsync(connection, new UnitId(found.UnitId), found.AccountId, named, resetFactor, cancellation),
            cancellation);
    }

    private static async Task<IReadOnlyList<string>> GiveAsync(
        NpgsqlConnection connection, UnitId unit, int account, string login, bool resetFactor, CancellationToken cancellation)
    {
        await connection.ExecuteAsync(new CommandDefinition(DirectoryStore.TakeTurn, new { unit = unit.Value }, cancellationToken: cancellation));
        var why = await AccountTurn.ReadAsync(connection, unit, account, cancellation) switch
        {
            null => Texts.Rescue.SetUp(login), // nobody's: the account of the first run
            { KindOf: AccountKind.Member } => Texts.Rescue.Member(login),
            { Closed: true } => Texts.Rescue.Closed(login),
            _ => null,
        };
        if (why is not null)
        {
            throw new OfficeException(why);
        }

        var first = FirstPassword.Make();
        await AccountStore.SetPasswordAsync(
            connection, unit, account, SignInService.HashFirst(first), mustChange: true, kept: null, cancellation);
        await ExternalIdentities.ForgetAllAsync(connection, unit, account, cancellation);
        await TellAsync(TrailAct.FirstPasswordGiven);
        var factorGone = resetFactor && await SecondFactors.RemoveAsync(connection, unit, account, cancellation);
        if (factorGone)
        {
            await TellAsync(TrailAct.SecondFactorReset);
        }

        // Nobody enters with what waits, and perhaps nobody is left who could confirm it.
        var confirmed = await connection.ExecuteAsync(
            new CommandDefinition(ConfirmHere, new { unit = unit.Value, account }, cancellationToken: cancellation)) > 0;
        if (confirmed)
        {
            await TellAsync(TrailAct.Confirmed);
        }

        return [.. Texts.Rescue.Given(login, first, factorGone, confirmed)];

        Task TellAsync(TrailAct act) => Trail.WriteAsync(
            connection, unit, new TrailLine(act, Texts.Rescue.AtTheMachine) { Account = account }, cancellation);
    }
}
