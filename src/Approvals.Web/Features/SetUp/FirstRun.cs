using Approvals.Engine;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.SetUp;

/// <summary>
/// 首次运行: a unit that has no administrators gets a set-up account, with a new password at each start until it has handed over; an
/// installation without any unit gets one to be named there.
/// </summary>
internal sealed class FirstRun(Database database, SignInService signIn)
{
    /// <summary>One start at a time, as with imports: both hand out unit numbers. "units" in ASCII.</summary>
    private const string TakeTurn = "SELECT pg_advisory_xact_lock(504875152499)";

    private const string InsertUnit = """
        INSERT INTO unit (unit_id, name, short_name)
        VALUES (@unit, @name, @name)
        ON CONFLICT (unit_id) DO NOTHING
        """;

    private const string Insert = """
        INSERT INTO account (unit_id, account_id, login, kind, must_change)
        SELECT @unit, coalesce(max(account_id), 0) + 1, @login, 'set-up', false
        FROM account
        WHERE unit_id = @unit
        HAVING count(*) FILTER (WHERE kind <> 'member') = 0
        """;

    private const string Waiting = """
        SELECT account_id
        FROM account
        WHERE unit_id = @unit AND kind = 'set-up' AND disabled_at IS NULL
        """;

    // Its three exist, but no system administrator has a password of his own now: the first one may be lost.
    private const string FirstOnly = """
        SELECT a.login
        FROM account a
        WHERE a.unit_id = @unit AND a.kind = 'system' AND a.disabled_at IS NULL AND NOT EXISTS (
          SELECT FROM account b
          WHERE b.unit_id = a.unit_id AND b.kind = 'system' AND b.disabled_at IS NULL AND b.password_hash IS NOT NULL AND NOT b.must_change)
        ORDER BY a.account_id
        LIMIT 1
        """;

    /// <summary>The lines to print; none where every unit has its three, and one of 系统 has a password of his own.</summary>
    public async Task<IReadOnlyList<string>> OpenAsync(CancellationToken cancellation)
    {
        var lines = new List<string>();
        var units = await database.UnitsAsync(cancellation);
        foreach (var (unit, name) in units.Select(u => (u.Id, u.Name)).DefaultIfEmpty((new UnitId(1), Texts.FirstRun.Unnamed)))
        {
            var login = $"setup-{unit.Value}";
            var password = FirstPassword.Make();
            if (await database.InUnitAsync(
                unit, (connection, _) => OpenAsync(connection, unit, units.Count == 0, login, password, cancellation), cancellation))
            {
                lines.Add("");
                lines.AddRange(Texts.FirstRun.Introduce(name, login, password));
            }
            else if (await FirstOnlyAsync(unit, cancellation) is { } system)
            {
                lines.Add("");
                lines.Add(Texts.FirstRun.FirstPasswordOnly(name, system));
            }
        }

        return lines;
    }

    private Task<string?> FirstOnlyAsync(UnitId unit, CancellationToken cancellation) => database.ReadInUnitAsync(
        unit,
        (connection, _) => connection.QueryFirstOrDefaultAsync<string>(
            new CommandDefinition(FirstOnly, new { unit = unit.Value }, cancellationToken: cancellation)),
        cancellation);

    private async Task<bool> OpenAsync(
        NpgsqlConnection connection, UnitId unit, bool isNew, string login, string password, CancellationToken cancellation)
    {
        var values = new { unit = unit.Value, login, name = Texts.FirstRun.Unnamed };
        await connection.ExecuteAsync(new CommandDefinition(TakeTurn, cancellationToken: cancellation));
        if (isNew)
        {
            await connection.ExecuteAsync(new CommandDefinition(InsertUnit, values, cancellationToken: cancellation));
        }

        await connection.ExecuteAsync(new CommandDefinition(Insert, values, cancellationToken: cancellation));
        var waiting = await connection.QuerySingleOrDefaultAsync<int?>(
            new CommandDefinition(Waiting, values, cancellationToken: cancellation));
        if (waiting is { } account)
        {
            await AccountStore.SetPasswordAsync(
                connection, unit, account, signIn.Hash(password), mustChange: false, kept: null, cancellation);
        }

        return waiting is not null;
    }
}
