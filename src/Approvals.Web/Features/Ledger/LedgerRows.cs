using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Inspection;
using Approvals.Web.Features.Items;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Ledger;

/// <summary>One item of the ledger.</summary>
/// <param name="PartOf">The key of the item that it is a part of; null for a row of the checklist.</param>
internal sealed record LedgerItem(
    Guid CaseId, string BookHash, string Workflow, string Stage, bool Ended, string Title, string ChildKey, string? PartOf,
    DateOnly? DueOn,
    string? Campaign, int[] Leaders, int[] Departments, int? LeadDepartment, DateOnly? FirstDueOn, int Extensions, bool Suspended)
{
    public CaseId Case => new(CaseId);
}

/// <summary>
/// The ledger's queries: every item that the person may see, filtered, sorted and counted by the same conditions.
/// </summary>
internal static class LedgerRows
{
    /// <summary>Over the campaign <c>flow_case k</c>: somebody may be named in an item and not in what it stands below.</summary>
    private const string CampaignIsOpen = "(SELECT " + Gate.IsOpenTo + " FROM (SELECT k.unit_id, k.scope_month, k.scope_id) AS c)";

    /// <summary>
    /// The row of a part is its item's (<c>p</c>), where he may know of that item; a part of a part has none. Each join finds one
    /// row or none: the server leaves out what a query asks nothing of.
    /// </summary>
    private const string From = """

        FROM flow_case i
        LEFT JOIN flow_case k ON k.unit_id = i.unit_id AND k.opened_month = i.campaign_month AND k.case_id = i.campaign_id
        LEFT JOIN flow_case p ON p.unit_id = i.unit_id AND p.opened_month = i.parent_month AND p.case_id = i.parent_id
          AND p.case_id = CASE WHEN i.parent_id <> i.campaign_id THEN i.parent_id END
        LEFT JOIN notice_row r ON r.unit_id = i.unit_id AND r.opened_month = i.root_month AND r.case_id = i.root_id
          AND r.row_no = CASE WHEN p.case_id IS NULL THEN i.child_key ELSE p.child_key END
          AND (p.case_id IS NULL OR p.parent_id = i.campaign_id AND (SELECT
        """ + " " + Gate.IsOpenTo + """
         FROM (SELECT p.unit_id, p.scope_month, p.scope_id) AS c))
        WHERE i.unit_id = @unit
          AND (@of_campaign::uuid IS NULL OR (i.campaign_month = @of_month AND i.campaign_id = @of_campaign))
          AND (@stage::text IS NULL OR i.stage = @stage)
          AND (@q::text IS NULL OR position(lower(@q) IN lower(i.title || ' ' || coalesce(r.plan,
            '') || ' ' || coalesce(r.standard, ''))) > 0)
          AND (@body::int IS NULL OR EXISTS (
            SELECT FROM case_party q
            WHERE q.unit_id = i.unit_id AND q.opened_month = i.opened_month AND q.case_id = i.case_id
              AND q.party = @departments AND q.body_id = @body))
          AND (@led_by::int IS NULL OR EXISTS (
            SELECT FROM case_party q
            WHERE q.unit_id = i.unit_id AND q.opened_month = i.opened_month AND q.case_id = i.case_id
              AND q.party = @leaders AND q.person_id = @led_by))
          AND
        """ + ItemGate.IsItem + " AND " + ItemGate.IsSeen;

    private const string Counts = "SELECT n.lamp, count(*)::int FROM (SELECT " + LampRows.Colour + " AS lamp" + From
        + ") n GROUP BY n.lamp";

