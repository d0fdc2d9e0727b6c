using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Identity;

namespace Approvals.Web.Features.Access;

/// <summary>What a person may look at, as far as his posts of the day say.</summary>
/// <param name="SeesAll">One of his roles sees every case of the unit.</param>
/// <param name="Bodies">Those whose cases he sees.</param>
public sealed record Viewer(UnitId Unit, PersonId Person, bool SeesAll, ImmutableArray<BodyId> Bodies)
{
    public static Viewer Of(CurrentUser user, WorkflowBook book) => new(
        user.Unit.Id,
        user.Person.Id,
        user.Posts.Any(p => book.Carries(p.Role, Power.SeeAll)),
        [.. user.Posts.Where(p => book.Carries(p.Role, Power.SeeBody)).Select(p => p.Body).Distinct()]);
}

/// <summary>
/// Who may see a case: the only gate, in two forms that a test holds equal. A case is seen by those who see all; by its
/// own parties, people and bodies; by the parent's inspectors and host (验收组, 主办科室); by whoever its open seats wait
/// for; and, once a notice has been split, the notice and what it opened by the whole unit.
/// </summary>
public static class Gate
{
    /// <summary>
    /// For a query over <c>flow_case c</c>; its parameters are those of <see cref="Parameters"/>. Every list, count,
    /// search and export carries it.
    /// </summary>
    public const string MaySeeCase = """
        (@sees_all
         OR (c.case_id = c.root_id AND c.splits <> '{}')
         OR (c.parent_id = c.root_id)
         OR EXISTS (
           SELECT FROM case_party p
           WHERE p.unit_id = c.unit_id AND p.opened_month = c.opened_month AND p.case_id = c.case_id
             AND (p.person_id = @person OR p.body_id = ANY(@bodies)))
         OR EXISTS (
           SELECT FROM case_party p
           WHERE p.unit_id = c.unit_id AND p.opened_month = c.parent_month AND p.case_id = c.parent_id
             AND p.party = ANY(@overseeing) AND (p.person_id = @person OR p.body_id = ANY(@bodies)))
         OR EXISTS (
           SELECT FROM assignment_sitter s
           WHERE s.unit_id = c.unit_id AND s.case_id = c.case_id
             AND (s.person_id = @person
                  OR EXISTS (SELECT FROM unnest(@roles::text[], @role_bodies::int[]) AS h (role, body)
                             WHERE h.role = s.role AND (s.body_id IS NULL OR s.body_id = h.body)))))
        """;

    /// <summary>Parties of a parent that see its children.</summary>
    private static readonly ImmutableArray<Party> Overseeing = [Party.Inspectors, Party.HostDepartment];

    /// <summary>The function: the same answer as the predicate, for one case.</summary>
    /// <param name="depth">0 for a notice, 1 for what it opened …</param>
    public static bool MaySee(CurrentUser user, Viewer viewer, Case @case, ParentState? parent, int depth) =>
        viewer.SeesAll
        || (depth == 0 && !@case.Splits.IsEmpty)
        || depth == 1
        || @case.Parties.Values.Any(viewer.IsAmong)
        || (parent is not null && Overseeing.Any(p => parent.Parties.TryGetValue(p, out var members) && viewer.IsAmong(members)))
        || @case.Seats.Any(seat => !@case.HasVoted(seat.No)
            && Seating.MaySit(seat, user.Person.Id, user.Directory.Directory, user.Today));

    /// <summary>The parameters of <see cref="MaySeeCase"/>, beside the query's own.</summary>
    public static Dapper.DynamicParameters Parameters(CurrentUser user, WorkflowBook book)
    {
        var viewer = Viewer.Of(user, book);
        var parameters = new Dapper.DynamicParameters();
        parameters.Add("unit", viewer.Unit.Value);
        parameters.Add("sees_all", viewer.SeesAll);
        parameters.Add("person", viewer.Person.Value);
        parameters.Add("bodies", viewer.Bodies.Select(b => b.Value).ToArray());
        parameters.Add("overseeing", Overseeing.Select(p => p.ToString()).ToArray());
        parameters.Add("roles", user.Posts.Select(p => p.Role.Value).ToArray());
        parameters.Add("role_bodies", user.Posts.Select(p => p.Body.Value).ToArray());
        return parameters;
    }

    /// <summary>Whether one of the person's posts carries the power today.</summary>
    public static bool Has(CurrentUser user, WorkflowBook book, Power power) => user.Posts.Any(p => book.Carries(p.Role, power));

    private static bool IsAmong(this Viewer viewer, PartyMembers members) =>
        members.People.Contains(viewer.Person) || members.Bodies.Any(viewer.Bodies.Contains);
}
