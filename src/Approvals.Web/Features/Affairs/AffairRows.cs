using Approvals.Web.Features.Access;
using Approvals.Web.Features.Items;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Affairs;

/// <summary>A case that somebody asked for, in the list.</summary>
internal sealed record AffairRow(
    Guid CaseId, string Title, string BookHash, string Workflow, string Stage, bool Ended, DateTimeOffset OpenedAt, int? AskedBy, int Total);

/// <summary>What the store knows of what people asked for: a case on top that no notice belongs to.</summary>
internal static class AffairRows
{
    /// <summary>Over <c>flow_case c</c>.</summary>
    private const string IsAffair = """
        c.case_id = c.root_id AND NOT EXISTS (
           SELECT FROM notice n WHERE n.unit_id = c.unit_id AND n.opened_month = c.opened_month AND n.case_id = c.case_id)
        """;

    /// <summary>Empty where there is none or the person may not see it.</summary>
    public const string Family = """
        WITH RECURSIVE family AS (
          SELECT c.opened_month, c.case_id, c.parent_id, c.workflow, c.stage, c.ended, c.opened_at, c.scope_id, true AS seen
          FROM flow_case c
          WHERE c.unit_id = @unit AND c.opened_month = @month AND c.case_id = @case AND
        """ + " " + IsAffair + " AND " + Gate.MaySeeCase + ItemRows.Below;

    private const string List = """
        SELECT c.case_id, c.title, c.book_hash, c.workflow, c.stage, c.ended, c.opened_at,
               (SELECT e.actor
                FROM case_event e
                WHERE e.unit_id = c.unit_id AND e.opened_month = c.opened_month AND e.case_id = c.case_id AND e.seq = 1) AS asked_by,
               count(*) OVER ()::int AS total
        FROM flow_case c
        WHERE c.unit_id = @unit AND
        """ + " " + IsAffair + " AND " + Gate.IsSeen + """

        ORDER BY c.ended, c.opened_at DESC, c.case_id
        LIMIT @size OFFSET @skip
        """;

    /// <summary>What is open first, the newest first.</summary>
    public static async Task<List<AffairRow>> ListAsync(
        NpgsqlConnection connection, DynamicParameters gate, int page, int size, CancellationToken cancellation)
    {
        gate.Add("size", size);
        gate.Add("skip", (page - 1) * size);
        return [.. await connection.QueryAsync<AffairRow>(new CommandDefinition(List, gate, cancellationToken: cancellation))];
    }
}
