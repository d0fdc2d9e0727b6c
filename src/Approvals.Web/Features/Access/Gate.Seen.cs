using Approvals.Engine.Access;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Identity;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Access;

/// <summary>The rule over all cases of a unit at once, and the terms that both shapes of it share.</summary>
public static partial class Gate
{
    /// <summary>Over <c>flow_case c</c>: as <see cref="MaySeeCase"/>, with the parameters of <see cref="ForManyAsync"/>.</summary>
    public const string IsSeen = "(" + IsOpenTo + """
         AND (@sees_all OR c.scope_id IS NOT NULL OR c.case_id IN (SELECT unnest(@seen::uuid[]))
           OR c.campaign_id IN (SELECT unnest(@overseen::uuid[]))))
        """;

    /// <summary>Case and seat of every open seat that is for the person or for one for whom he stands in, from the sitters' own indexes.</summary>
    public const string HisSeats = """
        SELECT s.case_id, s.seat_no
        FROM assignment_sitter s
        WHERE s.unit_id = @unit AND s.person_id = ANY (@persons)
        UNION
        SELECT a.case_id, a.seat_no
        FROM assignment a
        WHERE a.unit_id = @unit AND a.holder = ANY (@persons)
        UNION
        SELECT s.case_id, s.seat_no
        FROM unnest(@roles::text[], @role_bodies::int[]) AS h (role, body)
        JOIN assignment_sitter s ON s.unit_id = @unit AND s.role = h.role AND (s.body_id IS NULL OR s.body_id = h.body)
        """;

    private const string IsDrafting = "p.party IN ('Drafter', 'DraftingDepartment')";

    /// <summary>They see by being asked, or once the text is issued.</summary>
    private const string IsTold = "p.party IN ('Countersigners', 'Addressees', 'ConsultedDepartments')";

    private const string IsInCharge = "p.party IN ('AssignedDepartment', 'HostDepartment')";

    /// <summary>Over a case <c>c</c>: parts of it are the departments' own, each sees its own.</summary>
    private const string IsAssigned = """
        EXISTS (
                SELECT FROM case_party z
                WHERE z.unit_id = c.unit_id AND z.opened_month = c.opened_month AND z.case_id = c.case_id
                  AND z.party = 'AssignedDepartment')
        """;

    /// <summary>Over <c>case_party p</c> of <c>flow_case c</c>: <c>Sights.Gives</c>.</summary>
    private const string PartyGives = """
        CASE
              WHEN
        """ + " " + IsDrafting + """
         THEN
                (p.person_id = @person OR p.body_id = ANY (@texts_of))
                AND (c.parent_id IS NULL OR NOT EXISTS (
                  SELECT FROM flow_case t
                  WHERE t.unit_id = c.unit_id AND t.opened_month = c.root_month AND t.case_id = c.root_id AND 'published' = ANY (t.facts)))
              WHEN c.parent_id IS NULL THEN 'published' = ANY (c.facts) AND (p.person_id = @person OR p.body_id = ANY (@posted))
              WHEN
        """ + " " + IsTold + """
         THEN false
              WHEN
        """ + " " + IsInCharge + """
         THEN p.body_id = ANY (@bodies)
              ELSE p.person_id = @person OR (p.body_id = ANY (@bodies) AND NOT
        """ + " " + IsAssigned + """
        )
            END
        """;

    /// <summary>Over <c>case_party p</c>: <c>Sights.Oversees</c>.</summary>
    private const string PartyOversees = """
        p.party IN ('Inspectors', 'HostDepartment') AND (p.person_id = @person OR p.body_id = ANY (@bodies))
        """;

    /// <summary>Over <c>seat s</c> of <c>flow_case c</c>: it waits for its turn (轮候), and then for him.</summary>
    private const string ItsTurnComes = """
        (s.state = 'Waiting' AND c.round_open AND s.round = c.round AND (s.holder = ANY (@persons) OR EXISTS (
             SELECT FROM jsonb_to_recordset(s.sitters) AS t ("Person" int, "Body" int, "Role" text)
             LEFT JOIN unnest(@roles::text[], @role_bodies::int[]) AS h (role, body)
               ON h.role = t."Role" AND (t."Body" IS NULL OR t."Body" = h.body)
             WHERE t."Person" = ANY (@persons) OR h.role IS NOT NULL)))
        """;

