using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>
/// The numbers of a case's children, for a definition that weighs them together; no other asks for them. Read under the case's
/// lock, after it: a child that gives another number meanwhile asks the case to look again.
/// </summary>
internal static class ChildNumbers
{
    // Of children that were split off again for the same body or row the latest counts.
    private const string Read = """
        SELECT DISTINCT ON (c.workflow, c.child_key) c.workflow, c.stage, c.measures
        FROM flow_case c
        WHERE c.unit_id = @unit AND c.parent_month = @month AND c.parent_id = @case
        ORDER BY c.workflow, c.child_key, c.parent_round DESC NULLS LAST, c.opened_at DESC
        """;

    public static bool AreAskedBy(Workflow workflow) => workflow.ChildSums.Any(s => s.Name is not null);

    public static async Task<Grants> WithAsync(
        NpgsqlConnection connection, UnitId unit, CaseId id, Workflow workflow, Grants grants, CancellationToken cancellation)
    {
        if (!AreAskedBy(workflow))
        {
            return grants;
        }

        await using var command = new NpgsqlCommand(Read, connection);
        command.Parameters.AddWithValue("unit", unit.Value);
        command.Parameters.AddWithValue("month", id.Month);
        command.Parameters.AddWithValue("case", id.Value);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var children = ImmutableArray.CreateBuilder<ChildMeasures>();
        while (await rows.ReadAsync(cancellation))
        {
            children.Add(new ChildMeasures(
                new WorkflowId(rows.GetString(0)), new StageId(rows.GetString(1)),
                Measures.None.AddRange(CaseJson.Read<Dictionary<string, decimal>>(rows.GetString(2)))));
        }

        return grants with { ChildMeasures = children.ToImmutable() };
    }
}
