using Approvals.Engine;
using Approvals.Engine.Cases;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>What another case hands over and cannot be done is set aside alone: what was handed over before and after it is done.</summary>
public sealed class HandOverBlameTests
{
    private const string Whole = """
        at_any_stage:
          hurry: {title: 加急, signers: {role: office}, effects: [{hand: rush, to_children: task}]}
          stop: {title: 停办, to: off, signers: {role: office}, effects: [cancel: children]}
        stages:
          - id: work
            title: 办理
            split: [{workflow: task, each: once}]
            wait: {until: every task has ended, to: done}
          - id: off
            title: 已停办
            wait: {until: every task has ended, to: done}
        """;

    private const string Task = """
        apiVersion: approvals/1
        workflow: task
        title: 分工
        at_any_stage:
          rush: {title: 急办, to: rushed, handed: true}
        stages:
          - id: work
            title: 办理
            signers: {role: office}
            actions: {go: {title: 办结, to: done}}
          - id: rushed
            title: 急办
            split: [{workflow: part, each: once}]
            wait: {until: every part has ended, to: done}
        ends: [{id: done, title: 办结}, {id: gone, title: 撤销, cancelled: true}]
        """;

    private const string Part = """
        apiVersion: approvals/1
        workflow: part
        title: 一份
        stages:
          - id: work
            title: 办理
            signers: {role: registrar}
            actions: {go: {title: 办结, to: done}}
        ends: [{id: done, title: 办结}, {id: gone, title: 撤销, cancelled: true}]
        """;

    [Fact]
    public void A_hand_over_whose_part_nobody_can_begin_is_set_aside_and_the_one_after_it_is_done() =>
        Given(Whole, null, Task, Part)
            .Once(office => office.Directory = Without(Registrar))
            .Once(office => Both(office, "hurry", "stop"))
            .ThenIn("done")
            .OnChild("0").ThenIn("gone");

    [Fact]
    public void It_is_refused_with_what_cannot_begin() =>
        Given(Whole, null, Task, Part)
            .Once(office => office.Directory = Without(Registrar))
            .When(Standing("hurry", Clerk)).ThenIn("work")
            .Once(office => office.Stuck.ShouldHaveSingleItem().Why.ShouldBe(new Refusal.NobodyToBegin(new WorkflowId("part"), "某事")))
            .OnChild("0").ThenIn("work");

    /// <summary>Both are handed over before the child looks.</summary>
    private static void Both(Approvals.Engine.Simulation.World office, params string[] actions)
    {
        var id = office.Cases.First().Id;
        foreach (var action in actions)
        {
            office.Commit(id, Standing(action, Clerk).On(office[id], office)).ShouldBeNull();
        }

        office.Settle();
    }
}
