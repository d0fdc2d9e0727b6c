using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Approvals.Engine.Directories;

/// <summary>What sort of body (科室 of five sorts, 党支部, 领导小组/专班, 群团, 院区, 外单位) it is.</summary>
public enum BodyKind
{
    /// <summary>职能科室.</summary>
    Administrative,

    /// <summary>临床科室.</summary>
    Clinical,

    /// <summary>医技科室.</summary>
    MedicalTechnology,

    /// <summary>病区.</summary>
    Ward,

    /// <summary>窗口科室.</summary>
    Window,

    /// <summary>党支部.</summary>
    PartyBranch,

    /// <summary>领导小组, 专班, 验收组.</summary>
    TaskForce,

    /// <summary>群团.</summary>
    MassOrganisation,

    /// <summary>院区.</summary>
    Campus,

    /// <summary>外单位.</summary>
    External,
}

/// <param name="Order">The official order (科室排序): it orders every list.</param>
/// <param name="AnsweredBy">For a collective owner (各窗口科室): the body that answers for all of them (归口汇总).</param>
/// <param name="Until">Last day, inclusive; null while it exists.</param>
public sealed record Body(BodyId Id, BodyKind Kind, string Name, int Order, BodyId? AnsweredBy, DateOnly From, DateOnly? Until);

/// <param name="Order">The official order (班子排序).</param>
public sealed record Person(PersonId Id, string Name, int Order);

/// <summary>A person holds a role in a body from a day to a day, both inclusive.</summary>
public sealed record Post(PersonId Person, BodyId Body, RoleId Role, DateOnly From, DateOnly? Until)
{
    public bool HeldOn(DateOnly day) => From <= day && (Until is not { } last || day <= last);
}

/// <summary>
/// A person is away (外出, 休假) from a day to a day, both inclusive, and another stands in for him (委托): on those days the
/// proxy may act in whatever seat the absent one might take. The proxy of a proxy has no power.
/// </summary>
public sealed record Absence(PersonId Person, DateOnly From, DateOnly Until, PersonId Proxy)
{
    public bool Covers(DateOnly day) => From <= day && day <= Until;
}

/// <summary>The unit's people, bodies and posts as one immutable picture; who holds what is asked for a day.</summary>
public sealed class UnitDirectory
{
    private readonly FrozenDictionary<PersonId, ImmutableArray<Post>> _byPerson;
    private readonly ILookup<BodyId, Post> _byBody;
    private readonly ILookup<RoleId, Post> _byRole;
    private readonly ILookup<PersonId, Absence> _byAbsent;
    private readonly ILookup<PersonId, Absence> _byProxy;

    public UnitDirectory(
        ImmutableArray<Person> people, ImmutableArray<Body> bodies, ImmutableArray<Post> posts,
        ImmutableArray<Absence> absences = default)
    {
        Absences = absences.IsDefault ? [] : absences;
        _byAbsent = Absences.ToLookup(a => a.Person);
        _byProxy = Absences.ToLookup(a => a.Proxy);
        People = people.ToImmutableDictionary(p => p.Id);
        Bodies = bodies.ToImmutableDictionary(b => b.Id);
        _byPerson = posts.GroupBy(p => p.Person).ToFrozenDictionary(g => g.Key, g => g.ToImmutableArray());
        _byBody = posts.ToLookup(p => p.Body);
        _byRole = posts.ToLookup(p => p.Role);
    }

    public static UnitDirectory Empty { get; } = new([], [], []);

    public ImmutableDictionary<PersonId, Person> People { get; }

    public ImmutableDictionary<BodyId, Body> Bodies { get; }

    public ImmutableArray<Absence> Absences { get; }

    /// <summary>The body that answers for this one (归口汇总); itself where none is named.</summary>
    public BodyId Answering(BodyId body)
    {
        var passed = new HashSet<BodyId>();
        while (passed.Add(body) && Bodies.TryGetValue(body, out var known) && known.AnsweredBy is { } by)
        {
            body = by;
        }

        return body;
    }

    public bool Exists(BodyId body, DateOnly on) =>
        Bodies.TryGetValue(body, out var known) && known.From <= on && (known.Until is not { } last || on <= last);

    /// <summary>Whoever holds no post has left the unit.</summary>
    public bool Serves(PersonId person, DateOnly on)
    {
        foreach (var post in AllPostsOf(person))
        {
            if (post.HeldOn(on))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the person holds the role on that day, in that body; null: in any.</summary>
    public bool Holds(PersonId person, RoleId role, BodyId? body, DateOnly on)
    {
        foreach (var post in AllPostsOf(person))
        {
            if (post.Role == role && post.HeldOn(on) && (body is not { } there || post.Body == there))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Those who are away on that day and for whom this one stands in; none for whom he would stand in for himself.</summary>
    public IEnumerable<PersonId> PrincipalsOf(PersonId proxy, DateOnly on) =>
        _byProxy[proxy].Where(a => a.Covers(on) && a.Person != proxy).Select(a => a.Person).Distinct();

    /// <summary>Those who stand in on that day for whoever is away.</summary>
    public IEnumerable<PersonId> ProxiesOf(PersonId absent, DateOnly on) =>
        _byAbsent[absent].Where(a => a.Covers(on) && a.Proxy != absent).Select(a => a.Proxy).Distinct();

    /// <summary>The one who bears the name and serves on that day; null where nobody does, or more than one.</summary>
    public PersonId? OnlyPersonCalled(string name, DateOnly on) =>
        People.Values.Where(p => p.Name == name && Serves(p.Id, on)).Select(p => p.Id).ToList() is [var only] ? only : null;

    /// <summary>The one body of the name that exists on that day; null where there is none, or more than one.</summary>
    public BodyId? OnlyBodyCalled(string name, DateOnly on) =>
        Bodies.Values.Where(b => b.Name == name && Exists(b.Id, on)).Select(b => b.Id).ToList() is [var only] ? only : null;

    public IEnumerable<Post> PostsOf(PersonId person, DateOnly on) => AllPostsOf(person).Where(p => p.HeldOn(on));

    public IEnumerable<Post> PostsIn(BodyId body, DateOnly on) => _byBody[body].Where(p => p.HeldOn(on));

    public IEnumerable<Post> Holders(RoleId role, DateOnly on) => _byRole[role].Where(p => p.HeldOn(on));

    /// <summary>Of whatever day, past and coming ones too.</summary>
    public ImmutableArray<Post> AllPostsOf(PersonId person) => _byPerson.GetValueOrDefault(person, []);
}
