using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Cases;

/// <summary>One case of a line of descent.</summary>
/// <param name="Aside">Opened by an action or by a rung, not split off by its parent's stages (<see cref="Asides"/>).</param>
public sealed record Kin(CaseId Id, WorkflowId Workflow, string Title, string Key, bool Aside)
{
    /// <summary>It follows a recurrence (例行任务): no department's part of the work.</summary>
    public bool Recurs { get; init; }

    /// <summary>The reader may not know of it (知悉范围): it has no title for him.</summary>
    public bool IsKept { get; init; }

    /// <summary>Somebody asked for it (发起): there is no notice, and it has a page of its own.</summary>
    public bool Requested { get; init; }
}

/// <summary>
/// A case and those it descends from, itself first and the notice last. Which page tells of a case follows from its
/// place in the line alone: the notice, what it opened (专题活动), the rows of that (事项), and below them either parts,
/// which are rows of the same definition, or the departments' branches. What was opened aside (延期申请 …) has no page of its
/// own: it stands on the page of what it was opened in. What somebody asked for (办事) has one page for itself and all below it.
/// </summary>
public sealed record Lineage(ImmutableArray<Kin> Chain)
{
    public Kin Self => Chain[0];

    public Kin Root => Chain[^1];

    /// <summary>Whether it was opened aside, or stems from what was.</summary>
    public bool IsAside => Chain.Any(k => k.Aside);

    /// <summary>Null for the notice itself.</summary>
    public Kin? Campaign => Upright.Length > 1 && !Root.Requested ? Chain[^2] : null;

    /// <summary>The nearest row, itself included, or the whole that somebody asked for; null above the rows.</summary>
    public Kin? Item => Root.Requested ? Root : Upright.Length > 2 ? Upright.First(IsItem) : null;

    /// <summary>第3项; a part of it is 3-1.</summary>
    public string No => Root.Requested ? "" : string.Join('-', Upright.Take(Math.Max(0, Upright.Length - 2)).Where(IsItem).Reverse().Select(k => k.Key));

    /// <summary>The row's key in the checklist; empty above the rows.</summary>
    public string Row => Upright.Length > 2 ? Chain[^3].Key : "";

    /// <summary>The reader may not know of what stands in that row: he is named in a part of it alone.</summary>
    public bool RowIsKept => Upright.Length > 2 && Chain[^3].IsKept;

    public string Href
    {
        get
        {
            var (kin, href) = this switch
            {
                { Item: { } item } => (item, HrefOf(item)),
                { Campaign: { } campaign } => (campaign, $"/campaigns/{campaign.Id.Value}"),
                _ => (Root, $"/notices/{Root.Id.Value}"),
            };
            return kin == Self ? href : $"{href}#{Anchor(Self.Id)}";
        }
    }

    /// <summary>What it comes from, as the page above its own; null for the notice.</summary>
    public Link? From => Self == Root ? null
        : Root.Requested ? new Link(Root.Title, HrefOf(Root))
        : Campaign is not { } campaign ? new Link(Root.Title, $"/notices/{Root.Id.Value}")
        : campaign == Self ? new Link(Root.Title, $"/notices/{Root.Id.Value}")
        : new Link(campaign.Title, $"/campaigns/{campaign.Id.Value}");

    /// <summary>From the nearest ancestor, or itself, that was split off all the way down.</summary>
    private ImmutableArray<Kin> Upright => Chain[(Chain.Select(k => k.Aside).ToList().LastIndexOf(true) + 1)..];

    /// <summary>Element id of a branch, or of what was opened aside, on the page that tells of it.</summary>
    public static string Anchor(CaseId branch) => $"branch-{branch}";

    private static string HrefOf(Kin item) => $"/{(item.Requested ? "affairs" : "items")}/{item.Id.Value}";

    private bool IsItem(Kin kin) => kin.Workflow == Chain[^3].Workflow;
}

/// <summary>
/// Reads lines of descent. Their titles are those of pages above, which whoever sees the case may see; but where he is named in the case
/// and not above it, what stands there has no title for him.
/// </summary>
public static class Lineages
{
    private const string Climb = """
        WITH RECURSIVE line AS (
          SELECT c.case_id AS descendant, 0 AS step, c.opened_month, c.case_id, c.parent_month, c.parent_id
          FROM unnest(@months::date[], @cases::uuid[]) AS n (month, id)
          JOIN flow_case c ON c.unit_id = @unit AND c.opened_month = n.month AND c.case_id = n.id
          UNION ALL
          SELECT l.descendant, l.step + 1, p.opened_month, p.case_id, p.parent_month, p.parent_id
          FROM line l
          JOIN flow_case p ON p.unit_id = @unit AND p.opened_month = l.parent_month AND p.case_id = l.parent_id
        )
        SELECT l.descendant, c.case_id, c.workflow, c.title, c.book_hash, c.child_key,
        """ + " " + Gate.IsOpenTo + """
         AS seen
        FROM line l
        JOIN flow_case c ON c.unit_id = @unit AND c.opened_month = l.opened_month AND c.case_id = l.case_id
        ORDER BY l.descendant, l.step
        """;

    public static async Task<IReadOnlyDictionary<CaseId, Lineage>> ReadAsync(
        NpgsqlConnection connection, CurrentUser user, Editions editions, IReadOnlyCollection<CaseId> cases,
        CancellationToken cancellation)
    {
        var gate = Gate.Parameters(user, editions.Current);
        gate.Add("months", cases.Select(c => c.Month).ToArray());
        gate.Add("cases", cases.Select(c => c.Value).ToArray());
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(Climb, gate, cancellationToken: cancellation))).ToList();
        var books = new Dictionary<string, WorkflowBook>();
        foreach (var hash in rows.Select(r => r.BookHash).Distinct().ToList())
        {
            books[hash] = await editions.GetAsync(connection, user.Unit.Id, hash, cancellation);
        }

        return rows.GroupBy(r => new CaseId(r.Descendant)).ToDictionary(
            g => g.Key,
            g => new Lineage([.. g.Zip(g.Select(r => (Row?)r).Skip(1).Append(null), (row, above) => Of(row, above, books))]));
    }

    private static Kin Of(Row row, Row? above, Dictionary<string, WorkflowBook> books) => new(
        new CaseId(row.CaseId), new WorkflowId(row.Workflow), row.Seen ? row.Title : Texts.Scopes.Hidden, row.ChildKey,
        above is not null && Asides.Is(books[row.BookHash], new WorkflowId(above.Workflow), new WorkflowId(row.Workflow)))
    {
        IsKept = !row.Seen,
        Recurs = books[row.BookHash][new WorkflowId(row.Workflow)].Recurs,
        Requested = above is null && books[row.BookHash][new WorkflowId(row.Workflow)].IsRequested,
    };

    private sealed record Row(Guid Descendant, Guid CaseId, string Workflow, string Title, string BookHash, string ChildKey, bool Seen);
}
