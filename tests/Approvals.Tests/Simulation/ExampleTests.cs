using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
using Approvals.Tests.Calendars;
using Approvals.Tests.Definitions;

namespace Approvals.Tests.Simulation;

/// <summary>The example that <c>check --example</c> plays of an edition, in a unit in which every seat has somebody.</summary>
public sealed class ExampleTests
{
    private static readonly DateOnly _monday = new(2026, 3, 2);

    public static TheoryData<string> Doors() => [.. Shipped.Book.Workflows.Values
        .SelectMany(w => Shipped.Book.DoorsOf(w).Select(at => $"{w.Id}/{at}")).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Doors))]
    public void Of_the_shipped_edition_every_door_leads_somewhere(string door)
    {
        var example = Play(Shipped.Book, door.Split('/')[0], door.Split('/')[1]);

        example.Played.Refused.ShouldBeNull();
        example.Played.Presses.ShouldNotBeEmpty();
    }

    /// <summary>指标管理 is measured for a year: what is played is half of one.</summary>
    [Theory]
    [MemberData(nameof(Doors))]
    public void What_somebody_asks_for_comes_to_its_end(string door)
    {
        var workflow = Shipped.Book[new WorkflowId(door.Split('/')[0])];
        if (workflow.IsRequested && !workflow.Stages.Any(s => s.Deadline is Term.Every))
        {
            Play(Shipped.Book, door.Split('/')[0], door.Split('/')[1]).World.Cases.First().Ended.ShouldBeTrue();
        }
    }

    /// <summary>As 18号 has them at most: a head, a leader, two inspectors, and the leader who signs it off.</summary>
    [Fact]
    public void One_item_costs_five_signatures_from_its_issue_to_its_end()
    {
        var example = Play(Shipped.Book, "notice", "dividing");

        var root = example.World.Cases.First();
        (root.Ended, root.Stage).ShouldBe((true, new StageId("done")));
        example.Played.Presses.Where(p => p.Signature).Select(p => p.Stage.Value)
            .ShouldBe(["department-signing", "leader-signing", "inspecting", "inspecting", "signing-off"]);
    }

    [Fact]
    public void A_department_that_is_asked_more_often_in_a_month_than_it_should_be_is_told_with_the_stage_that_asks()
    {
        var example = Play(Shipped.Book, "notice", "dividing");
        var most = example.Requests().GroupBy(r => (r.Body, r.Month)).Max(g => g.Sum(r => r.Count));

        example.TooMany(most).ShouldBeEmpty();
        var told = example.TooMany(most - 1).First();
        told.Stage.ShouldNotBeNull();
        told.Message.ShouldContain($"有 {most} 件待办，多于 {most - 1} 件");
    }

    [Fact]
    public void The_same_edition_gives_the_same_example() =>
        Told(Play(Shipped.Book, "notice", "drafting")).ShouldBe(Told(Play(Shipped.Book, "notice", "drafting")));

    private static IEnumerable<(CaseId, int, Type, PersonId?, DateTimeOffset)> Told(Example example) =>
        example.World.History.Select(r => (r.Case, r.Seq, r.Event.GetType(), r.Actor, r.At));

    private static Example Play(WorkflowBook book, string workflow, string door) => Example.Of(
        book, (book[new WorkflowId(workflow)], new StageId(door)), OfficialCalendars.Shipped, _monday, "样例", "已办");
}