    // A plan for any person, filter and sort is one for none: it took seconds where the plan for these very values took milliseconds.
    private const string PlanEachTime = "SET LOCAL plan_cache_mode = force_custom_plan";

    /// <summary>
    /// What he sees, and the campaigns below which he sees all (true). What names him and where he was asked is gathered by case, what
    /// each way of being named may give as a mark; then each case is asked once where it stands, from an index that holds nothing else, by
    /// its key, so that the cost is that of his own cases whatever the server thinks of their number. Upwards most cases know by their own
    /// row what they stand below; only a part's branches are asked for what stands between.
    /// </summary>
    private const string Seen = "WITH RECURSIVE his AS (" + HisSeats + """
        ), mark (month, id, drafts, issued_to, takes_part, leads, answers, oversees, asked) AS (
          SELECT p.opened_month, p.case_id,
        """ + " " + IsDrafting + " AND (p.person_id = @person OR p.body_id = ANY (@texts_of)), NOT " + IsDrafting + """
         AND (p.person_id = @person OR p.body_id = ANY (@posted)),
                 CASE WHEN
        """ + " " + IsInCharge + " THEN p.body_id = ANY (@bodies) ELSE p.person_id = @person AND NOT " + IsDrafting + " AND NOT " + IsTold + """
         END,
                 p.body_id = ANY (@bodies) AND NOT
        """ + " " + IsDrafting + " AND NOT " + IsTold + " AND NOT " + IsInCharge + """
        ,
                 p.party = 'ResponsibleDepartments' AND p.body_id = ANY (@posted),
        """ + " " + PartyOversees + """
        , false
          FROM case_party p
          WHERE p.unit_id = @unit AND (p.person_id = @person OR p.body_id = ANY (@posted || @bodies || @texts_of))
          UNION ALL
          SELECT k.opened_month, k.case_id, false, false, false, false, false, false, true
          FROM asked k
          WHERE k.unit_id = @unit AND k.person_id = @person
          UNION ALL
          SELECT a.opened_month, a.case_id, false, false, false, false, false, false, true
          FROM his
          JOIN assignment a ON a.unit_id = @unit AND a.case_id = his.case_id AND a.seat_no = his.seat_no
          UNION ALL
          SELECT c.opened_month, c.case_id, false, false, false, false, false, false, true
          FROM seat s
          JOIN flow_case c ON c.unit_id = s.unit_id AND c.opened_month = s.opened_month AND c.case_id = s.case_id
          WHERE s.unit_id = @unit AND
        """ + " " + ItsTurnComes + """

        ), issued AS MATERIALIZED (
          SELECT case_id
          FROM flow_case
          WHERE unit_id = @unit AND parent_id IS NULL AND 'published' = ANY (facts)
        ), named AS MATERIALIZED (
          SELECT c.unit_id, c.opened_month, c.case_id, c.parent_month, c.parent_id, c.campaign_id, c.root_id,
        """ + " " + IsOpenTo + """
         AS open, m.drafts, m.issued_to, m.takes_part, m.leads, m.answers, m.oversees, m.asked
          FROM (
            SELECT month, id, bool_or(drafts) AS drafts, bool_or(issued_to) AS issued_to, bool_or(takes_part) AS takes_part,
                   bool_or(leads) AS leads, bool_or(answers) AS answers, bool_or(oversees) AS oversees, bool_or(asked) AS asked
            FROM mark
            GROUP BY month, id) m
          CROSS JOIN LATERAL (
            SELECT unit_id, opened_month, case_id, parent_month, parent_id, campaign_id, root_id, scope_month, scope_id
            FROM flow_case
            WHERE unit_id = @unit AND opened_month = m.month AND case_id = m.id
            OFFSET 0) c
        ), whole AS MATERIALIZED (
          SELECT case_id FROM named WHERE oversees AND parent_id = root_id
        ), part AS MATERIALIZED (
          SELECT opened_month, case_id, parent_month, parent_id, campaign_id, root_id
          FROM named c
          WHERE open AND (asked
            OR drafts AND (parent_id IS NULL OR root_id NOT IN (SELECT case_id FROM issued))
            OR issued_to AND parent_id IS NULL AND case_id IN (SELECT case_id FROM issued)
            OR parent_id IS NOT NULL AND (takes_part OR leads AND NOT
        """ + " " + IsAssigned + """
        ))
          UNION
          SELECT c.opened_month, c.case_id, c.parent_month, c.parent_id, c.campaign_id, c.root_id
          FROM scope_person n
          JOIN flow_case c ON c.unit_id = n.unit_id AND c.scope_month = n.opened_month AND c.scope_id = n.case_id
          WHERE n.unit_id = @unit AND n.person_id = @person
        ), single AS MATERIALIZED (
          SELECT opened_month, case_id, parent_month, parent_id, campaign_id
          FROM part p
          WHERE NOT EXISTS (SELECT FROM whole w WHERE w.case_id = p.campaign_id)
        ), between (month, id, parent_month, parent_id, campaign_id) AS (
          SELECT c.opened_month, c.case_id, c.parent_month, c.parent_id, c.campaign_id
          FROM (
            SELECT DISTINCT parent_month AS month, parent_id AS id
            FROM single s
            WHERE parent_id <> campaign_id AND NOT EXISTS (SELECT FROM single o WHERE o.case_id = s.parent_id)) k
          JOIN flow_case c ON c.unit_id = @unit AND c.opened_month = k.month AND c.case_id = k.id
          UNION
          SELECT c.opened_month, c.case_id, c.parent_month, c.parent_id, c.campaign_id
          FROM between b
          JOIN flow_case c ON c.unit_id = @unit AND c.opened_month = b.parent_month AND c.case_id = b.parent_id
          WHERE b.parent_id <> b.campaign_id
        ), overseen (month, id) AS (
          SELECT opened_month, case_id
          FROM named n
          WHERE oversees AND parent_id <> root_id AND NOT EXISTS (SELECT FROM whole w WHERE w.case_id = n.campaign_id)
          UNION
          SELECT d.opened_month, d.case_id
          FROM overseen o
          JOIN flow_case d ON d.unit_id = @unit AND d.parent_month = o.month AND d.parent_id = o.id
        )
        SELECT case_id, true FROM whole
        UNION ALL
        SELECT id, false
        FROM (
          SELECT case_id AS id FROM whole
          UNION
          SELECT root_id FROM part
          UNION
          SELECT unnest(ARRAY[case_id, parent_id, campaign_id]) FROM single
          UNION
          SELECT unnest(ARRAY[id, parent_id]) FROM between
          UNION
          SELECT id FROM overseen
          UNION
          SELECT root_id
          FROM named
          WHERE open AND answers AND parent_id IS NOT NULL AND root_id IN (SELECT case_id FROM issued)) known
        WHERE id IS NOT NULL
        """;

