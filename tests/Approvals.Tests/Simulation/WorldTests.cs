using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
using Approvals.Tests.Cases;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Simulation;

/// <summary>The world in memory keeps the store's rules of transactions.</summary>
public sealed class WorldTests
{
    private const string Numbered = """
        stages:
          - id: number
            title: 编号
            signers: {role: registrar}
            actions:
              take: {title: 编号, to: sign, effects: [allocate: document]}
          - id: sign
            title: 签字
            signers: {people: responsible_leaders, at_least: 1}
            actions:
              agree: {title: 同意, to: done}
        """;

    private const string Parent = """
        apiVersion: approvals/1
        workflow: main
        title: 主流程
        stages:
          - id: running
            title: 进行
            split: [{workflow: part, each: {body_of: responsible_departments}}]
            wait: {until: every part has ended, to: sign}
          - id: sign
            title: 签字
            signers: {people: first_leader, at_least: 1}
            actions:
              agree: {title: 同意, to: done}
        ends:
          - {id: done, title: 办结}
        """;

    private const string Part = """
        apiVersion: approvals/1
        workflow: part
        title: 分项
        stages:
          - id: work
            title: 办理
            signers: {bodies: assigned_department, roles: [head]}
            actions:
              finish: {title: 办结, to: over}
        ends:
          - {id: over, title: 办结}
        """;

    private static readonly CaseId Root = CaseId.Derive(Day, "world");

    [Fact]
    public void A_number_goes_back_with_the_press_that_failed()
    {
        var world = Office.Of(Scenario.Book(Scenario.MainFile(Numbered)), Without(Zhang), Day);
        Opened(world, Party.ResponsibleLeaders, People(Zhang));
        Press(world, "take", Registrar).ShouldBe(new Refusal.NobodyToSign(new StageId("sign")));
        world.Directory = Staff.Directory;
        Press(world, "take", Registrar).ShouldBeNull();
        world[Root].Numbers["document"].ShouldBe(["document〔2021〕1号"]);
    }

    [Fact]
    public void A_refused_press_leaves_no_row()
    {
        var world = Office.Of(Scenario.Book(Scenario.MainFile(Numbered)), Staff.Directory, Day);
        Opened(world, Party.ResponsibleLeaders, People(Zhang));
        var before = world.History;
        Press(world, "take", Clerk).ShouldBe(new Refusal.NotYourAssignment());
        world.History.ShouldBeSameAs(before);
    }

    [Fact]
    public void What_cannot_be_done_is_set_aside_and_tried_again_with_another_directory()
    {
        var world = Office.Of(Scenario.Book(Parent, Part), Without(Zhang, Guan), Day);
        Opened(world, Party.ResponsibleDepartments, Bodies(Medical, Nursing), Party.ResponsibleLeaders, People(Zhang));
        foreach (var part in world.ChildrenOf(Root).ToList())
        {
            var by = HeadOf(part.Party(Party.AssignedDepartment).Bodies[0]);
            world.Do(part.Id, Cases.Press.Of("finish", by).On(part, world)).ShouldBeNull();
        }

        world.Stuck.Select(s => s.Case).ShouldAllBe(id => id == Root);
        world[Root].Stage.ShouldBe(new StageId("running"));

        world.Directory = Staff.Directory;
        world.Settle();

        world.Stuck.ShouldBeEmpty();
        world[Root].Stage.ShouldBe(new StageId("sign"));
    }

    [Fact]
    public void What_a_press_wakes_is_done_by_nobody_and_stands_after_it()
    {
        var world = Office.Of(Scenario.Book(Parent, Part), Staff.Directory, Day);
        Opened(world, Party.ResponsibleDepartments, Bodies(Medical), Party.ResponsibleLeaders, People(Zhang));
        var part = world.ChildrenOf(Root).Single();
        world.Do(part.Id, Cases.Press.Of("finish", HeadOf(Medical)).On(part, world)).ShouldBeNull();

        var last = world.History.TakeLast(2).ToList();
        last.ShouldAllBe(r => r.Case == Root && r.Actor == null);
        last[0].Event.ShouldBe(new CaseEvent.StageEntered(new StageId("sign")));
        world.History.Where(r => r.Case == Root).Select(r => r.Seq).ShouldBe(Enumerable.Range(1, world[Root].Version));
    }

    [Theory]
    [InlineData(2021, "甲〔2021〕19号", "甲〔2022〕1号")]
    [InlineData(null, "甲〔2021〕19号", "甲〔2022〕1号")]
    [InlineData(2022, "甲〔2021〕1号", "甲〔2022〕19号")]
    public void A_register_begins_where_the_unit_file_says_and_every_other_year_with_1(int? firstYear, string first, string next)
    {
        var register = new Register("document", "甲", 19, firstYear);
        var taken = NumbersTaken.None;
        taken.TextOfNext(register, 2021).ShouldBe(first);
        taken = taken.Take(register, 2021);
        taken.TextOfNext(register, 2022).ShouldBe(next);
    }

    private static void Opened(World world, Party party, PartyMembers members, Party? other = null, PartyMembers? others = null)
    {
        var parties = ImmutableDictionary<Party, PartyMembers>.Empty.Add(party, members);
        world.Open(
            Root, new WorkflowId("main"), null,
            new ChildSeed("0", "某事", other is { } more ? parties.Add(more, others ?? PartyMembers.None) : parties, [], null)).ShouldBeNull();
    }

    private static Refusal? Press(World world, string action, PersonId by) =>
        world.Do(Root, Cases.Press.Of(action, by).On(world[Root], world));
}
