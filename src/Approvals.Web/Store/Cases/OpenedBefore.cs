using Approvals.Engine;
using Dapper;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>Which case a form opened, remembered with its key: the same form again, on whatever day, leads to the same case.</summary>
internal static class OpenedBefore
{
    private const string First = """
        SELECT body_hash, (answer->>'case')::uuid
        FROM command_key
        WHERE unit_id = @unit AND key = @key
        """;

    private const string Remember = """
        UPDATE command_key
        SET answer = jsonb_build_object('case', @case)
        WHERE unit_id = @unit AND key = @key
        """;

    /// <summary>Not known: a new form. Known without a case: the key was used for another form.</summary>
    /// <param name="body">Hash of all that the form says.</param>
    public static async Task<(CaseId? Case, bool Known)> FindAsync(
        Database database, UnitId unit, string key, byte[] body, CancellationToken cancellation)
    {
        var first = await database.ReadInUnitAsync(
            unit,
            (connection, _) => connection.QuerySingleOrDefaultAsync<(byte[] Body, Guid? Case)?>(
                new CommandDefinition(First, new { unit = unit.Value, key }, cancellationToken: cancellation)),
            cancellation);
        return first switch
        {
            null => (null, false),
            (var said, { } @case) when said.AsSpan().SequenceEqual(body) => (new CaseId(@case), true),
            _ => (null, true),
        };
    }

    /// <summary>In the transaction that opens the case.</summary>
    public static Task RememberAsync(NpgsqlConnection connection, UnitId unit, string key, CaseId id, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            Remember, new { unit = unit.Value, key, @case = id.Value }, cancellationToken: cancellation));
}
