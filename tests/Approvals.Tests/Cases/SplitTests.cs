using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>What a stage opens when it is entered: the first time, and again.</summary>
public sealed class SplitTests
{
    private const string Task = """
        apiVersion: approvals/1
        workflow: task
        title: 分工
        stages: [{id: w, title: 办, signers: {role: office}, actions: {go: {title: 走, to: done}}}]
        ends: [{id: done, title: 结}]
        """;

    private const string Returned = """
        stages:
          - id: a
            title: 甲
            signers: {role: office}
            split: [{workflow: task, SPLIT}]
            actions: {go: {title: 走, to: b}}
          - id: b
            title: 乙
            signers: {role: office}
            actions: {back: {title: 退, to: a}, go: {title: 走, to: done}}
        """;

    [Theory]
    [InlineData("again: {each: once, when: part}", 1)]
    [InlineData("again: {each: once, when: not part}", 2)]
    [InlineData("when: not part, again: {each: once, when: not lasting}", 2)]
    [InlineData("when: not part, again: {each: once, when: lasting}", 1)]
    [InlineData("when: part, again: {each: once}", 0)]
    public void What_splits_again_opens_nothing_where_its_own_condition_does_not_hold(string split, int children) =>
        Given(Returned.Replace("SPLIT", split, StringComparison.Ordinal), null, Task)
            .When(Of("go", Clerk)).When(Of("back", Clerk)).ThenIn("a")
            .Once(office => office.Cases.Count(c => c.Workflow.Value == "task").ShouldBe(children));
}
