using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Access;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace Approvals.Web.Features.Access;

/// <summary>
/// Who may see a case: <see cref="Sights"/> as SQL, the same answer for every case and person, which a test holds. Every list,
/// count, search, file and message carries one of its predicates. What asks about one case, or about the few of one family, asks each
/// (<see cref="MaySeeCase"/>, with <see cref="Parameters"/>); a list over all that the unit ever had asks once for the set
/// (<see cref="IsSeen"/>, with <see cref="ForManyAsync"/>), whose cost grows with what the person has had a part in alone.
/// What is asked of one case goes from key to key (<c>OFFSET 0</c>), whatever the tables held when the server made its plan.
/// </summary>
public static partial class Gate
{
    /// <summary>Over <c>flow_case c</c>: its definition has published it (公开).</summary>
    public const string IsPublishedCase = "('" + Facts.Published + "' = ANY (c.facts))";

    /// <summary>
    /// Over <c>flow_case c</c>: nothing restricts it (知悉范围), or he is named; never null, so that NOT means the others. Alone only
    /// where the person has a part in the case all the same: a seat that waits for him, a message to him.
    /// </summary>
    public const string IsOpenTo = """
        (c.scope_id IS NULL OR c.scope_id IS NOT DISTINCT FROM @within OR EXISTS (
           SELECT FROM scope_person n
           WHERE n.unit_id = c.unit_id AND n.opened_month = c.scope_month AND n.case_id = c.scope_id AND n.person_id = @person
           OFFSET 0))
        """;

    /// <summary>Over <c>flow_case c</c>.</summary>
    public const string MaySeeCase = "(" + IsOpenTo + """
         AND (@sees_all OR c.scope_id IS NOT NULL OR
        """ + " " + HasPart + " OR " + Oversees + " OR " + HasPartBelow + "))";

    /// <summary>Over <c>flow_case c</c>: he sees whatever descends from it, as he sees all or oversees it.</summary>
    public const string SeesWhole = "(" + IsOpenTo + " AND (@sees_all OR " + Oversees + "))";

    /// <summary>Over <c>flow_case c</c>: he may have a file made of all that descends from it.</summary>
    public const string TakesWhole = "(" + IsOpenTo + " AND (@takes_all OR " + Hosts + "))";

    /// <summary>
    /// Over <c>flow_case c</c> and the instant <c>paper.made_at</c>: nothing below it was restricted after that paper of the whole was
    /// made, or he is named.
    /// </summary>
    public const string MayReadPaper = """
        NOT EXISTS (
          SELECT FROM flow_case d
          JOIN case_event e ON e.unit_id = d.unit_id AND e.opened_month = d.opened_month AND e.case_id = d.case_id AND e.kind = 'scope-set'
          WHERE d.unit_id = c.unit_id AND d.root_id = c.root_id AND d.scope_id = d.case_id AND d.scope_id IS DISTINCT FROM c.scope_id
            AND e.recorded_at > paper.made_at
            AND NOT EXISTS (
              SELECT FROM scope_person n
              WHERE n.unit_id = d.unit_id AND n.opened_month = d.scope_month AND n.case_id = d.scope_id AND n.person_id = @person))
        """;

    private const string HasPart = "(" + Gives + " OR " + Asks + ")";

    /// <summary>A party of the case gives sight of it.</summary>
    private const string Gives = """
        EXISTS (
          SELECT FROM case_party p
          WHERE p.unit_id = c.unit_id AND p.opened_month = c.opened_month AND p.case_id = c.case_id AND
        """ + " " + PartyGives + ")";

    /// <summary>He was asked in it, or has had a part in it: <c>SeenCase.Asks</c>.</summary>
    private const string Asks = """
        EXISTS (
           SELECT FROM asked k
           WHERE k.unit_id = c.unit_id AND k.person_id = @person AND k.opened_month = c.opened_month AND k.case_id = c.case_id
           OFFSET 0)
         OR EXISTS (
           SELECT FROM assignment_sitter s
           WHERE s.unit_id = c.unit_id AND s.case_id = c.case_id
             AND (s.person_id = ANY (@persons)
                  OR EXISTS (SELECT FROM unnest(@roles::text[], @role_bodies::int[]) AS h (role, body)
                             WHERE h.role = s.role AND (s.body_id IS NULL OR s.body_id = h.body)))
           OFFSET 0)
         OR EXISTS (
           SELECT FROM assignment h
           WHERE h.unit_id = c.unit_id AND h.case_id = c.case_id AND h.holder = ANY (@persons)
           OFFSET 0)
         OR EXISTS (
           SELECT FROM seat s
           WHERE s.unit_id = c.unit_id AND s.opened_month = c.opened_month AND s.case_id = c.case_id AND
        """ + " " + ItsTurnComes + ")";

