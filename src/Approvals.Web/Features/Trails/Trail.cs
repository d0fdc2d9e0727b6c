using Approvals.Engine;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Trails;

/// <summary>Writes the trail, in the transaction of what it tells of: neither stands without the other.</summary>
internal static class Trail
{
    private const int Longest = 500;

    private const string Insert = """
        INSERT INTO trail (unit_id, kind, act, by_account, by_person, about_account, about_person, address, details)
        VALUES (@unit, @kind, @act, @by, (SELECT a.person_id FROM account a WHERE a.unit_id = @unit AND a.account_id = @by), @account,
          coalesce(@person, (SELECT a.person_id FROM account a WHERE a.unit_id = @unit AND a.account_id = @account)),
          coalesce(@address::inet, (SELECT s.address FROM session s WHERE s.unit_id = @unit AND s.session_id = @session)), @details)
        """;

    public static Task WriteAsync(NpgsqlConnection connection, UnitId unit, TrailLine line, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            Insert,
            new
            {
                unit = unit.Value,
                kind = $"{TrailLine.KindOf(line.Act)}",
                act = $"{line.Act}",
                by = line.By,
                account = line.Account,
                person = line.Person?.Value,
                address = line.Address,
                session = line.Session,
                details = line.Details.Length > Longest ? line.Details[..Longest] : line.Details,
            },
            cancellationToken: cancellation));
}
