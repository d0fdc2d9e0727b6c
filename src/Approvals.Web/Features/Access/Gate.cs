using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Access;

/// <summary>What a person may look at, as far as his posts of the day say.</summary>
/// <param name="SeesAll">One of his roles sees every case of the unit.</param>
/// <param name="Bodies">Those whose cases he sees.</param>
/// <param name="Posted">Those in which he holds any post: a host's campaign is everybody's there.</param>
public sealed record Viewer(
    UnitId Unit, PersonId Person, bool SeesAll, ImmutableArray<BodyId> Bodies, ImmutableArray<BodyId> Posted)
{
    public static Viewer Of(CurrentUser user, WorkflowBook book) => new(
        user.Unit.Id,
        user.Person.Id,
        user.Posts.Any(p => book.Carries(p.Role, Power.SeeAll)),
        [.. user.Posts.Where(p => book.Carries(p.Role, Power.SeeBody)).Select(p => p.Body).Distinct()],
        [.. user.Posts.Select(p => p.Body).Distinct()]);
}

/// <summary>What stands around a case, as far as seeing it goes.</summary>
/// <param name="Above">The parties of those it descends from, the parent first; empty for a notice.</param>
/// <param name="Reporters">Who made reports in it: a report is no vote.</param>
public sealed record Around(
    ImmutableArray<ImmutableDictionary<Party, PartyMembers>> Above, ImmutableHashSet<PersonId> Reporters);

/// <summary>
/// Who may see a case: the only gate, in two forms that a test holds equal. A case is seen by those who see all; by its
/// own parties, people and bodies; by whoever voted, reported or wrote down a vote in it, in whose place somebody did, or who
/// asked for it; by those to whom it was copied (抄送); by the inspectors and the host (验收组, 主办科室) of anything that it
/// descends from; by whoever its open seats wait for, or who stands in for him; and, once a notice is published or has been
/// split, the notice and what it opened by the whole unit.
/// </summary>
public static class Gate
{
    /// <summary>Over <c>flow_case c</c>: what <see cref="IsPublished"/> says.</summary>
    public const string IsPublishedCase = "(c.splits <> '{}' OR '" + Facts.Published + "' = ANY (c.facts))";

    /// <summary>
    /// For a query over <c>flow_case c</c>; its parameters are those of <see cref="Parameters"/>. Every list, count,
    /// search and export carries it.
    /// </summary>
    public const string MaySeeCase = """
        (@sees_all
         OR (c.case_id = c.root_id AND
        """ + " " + IsPublishedCase + """
        )
         OR (c.parent_id = c.root_id)
         OR EXISTS (
           SELECT FROM case_party p
           WHERE p.unit_id = c.unit_id AND p.opened_month = c.opened_month AND p.case_id = c.case_id
             AND (p.person_id = @person OR p.body_id = ANY(@bodies)))
         OR EXISTS (
           SELECT FROM assignment_sitter s
           WHERE s.unit_id = c.unit_id AND s.case_id = c.case_id
             AND (s.person_id = ANY(@persons)
                  OR EXISTS (SELECT FROM unnest(@roles::text[], @role_bodies::int[]) AS h (role, body)
                             WHERE h.role = s.role AND (s.body_id IS NULL OR s.body_id = h.body))))
         OR EXISTS (
           SELECT FROM assignment h
           WHERE h.unit_id = c.unit_id AND h.case_id = c.case_id AND h.holder = ANY(@persons))
         OR @person = ANY(c.copied)
         OR EXISTS (
           SELECT FROM vote v
           WHERE v.unit_id = c.unit_id AND v.opened_month = c.opened_month AND v.case_id = c.case_id
             AND (v.decider = @person OR v.recorded_by = @person OR v.in_place_of = @person))
         OR EXISTS (
           SELECT FROM matter m
           WHERE m.unit_id = c.unit_id AND m.opened_month = c.opened_month AND m.case_id = c.case_id
             AND m.raised_by = @person)
         OR EXISTS (
           SELECT FROM case_event e
           WHERE e.unit_id = c.unit_id AND e.opened_month = c.opened_month AND e.case_id = c.case_id
             AND e.kind = 'report-made' AND e.actor = @person)
         OR EXISTS (
           WITH RECURSIVE above AS (
             SELECT c.parent_month AS month, c.parent_id AS id
             UNION ALL
             SELECT a.parent_month, a.parent_id
             FROM above u
             JOIN flow_case a ON a.unit_id = c.unit_id AND a.opened_month = u.month AND a.case_id = u.id
           )
           SELECT FROM above u
           JOIN case_party p ON p.unit_id = c.unit_id AND p.opened_month = u.month AND p.case_id = u.id
           WHERE p.party = ANY(@overseeing) AND (p.person_id = @person OR p.body_id = ANY(@posted))))
        """;

