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

    /// <summary>Over <c>case_party p</c> of <c>flow_case c</c>: <c>Sights.Gives</c>.</summary>
    private const string PartyGives = """
        CASE
              WHEN p.party IN ('Drafter', 'DraftingDepartment') THEN
                (p.person_id = @person OR p.body_id = ANY (@texts_of))
                AND (c.parent_id IS NULL OR NOT EXISTS (
                  SELECT FROM flow_case t
                  WHERE t.unit_id = c.unit_id AND t.opened_month = c.root_month AND t.case_id = c.root_id AND 'published' = ANY (t.facts)))
              WHEN c.parent_id IS NULL THEN 'published' = ANY (c.facts) AND (p.person_id = @person OR p.body_id = ANY (@posted))
              WHEN p.party IN ('Countersigners', 'Addressees', 'ConsultedDepartments') THEN false
              WHEN p.party IN ('AssignedDepartment', 'HostDepartment') THEN p.body_id = ANY (@bodies)
              ELSE p.person_id = @person OR (p.body_id = ANY (@bodies) AND NOT EXISTS (
                SELECT FROM case_party z
                WHERE z.unit_id = c.unit_id AND z.opened_month = c.opened_month AND z.case_id = c.case_id
                  AND z.party = 'AssignedDepartment'))
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
    /// What he sees, and the campaigns below which he sees all (true). What names him is read once: what he has a part in, what he
    /// answers for and what he oversees are three questions about it. Upwards most cases know by their own row what they stand below;
    /// only a part's branches are asked for what stands between.
    /// </summary>
    private const string Seen = "WITH RECURSIVE his AS (" + HisSeats + """
        ), named AS MATERIALIZED (
          SELECT c.opened_month, c.case_id, c.parent_month, c.parent_id, c.campaign_id, c.root_month, c.root_id,
        """ + " " + IsOpenTo + " AS open, " + PartyGives + """
         AS gives,
                 p.party = 'ResponsibleDepartments' AND p.body_id = ANY (@posted) AS answers,
        """ + " " + PartyOversees + """
         AS oversees
          FROM case_party p
          JOIN flow_case c ON c.unit_id = p.unit_id AND c.opened_month = p.opened_month AND c.case_id = p.case_id
          WHERE p.unit_id = @unit AND (p.person_id = @person OR p.body_id = ANY (@posted || @bodies || @texts_of))
        ), whole AS MATERIALIZED (
          SELECT DISTINCT case_id FROM named WHERE oversees AND parent_id = root_id
        ), asked_in (month, id) AS (
          SELECT k.opened_month, k.case_id
          FROM asked k
          WHERE k.unit_id = @unit AND k.person_id = @person
          UNION
          SELECT a.opened_month, a.case_id
          FROM his
          JOIN assignment a ON a.unit_id = @unit AND a.case_id = his.case_id AND a.seat_no = his.seat_no
          UNION
          SELECT c.opened_month, c.case_id
          FROM seat s
          JOIN flow_case c ON c.unit_id = s.unit_id AND c.opened_month = s.opened_month AND c.case_id = s.case_id
          WHERE s.unit_id = @unit AND
        """ + " " + ItsTurnComes + """

        ), part AS MATERIALIZED (
          SELECT opened_month, case_id, parent_month, parent_id, campaign_id, root_id
          FROM named
          WHERE open AND gives
          UNION
          SELECT c.opened_month, c.case_id, c.parent_month, c.parent_id, c.campaign_id, c.root_id
          FROM asked_in a
          JOIN flow_case c ON c.unit_id = @unit AND c.opened_month = a.month AND c.case_id = a.id
          WHERE
        """ + " " + IsOpenTo + """

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
          SELECT t.case_id
          FROM (SELECT DISTINCT root_month, root_id FROM named WHERE open AND answers AND parent_id IS NOT NULL) r
          JOIN flow_case t ON t.unit_id = @unit AND t.opened_month = r.root_month AND t.case_id = r.root_id
          WHERE 'published' = ANY (t.facts)) known
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
