using System.Collections.Immutable;
using Approvals.Engine;

namespace Approvals.Readers.Units;

/// <summary>A name of a body and the days on which it was used, both inclusive.</summary>
public sealed record BodyName(BodyId Body, string Name, DateOnly From, DateOnly? Until)
{
    public bool UsedOn(DateOnly day) => From <= day && (Until is not { } last || day <= last);
}

/// <summary>
/// How notices call people and bodies. A name is matched exactly, blanks aside; what only resembles one is
/// for the clerk to rule on, never for us to guess.
/// </summary>
public sealed class NameBook
{
    private readonly ImmutableArray<BodyName> _bodies;
    private readonly ImmutableArray<(PersonId Person, string Name)> _people;
    private readonly ILookup<string, BodyName> _byBodyName;
    private readonly ILookup<string, PersonId> _byPersonName;

    public NameBook(ImmutableArray<BodyName> bodies, ImmutableArray<(PersonId Person, string Name)> people)
    {
        _bodies = bodies;
        _people = people;
        _byBodyName = bodies.ToLookup(b => Plain(b.Name));
        _byPersonName = people.ToLookup(p => Plain(p.Name), p => p.Person);
    }

    public static NameBook Empty { get; } = new([], []);

    /// <summary>The body that bore this name on that day; null when none did.</summary>
    public BodyId? BodyCalled(string name, DateOnly on) =>
        _byBodyName[Plain(name)].Where(b => b.UsedOn(on)).Select(b => (BodyId?)b.Body).FirstOrDefault();

    /// <summary>Every name that it bears or bore.</summary>
    public IEnumerable<string> NamesOf(BodyId body) => _bodies.Where(b => b.Body == body).Select(b => b.Name);

    /// <summary>The names of people, whenever they served.</summary>
    public ImmutableHashSet<string> People => [.. _people.Select(p => Plain(p.Name))];

    /// <summary>The person of this name; null when there is none, or more than one: then the clerk says who is meant.</summary>
    public PersonId? PersonCalled(string name) => PeopleCalled(name) is [var only] ? only : null;

    public ImmutableArray<PersonId> PeopleCalled(string name) => [.. _byPersonName[Plain(name)]];

    /// <summary>The body's name of that day that resembles most; null when none resembles.</summary>
    public string? NearestBody(string name, DateOnly on) =>
        NearestName.Of(Plain(name), _bodies.Where(b => b.UsedOn(on)).Select(b => b.Name));

    public string? NearestPerson(string name) => NearestName.Of(Plain(name), _people.Select(p => p.Name));

    /// <summary>Every name of that day, of bodies and of people: what the reader of a notice is told of the directory.</summary>
    public ImmutableHashSet<string> NamesOn(DateOnly day) =>
        [.. _bodies.Where(b => b.UsedOn(day)).Select(b => b.Name), .. _people.Select(p => p.Name)];

    /// <summary>Names that people and bodies bore or bear on other days only: who is gone, what was merged.</summary>
    public ImmutableHashSet<string> NamesOfOtherDays(DateOnly day, Func<PersonId, bool> serves)
    {
        ImmutableHashSet<string> now =
            [.. _bodies.Where(b => b.UsedOn(day)).Select(b => b.Name), .. _people.Where(p => serves(p.Person)).Select(p => p.Name)];
        return [.. _bodies.Select(b => b.Name).Concat(_people.Select(p => p.Name)).Where(n => !now.Contains(n))];
    }

    /// <summary>The same with names that the unit itself gives them; the directory's own go before.</summary>
    public NameBook With(IEnumerable<(BodyId Body, string Name)> bodies, IEnumerable<(PersonId Person, string Name)> people) => new(
        [.. _bodies, .. bodies.Where(b => !_byBodyName.Contains(Plain(b.Name)))
            .Select(b => new BodyName(b.Body, b.Name, DateOnly.MinValue, null))],
        [.. _people, .. people.Where(p => !_byPersonName.Contains(Plain(p.Name)))]);

    /// <summary>Names in tables are padded with blanks of all widths (张  三).</summary>
    private static string Plain(string name) => string.Concat(name.Where(c => !char.IsWhiteSpace(c)));
}