    /// <summary>Over <c>flow_case c</c>: those who see whatever descends from it, as they see all or oversee it.</summary>
    public const string SeesWhole = """
        (@sees_all
         OR EXISTS (
           WITH RECURSIVE line AS (
             SELECT c.opened_month AS month, c.case_id AS id
             UNION ALL
             SELECT a.parent_month, a.parent_id
             FROM line u
             JOIN flow_case a ON a.unit_id = c.unit_id AND a.opened_month = u.month AND a.case_id = u.id
           )
           SELECT FROM line u
           JOIN case_party p ON p.unit_id = c.unit_id AND p.opened_month = u.month AND p.case_id = u.id
           WHERE p.party = ANY(@overseeing) AND (p.person_id = @person OR p.body_id = ANY(@posted))))
        """;

    private const string One = """
        SELECT EXISTS (
          SELECT FROM flow_case c
          WHERE c.unit_id = @unit AND c.opened_month = @month AND c.case_id = @case AND
        """ + MaySeeCase + ")";

    /// <summary>Parties that see whatever descends from their case.</summary>
    private static readonly ImmutableArray<Party> Overseeing = [Party.Inspectors, Party.HostDepartment];

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

    /// <summary>The function: the same answer as the predicate, for one case.</summary>
    public static bool MaySee(CurrentUser user, Viewer viewer, Case @case, Around around) =>
        viewer.SeesAll
        || (around.Above.IsEmpty && IsPublished(@case))
        || around.Above.Length == 1
        || @case.Parties.Values.Any(members => IsAmong(viewer.Person, viewer.Bodies, members))
        || @case.OpenSeats.Any(seat => Hands(user).Any(hand => seat.Holder == hand
            || Seating.MaySitByRule(seat, hand, user.Directory.Directory, user.Today)))
        || @case.Copied.Contains(viewer.Person)
        || @case.Votes.Any(vote => vote.Decider.Humans.Contains(viewer.Person) || vote.Decider.RecordedBy == viewer.Person)
        || @case.Matters.Any(matter => matter.RaisedBy == viewer.Person)
        || around.Reporters.Contains(viewer.Person)
        || around.Above.Any(parties => Overseeing.Any(
            p => parties.TryGetValue(p, out var members) && IsAmong(viewer.Person, viewer.Posted, members)));

    /// <summary>Whether its definition has published it, or has split it, as those did that knew no publishing.</summary>
    public static bool IsPublished(Case @case) => !@case.Splits.IsEmpty || @case.Facts.Contains(Facts.Published);

    /// <summary>The parameters of <see cref="MaySeeCase"/>, beside the query's own.</summary>
    public static DynamicParameters Parameters(CurrentUser user, WorkflowBook book)
    {
        var viewer = Viewer.Of(user, book);
        var parameters = new DynamicParameters();
        parameters.Add("unit", viewer.Unit.Value);
        parameters.Add("sees_all", viewer.SeesAll);
        parameters.Add("person", viewer.Person.Value);
        parameters.Add("bodies", viewer.Bodies.Select(b => b.Value).ToArray());
        parameters.Add("posted", viewer.Posted.Select(b => b.Value).ToArray());
        parameters.Add("overseeing", Overseeing.Select(p => p.ToString()).ToArray());
        var hands = Hands(user);
        var posts = hands.SelectMany(hand => user.Directory.Directory.PostsOf(hand, user.Today)).Distinct().ToList();
        parameters.Add("persons", hands.Select(p => p.Value).ToArray());
        parameters.Add("roles", posts.Select(p => p.Role.Value).ToArray());
        parameters.Add("role_bodies", posts.Select(p => p.Body.Value).ToArray());
        parameters.Add("today", user.Today);
        return parameters;
    }

    /// <summary>
    /// The same for the program itself, which writes down the whole; who may then read what it wrote is asked of him who asks.
    /// </summary>
    internal static DynamicParameters Whole(UnitId unit, DateOnly today)
    {
        var parameters = new DynamicParameters();
        parameters.Add("unit", unit.Value);
        parameters.Add("sees_all", true);
        parameters.Add("person", 0);
        parameters.Add("overseeing", Overseeing.Select(p => p.ToString()).ToArray());
        foreach (var nobody in new[] { "bodies", "posted", "persons", "role_bodies" })
        {
            parameters.Add(nobody, Array.Empty<int>());
        }

        parameters.Add("roles", Array.Empty<string>());
        parameters.Add("today", today);
        return parameters;
    }

    /// <summary>In whose seats he may act today: his own, and those of who is away and has him stand in (委托).</summary>
    private static ImmutableArray<PersonId> Hands(CurrentUser user) =>
    [
        user.Person.Id,
        .. user.Posts.IsEmpty ? [] : user.Directory.Directory.PrincipalsOf(user.Person.Id, user.Today)
            .Where(absent => user.Directory.Directory.Serves(absent, user.Today)),
    ];

    /// <summary>Whether one of the person's posts carries the power today.</summary>
    public static bool Has(CurrentUser user, WorkflowBook book, Power power) => user.Posts.Any(p => book.Carries(p.Role, power));

    private static bool IsAmong(PersonId person, ImmutableArray<BodyId> bodies, PartyMembers members) =>
        members.People.Contains(person) || members.Bodies.Any(bodies.Contains);
}
