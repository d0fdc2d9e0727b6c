using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>People, bodies and seats as words.</summary>
public static class Names
{
    public static string Of(PersonId person, UnitDirectory directory) =>
        directory.People.TryGetValue(person, out var known) ? known.Name : $"第{person.Value}号人员";

    public static string Of(BodyId body, UnitDirectory directory) =>
        directory.Bodies.TryGetValue(body, out var known) ? known.Name : $"第{body.Value}号科室";

    public static Choice Choice(PersonId person, UnitDirectory directory) => new($"{person.Value}", Of(person, directory));

    /// <summary>A body's seat has the body's name, a role's the role's title, a person's his name.</summary>
    public static string Seat(Seat seat, Looked looked) => Seat(seat, looked.Context.Book, looked.Context.Directory);

    public static string Seat(Seat seat, WorkflowBook book, UnitDirectory directory) => seat switch
    {
        { Body: { } body } => Of(body, directory),
        { Sitters: [{ Person: { } person }, ..] } => Of(person, directory),
        { Sitters: [{ Role: { } role, Body: { } body }, ..] } => Held(Of(body, directory), TitleOf(role, book)),
        { Sitters: [{ Role: { } role }, ..] } => TitleOf(role, book),
        _ => "",
    };

    /// <summary>The same with who alone acts in it now, where it was handed on or claimed.</summary>
    public static string Waiting(Seat seat, Looked looked)
    {
        var (name, directory) = (Seat(seat, looked), looked.Context.Directory);
        return Seating.Only(seat, directory, looked.Context.Today) is not { } only ? name
            : only == seat.Holder ? Texts.Hands.Held(name, Of(only, directory))
            : Texts.Hands.Claimed(name, Of(only, directory));
    }

    /// <summary>Who decided, and in whose place where he stood in: 某乙（护理部负责人）代某甲.</summary>
    public static string WithPost(Decider decider, WorkflowBook book, UnitDirectory directory, DateOnly on) =>
        InPlace(WithPost(decider.Person, book, directory, on), decider, directory);

    public static string Of(Decider decider, UnitDirectory directory) => InPlace(Of(decider.Person, directory), decider, directory);

    private static string InPlace(string actor, Decider decider, UnitDirectory directory) =>
        decider.InPlaceOf is { } absent ? Texts.Hands.InPlaceOf(actor, Of(absent, directory)) : actor;

    /// <summary>Posts and people as words, a body named once for all its posts: 护理部负责人、经办人.</summary>
    public static string Posts(IEnumerable<Sitter> sitters, WorkflowBook book, UnitDirectory directory)
    {
        var words = new List<string>();
        BodyId? before = null;
        foreach (var sitter in sitters.Distinct())
        {
            words.Add(sitter switch
            {
                { Person: { } person } => Of(person, directory),
                { Role: { } role, Body: { } body } => body == before ? TitleOf(role, book) : Held(Of(body, directory), TitleOf(role, book)),
                { Role: { } role } => TitleOf(role, book),
                _ => throw new System.Diagnostics.UnreachableException("a sitter is a person or holds a role"),
            });
            before = sitter.Body;
        }

        return Texts.Join(words);
    }

    /// <summary>A few names; of many, how many they are.</summary>
    public static string Few(IReadOnlyCollection<PersonId> people, UnitDirectory directory) =>
        Texts.Few(people.Take(Texts.FewNames).Select(p => Of(p, directory)), people.Count);

    /// <summary>陈某某（护理部负责人）: the first of his posts in official order.</summary>
    public static string WithPost(PersonId person, WorkflowBook book, UnitDirectory directory, DateOnly on)
    {
        var post = directory.PostsOf(person, on)
            .OrderBy(p => directory.Bodies.TryGetValue(p.Body, out var body) ? body.Order : int.MaxValue).FirstOrDefault();
        return post is null
            ? Of(person, directory)
            : $"{Of(person, directory)}（{Held(Of(post.Body, directory), TitleOf(post.Role, book))}）";
    }

    /// <summary>护理部负责人; a role that is called like its body says nothing more: 院办公室.</summary>
    private static string Held(string body, string role) => body.EndsWith(role, StringComparison.Ordinal) ? body : body + role;

    public static string TitleOf(RoleId role, WorkflowBook book) =>
        book.Roles.TryGetValue(role, out var known) ? known.Title : role.Value;
}
