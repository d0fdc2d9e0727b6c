using System.Collections.Immutable;
using Approvals.Engine;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Cases;

/// <summary>One case of a line of descent.</summary>
public sealed record Kin(CaseId Id, WorkflowId Workflow, string Title, string Key);

/// <summary>
/// A case and those it descends from, itself first and the notice last. Which page tells of a case follows from its
/// place in the line alone: the notice, what it opened (专题活动), the rows of that (事项), and below them either parts,
/// which are rows of the same definition, or the departments' branches.
/// </summary>
public sealed record Lineage(ImmutableArray<Kin> Chain)
{
    public Kin Self => Chain[0];

    public Kin Root => Chain[^1];

    /// <summary>Null for the notice itself.</summary>
    public Kin? Campaign => Chain.Length > 1 ? Chain[^2] : null;

    /// <summary>The nearest row, itself included; null above the rows.</summary>
    public Kin? Item => Chain.Length > 2 ? Chain.First(IsItem) : null;

    /// <summary>第3项; a part of it is 3-1.</summary>
    public string No => string.Join('-', Chain.Take(Math.Max(0, Chain.Length - 2)).Where(IsItem).Reverse().Select(k => k.Key));

    /// <summary>The row's key in the checklist; empty above the rows.</summary>
    public string Row => Chain.Length > 2 ? Chain[^3].Key : "";

    public string Href => this switch
    {
        { Item: { } item } when item != Self => $"{HrefOf(item)}#{Anchor(Self.Id)}",
        { Item: { } item } => HrefOf(item),
        { Campaign: { } campaign } => $"/campaigns/{campaign.Id.Value}",
        _ => $"/notices/{Root.Id.Value}",
    };

    /// <summary>What it comes from, as the page above its own; null for the notice.</summary>
    public Link? From => Campaign is not { } campaign ? null
        : campaign == Self ? new Link(Root.Title, $"/notices/{Root.Id.Value}")
        : new Link(campaign.Title, $"/campaigns/{campaign.Id.Value}");

    /// <summary>Element id of a branch on its item's page.</summary>
    public static string Anchor(CaseId branch) => $"branch-{branch}";

    private static string HrefOf(Kin item) => $"/items/{item.Id.Value}";

    private bool IsItem(Kin kin) => kin.Workflow == Chain[^3].Workflow;
}

/// <summary>Reads lines of descent. Their titles are those of pages above, which whoever sees the case may see.</summary>
public static class Lineages
{
    private const string Climb = """
        WITH RECURSIVE line AS (
          SELECT c.case_id AS descendant, 0 AS step, c.opened_month, c.case_id, c.parent_month, c.parent_id, c.workflow, c.title,
                 c.child_key
          FROM unnest(@months::date[], @cases::uuid[]) AS n (month, id)
          JOIN flow_case c ON c.unit_id = @unit AND c.opened_month = n.month AND c.case_id = n.id
          UNION ALL
          SELECT l.descendant, l.step + 1, p.opened_month, p.case_id, p.parent_month, p.parent_id, p.workflow, p.title,
            p.child_key
          FROM line l
          JOIN flow_case p ON p.unit_id = @unit AND p.opened_month = l.parent_month AND p.case_id = l.parent_id
        )
        SELECT descendant, case_id, workflow, title, child_key
        FROM line
        ORDER BY descendant, step
        """;

    public static async Task<IReadOnlyDictionary<CaseId, Lineage>> ReadAsync(
        NpgsqlConnection connection, UnitId unit, IReadOnlyCollection<CaseId> cases, CancellationToken cancellation)
    {
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            Climb,
            new
            {
                unit = unit.Value,
                months = cases.Select(c => c.Month).ToArray(),
                cases = cases.Select(c => c.Value)
                .ToArray()
            },
            cancellationToken: cancellation));
        return rows.GroupBy(r => new CaseId(r.Descendant)).ToDictionary(
            g => g.Key,
            g => new Lineage([.. g.Select(r => new Kin(new CaseId(r.CaseId), new WorkflowId(r.Workflow), r.Title, r.ChildKey))]));
    }

    private sealed record Row(Guid Descendant, Guid CaseId, string Workflow, string Title, string ChildKey);
}
