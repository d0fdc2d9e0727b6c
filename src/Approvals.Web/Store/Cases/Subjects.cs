using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Deadlines;
using Approvals.Engine.Definitions;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>
/// What a case is about, as far as deciding needs it: the counted facts, the hash of what is signed, and the rows of the
/// checklist. The notice's own feature writes these tables; here they are only read.
/// </summary>
internal static class Subjects
{
    /// <summary>Of many cases; no row for one that is about no notice.</summary>
    public const string Measure = """
        SELECT n.case_id, n.content_hash,
               (SELECT count(*)::int FROM notice_difference d
                WHERE d.unit_id = n.unit_id AND d.opened_month = n.opened_month AND d.case_id = n.case_id AND d.ruling IS NULL),
               (SELECT count(*)::int FROM notice_row r
                WHERE r.unit_id = n.unit_id AND r.opened_month = n.opened_month AND r.case_id = n.case_id
                  AND r.confirmed_at IS NULL AND r.same_as IS NULL) + n.title_proposed::int,
               (SELECT count(*)::int FROM notice_row r
                WHERE r.unit_id = n.unit_id AND r.opened_month = n.opened_month AND r.case_id = n.case_id AND r.same_as IS NULL),
               n.title_proposed::int
        FROM unnest(@months::date[], @cases::uuid[]) AS k (month, id)
        CROSS JOIN LATERAL (
          SELECT * FROM notice
          WHERE unit_id = @unit AND opened_month = k.month AND case_id = k.id
          OFFSET 0) n
        """;

    private const string Rows = """
        SELECT row_no, title, leaders, departments, lead_department, lasting, due_on, recurrence
        FROM notice_row
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND same_as IS NULL
        ORDER BY place
        """;

    public static (ImmutableDictionary<string, int> Measured, string? ContentHash) Read(NpgsqlDataReader row) => (
        ImmutableDictionary<string, int>.Empty
            .Add(Facts.OpenDifferences, row.GetInt32(2))
            .Add(Facts.Unconfirmed, row.GetInt32(3))
            .Add(Facts.NewRows, row.GetInt32(4))
            .Add(Facts.UnconfirmedTitle, row.GetInt32(5)),
        row.GetString(1));

    /// <summary>The rows of the checklist go to a case whose definition reads them; no other asks for them.</summary>
    public static async Task<Grants> WithChecklistAsync(
        NpgsqlConnection connection, UnitId unit, CaseId root, Workflow workflow, Grants grants,
        CancellationToken cancellation) =>
        workflow.ReadsRows
            ? grants with { Rows = await ChecklistAsync(connection, unit, root, cancellation) }
            : grants;

    /// <summary>The checklist of the notice at the root of a case.</summary>
    private static async Task<ImmutableArray<ChildSeed>> ChecklistAsync(
        NpgsqlConnection connection, UnitId unit, CaseId root, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Rows, connection);
        command.Parameters.AddWithValue("unit", unit.Value);
        command.Parameters.AddWithValue("month", root.Month);
        command.Parameters.AddWithValue("case", root.Value);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var seeds = ImmutableArray.CreateBuilder<ChildSeed>();
        while (await rows.ReadAsync(cancellation))
        {
            seeds.Add(Seed(rows));
        }

        return seeds.ToImmutable();
    }

    private static ChildSeed Seed(NpgsqlDataReader row)
    {
        var departments = row.GetFieldValue<int[]>(3).Select(id => new BodyId(id)).ToImmutableArray();
        return new ChildSeed(
            row.GetString(0),
            row.GetString(1),
            ImmutableDictionary<Party, PartyMembers>.Empty
                .Add(Party.ResponsibleLeaders, PartyMembers.Of([.. row.GetFieldValue<int[]>(2).Select(id => new PersonId(id))]))
                .Add(Party.ResponsibleDepartments, PartyMembers.Of(departments))
                .Add(Party.LeadDepartment, PartyMembers.Of(
                    row.IsDBNull(4) ? [.. departments.Take(1)] : ImmutableArray.Create(new BodyId(row.GetInt32(4))))),
            row.GetBoolean(5) ? [Facts.Lasting] : [],
            row.IsDBNull(6) ? null : row.GetFieldValue<DateOnly>(6))
        {
            Recurrence = row.IsDBNull(7) ? null : Recurrence.Parse(row.GetString(7)),
        };
    }
}