    /// <summary>The case and those above it, without the text at the top.</summary>
    private const string Line = """
          WITH RECURSIVE line (month, id, parent_month, parent_id) AS (
            SELECT c.opened_month, c.case_id, c.parent_month, c.parent_id
            UNION ALL
            SELECT a.opened_month, a.case_id, a.parent_month, a.parent_id
            FROM line l
            CROSS JOIN LATERAL (
              SELECT a.opened_month, a.case_id, a.parent_month, a.parent_id
              FROM flow_case a
              WHERE a.unit_id = c.unit_id AND a.opened_month = l.parent_month AND a.case_id = l.parent_id
              OFFSET 0) a
          )
          SELECT FROM line l
          CROSS JOIN LATERAL (
            SELECT p.party, p.person_id, p.body_id
            FROM case_party p
            WHERE p.unit_id = c.unit_id AND p.opened_month = l.month AND p.case_id = l.id
            OFFSET 0) p
          WHERE l.parent_id IS NOT NULL AND
        """;

    private const string Oversees = "EXISTS (" + Line + " " + PartyOversees + ")";

    private const string Hosts = "EXISTS (" + Line + " p.party = 'HostDepartment' AND p.body_id = ANY (@taking))";

    /// <summary>What he sees below it he sees from here too; an issued text is all the people's of a department that answers for part of it.</summary>
    private const string HasPartBelow = """
        EXISTS (
          WITH RECURSIVE below (month, id) AS (
            SELECT d.opened_month, d.case_id
            FROM flow_case d
            WHERE d.unit_id = c.unit_id AND d.parent_month = c.opened_month AND d.parent_id = c.case_id
            UNION ALL
            SELECT d.opened_month, d.case_id
            FROM below b
            CROSS JOIN LATERAL (
              SELECT d.opened_month, d.case_id
              FROM flow_case d
              WHERE d.unit_id = c.unit_id AND d.parent_month = b.month AND d.parent_id = b.id
              OFFSET 0) d
          )
          SELECT
          FROM (SELECT c.unit_id AS unit, c.parent_id IS NULL AND 'published' = ANY (c.facts) AS issued) o
          CROSS JOIN below b
          CROSS JOIN LATERAL (
            SELECT c.unit_id, c.opened_month, c.case_id, c.parent_id, c.root_month, c.root_id, c.facts, c.scope_month, c.scope_id, c.round,
                   c.round_open
            FROM flow_case c
            WHERE c.unit_id = o.unit AND c.opened_month = b.month AND c.case_id = b.id
            OFFSET 0) c
          WHERE
        """ + " " + IsOpenTo + " AND (c.scope_id IS NOT NULL OR " + HasPart + """
             OR (o.issued AND EXISTS (
               SELECT FROM case_party p
               WHERE p.unit_id = c.unit_id AND p.opened_month = c.opened_month AND p.case_id = c.case_id
                 AND p.party = 'ResponsibleDepartments' AND p.body_id = ANY (@posted)
               OFFSET 0))))
        """;

    private const string ScopeOf = "SELECT scope_id FROM flow_case WHERE unit_id = @unit AND opened_month = @month AND case_id = @case";

    /// <summary>Of one case, whether he may see it.</summary>
    internal const string One = """
        SELECT EXISTS (
          SELECT FROM flow_case c
          WHERE c.unit_id = @unit AND c.opened_month = @month AND c.case_id = @case AND
        """ + " " + MaySeeCase + ")";

    /// <summary>The predicate for one case.</summary>
    public static Task<bool> MaySeeAsync(
        NpgsqlConnection connection, CaseId id, CurrentUser user, WorkflowBook book, CancellationToken cancellation)
    {
        var parameters = Parameters(user, book);
        parameters.Add("month", id.Month);
        parameters.Add("case", id.Value);
        return connection.ExecuteScalarAsync<bool>(new CommandDefinition(One, parameters, cancellationToken: cancellation));
    }

