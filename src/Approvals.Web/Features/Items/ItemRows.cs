using System.Text.Json;
using Approvals.Engine;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Items;

/// <summary>A case of an item's family: the item, its branches, its parts and theirs.</summary>
/// <param name="Seen">False for what was opened aside and the reader may not see: only that it is there, and since when.</param>
internal sealed record FamilyRow(
    Guid CaseId, Guid? ParentId, string Workflow, string Stage, bool Ended, DateTimeOffset OpenedAt, bool Seen);

/// <summary>The row of the checklist that an item was split from.</summary>
internal sealed record ChecklistRow(
    string RowNo, string Plan, string Standard, bool Lasting, DateOnly? DueOn, string Notice, string? Points, string? Read);

/// <summary>What the store knows about one item.</summary>
internal static class ItemRows
{
    /// <summary>
    /// The gate stands at the item: who may see it reads its whole story, branches and parts included. What was opened
    /// aside (an excuse, a leader's word) is not of the item, and what has a 知悉范围 of its own is not for all its readers, so the gate
    /// stands at each once more.
    /// </summary>
    public const string Family = """
        WITH RECURSIVE family AS (
          SELECT i.opened_month, i.case_id, i.parent_id, i.workflow, i.stage, i.ended, i.opened_at, i.scope_id, true AS seen
          FROM flow_case i
          WHERE i.unit_id = @unit AND i.opened_month = @month AND i.case_id = @case AND
        """ + ItemGate.IsItem + " AND " + ItemGate.MaySeeIt + Below;

    /// <summary>After the first member of <c>family</c>: everybody below it.</summary>
    internal const string Below = """

          UNION ALL
          SELECT i.opened_month, i.case_id, i.parent_id, i.workflow, i.stage, i.ended, i.opened_at, i.scope_id,
                 (i.scope_id IS NOT DISTINCT FROM p.scope_id AND NOT
        """ + " " + ItemGate.IsAside + " OR " + ItemGate.MaySeeIt + """
        )
          FROM family p
          JOIN flow_case i ON i.unit_id = @unit AND i.parent_month = p.opened_month AND i.parent_id = p.case_id
          WHERE p.seen
        )
        SELECT case_id, parent_id, workflow, stage, ended, opened_at, seen
        FROM family
        ORDER BY opened_at, case_id
        """;

    /// <summary>What the reader read in that row comes along: its points and the deadline's own words.</summary>
    private const string Checklist = """
        SELECT r.row_no, r.plan, r.standard, r.lasting, r.due_on, coalesce(n.number, n.title) AS notice, r.points,
               (SELECT e.value::text
                FROM jsonb_array_elements(CASE jsonb_typeof(n.draft->'items') WHEN 'array' THEN n.draft->'items' ELSE '[]' END) e
                WHERE e.value->>'no' = read_no(r)
                LIMIT 1) AS read
        FROM notice_row r
        JOIN notice n ON n.unit_id = r.unit_id AND n.opened_month = r.opened_month AND n.case_id = r.case_id
        WHERE r.unit_id = @unit AND r.opened_month = @month AND r.case_id = @case AND r.row_no = @row
        """;

    /// <summary>Null where there is no such row, or it is not for the reader.</summary>
    public static Task<ChecklistRow?> ChecklistAsync(
        NpgsqlConnection connection, UnitId unit, Lineage line, CancellationToken cancellation) =>
        line.RowIsKept ? Task.FromResult<ChecklistRow?>(null) : connection.QuerySingleOrDefaultAsync<ChecklistRow?>(new CommandDefinition(
            Checklist,
            new { unit = unit.Value, month = line.Root.Id.Month, @case = line.Root.Id.Value, row = line.Row },
            cancellationToken: cancellation));

    /// <summary>Null where the row was typed by hand.</summary>
    public static NoticeItem? Read(ChecklistRow? row) =>
        row?.Read is { } json ? JsonSerializer.Deserialize<NoticeItem>(json, NoticeJson.Options) : null;
}