    /// <summary>
    /// What a row shows is read of the <c>page</c> alone: as columns of the statement that sorts, it would be read for every row before a
    /// last page too.
    /// </summary>
    private const string Shown = """
        )
        SELECT i.case_id, i.book_hash, i.workflow, i.stage, i.ended, i.title, i.child_key,
               p.child_key AS part_of, i.due_on,
               CASE WHEN
        """ + " " + CampaignIsOpen + """
         THEN k.title ELSE @hidden END AS campaign,
               ARRAY(SELECT q.person_id FROM case_party q
                     WHERE q.unit_id = i.unit_id AND q.opened_month = i.opened_month AND q.case_id = i.case_id
                       AND q.party = @leaders
                     ORDER BY q.place) AS leaders,
               ARRAY(SELECT q.body_id FROM case_party q
                     WHERE q.unit_id = i.unit_id AND q.opened_month = i.opened_month AND q.case_id = i.case_id
                       AND q.party = @departments
                     ORDER BY q.place) AS departments,
               (SELECT q.body_id FROM case_party q
                WHERE q.unit_id = i.unit_id AND q.opened_month = i.opened_month AND q.case_id = i.case_id AND q.party = @lead
                  AND q.place = 0) AS lead_department,
               i.first_due_on, i.extensions, i.suspended_at IS NOT NULL AS suspended
        FROM page
        JOIN flow_case i ON i.unit_id = @unit AND i.opened_month = page.month AND i.case_id = page.id
        LEFT JOIN flow_case k ON k.unit_id = @unit AND k.opened_month = page.campaign_month AND k.case_id = page.campaign
        LEFT JOIN flow_case p ON p.unit_id = @unit AND p.opened_month = page.whole_month AND p.case_id = page.whole
        ORDER BY page.line
        """;

    private const string HasLamp = " AND (@lamp::text IS NULL OR @lamp =" + LampRows.Colour + ")";

    private const string Page = """
        WITH page AS MATERIALIZED (
          SELECT i.opened_month AS month, i.case_id AS id, i.campaign_month, i.campaign_id AS campaign, p.opened_month AS whole_month,
                 p.case_id AS whole, row_number() OVER (ORDER BY
        """ + " ";

    private const string Line = ") AS line" + From;

    private const string Limited = Line + HasLamp + " ORDER BY line LIMIT @size OFFSET @skip" + Shown;

    private const string ByNumber = "k.opened_at DESC, k.case_id, r.place, i.root_id, p.child_key NULLS FIRST, i.child_key, i.case_id";

    private const string PageByNumber = Page + ByNumber + Limited;

    private const string AllByNumber = Page + ByNumber + Line + Shown;

    private const string PageByDue = Page + "i.due_on NULLS LAST, k.opened_at DESC, r.place, i.case_id" + Limited;

    private const string PageByLead = Page + """
        (SELECT (SELECT b.position FROM body b WHERE b.unit_id = q.unit_id AND b.body_id = q.body_id)
            FROM case_party q
            WHERE q.unit_id = i.unit_id AND q.opened_month = i.opened_month AND q.case_id = i.case_id AND q.party = @lead AND q.place = 0)
            NULLS LAST, k.opened_at DESC, r.place, i.case_id
        """ + Limited;

    private const string PageByMoved = Page + "i.moved_at DESC, i.case_id" + Limited;

    private const string Campaigns = """
        SELECT i.case_id, i.title
        FROM flow_case i
        WHERE i.unit_id = @unit AND i.parent_id = i.root_id AND NOT
        """ + " " + ItemGate.IsAside + " AND " + ItemGate.IsSeen + " ORDER BY i.opened_at DESC, i.case_id";

    /// <summary>Who leads anything here that the reader may know of.</summary>
    private const string Leading = """
        SELECT h.person_id
        FROM person h
        WHERE h.unit_id = @unit AND EXISTS (
          SELECT FROM case_party q
          WHERE q.unit_id = h.unit_id AND q.person_id = h.person_id AND q.party = @leaders AND q.case_id NOT IN (
            SELECT c.case_id
            FROM flow_case c
            WHERE c.unit_id = @unit AND c.scope_id IS NOT NULL AND NOT
        """ + " " + Gate.IsOpenTo + "))";

    /// <summary>Of <c>n (month, id, scope)</c>, an item.</summary>
    private const string OwnAndBranches = """
            SELECT b.unit_id, b.opened_month, b.case_id, b.parent_workflow, b.book_hash, b.workflow, b.stage
            FROM flow_case b
            WHERE b.unit_id = @unit AND b.opened_month = n.month AND b.case_id = n.id
            UNION ALL
            SELECT b.unit_id, b.opened_month, b.case_id, b.parent_workflow, b.book_hash, b.workflow, b.stage
            FROM flow_case b
            WHERE b.unit_id = @unit AND b.parent_month = n.month AND b.parent_id = n.id AND b.scope_id IS NOT DISTINCT FROM n.scope
        """;