    /// <summary>
    /// As <see cref="Parameters"/>, and what the person sees: for lists that carry <see cref="IsSeen"/>. What the transaction reads after
    /// it is planned for its own values each time.
    /// </summary>
    public static async Task<DynamicParameters> ForManyAsync(
        NpgsqlConnection connection, CurrentUser user, WorkflowBook book, CancellationToken cancellation)
    {
        var viewer = Viewer.Of(user.Person.Id, user.Posts, user.Directory.Directory, user.Today, book);
        var parameters = Of(user.Unit.Id, viewer, user.Today);
        if (viewer.SeesAll)
        {
            await connection.ExecuteAsync(new CommandDefinition(PlanEachTime, cancellationToken: cancellation));
            AddSeen(parameters, [], []);
            return parameters;
        }

        var seen = (await connection.QueryAsync<(Guid Case, bool Whole)>(
            new CommandDefinition(PlanEachTime + "; " + Seen, parameters, cancellationToken: cancellation))).ToLookup(s => s.Whole, s => s.Case);
        AddSeen(parameters, [.. seen[false]], [.. seen[true]]);
        return parameters;
    }

    /// <param name="overseen">Campaigns.</param>
    private static void AddSeen(DynamicParameters parameters, Guid[] seen, Guid[] overseen)
    {
        parameters.Add("seen", seen);
        parameters.Add("overseen", overseen);
    }
}
