using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Directories;

namespace Approvals.Tests.Cases;

/// <summary>
/// The small hospital of the rule tests: four departments, two leaders, an office, three inspectors. All invented.
/// </summary>
internal static class Staff
{
    public const string RolesFile = """
        apiVersion: approvals/1
        roles:
          office: {title: 办公室, may: [see_all, record_for_others, restrict]}
          registrar: {title: 文书, may: [see_all, record_for_others]}
          signatory: {title: 签发人}
          leader: {title: 院领导}
          head: {title: 负责人}
          deputy: {title: 副职}
          handler: {title: 经办人}
          inspector: {title: 验收组成员}
        """;

    public static readonly DateOnly Day = new(2021, 6, 2);

    public static readonly BodyId OfficeRoom = new(1);
    public static readonly BodyId Medical = new(2);
    public static readonly BodyId Nursing = new(3);
    public static readonly BodyId Pharmacy = new(4);
    public static readonly BodyId Board = new(5);

    /// <summary>各病区: nobody's posts are here; Nursing answers for it.</summary>
    public static readonly BodyId Wards = new(6);
    public static readonly BodyId Quality = new(7);

    public static readonly PersonId Clerk = new(1);
    public static readonly PersonId Registrar = new(2);
    public static readonly PersonId Signatory = new(3);
    public static readonly PersonId Zhang = new(4);
    public static readonly PersonId Guan = new(5);
    public static readonly PersonId InspectorA = new(6);
    public static readonly PersonId InspectorB = new(7);
    public static readonly PersonId InspectorC = new(8);
    public static readonly PersonId Nobody = new(99);

    public static UnitDirectory Directory { get; } = WithPosts([.. Posts()]);

    public static PersonId HeadOf(BodyId body) => new((body.Value * 10) + 1);

    public static PersonId DeputyOf(BodyId body) => new((body.Value * 10) + 2);

    public static PersonId HandlerOf(BodyId body) => new((body.Value * 10) + 3);

    /// <summary>The same hospital where nobody holds those posts.</summary>
    public static UnitDirectory Without(params PersonId[] gone) => WithPosts([.. Posts().Where(p => !gone.Contains(p.Person))]);

    /// <summary>The same hospital with one post more.</summary>
    public static UnitDirectory With(PersonId person, BodyId body, string role) =>
        WithPosts([.. Posts(), Post(person, body, role)]);

    /// <summary>The same hospital, where some are away from <see cref="Day"/> to the day after and others stand in for them.</summary>
    public static UnitDirectory Away(params (PersonId Absent, PersonId Proxy)[] absences) => Away(Directory, absences);

    public static UnitDirectory Away(UnitDirectory directory, params (PersonId Absent, PersonId Proxy)[] absences) => new(
        [.. directory.People.Values], [.. directory.Bodies.Values],
        [.. directory.People.Keys.SelectMany(p => directory.PostsOf(p, Day))],
        [.. absences.Select(a => new Absence(a.Absent, Day, Day.AddDays(1), a.Proxy))]);

    public static PartyMembers People(params ImmutableArray<PersonId> people) => PartyMembers.Of(people);

    public static PartyMembers Bodies(params ImmutableArray<BodyId> bodies) => PartyMembers.Of(bodies);

    private static UnitDirectory WithPosts(ImmutableArray<Post> posts) => new(
        [.. Posts().Select(p => p.Person).Distinct().Select((id, order) => new Person(id, $"某人{id.Value}", order))],
        [.. new[] { OfficeRoom, Medical, Nursing, Pharmacy, Board, Wards, Quality }.Select(id => new Body(
            id, BodyKind.Administrative, $"科室{id.Value}", id.Value, id == Wards ? Nursing : null, Day.AddYears(-1), null))],
        posts);

    private static IEnumerable<Post> Posts() =>
    [
        Post(Clerk, OfficeRoom, "office"),
        Post(Registrar, OfficeRoom, "registrar"),
        Post(Signatory, Board, "signatory"),
        Post(Zhang, Board, "leader"),
        Post(Guan, Board, "leader"),
        Post(InspectorA, Board, "inspector"),
        Post(InspectorB, Board, "inspector"),
        Post(InspectorC, Board, "inspector"),
        .. new[] { OfficeRoom, Medical, Nursing, Pharmacy, Quality }.SelectMany(body => new[]
        {
            Post(HeadOf(body), body, "head"), Post(DeputyOf(body), body, "deputy"), Post(HandlerOf(body), body, "handler"),
        }),
    ];

    private static Post Post(PersonId person, BodyId body, string role) =>
        new(person, body, new RoleId(role), Day.AddYears(-1), null);
}