    /// <summary>
    /// The newest report of each item of one page, its own or a branch's; what inspectors wrote is no progress, nor is
    /// what was said aside or in asking for it: not all who see the row may read that.
    /// </summary>
    private const string LastReports = """
        SELECT n.id AS case_id, t.body_id, t.effective_on, t.payload
        FROM (
          SELECT k.month, k.id, z.scope_id AS scope
          FROM unnest(@months::date[], @cases::uuid[]) AS k (month, id)
          JOIN flow_case z ON z.unit_id = @unit AND z.opened_month = k.month AND z.case_id = k.id) n
        CROSS JOIN LATERAL (
          SELECT e.effective_on, e.payload,
                 (SELECT q.body_id FROM case_party q
                  WHERE q.unit_id = b.unit_id AND q.opened_month = b.opened_month AND q.case_id = b.case_id
                    AND q.party = @assigned
                  LIMIT 1) AS body_id
          FROM (
        """ + OwnAndBranches + """
          ) b
          JOIN case_event e ON e.unit_id = b.unit_id AND e.opened_month = b.opened_month AND e.case_id = b.case_id
          WHERE e.kind IN ('vote-cast', 'report-made') AND position(convert_to('"Report":', 'UTF8') IN e.payload) > 0
            AND NOT EXISTS (
              SELECT FROM flow_case i
              WHERE i.unit_id = b.unit_id
                AND ((i.opened_month = b.opened_month AND i.case_id = b.case_id)
                     OR (i.parent_month = b.opened_month AND i.parent_id = b.case_id AND i.opened_at = e.recorded_at))
                AND
        """ + " " + ItemGate.IsAside + ") AND NOT " + InspectorRows.ByInspector + """

          ORDER BY e.recorded_at DESC, e.seq DESC
          LIMIT 1
        ) t
        """;

    /// <summary>
    /// The next rung that an item or one of its branches meets; what was opened aside has its own page's line.
    /// </summary>
    private const string NextRungs = """
        SELECT DISTINCT ON (n.id) n.id AS case_id, b.book_hash, b.workflow, b.stage, t.rung, t.due_at
        FROM (
          SELECT k.month, k.id, z.scope_id AS scope
          FROM unnest(@months::date[], @cases::uuid[]) AS k (month, id)
          JOIN flow_case z ON z.unit_id = @unit AND z.opened_month = k.month AND z.case_id = k.id) n
        CROSS JOIN LATERAL (
        """ + OwnAndBranches + """
        ) b
        JOIN timer t ON t.unit_id = b.unit_id AND t.case_id = b.case_id
        WHERE t.rung IS NOT NULL
          AND NOT EXISTS (
            SELECT FROM (SELECT b.book_hash, b.workflow, b.parent_workflow) i
            WHERE
        """ + " " + ItemGate.IsAside + """
        )
        ORDER BY n.id, t.due_at
        """;

    public static void AddTo(DynamicParameters gate, LedgerQuery query)
    {
        gate.Add("of_campaign", query.Campaign);
        gate.Add("of_month", query.Campaign is { } campaign ? new CaseId(campaign).Month : null);
        gate.Add("stage", query.Stage);
        gate.Add("q", query.Text);
        gate.Add("body", query.Body);
        gate.Add("led_by", query.Person);
        gate.Add("lamp", query.Lamp?.ToString());
        gate.Add("hidden", Texts.Scopes.Hidden);
        gate.Add("leaders", nameof(Party.ResponsibleLeaders));
        gate.Add("departments", nameof(Party.ResponsibleDepartments));
        gate.Add("lead", nameof(Party.LeadDepartment));
        gate.Add("size", LedgerQuery.PageSize);
        gate.Add("skip", (query.Page - 1) * LedgerQuery.PageSize);
    }

