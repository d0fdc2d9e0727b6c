using System.Collections.Immutable;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Access;

/// <summary>What one case shows to the rule of who may see it.</summary>
/// <param name="Published">The whole of it may be read by those to whom it was written (公开).</param>
/// <param name="Open">The seats of the open round that wait for somebody now, or for their turn (轮候).</param>
/// <param name="Asked">Those who were ever asked by name, or did something in it: seats of every round (also one that is in other hands
/// since), votes and in whose place they were cast, who wrote them down, reports, matters, copies (抄送).</param>
/// <param name="Named">知悉范围, its own or that of what it stands below; null: nothing restricts it.</param>
public sealed record SeenCase(
    bool Published, ImmutableDictionary<Party, PartyMembers> Parties, ImmutableArray<Seat> Open, ImmutableHashSet<PersonId> Asked,
    ImmutableHashSet<PersonId>? Named)
{
    /// <summary>Whether nothing restricts it, or the person is named.</summary>
    public bool IsOpenTo(PersonId person) => Named is null || Named.Contains(person);

    /// <summary>He was asked himself, by name, by a post or as the proxy of whom it was asked, or has had a part in it.</summary>
    public bool Asks(Viewer viewer) =>
        Asked.Contains(viewer.Person)
        || Open.Any(seat => (seat.Holder is { } holder && viewer.Hands.Contains(holder)) || seat.Sitters.Any(sitter => Is(sitter, viewer)));

    private static bool Is(Sitter sitter, Viewer viewer) =>
        (sitter.Person is { } person && viewer.Hands.Contains(person))
        || (sitter.Role is { } role && viewer.Held.Any(h => h.Role == role && (sitter.Body is not { } body || h.Body == body)));
}
