using Approvals.Engine;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>Copies a case with all that is below it, row by row, as another one that happened in the same way.</summary>
internal static class Twins
{
    /// <summary>The same first letters, which say the month; the others follow from the twin's name.</summary>
    private const string MakeId = """
        CREATE OR REPLACE FUNCTION twin_of(id text, name text) RETURNS text LANGUAGE sql IMMUTABLE AS
        $$ SELECT (left(replace(id, '-', ''), 4) || substr(md5(id || name), 5))::uuid::text $$
        """;

    private static readonly string[] Tables =
    [
        "flow_case", "asked", "case_party", "running_inspector", "seat", "vote", "matter", "case_event", "assignment", "assignment_sitter", "timer", "notice", "notice_row",
    ];

    /// <param name="unit">Where the twin is; it needs the same edition and files there.</param>
    public static async Task<Guid> MakeAsync(NpgsqlConnection admin, UnitId from, Guid root, UnitId unit, string name)
    {
        await admin.ExecuteAsync(MakeId);
        await using var transaction = await admin.BeginTransactionAsync();
        // What is final may not be written any more; here it is written as it came about.
        await admin.ExecuteAsync("SET LOCAL session_replication_role = replica");
        foreach (var table in Tables)
        {
            var columns = string.Join(", ", await admin.QueryAsync<string>(
                """
                SELECT column_name FROM information_schema.columns
                WHERE table_schema = 'public' AND table_name = @table AND is_generated = 'NEVER' AND is_identity = 'NO'
                ORDER BY ordinal_position
                """,
                new { table }));
            await admin.ExecuteAsync(
                $"""
                 INSERT INTO {table} ({columns})
                 SELECT {string.Join(", ", columns.Split(", ").Select(c => $"r.{c}"))}
                 FROM {table} x
                 CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, to_jsonb(x) || jsonb_build_object('unit_id', @unit)
                   || (SELECT jsonb_object_agg(k.key, twin_of(k.value, @name)) FROM jsonb_each_text(to_jsonb(x)) k
                       WHERE k.key IN ('case_id', 'root_id', 'parent_id', 'campaign_id') AND k.value IS NOT NULL)
                   || CASE WHEN to_jsonb(x) ? 'title' THEN jsonb_build_object('title', '〔' || @name || '〕' || (to_jsonb(x)->>'title')) ELSE '{"{}"}' END
                   || CASE WHEN to_jsonb(x) ? 'number' THEN jsonb_build_object('number', NULL) ELSE '{"{}"}' END) r
                 WHERE x.unit_id = @from AND x.case_id IN (SELECT case_id FROM flow_case WHERE unit_id = @from AND root_id = @root)
                 """,
                new { unit = unit.Value, from = from.Value, root, name });
        }

        await transaction.CommitAsync();
        return await OfAsync(admin, root, name);
    }

    public static Task<Guid> OfAsync(NpgsqlConnection admin, Guid id, string name) =>
        admin.QuerySingleAsync<Guid>("SELECT twin_of(@id::text, @name)::uuid", new { id, name });
}
