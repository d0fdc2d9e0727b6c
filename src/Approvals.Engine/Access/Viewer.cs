using System.Collections.Immutable;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;

namespace Approvals.Engine.Access;

/// <summary>Who looks, as far as his posts of a day say: what the definitions let a role do, where he holds it.</summary>
/// <param name="SeesAll">One of his roles sees every case of the unit that is not restricted.</param>
/// <param name="TakesAll">One role sees every case and takes files of it away.</param>
/// <param name="Posted">Bodies in which he holds any post: what was written to them was written to him.</param>
/// <param name="Bodies">Those whose work he sees.</param>
/// <param name="Drafting">Those whose texts he sees while they are in the making.</param>
/// <param name="Taking">Those of whose work he takes files away.</param>
/// <param name="Hands">In whose seats he may act: his own first, then those of the absent for whom he stands in (委托).</param>
/// <param name="Held">The posts of all of them: what a seat for a role in a body asks for.</param>
public sealed record Viewer(
    PersonId Person, bool SeesAll, bool TakesAll, ImmutableArray<BodyId> Posted, ImmutableArray<BodyId> Bodies,
    ImmutableArray<BodyId> Drafting, ImmutableArray<BodyId> Taking, ImmutableArray<PersonId> Hands,
    ImmutableArray<(RoleId Role, BodyId Body)> Held)
{
    public static Viewer Of(PersonId person, UnitDirectory directory, DateOnly on, WorkflowBook book) =>
        Of(person, [.. directory.PostsOf(person, on)], directory, on, book);

    /// <param name="posts">That he holds on the day.</param>
    public static Viewer Of(PersonId person, ImmutableArray<Post> posts, UnitDirectory directory, DateOnly on, WorkflowBook book)
    {
        // Who has left stands in for nobody, and nobody stands in for who has left.
        ImmutableArray<PersonId> hands =
        [
            person, .. posts.IsEmpty ? [] : directory.PrincipalsOf(person, on).Where(absent => directory.Serves(absent, on)),
        ];
        return new Viewer(
            person,
            posts.Any(p => book.Carries(p.Role, Power.SeeAll)),
            posts.Any(p => book.Carries(p.Role, Power.SeeAll) && book.Carries(p.Role, Power.TakeAway)),
            [.. posts.Select(p => p.Body).Distinct()],
            In(Power.SeeBody),
            In(Power.SeeDrafts),
            [.. posts.Where(p => book.Carries(p.Role, Power.SeeBody) && book.Carries(p.Role, Power.TakeAway)).Select(p => p.Body).Distinct()],
            hands,
            [.. hands.SelectMany(hand => directory.PostsOf(hand, on)).Select(p => (p.Role, p.Body)).Distinct()]);

        ImmutableArray<BodyId> In(Power power) =>
            [.. posts.Where(p => book.Carries(p.Role, power)).Select(p => p.Body).Distinct()];
    }
}
