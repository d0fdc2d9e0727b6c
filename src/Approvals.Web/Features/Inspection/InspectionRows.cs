using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Items;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Inspection;

/// <summary>The seats of named inspectors: from the campaigns that name the person, never by a stage's name.</summary>
internal static class InspectionRows
{
    private const string Seats = """

        FROM case_party q
        JOIN flow_case p ON p.unit_id = q.unit_id AND p.opened_month = q.opened_month AND p.case_id = q.case_id AND NOT p.ended
        JOIN flow_case i ON i.unit_id = p.unit_id AND i.parent_month = p.opened_month AND i.parent_id = p.case_id
        JOIN seat s ON s.unit_id = i.unit_id AND s.opened_month = i.opened_month AND s.case_id = i.case_id
        WHERE q.unit_id = @unit AND q.person_id = @person AND q.party = @inspectors
          AND s.sitters @> jsonb_build_array(jsonb_build_object('Person', @person)) AND
        """ + ItemGate.MaySeeItem;

    public const string Any = "SELECT EXISTS (SELECT" + Seats + ")";

    /// <summary>The newest of the person's rounds in each item.</summary>
    private const string Mine = "SELECT DISTINCT ON (i.case_id) i.case_id, s.round, s.seat_no, s.stage, s.due_on" + Seats + """

        ORDER BY i.case_id, s.round DESC
        """;

    public static void AddTo(DynamicParameters gate) => gate.Add("inspectors", nameof(Party.Inspectors));

    public static async Task<List<InspectedRow>> MineAsync(
        NpgsqlConnection connection, DynamicParameters gate, CancellationToken cancellation)
    {
        AddTo(gate);
        return [.. await connection.QueryAsync<InspectedRow>(new CommandDefinition(Mine, gate, cancellationToken: cancellation))];
    }
}

internal sealed record InspectedRow(Guid CaseId, int Round, int SeatNo, string Stage, DateOnly? DueOn)
{
    public CaseId Case => new(CaseId);
}