    /// <summary>The same in a transaction of its own.</summary>
    public static Task<bool> MaySeeAsync(
        Database database, CaseId id, CurrentUser user, WorkflowBook book, CancellationToken cancellation) => database.ReadInUnitAsync(
        user.Unit.Id, (connection, _) => MaySeeAsync(connection, id, user, book, cancellation), cancellation);

    /// <summary>The same for a hot path's own batch: one row, whether he may.</summary>
    public static NpgsqlBatchCommand MaySee(CaseId id, CurrentUser user, WorkflowBook book)
    {
        var command = CaseRows.Command(One, user.Unit.Id, id);
        var viewer = Viewer.Of(user.Person.Id, user.Posts, user.Directory.Directory, user.Today, book);
        foreach (var (name, value) in ValuesOf(user.Unit.Id, viewer, user.Today).Where(v => !command.Parameters.Contains(v.Name)))
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.Parameters.Add(new NpgsqlParameter("within", NpgsqlDbType.Uuid) { Value = DBNull.Value });
        return command;
    }

    /// <summary>Whether its definition has published it.</summary>
    public static bool IsPublished(Case @case) => @case.Facts.Contains(Facts.Published);

    /// <summary>Whose sight the predicates ask for, beside the query's own parameters.</summary>
    public static DynamicParameters Parameters(CurrentUser user, WorkflowBook book) =>
        Of(user.Unit.Id, Viewer.Of(user.Person.Id, user.Posts, user.Directory.Directory, user.Today, book), user.Today);

    /// <summary>
    /// The same for the program itself, which writes down the whole of a case; who may then read what it wrote is asked of him who
    /// asks. What has a 知悉范围 of its own below the case is in no paper of it.
    /// </summary>
    internal static async Task<DynamicParameters> WholeAsync(
        NpgsqlConnection connection, UnitId unit, CaseId id, DateOnly today, CancellationToken cancellation)
    {
        var parameters = Of(unit, new Viewer(new PersonId(0), true, true, [], [], [], [], [], []), today);
        var scope = await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            ScopeOf, new { unit = unit.Value, month = id.Month, @case = id.Value }, cancellationToken: cancellation));
        parameters.Add("within", scope, System.Data.DbType.Guid);
        AddSeen(parameters, [], []);
        return parameters;
    }

    private static DynamicParameters Of(UnitId unit, Viewer viewer, DateOnly today)
    {
        var parameters = new DynamicParameters();
        foreach (var (name, value) in ValuesOf(unit, viewer, today))
        {
            parameters.Add(name, value);
        }

        parameters.Add("within", null, System.Data.DbType.Guid);
        return parameters;
    }

    private static IEnumerable<(string Name, object Value)> ValuesOf(UnitId unit, Viewer viewer, DateOnly today) =>
    [
        ("unit", unit.Value),
        ("person", viewer.Person.Value),
        ("sees_all", viewer.SeesAll),
        ("takes_all", viewer.TakesAll),
        ("posted", Values(viewer.Posted)),
        ("bodies", Values(viewer.Bodies)),
        ("texts_of", Values(viewer.Drafting)),
        ("taking", Values(viewer.Taking)),
        ("persons", viewer.Hands.Select(p => p.Value).ToArray()),
        ("roles", viewer.Held.Select(h => h.Role.Value).ToArray()),
        ("role_bodies", viewer.Held.Select(h => h.Body.Value).ToArray()),
        ("today", today),
    ];

    private static int[] Values(ImmutableArray<BodyId> bodies) => [.. bodies.Select(b => b.Value)];

    /// <summary>Whether he may take files away of whatever there is.</summary>
    public static bool Takes(CurrentUser user, WorkflowBook book) =>
        user.Posts.Any(p => book.Carries(p.Role, Power.SeeAll) && book.Carries(p.Role, Power.TakeAway));

    /// <summary>Whether one of the person's posts carries the power today.</summary>
    public static bool Has(CurrentUser user, WorkflowBook book, Power power) => user.Posts.Any(p => book.Carries(p.Role, power));
}
