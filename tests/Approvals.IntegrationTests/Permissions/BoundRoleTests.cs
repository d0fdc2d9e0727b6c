using Approvals.Engine;
using Approvals.IntegrationTests.Pages;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>As the role with which the product connects: whatever the program does, the database does not let it.</summary>
public sealed class BoundRoleTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    /// <summary>Statements that would change or take away what has happened.</summary>
    public static TheoryData<string> OfThePast { get; } =
    [
        "UPDATE case_event SET payload = ''", "UPDATE case_event SET actor = 1", "UPDATE case_event SET recorded_at = now()",
        "UPDATE case_event SET hash = head FROM flow_case",
        "DELETE FROM case_event", "TRUNCATE case_event", "DELETE FROM flow_case", "TRUNCATE flow_case CASCADE", "DELETE FROM vote",
        "UPDATE vote SET decider = 1", "DELETE FROM seat", "UPDATE seat SET stage = ''", "DELETE FROM file", "UPDATE file SET content = ''",
        "DELETE FROM edition_file", "UPDATE edition SET hash = ''", "DELETE FROM matter", "DELETE FROM notice", "DELETE FROM campaign_report",
        "UPDATE campaign_report SET sha256 = ''", "DELETE FROM anchor", "UPDATE anchor SET signature = ''", "UPDATE anchor_head SET head = ''",
        "DELETE FROM number_taken", "UPDATE scope_person SET person_id = 1", "ALTER TABLE case_event DISABLE TRIGGER ALL",
        "ALTER TABLE case_event DISABLE ROW LEVEL SECURITY", "DROP TABLE case_event", "DROP POLICY own_unit ON case_event",
        "CREATE POLICY mine ON case_event USING (true)", "SET ROLE approvals_owner",
        "SET SESSION AUTHORIZATION approvals_owner", "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION office_now() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'",
    ];

    [Theory]
    [MemberData(nameof(OfThePast))]
    public async Task The_past_is_neither_changed_nor_taken_away(string sql)
    {
        var refused = await Should.ThrowAsync<PostgresException>(() => split.Store.Database.InUnitAsync(
            split.Unit.Id, (connection, _) => connection.ExecuteAsync(sql), CancellationToken.None));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, refused.MessageText);
    }

    [Fact]
    public async Task Of_every_table_another_unit_reads_changes_and_deletes_no_row()
    {
        var other = new UnitId(77);
        await split.Store.AddUnitAsync(other.Value);
        await using var admin = new NpgsqlConnection(split.Store.AdminConnection);
        var tables = (await admin.QueryAsync<string>(
            """
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'unit_id'
            WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped
            ORDER BY 1
            """)).ToList();
        tables.ShouldContain("case_event");
        tables.ShouldContain("scope_person");
        foreach (var table in tables)
        {
            foreach (var sql in new[]
            {
                $"SELECT count(*)::int FROM {table} WHERE unit_id = 1", $"SELECT count(*)::int FROM {table} WHERE unit_id <> 77",
                $"WITH gone AS (DELETE FROM {table} WHERE unit_id = 1 RETURNING 1) SELECT count(*)::int FROM gone",
                $"WITH moved AS (UPDATE {table} SET unit_id = 77 WHERE unit_id = 1 RETURNING 1) SELECT count(*)::int FROM moved",
            })
            {
                (await TriedAsync(other, sql)).ShouldBe(0, sql);
            }
        }
    }

    /// <summary>How many rows it touched; none where the role may not do so at all.</summary>
    private async Task<int> TriedAsync(UnitId unit, string sql)
    {
        try
        {
            return await split.Store.Database.InUnitAsync(unit, (connection, _) => connection.QuerySingleAsync<int>(sql), CancellationToken.None);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return 0;
        }
    }
}
