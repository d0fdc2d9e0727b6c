using System.Collections.Immutable;

namespace Approvals.Engine.Definitions;

/// <summary>Those who stand in a relation to a case, filled from the checklist, by an action, or by the parent.</summary>
public enum Party
{
    /// <summary>拟稿人.</summary>
    Drafter,

    /// <summary>拟稿科室.</summary>
    DraftingDepartment,

    /// <summary>会签人: those whose remit is touched.</summary>
    Countersigners,

    /// <summary>责任领导, in the notice's order.</summary>
    ResponsibleLeaders,

    /// <summary>主责领导: the first of <see cref="ResponsibleLeaders"/> who serves. Derived.</summary>
    FirstLeader,

    /// <summary>责任科室, all of them, in the notice's order.</summary>
    ResponsibleDepartments,

    /// <summary>牵头科室.</summary>
    LeadDepartment,

    /// <summary>配合科室: the responsible ones without the lead. Derived.</summary>
    SupportingDepartments,

    /// <summary>承办科室 of one branch.</summary>
    AssignedDepartment,

    /// <summary>The departments that a return concerns.</summary>
    ConcernedDepartments,

    /// <summary>主办科室 of a campaign.</summary>
    HostDepartment,

    /// <summary>验收组 named for a campaign.</summary>
    Inspectors,

    /// <summary>主送: the bodies to which a notice goes.</summary>
    Addressees,

    /// <summary>传阅 or 阅知: those who are to read it.</summary>
    Readers,

    /// <summary>征求意见科室: departments of the annex that are heard and do not sign.</summary>
    ConsultedDepartments,
}

/// <summary>What the parties are made of.</summary>
public static class Parties
{
    /// <summary>Whose work a case is. A change of hands replaces these and no other party.</summary>
    public static ImmutableArray<Party> OfWork { get; } =
        [Party.ResponsibleDepartments, Party.LeadDepartment, Party.AssignedDepartment, Party.ConcernedDepartments];

    /// <summary>More members than this no form asks for, and no stage.</summary>
    public const int Most = 99;

    /// <summary>Whether members of the one may be members of the other too.</summary>
    public static bool MayHold(Party party, Party members) =>
        (HoldsPeople(party) && HoldsPeople(members)) || (HoldsBodies(party) && HoldsBodies(members));

    /// <summary>Follow from other parties: nobody names them.</summary>
    public static ImmutableArray<Party> Derived { get; } = [Party.FirstLeader, Party.SupportingDepartments];

    public static bool HoldsPeople(Party party) => party
        is Party.Drafter or Party.Countersigners or Party.ResponsibleLeaders or Party.FirstLeader or Party.Inspectors
        or Party.Readers;

    /// <summary>Those asked for their countersignature may be people, departments, or both.</summary>
    public static bool HoldsBodies(Party party) => party is Party.Countersigners || !HoldsPeople(party);
}

/// <summary>Who signs a stage: a rule that makes seats when a round opens.</summary>
/// <param name="Seats">Alternatives. One: the seats it yields. Several: a single seat that any of them may take.</param>
/// <param name="AtLeast">Fewer seats than this and the stage cannot be entered.</param>
public sealed record Signers(ImmutableArray<SeatRule> Seats, int AtLeast);

/// <summary>One way to make seats.</summary>
public abstract record SeatRule
{
    private SeatRule()
    {
    }

    /// <summary>One seat for whoever holds the role anywhere in the unit.</summary>
    public sealed record OfRole(RoleId Role) : SeatRule;

    /// <summary>One seat a body of the party, for holders of one of the roles in it.</summary>
    /// <param name="OrElse">Roles that take the seat when no holder of <paramref name="Roles"/> may.</param>
    public sealed record OfBodies(Party Party, ImmutableArray<RoleId> Roles, ImmutableArray<RoleId> OrElse) : SeatRule;

    /// <summary>One seat a person of the party.</summary>
    /// <param name="Choose">That many of them, in turn from case to case; null: all.</param>
    /// <param name="NoneFrom">Nobody who holds a post in a body of this party.</param>
    public sealed record OfPeople(Party Party, int? Choose, Party? NoneFrom) : SeatRule;

    /// <summary>One seat for whoever holds the role in the body of that name, looked up on the day.</summary>
    public sealed record OfPost(RoleId Role, string Body) : SeatRule;

    /// <summary>One seat for the only serving person of that name, looked up on the day.</summary>
    public sealed record OfPerson(string Name) : SeatRule;

    /// <summary>The seats of the latest round of that stage.</summary>
    public sealed record SameAs(StageId Stage) : SeatRule;
}
