namespace Approvals.Tests.Definitions;

/// <summary>Words that would do nothing where they stand are refused: whoever wrote them meant something.</summary>
public sealed class IdleWordTests
{
    [Theory]
    [InlineData("freeze: content")]
    [InlineData("open: task", "的等待没有人来填，写的 open 没有用处")]
    [InlineData("except: called_off", "的等待没有人来填，写的 except 没有用处")]
    [InlineData("merge: into", "的等待没有人来填，写的 merge 没有用处")]
    [InlineData("replace_in_parent: assigned_department", "的等待没有人来填，写的 replace_in_parent 没有用处")]
    public void A_wait_has_no_form_to_do_anything_with(string effect, params string[] faults) =>
        Sentences($"split: [{{workflow: task}}], wait: {{until: every task has ended, to: done, effects: [{effect}]}}").ShouldBe(Staged(faults));

    [Theory]
    [InlineData("each: once, when: known rrate", "的条件提到数目 rrate，没有动作会填它（number），也没有写在 numbers 里；是不是 rate？")]
    [InlineData("each: once, when: some tsak has ended", "的条件提到没有定义的流程 tsak；是不是 task？")]
    [InlineData("each: {open_matter: fnding}", "提到事由 fnding，却没有动作会提出它（raise）；是不是 finding？")]
    [InlineData("each: {body_of: drafter}", "的 body_of 要的是科室，drafter 是人")]
    [InlineData("each: {body_of: lead_department}, when: part and known rate")]
    public void How_it_splits_again_is_read_as_how_it_splits_first(string again, params string[] faults) =>
        Sentences($"split: [{{workflow: task, again: {{{again}}}}}]").ShouldBe(Staged(faults));

    [Theory]
    [InlineData("{date: chekcs}", "提到日程 chekcs，却没有动作会填它（date）；是不是 checks？")]
    [InlineData("{of: fnding}", "提到事由 fnding，却没有动作会提出它（raise）；是不是 finding？")]
    [InlineData("{of: finding}")]
    public void The_time_for_what_is_urgent_is_read_as_the_other(string term, params string[] faults) =>
        Sentences($"deadline: 2 days, urgent_deadline: {term}").ShouldBe(Staged(faults));

    [Fact]
    public void What_is_handed_on_in_a_circle_by_the_urgent_time_alone_is_refused_too() =>
        Sentences("deadline: 2 days, urgent_deadline: own, on_deadline: a").ShouldBe(Staged("的到期去向（on_deadline）绕回自己：a → a，时限一过就永远停不下来"));

    [Theory]
    [InlineData("needs: [reason]", "的动作“换”要换人（replace_in_parent），却没有点 assigned_department 的名（needs、takes）")]
    [InlineData("needs: [{name: assigned_department, at_least: 2}]", "的动作“换”换一个科室（replace_in_parent），却要至少点 2 个")]
    [InlineData("takes: [assigned_department]")]
    public void Who_replaces_another_is_named_and_is_one(string asked, params string[] faults) =>
        Sentences($"actions: {{swap: {{title: 换, to: a, {asked}, effects: [replace_in_parent: assigned_department]}}, {Go}}}", parent: true)
            .ShouldBe(Staged(faults));

    [Fact]
    public void Who_replaces_another_needs_a_parent_in_which_he_does() =>
        Sentences($"actions: {{swap: {{title: 换, to: a, needs: [assigned_department], effects: [replace_in_parent: assigned_department]}}, {Go}}}")
            .ShouldBe(Staged("的动作“换”要在上级换人（replace_in_parent），却没有流程会拆分出本流程"));

    private const string Go =
        "go: {title: 走, to: done, takes: [{number: rate, title: 率}, {date: checks, title: 日}]}, "
        + "gap: {title: 差, to: a, needs: [reason, date], effects: [raise: finding]}";

    private static IEnumerable<string> Staged(params string[] faults) => faults.Select(f => $"环节“甲”{f}");

    private static IReadOnlyList<string> Sentences(string more, bool parent = false)
    {
        var actions = more.Contains("actions:", StringComparison.Ordinal) ? "" : $", actions: {{{Go}}}";
        var main = $$$"""
            apiVersion: approvals/1
            workflow: main
            title: 主流程
            stages: [{id: a, title: 甲, signers: {role: office}, {{{more}}}{{{actions}}}}]
            ends: [{id: done, title: 办结}]
            """;
        return parent ? Told.Sentences(main, Told.Task, Above) : Told.Sentences(main, Told.Task);
    }

    private const string Above = """
        apiVersion: approvals/1
        workflow: above
        title: 上级
        stages: [{id: a, title: 甲, split: [{workflow: main}, {workflow: task}], wait: {until: every main has ended, to: done}}]
        ends: [{id: done, title: 办结}]
        """;
}
