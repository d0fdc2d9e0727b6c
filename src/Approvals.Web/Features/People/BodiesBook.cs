using Approvals.Engine.Directories;
using Approvals.Readers.Units;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;

namespace Approvals.Web.Features.People;

/// <summary>Reads the bodies that exist, or will, from the picture of the day.</summary>
public sealed class BodiesBook(Keeping keeping)
{
    public BodiesView Look(CurrentUser user)
    {
        var directory = user.Directory.Directory;
        var standing = directory.Bodies.Values.Where(b => b.Until is not { } last || last >= user.Today).OrderBy(b => b.Order).ToList();
        return new BodiesView(
            [
                .. standing.GroupBy(b => b.Kind).OrderBy(g => g.Key)
                    .Select(g => new BodyGroup(Texts.Kind(g.Key), [.. g.Select(b => Line(b, user))])),
            ],
            [.. Enum.GetValues<BodyKind>().Select(k => new Choice(BodyKinds.Spelling(k), Texts.Kind(k)))],
            [.. standing.Select(b => new Choice($"{b.Id.Value}", b.Name, Texts.Kind(b.Kind)))],
            user.Kind == AccountKind.Member && keeping.MayKeep(user), user.Today)
        {
            Abolished =
            [
                .. directory.Bodies.Values.Where(b => b.Until < user.Today).OrderByDescending(b => b.Until).ThenBy(b => b.Order)
                    .Select(b => Abolished(b, user.Today)),
            ],
        };
    }

    private static AbolishedBody Abolished(Body body, DateOnly today)
    {
        var last = body.Until ?? default; // it has one
        return new AbolishedBody(body.Id.Value, body.Name, Texts.People.ExistsUntil(last), BodyKeeping.IsRestorable(last, today));
    }

    private BodyLine Line(Body body, CurrentUser user)
    {
        var directory = user.Directory.Directory;
        var posts = directory.PostsIn(body.Id, user.Today).GroupBy(p => p.Person)
            .OrderBy(g => directory.People.TryGetValue(g.Key, out var person) ? person.Order : int.MaxValue).ToList();
        return new BodyLine(
            body.Id.Value, body.Name, posts.Count,
            [
                .. posts.Select(g => new Link(
                    $"{Names.Of(g.Key, directory)} {string.Join('、', g.Select(p => Names.TitleOf(p.Role, keeping.Book)))}", $"/people/{g.Key.Value}")),
            ],
            body.AnsweredBy?.Value, body.AnsweredBy is { } by ? Names.Of(by, directory) : null,
            [.. user.Directory.Names.NamesOf(body.Id).Where(n => n != body.Name).Distinct()],
            body.Until);
    }
}
