using Approvals.Engine;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Items;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Inspection;

/// <summary>
/// The seats of named inspectors: from what runs and names the person, never by a stage's name. A campaign names them for its items, an
/// item for itself. Each step goes by its key, since most people inspect nothing and every page asks.
/// </summary>
internal static class InspectionRows
{
    private const string Seats = """

        FROM running_inspector q
        CROSS JOIN LATERAL (
          SELECT i.unit_id, i.opened_month, i.case_id, i.scope_month, i.scope_id
          FROM flow_case i
          WHERE i.unit_id = @unit AND i.parent_month = q.opened_month AND i.parent_id = q.case_id
          UNION ALL
          SELECT i.unit_id, i.opened_month, i.case_id, i.scope_month, i.scope_id
          FROM flow_case i
          WHERE i.unit_id = @unit AND i.opened_month = q.opened_month AND i.case_id = q.case_id AND NOT EXISTS (
            SELECT FROM running_inspector o
            WHERE o.unit_id = @unit AND o.person_id = @person AND o.opened_month = i.parent_month AND o.case_id = i.parent_id)
          OFFSET 0) i
        CROSS JOIN LATERAL (
          SELECT s.round, s.seat_no, s.stage, s.due_on
          FROM seat s
          WHERE s.unit_id = @unit AND s.opened_month = i.opened_month AND s.case_id = i.case_id
            AND s.sitters @> jsonb_build_array(jsonb_build_object('Person', @person))
          OFFSET 0) s
        WHERE q.unit_id = @unit AND q.person_id = @person
        """;

    /// <summary>Every page asks it for its bar: whoever has a seat sees the item, unless it is restricted to others.</summary>
    public const string Any = "SELECT EXISTS (SELECT" + Seats + " AND (SELECT " + Gate.IsOpenTo
        + " FROM (SELECT i.unit_id, i.scope_month, i.scope_id) AS c))";

    /// <summary>The newest of the person's rounds in each item.</summary>
    private const string Mine =
        "SELECT DISTINCT ON (i.case_id) i.case_id, s.round, s.seat_no, s.stage, s.due_on, "
        + "count(*) OVER (PARTITION BY i.case_id)::int AS rounds" + Seats + " AND " + ItemGate.MaySeeIt + """

        ORDER BY i.case_id, s.round DESC
        """;

    /// <summary>The items themselves with their branches: their events hold reports, ratings and conclusions.</summary>
    private const string Families = """
        SELECT b.case_id
        FROM unnest(@months::date[], @cases::uuid[]) AS n (month, id)
        JOIN flow_case i ON i.unit_id = @unit AND i.opened_month = n.month AND i.case_id = n.id
        JOIN flow_case b ON b.unit_id = i.unit_id
          AND ((b.opened_month = i.opened_month AND b.case_id = i.case_id)
               OR (b.parent_month = i.opened_month AND b.parent_id = i.case_id AND b.workflow <> i.workflow))
        WHERE
        """ + ItemGate.MaySeeIt;

    /// <summary>Of rows alone: the number of a part is another row's.</summary>
    private const string Standards = """
        SELECT i.case_id, r.standard
        FROM unnest(@months::date[], @cases::uuid[]) AS n (month, id)
        JOIN flow_case i ON i.unit_id = @unit AND i.opened_month = n.month AND i.case_id = n.id
        JOIN notice_row r ON r.unit_id = i.unit_id AND r.opened_month = i.root_month AND r.case_id = i.root_id
          AND r.row_no = i.child_key
        JOIN flow_case p ON p.unit_id = i.unit_id AND p.opened_month = i.parent_month AND p.case_id = i.parent_id AND p.parent_id = i.root_id
        WHERE r.standard <> '' AND
        """ + ItemGate.MaySeeIt;

    public static async Task<(List<CaseId> Family, Dictionary<CaseId, string> Standards)> AboutAsync(
        NpgsqlConnection connection, DynamicParameters gate, IReadOnlyCollection<CaseId> items, CancellationToken cancellation)
    {
        gate.Add("months", items.Select(c => c.Month).ToArray());
        gate.Add("cases", items.Select(c => c.Value).ToArray());
        using var both = await connection.QueryMultipleAsync(
            new CommandDefinition(Families + ";" + Standards, gate, cancellationToken: cancellation));
        var family = (await both.ReadAsync<Guid>()).Select(id => new CaseId(id)).ToList();
        return (
            family, (await both.ReadAsync<(Guid Id, string Standard)>()).ToDictionary(s => new CaseId(s.Id), s => s.Standard));
    }

    public static async Task<List<InspectedRow>> MineAsync(
        NpgsqlConnection connection, DynamicParameters gate, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<InspectedRow>(new CommandDefinition(Mine, gate, cancellationToken: cancellation))];
}

internal sealed record InspectedRow(Guid CaseId, int Round, int SeatNo, string Stage, DateOnly? DueOn, int Rounds)
{
    public CaseId Case => new(CaseId);
}
