using System.Collections.Immutable;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
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

    [Theory]
    [InlineData("supporting_departments", "")]
    [InlineData("host_department", "")]
    [InlineData("lead_department", "Medical")]
    [InlineData("concerned_departments", "Medical")]
    public void Bodies_that_a_case_does_not_have_have_no_part_in_it(string party, string parts) =>
        Given(Parted(party), Work, Task).Once(office => Parts(office).ShouldBe(parts));

    [Theory]
    [InlineData("host_department", "Quality")]
    [InlineData("lead_department", "Medical")]
    [InlineData("supporting_departments", "Nursing")]
    public void What_a_case_does_not_have_is_its_parents_and_has_its_part_so(string party, string parts) =>
        Given(
            "stages: [{id: a, title: 甲, split: [{workflow: part, each: row}], wait: {until: every part has ended, to: done}}]",
            Work.With(Party.HostDepartment, Bodies(Quality)).With(Party.ResponsibleDepartments, Bodies(Medical, Nursing)) with
            {
                Rows = [new ChildSeed("1", "第一项", ImmutableDictionary<Party, PartyMembers>.Empty, [], null)],
            },
            MainFile(Parted(party)).Replace("workflow: main", "workflow: part", StringComparison.Ordinal), Task)
            .Once(office => Parts(office).ShouldBe(parts));

    [Fact]
    public void A_case_with_a_lead_alone_is_not_supported_by_those_who_support_its_parent() =>
        Given(
            "stages: [{id: a, title: 甲, split: [{workflow: part, each: row}], wait: {until: every part has ended, to: done}}]",
            Work.With(Party.ResponsibleDepartments, Bodies(Medical, Nursing)) with
            {
                Rows = [new ChildSeed("1", "第一项", Work.Parties, [], null)],
            },
            MainFile(Parted("supporting_departments")).Replace("workflow: main", "workflow: part", StringComparison.Ordinal), Task)
            .Once(office => Parts(office).ShouldBe(""));

    private static Opened Work => new Opened().With(Party.ResponsibleDepartments, Bodies(Medical)).With(Party.LeadDepartment, Bodies(Medical));

    private static string Parted(string party) =>
        $"stages: [{{id: a, title: 甲, split: [{{workflow: task, each: {{body_of: {party}}}}}], wait: {{until: every task has ended, to: done}}}}]";

    /// <summary>The departments that have a part.</summary>
    private static string Parts(World office) => string.Join(' ', office.Cases.Where(c => c.Workflow.Value == "task")
        .SelectMany(c => c.Party(Party.AssignedDepartment).Bodies)
        .Select(body => body == Medical ? nameof(Medical) : body == Nursing ? nameof(Nursing) : body == Quality ? nameof(Quality) : "?"));
}
