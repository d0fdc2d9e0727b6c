using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Directories;
using Approvals.Readers.Yaml;

namespace Approvals.Readers.Units;

/// <summary>One unit (单位) as its file says: bodies and people in official order, posts, number registers.</summary>
/// <param name="From">The day from which this picture holds: what gives no day of its own begins here.</param>
/// <param name="Host">The body that hosts a campaign (主办科室) where nobody says another.</param>
/// <param name="Introduced">Logins that a sample unit shows to who tries it, one for each kind of work.</param>
/// <param name="Replacements">What stands in this unit's twin of a notice instead of words of the real one.</param>
public sealed record UnitFile(
    string Name,
    string ShortName,
    bool Demonstration,
    string Zone,
    DateOnly From,
    string? Host,
    ImmutableArray<UnitBody> Bodies,
    ImmutableArray<UnitPerson> People,
    ImmutableArray<UnitPost> Posts,
    ImmutableArray<UnitRegister> Registers,
    ImmutableArray<Replacement> Replacements,
    ImmutableArray<string> Introduced)
{
    /// <summary>Who is away when, and who stands in for him (委托).</summary>
    public ImmutableArray<UnitAbsence> Absences { get; init; } = [];

    /// <summary>三员: they hold no post and are none of the <see cref="People"/>.</summary>
    public ImmutableArray<UnitAdministrator> Administrators { get; init; } = [];

    /// <exception cref="FaultsException">Everything that is wrong, where it stands and what was meant.</exception>
    /// <param name="roles">The ids of <c>workflows/roles.yaml</c>; without them a role's spelling is not checked.</param>
    public static UnitFile Read(Stream stream, string fileName, IReadOnlyCollection<string>? roles = null)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        return UnitFileReader.Read(reader.ReadToEnd(), fileName, roles);
    }

    /// <summary>The directory before any store: ids are positions in the file, from 1.</summary>
    public UnitDirectory ToDirectory()
    {
        var bodies = Bodies.Select((body, at) => (body.Name, Id: new BodyId(at + 1))).ToDictionary(b => b.Name, b => b.Id);
        var people = People.Select((person, at) => (person.Login, Id: new PersonId(at + 1)))
            .ToDictionary(p => p.Login, p => p.Id);
        return new UnitDirectory(
            [.. People.Select((p, at) => new Person(people[p.Login], p.Name, at + 1))],
            [.. Bodies.Select((b, at) => new Body(
                bodies[b.Name], b.Kind, b.Name, at + 1, b.AnsweredBy is { } by ? bodies[by] : null, b.From, b.Until))],
            [.. Posts.Select(p => new Post(people[p.Login], bodies[p.Body], p.Role, p.From, p.Until))],
            [.. Absences.Select(a => new Absence(people[a.Login], a.From, a.Until, people[a.Proxy]))]);
    }

    /// <summary>How notices call the people and bodies; ids as in <see cref="ToDirectory"/>.</summary>
    public NameBook ToNameBook() => new(
        [.. Bodies.SelectMany(
            (body, at) => body.AllNames().Select(n => new BodyName(new BodyId(at + 1), n.Name, n.From, n.Until)))],
        [.. People.Select((person, at) => (new PersonId(at + 1), person.Name))]);
}

/// <param name="AnsweredBy">The body that answers for a collective owner (归口汇总), by its name.</param>
/// <param name="Also">Other names and spellings under which notices speak of it.</param>
/// <param name="StandsFor">The body of the real notice in whose place this one stands.</param>
public sealed record UnitBody(
    string Name,
    BodyKind Kind,
    ImmutableArray<UnitBodyAlias> Also,
    string? AnsweredBy,
    string? StandsFor,
    DateOnly From,
    DateOnly? Until)
{
    /// <summary>Its own name first, then the others.</summary>
    public IEnumerable<UnitBodyAlias> AllNames() => Also.Prepend(new UnitBodyAlias(Name, From, Until));
}

/// <param name="Until">Last day, inclusive; null while it is used.</param>
public sealed record UnitBodyAlias(string Name, DateOnly From, DateOnly? Until);

/// <param name="StandsFor">The person of the real notice in whose place this one stands.</param>
public sealed record UnitPerson(string Name, string Login, string? StandsFor);

/// <param name="Login">The person's login: names may be shared, logins never.</param>
public sealed record UnitPost(string Login, string Body, RoleId Role, DateOnly From, DateOnly? Until);

/// <summary>A person is away from a day to a day, both inclusive; his proxy is another.</summary>
public sealed record UnitAbsence(string Login, DateOnly From, DateOnly Until, string Proxy);

/// <summary>Which of the three administrators (三员): 系统, 安全 or 审计.</summary>
public enum AdministratorKind
{
    /// <summary>系统管理员, keeps accounts.</summary>
    System,

    /// <summary>安全管理员, keeps rights.</summary>
    Security,

    /// <summary>审计管理员, reads the trail.</summary>
    Audit,
}

public sealed record UnitAdministrator(string Name, string Login, AdministratorKind Kind);

/// <summary>A 代字 (绍市中医党) and who keeps its numbers.</summary>
/// <param name="KeptHere">Numbers are allocated here, without gaps; otherwise they are only recorded.</param>
/// <param name="First">The first number that is allocated here in the first year; every later year begins with 1.</param>
/// <param name="FirstYear">The year that begins with <paramref name="First"/>; null: the year of the first allocation.</param>
/// <param name="For">What a definition's <c>allocate</c> calls it; null: only where somebody chooses it.</param>
public sealed record UnitRegister(string Symbol, bool KeptHere, int First, int? FirstYear, string? For = null);

/// <summary>Words of the real notice and what stands in the twin instead.</summary>
public sealed record Replacement(string Text, string With);
