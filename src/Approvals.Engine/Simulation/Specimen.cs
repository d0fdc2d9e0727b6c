using System.Collections.Immutable;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Definitions.Proof;
using Approvals.Engine.Directories;

namespace Approvals.Engine.Simulation;

/// <summary>
/// 样例单位: a made-up unit in which whatever an edition asks for is there. Three departments have every role, each held by
/// somebody else; posts and people that definitions call by name bear those names; leaders and inspectors hold no role that signs.
/// </summary>
public sealed class Specimen
{
    private const int Departments = 3;
    private const int Leaders = 2;
    private const int Inspectors = 3;

    /// <summary>Of those who are named and hold no post of the edition: whoever holds none does not serve.</summary>
    private static readonly RoleId Member = new("specimen");

    private readonly DateOnly _from;
    private readonly ImmutableArray<Person>.Builder _people = ImmutableArray.CreateBuilder<Person>();
    private readonly ImmutableArray<Body>.Builder _bodies = ImmutableArray.CreateBuilder<Body>();
    private readonly ImmutableArray<Post>.Builder _posts = ImmutableArray.CreateBuilder<Post>();

    /// <param name="from">From this day on everybody is there.</param>
    public Specimen(WorkflowBook book, DateOnly from)
    {
        _from = from;
        var rules = book.Workflows.Values.OrderBy(w => w.Id.Value, StringComparer.Ordinal).SelectMany(w => w.AllRules()).Distinct().ToList();
        var roles = book.Roles.Values.OrderBy(r => r.Id.Value, StringComparer.Ordinal).ToList();
        var departments = Enumerable.Range(0, Departments).Select(at => Found(BodyKind.Administrative, $"{"甲乙丙"[at]}科")).ToList();
        foreach (var (department, role) in departments.SelectMany(d => roles.Select(r => (d, r))))
        {
            Appoint($"{department.Name}{role.Title}", department, role.Id);
        }

        var leading = Found(BodyKind.Administrative, "院领导");
        var judging = Found(BodyKind.TaskForce, "验收组");
        PartyMembers leaders = PartyMembers.Of([.. Enumerable.Range(1, Leaders).Select(n => Appoint($"领导{n}", leading, Member))]);
        PartyMembers inspectors = PartyMembers.Of([.. Enumerable.Range(1, Inspectors).Select(n => Appoint($"验收{n}", judging, Member))]);
        foreach (var name in rules.OfType<SeatRule.OfPerson>().Select(p => p.Name).Distinct())
        {
            Appoint(name, leading, Member);
        }

        foreach (var post in rules.OfType<SeatRule.OfPost>())
        {
            var body = _bodies.FirstOrDefault(b => b.Name == post.Body) ?? Found(BodyKind.Administrative, post.Body);
            Appoint($"{post.Body}{book.Roles[post.Role].Title}", body, post.Role);
        }

        Directory = new UnitDirectory(_people.ToImmutable(), _bodies.ToImmutable(), _posts.ToImmutable());
        var (first, second, host) = (departments[0].Id, departments[1].Id, departments[2].Id);
        Drafter = _posts.FirstOrDefault(p => p.Body == first && book.Carries(p.Role, Power.Draft))?.Person ?? _people[0].Id;
        Parties = Enum.GetValues<Party>().Except(Definitions.Parties.Derived).ToImmutableDictionary(party => party, party => party switch
        {
            Party.Drafter => PartyMembers.Of(Drafter),
            Party.Inspectors => inspectors,
            Party.DraftingDepartment or Party.LeadDepartment or Party.AssignedDepartment => PartyMembers.Of(first),
            Party.HostDepartment => PartyMembers.Of(host),
            Party.ResponsibleDepartments or Party.Addressees => PartyMembers.Of(first, second),
            Party.ConcernedDepartments => PartyMembers.None,
            _ => leaders,
        });
    }

    public UnitDirectory Directory { get; }

    public PersonId Drafter { get; }

    /// <summary>Two leaders, two responsible departments of which the first leads.</summary>
    public ImmutableDictionary<Party, PartyMembers> Parties { get; }

    /// <summary>Of those, whom a checklist names.</summary>
    public ImmutableDictionary<Party, PartyMembers> PartiesOfRow => Parties.Where(p => p.Key
        is Party.ResponsibleLeaders or Party.ResponsibleDepartments or Party.LeadDepartment).ToImmutableDictionary();

    private Body Found(BodyKind kind, string name)
    {
        var body = new Body(new BodyId(_bodies.Count + 1), kind, name, _bodies.Count + 1, null, _from, null);
        _bodies.Add(body);
        return body;
    }

    private PersonId Appoint(string name, Body body, RoleId role)
    {
        var person = new Person(new PersonId(_people.Count + 1), name, _people.Count + 1);
        _people.Add(person);
        _posts.Add(new Post(person.Id, body.Id, role, _from, null));
        return person.Id;
    }
}
