using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Deadlines;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Engine.Simulation;
using Approvals.Tests.Definitions;

namespace Approvals.Tests.Cases;

/// <summary>The invented hospital in which the ten rows of 18号 are walked: the annex's departments and four leaders.</summary>
internal static class TwinStaff
{
    public static readonly DateOnly Day = new(2021, 6, 2);

    public static readonly PersonId Clerk = new(1);
    public static readonly PersonId Registrar = new(2);
    public static readonly PersonId Signatory = new(3);

    private static readonly ImmutableArray<string> Names =
    [
        "党政综合办公室", "医务科", "党建办", "门诊办", "临床药学", "中西药剂", "护理部", "各窗口科室", "质控办", "纪检监察室", "医患办",
        "领导班子", "验收组",
    ];

    /// <summary>In the order in which the notice names them.</summary>
    public static ImmutableArray<PersonId> Leaders { get; } = [new(4), new(5), new(6), new(7)];

    public static ImmutableArray<PersonId> Inspectors { get; } = [new(8), new(9)];

    /// <summary>
    /// Leaders by their place in <see cref="Leaders"/>, departments as the annex has them, the first in the lead.
    /// </summary>
    public static ImmutableArray<(int[] Leaders, string[] Departments)> Rows { get; } =
    [
        ([0], ["医务科", "党建办"]),
        ([0], ["党建办"]),
        ([1], ["医务科", "门诊办", "临床药学", "中西药剂"]),
        ([1], ["门诊办"]),
        ([1, 2], ["门诊办", "护理部"]),
        ([1, 3, 2], ["各窗口科室"]),
        ([2], ["医务科", "护理部"]),
        ([1, 2], ["医务科", "质控办"]),
        ([0], ["纪检监察室", "门诊办", "医患办"]),
        ([2], ["医务科"]),
    ];

    public static BodyId Body(string name) => new(Names.IndexOf(name) + 1);

    /// <summary>门诊办 answers for 各窗口科室.</summary>
    public static BodyId Answering(BodyId body) => body == Body("各窗口科室") ? Body("门诊办") : body;

    public static PersonId HeadOf(BodyId body) => new((body.Value * 100) + 1);

    public static PersonId HandlerOf(BodyId body) => new((body.Value * 100) + 2);

    public static PersonId HandlerOf(string body) => HandlerOf(Body(body));

    public static World Office(WorkflowBook book, RandomWords? words) => Cases.Office.Of(
        book, Directory(words), Day,
        Subject.Settled([.. Rows.Select((row, at) => Seed(row.Leaders, row.Departments, at + 1))]) with { ContentHash = "v1" });

    private static ChildSeed Seed(int[] leaders, string[] departments, int number) => new(
        $"{number}",
        $"第{number}项",
        ImmutableDictionary<Party, PartyMembers>.Empty
            .Add(Party.ResponsibleLeaders, PartyMembers.Of([.. leaders.Select(l => Leaders[l])]))
            .Add(Party.ResponsibleDepartments, PartyMembers.Of([.. departments.Select(Body)]))
            .Add(Party.LeadDepartment, PartyMembers.Of(Body(departments[0]))),
        number == 9 ? [Facts.Lasting] : [],
        new DateOnly(2021, 12, 31))
    {
        Recurrence = number switch
        {
            3 => new Recurrence(RecurrencePeriod.Week, [DayOfWeek.Tuesday, DayOfWeek.Friday]),
            10 => new Recurrence(RecurrencePeriod.Quarter, []),
            _ => null,
        },
    };

    private static UnitDirectory Directory(RandomWords? words)
    {
        var bodies = Names.Select((name, at) => new Body(
            new BodyId(at + 1), BodyKind.Administrative, name, at, name == "各窗口科室" ? Body("门诊办") : null, Day.AddYears(-1), null));
        var board = Body("领导班子");
        Post[] posts =
        [
            Post(Clerk, Body("党政综合办公室"), "office"),
            Post(Registrar, Body("党政综合办公室"), "registrar"),
            Post(Signatory, board, "signatory"),
            .. Leaders.Select(id => Post(id, board, "leader")),
            .. Inspectors.Select(id => Post(id, Body("验收组"), "inspector")),
            .. Names.Take(11).Where(name => name != "各窗口科室").SelectMany(name => new[]
            {
                Post(HeadOf(Body(name)), Body(name), "head"), Post(HandlerOf(name), Body(name), "handler"),
            }),
        ];
        return new UnitDirectory(
            [.. posts.Select(p => p.Person).Distinct().Select((id, order) => new Person(id, $"某人{id.Value}", order))],
            [.. bodies],
            [.. posts]);

        Post Post(PersonId person, BodyId body, string role) =>
            new(person, body, new RoleId(words?.Role(role) ?? role), Day.AddYears(-1), null);
    }
}
