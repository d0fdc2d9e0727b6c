using Approvals.Engine;
using Approvals.IntegrationTests.Postgres;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Walk;

/// <summary>What a notice is about, carried from one database into another: its file, its rows and what was ruled.</summary>
internal static class NoticeCopy
{
    private const string ReadFile = """
        SELECT json_agg(to_json(f))::text
        FROM file f
        JOIN notice n ON n.unit_id = f.unit_id AND n.source_sha256 = f.sha256
        WHERE n.unit_id = @unit AND n.opened_month = @month AND n.case_id = @case
        """;

    private const string ReadNotice = """
        SELECT json_agg(to_json(n))::text
        FROM notice n
        WHERE n.unit_id = @unit AND n.opened_month = @month AND n.case_id = @case
        """;

    private const string ReadRows = """
        SELECT json_agg(to_json(r))::text
        FROM notice_row r
        WHERE r.unit_id = @unit AND r.opened_month = @month AND r.case_id = @case
        """;

    private const string ReadDifferences = """
        SELECT json_agg(to_json(d))::text
        FROM notice_difference d
        WHERE d.unit_id = @unit AND d.opened_month = @month AND d.case_id = @case
        """;

    private const string WriteFile = "INSERT INTO file SELECT * FROM json_populate_recordset(NULL::file, @rows::json)";

    private const string WriteNotice = "INSERT INTO notice SELECT * FROM json_populate_recordset(NULL::notice, @rows::json)";

    private const string WriteRows = "INSERT INTO notice_row SELECT * FROM json_populate_recordset(NULL::notice_row, @rows::json)";

    private const string WriteDifferences =
        "INSERT INTO notice_difference SELECT * FROM json_populate_recordset(NULL::notice_difference, @rows::json)";

    /// <summary>Read now; written where a connection of the other database is handed over.</summary>
    public static async Task<Func<NpgsqlConnection, Task>> OfAsync(TestDatabase store, UnitId unit, CaseId notice)
    {
        var key = new { unit = unit.Value, month = notice.Month, @case = notice.Value };
        var copies = new List<(string Write, string Rows)>();
        foreach (var (read, write) in new[]
            { (ReadFile, WriteFile), (ReadNotice, WriteNotice), (ReadRows, WriteRows), (ReadDifferences, WriteDifferences) })
        {
            copies.Add((write, await store.Database.ReadInUnitAsync(
                unit, (connection, _) => connection.QuerySingleAsync<string>(read, key), CancellationToken.None)));
        }

        return async connection =>
        {
            foreach (var (write, rows) in copies)
            {
                await connection.ExecuteAsync(write, new { rows });
            }
        };
    }
}