    /// <summary>One page, with the counts of all and what can be chosen: one round trip.</summary>
    public static async Task<FoundItems> FindAsync(
        NpgsqlConnection connection, DynamicParameters gate, SortBy sort, CancellationToken cancellation)
    {
        var page = sort switch
        {
            SortBy.Number => PageByNumber,
            SortBy.Due => PageByDue,
            SortBy.Lead => PageByLead,
            SortBy.Moved => PageByMoved,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        using var answers = await connection.QueryMultipleAsync(new CommandDefinition(
            string.Join(';', Counts, page, Campaigns, Leading), gate, cancellationToken: cancellation));
        var counts = (await answers.ReadAsync<(string Lamp, int Count)>()).ToDictionary(c => Enum.Parse<LampColour>(c.Lamp), c => c.Count);
        var items = (await answers.ReadAsync<LedgerItem>()).AsList();
        var campaigns = (await answers.ReadAsync<(Guid, string)>()).AsList();
        return new FoundItems(items, counts, campaigns, [.. (await answers.ReadAsync<int>()).Select(id => new PersonId(id))]);
    }

    /// <summary>Every item of one campaign, without pages.</summary>
    public static async Task<List<LedgerItem>> AllAsync(
        NpgsqlConnection connection, DynamicParameters gate, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<LedgerItem>(
            new CommandDefinition(AllByNumber, gate, cancellationToken: cancellation))];

    /// <summary>The last report on each and the rung that comes next: one round trip.</summary>
    /// <param name="books">By <see cref="Editions.AllAsync"/>.</param>
    public static async Task<(Dictionary<CaseId, LastReport> Reports, Dictionary<CaseId, NextRung> Rungs)> AboutAsync(
        NpgsqlConnection connection, UnitId unit, IReadOnlyList<WorkflowBook> books, IReadOnlyCollection<CaseId> items,
        CancellationToken cancellation)
    {
        using var answers = await connection.QueryMultipleAsync(new CommandDefinition(
            $"{LastReports};{NextRungs}", Of(unit, books, items), cancellationToken: cancellation));
        return (Reports(await answers.ReadAsync<ReportRow>()), (await answers.ReadAsync<NextRung>()).ToDictionary(r => new CaseId(r.CaseId)));
    }

    /// <param name="books">By <see cref="Editions.AllAsync"/>.</param>
    public static async Task<Dictionary<CaseId, LastReport>> LastReportsAsync(
        NpgsqlConnection connection, UnitId unit, IReadOnlyList<WorkflowBook> books, IReadOnlyCollection<CaseId> items,
        CancellationToken cancellation) => Reports(await connection.QueryAsync<ReportRow>(
            new CommandDefinition(LastReports, Of(unit, books, items), cancellationToken: cancellation)));

    private static Dictionary<CaseId, LastReport> Reports(IEnumerable<ReportRow> rows) => rows.ToDictionary(
        r => new CaseId(r.CaseId),
        r => new LastReport(r.BodyId is { } body ? new BodyId(body) : null, r.EffectiveOn, CaseJson.Event(r.Payload)));

    private static DynamicParameters Of(UnitId unit, IReadOnlyList<WorkflowBook> books, IReadOnlyCollection<CaseId> items)
    {
        var parameters = new DynamicParameters();
        parameters.Add("unit", unit.Value);
        parameters.Add("months", items.Select(c => c.Month).ToArray());
        parameters.Add("cases", items.Select(c => c.Value).ToArray());
        parameters.Add("assigned", nameof(Party.AssignedDepartment));
        ItemGate.AddTo(parameters, books);
        InspectorRows.AddTo(parameters, books);
        return parameters;
    }

    private sealed record ReportRow(Guid CaseId, int? BodyId, DateOnly EffectiveOn, byte[] Payload);
}

/// <summary>One page of the ledger's items, and what belongs to all pages of it.</summary>
/// <param name="Counts">Of all that is found, by lamp.</param>
/// <param name="Leading">Who leads anything that the reader may know of.</param>
internal sealed record FoundItems(
    List<LedgerItem> Items, Dictionary<LampColour, int> Counts, List<(Guid Id, string Title)> Campaigns, HashSet<PersonId> Leading);

/// <param name="Workflow">Of the item, or of the branch that meets it.</param>
internal sealed record NextRung(
    Guid CaseId, string BookHash, string Workflow, string Stage, int Rung, DateTimeOffset DueAt);

/// <param name="Body">Null where the item itself was reported on, by a person for all.</param>
internal sealed record LastReport(BodyId? Body, DateOnly On, CaseEvent Event);
