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

    /// <summary>The campaign of a part is its item's, and so is the row, where he may know of that item.</summary>
    private const string From = """

        FROM flow_case i
        JOIN flow_case p ON p.unit_id = i.unit_id AND p.opened_month = i.parent_month AND p.case_id = i.parent_id
        LEFT JOIN flow_case g ON g.unit_id = p.unit_id AND g.opened_month = p.parent_month AND g.case_id = p.parent_id
          AND p.parent_id <> i.root_id
        CROSS JOIN LATERAL (
          SELECT i.unit_id, coalesce(g.case_id, p.case_id) AS case_id, coalesce(g.title, p.title) AS title,
                 coalesce(g.opened_at, p.opened_at) AS opened_at,
                 CASE WHEN g.case_id IS NULL THEN p.scope_month ELSE g.scope_month END AS scope_month,
                 CASE WHEN g.case_id IS NULL THEN p.scope_id ELSE g.scope_id END AS scope_id) k
        LEFT JOIN notice_row r ON r.unit_id = i.unit_id AND r.opened_month = i.root_month AND r.case_id = i.root_id
          AND r.row_no = CASE WHEN p.parent_id = i.root_id THEN i.child_key ELSE p.child_key END
          AND (p.parent_id = i.root_id OR (SELECT
        """ + " " + Gate.IsOpenTo + """
         FROM (SELECT p.unit_id, p.scope_month, p.scope_id) AS c))
        WHERE i.unit_id = @unit
          AND (@of_campaign::uuid IS NULL
            OR (p.opened_month = @of_month AND p.case_id = @of_campaign AND p.parent_id = i.root_id)
            OR (p.parent_month = @of_month AND p.parent_id = @of_campaign AND p.parent_id <> i.root_id))
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

    private const string All = """
        SELECT i.case_id, i.book_hash, i.workflow, i.stage, i.ended, i.title, i.child_key,
               CASE WHEN p.parent_id = i.root_id THEN NULL ELSE p.child_key END AS part_of, i.due_on,
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
        """ + From;

    private const string Page = All + " AND (@lamp::text IS NULL OR @lamp =" + LampRows.Colour + ")";

    private const string ByNumber = """

        ORDER BY k.opened_at DESC, k.case_id, r.place, i.root_id, part_of NULLS FIRST, i.child_key, i.case_id
        """;

    private const string ByDue = " ORDER BY i.due_on NULLS LAST, k.opened_at DESC, r.place, i.case_id";

    private const string ByLead = """

        ORDER BY (
            SELECT b.position
            FROM case_party q
            JOIN body b ON b.unit_id = q.unit_id AND b.body_id = q.body_id
            WHERE q.unit_id = i.unit_id AND q.opened_month = i.opened_month AND q.case_id = i.case_id AND q.party = @lead AND q.place = 0)
            NULLS LAST, k.opened_at DESC, r.place, i.case_id
        """;

    private const string ByMoved = " ORDER BY i.moved_at DESC, i.case_id";

    private const string Limit = " LIMIT @size OFFSET @skip";

    private const string Campaigns = """
        SELECT i.case_id, i.title
        FROM flow_case i
        JOIN flow_case p ON p.unit_id = i.unit_id AND p.opened_month = i.parent_month AND p.case_id = i.parent_id
        WHERE i.unit_id = @unit AND i.parent_id = i.root_id AND NOT
        """ + " " + ItemGate.IsAside + " AND " + ItemGate.IsSeen + " ORDER BY i.opened_at DESC, i.case_id";

    /// <summary>Who leads anything here that the reader may know of.</summary>
    private const string Leading = """
        SELECT DISTINCT person_id
        FROM case_party
        WHERE unit_id = @unit AND party = @leaders AND person_id IS NOT NULL AND case_id NOT IN (
          SELECT c.case_id
          FROM flow_case c
          WHERE c.unit_id = @unit AND c.scope_id IS NOT NULL AND NOT
        """ + " " + Gate.IsOpenTo + ")";

    /// <summary>Of <c>n (month, id, scope)</c>, an item.</summary>
    private const string OwnAndBranches = """
            SELECT b.unit_id, b.opened_month, b.case_id, b.parent_month, b.parent_id, b.book_hash, b.workflow, b.stage
            FROM flow_case b
            WHERE b.unit_id = @unit AND b.opened_month = n.month AND b.case_id = n.id
            UNION ALL
            SELECT b.unit_id, b.opened_month, b.case_id, b.parent_month, b.parent_id, b.book_hash, b.workflow, b.stage
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
              JOIN flow_case p ON p.unit_id = i.unit_id AND p.opened_month = i.parent_month AND p.case_id = i.parent_id
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
            SELECT FROM flow_case p
            CROSS JOIN (SELECT b.book_hash, b.workflow) i
            WHERE p.unit_id = b.unit_id AND p.opened_month = b.parent_month AND p.case_id = b.parent_id AND
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

    public static async Task<Dictionary<LampColour, int>> CountsAsync(
        NpgsqlConnection connection, DynamicParameters gate, CancellationToken cancellation) =>
        (await connection.QueryAsync<(string Lamp, int Count)>(
            new CommandDefinition(Counts, gate, cancellationToken: cancellation)))
            .ToDictionary(c => Enum.Parse<LampColour>(c.Lamp), c => c.Count);

    public static async Task<List<LedgerItem>> PageAsync(
        NpgsqlConnection connection, DynamicParameters gate, SortBy sort, CancellationToken cancellation)
    {
        var sql = sort switch
        {
            SortBy.Number => Page + ByNumber + Limit,
            SortBy.Due => Page + ByDue + Limit,
            SortBy.Lead => Page + ByLead + Limit,
            SortBy.Moved => Page + ByMoved + Limit,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return [.. await connection.QueryAsync<LedgerItem>(new CommandDefinition(sql, gate, cancellationToken: cancellation))];
    }

    /// <summary>Every item of one campaign, without pages.</summary>
    public static async Task<List<LedgerItem>> AllAsync(
        NpgsqlConnection connection, DynamicParameters gate, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<LedgerItem>(
            new CommandDefinition(All + ByNumber, gate, cancellationToken: cancellation))];

    public static async Task<(List<(Guid Id, string Title)> Campaigns, HashSet<PersonId> Leading)> ChoicesAsync(
        NpgsqlConnection connection, DynamicParameters gate, CancellationToken cancellation)
    {
        using var both = await connection.QueryMultipleAsync(
            new CommandDefinition(Campaigns + ";" + Leading, gate, cancellationToken: cancellation));
        var campaigns = (await both.ReadAsync<(Guid, string)>()).ToList();
        return (campaigns, [.. (await both.ReadAsync<int>()).Select(id => new PersonId(id))]);
    }

    public static async Task<Dictionary<CaseId, LastReport>> LastReportsAsync(
        NpgsqlConnection connection, UnitId unit, Editions editions, IReadOnlyCollection<CaseId> items,
        CancellationToken cancellation)
    {
        var parameters = new DynamicParameters();
        parameters.Add("unit", unit.Value);
        parameters.Add("months", items.Select(c => c.Month).ToArray());
        parameters.Add("cases", items.Select(c => c.Value).ToArray());
        parameters.Add("assigned", nameof(Party.AssignedDepartment));
        await ItemGate.AddToAsync(parameters, connection, unit, editions, cancellation);
        await InspectorRows.AddToAsync(parameters, connection, unit, editions, cancellation);
        var rows = await connection.QueryAsync<ReportRow>(
            new CommandDefinition(LastReports, parameters, cancellationToken: cancellation));
        return rows.ToDictionary(
            r => new CaseId(r.CaseId),
            r => new LastReport(r.BodyId is { } body ? new BodyId(body) : null, r.EffectiveOn, CaseJson.Event(r.Payload)));
    }

    public static async Task<Dictionary<CaseId, NextRung>> NextRungsAsync(
        NpgsqlConnection connection, UnitId unit, Editions editions, IReadOnlyCollection<CaseId> items,
        CancellationToken cancellation)
    {
        var parameters = new DynamicParameters();
        parameters.Add("unit", unit.Value);
        parameters.Add("months", items.Select(c => c.Month).ToArray());
        parameters.Add("cases", items.Select(c => c.Value).ToArray());
        await ItemGate.AddToAsync(parameters, connection, unit, editions, cancellation);
        return (await connection.QueryAsync<NextRung>(
            new CommandDefinition(NextRungs, parameters, cancellationToken: cancellation))).ToDictionary(r => new CaseId(r.CaseId));
    }

    private sealed record ReportRow(Guid CaseId, int? BodyId, DateOnly EffectiveOn, byte[] Payload);
}

/// <param name="Workflow">Of the item, or of the branch that meets it.</param>
internal sealed record NextRung(
    Guid CaseId, string BookHash, string Workflow, string Stage, int Rung, DateTimeOffset DueAt);

/// <param name="Body">Null where the item itself was reported on, by a person for all.</param>
internal sealed record LastReport(BodyId? Body, DateOnly On, CaseEvent Event);
