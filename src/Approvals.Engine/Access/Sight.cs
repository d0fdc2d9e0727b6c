using System.Collections.Immutable;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Access;

/// <summary>What somebody may do with a case besides acting in it, which is a matter of seats.</summary>
/// <param name="See">Open its page, find its line in lists, be counted in its figures.</param>
/// <param name="Whole">See whatever descends from it: its figures over all departments.</param>
/// <param name="TakeWhole">Have a file made of all that descends from it (导出).</param>
public readonly record struct Sight(bool See, bool Whole, bool TakeWhole)
{
    public static Sight Nothing { get; }
}

/// <summary>A case among those that it descends from and those that descend from it.</summary>
/// <param name="Above">The parent first, the top of the tree last; empty for the top itself.</param>
/// <param name="Below">Everything below it, in whatever order.</param>
public sealed record Kinship(SeenCase Self, ImmutableArray<SeenCase> Above, ImmutableArray<SeenCase> Below)
{
    public SeenCase Top => Above.IsEmpty ? Self : Above[^1];
}

/// <summary>
/// 知悉范围 and the permission table as a function; <c>Gate</c> has it as SQL, and a test holds the two equal. A case is seen by
/// those who see all; by who was asked in it or in anything below it; by its own people and bodies, and those of what is below
/// it; by those who oversee (验收组, 主办科室) what it descends from; and a published text by all to whom it was written. A text
/// in the making (公文 until it is issued, what somebody asked for always) is nobody's but its author's, his heads' and those
/// who are asked. What is restricted is seen by those it names, and by them whatever their role.
/// </summary>
public static class Sights
{
    public static Sight Of(Viewer viewer, Kinship kin)
    {
        if (!kin.Self.IsOpenTo(viewer.Person))
        {
            return Sight.Nothing;
        }

        var (named, whole, takesWhole) = (kin.Self.Named is not null, viewer.SeesAll || Oversees(viewer, kin), viewer.TakesAll || Hosts(viewer, kin));
        var see = named || whole || HasPart(viewer, kin.Self, kin.Above.IsEmpty, kin.Top.Published) || HasPartBelow(viewer, kin);
        return new Sight(see, whole, takesWhole);
    }

    /// <summary>Whoever does a part, or is named in one, reads the whole of what is asked.</summary>
    private static bool HasPartBelow(Viewer viewer, Kinship kin) => kin.Below.Any(below => below.IsOpenTo(viewer.Person)
        && (below.Named is not null || HasPart(viewer, below, isTop: false, kin.Top.Published) || (kin.Above.IsEmpty && AnswersFor(viewer, kin.Self, below))));

    /// <summary>His by being asked, or by what its parties say.</summary>
    private static bool HasPart(Viewer viewer, SeenCase @case, bool isTop, bool published) =>
        @case.Asks(viewer) || @case.Parties.Any(p => Gives(p.Key, p.Value, @case, viewer, isTop, published));

    private static bool Gives(Party party, PartyMembers members, SeenCase @case, Viewer viewer, bool isTop, bool published) => party switch
    {
        Party.Drafter or Party.DraftingDepartment => (isTop || !published)
            && (members.People.Contains(viewer.Person) || members.Bodies.Any(viewer.Drafting.Contains)),
        _ when isTop => published && (members.People.Contains(viewer.Person) || members.Bodies.Any(viewer.Posted.Contains)),
        // Whose consent the text needed, and to whom it was written, says nothing about the work that follows from it.
        Party.Countersigners or Party.Addressees or Party.ConsultedDepartments => false,
        Party.AssignedDepartment or Party.HostDepartment => members.Bodies.Any(viewer.Bodies.Contains),
        // One department's part, and what was asked for beside it, is that department's alone.
        _ => members.People.Contains(viewer.Person)
            || (!@case.Parties.ContainsKey(Party.AssignedDepartment) && members.Bodies.Any(viewer.Bodies.Contains)),
    };

    /// <summary>An issued text is for all the people of a department that answers for part of it.</summary>
    private static bool AnswersFor(Viewer viewer, SeenCase text, SeenCase below) => text.Published
        && below.Parties.TryGetValue(Party.ResponsibleDepartments, out var members) && members.Bodies.Any(viewer.Posted.Contains);

    /// <summary>He inspects or hosts it, or what it descends from; the text at the top is not the campaign.</summary>
    private static bool Oversees(Viewer viewer, Kinship kin) => Below(kin).Any(c => c.Parties.Any(p =>
        p.Key is Party.Inspectors or Party.HostDepartment
        && (p.Value.People.Contains(viewer.Person) || p.Value.Bodies.Any(viewer.Bodies.Contains))));

    private static bool Hosts(Viewer viewer, Kinship kin) => Below(kin).Any(c =>
        c.Parties.TryGetValue(Party.HostDepartment, out var members) && members.Bodies.Any(viewer.Taking.Contains));

    /// <summary>Itself and those above it, without the top.</summary>
    private static IEnumerable<SeenCase> Below(Kinship kin) =>
        kin.Above.IsEmpty ? [] : kin.Above.SkipLast(1).Prepend(kin.Self);
}
