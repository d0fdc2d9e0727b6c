namespace Approvals.Tests.Definitions;

/// <summary>What nobody could ever press is no exit, though it is written as one.</summary>
public sealed class UnpressableTests
{
    private const string Above = """
        apiVersion: approvals/1
        workflow: above
        title: 上级
        stages: [{id: a, title: 甲, split: [{workflow: main, each: row}], wait: {until: every main has ended, to: done}}]
        ends: [{id: done, title: 办结}]
        """;

    [Theory]
    [InlineData("needs: [{number: x, title: 数, at_least: 0.11111, at_most: 0.11112}]",
        "的数目“数”没有一个数可填：上下限（at_least、at_most）之间没有不超过 4 位小数的数")]
    [InlineData("needs: [{number: x, title: 数, at_least: 1000000000000}]",
        "的数目“数”没有一个数可填：上下限（at_least、at_most）之间没有不超过 4 位小数的数")]
    [InlineData("needs: [{number: x, title: 数, at_least: 0.11111, at_most: 0.1112}]")]
    [InlineData("needs: [{name: inspectors, at_least: 999}]", "的动作“走”要至少点 999 个 inspectors，at_least 应当从 1 到 99")]
    [InlineData("takes: [{name: inspectors, at_least: 0}]", "的动作“走”要至少点 0 个 inspectors，at_least 应当从 1 到 99")]
    [InlineData("needs: [{name: inspectors, including: responsible_departments}]",
        "的动作“走”要点的 inspectors 里应当有 responsible_departments（including），它们一个是人，一个是科室")]
    [InlineData("needs: [{name: countersigners, including: responsible_departments}]")]
    [InlineData("needs: [{date: d, title: 日, before: d}]", "的日程“日”要早于它自己（before），没有日子可填")]
    [InlineData("needs: [{date: d, title: 日, before: e}, {date: e, title: 日二, before: d}]",
        "的日程“日”要早于它自己（before），没有日子可填", "的日程“日二”要早于它自己（before），没有日子可填")]
    [InlineData("needs: [{date: d, title: 日, before: e}, {date: e, title: 日二}]")]
    [InlineData("needs: [{occurrence: held, title: 日}]", "的动作“走”问了是哪一天（occurrence），却不记停诊、改期（except），问了没有用处",
        "记停诊、改期（occurrence、except），却不是按例外管理的环节（by_exception）")]
    [InlineData("by: [head]", "的动作“走”只许 head 按（by），能坐的却只有 office")]
    [InlineData("by: [head, office]")]
    [InlineData("needs: [sibling], effects: [merge: into]", "的动作“走”要并入另一件（sibling），却没有流程会拆分出本流程，没有另一件")]
    public void What_names_alone_tell_is_told(string action, params string[] faults) =>
        Told.Sentences(Exit(action)).ShouldBe(faults.Select(f => $"环节“甲”{f}"));

    [Theory]
    [InlineData("transfer: {to: [head]}")]
    [InlineData("add_seats: true")]
    public void Whoever_is_given_the_seat_or_one_beside_it_may_have_the_role(string more) =>
        Told.Sentences(Exit("by: [head]", more)).ShouldBeEmpty();

    [Fact]
    public void What_begins_without_a_notice_concerns_departments_only_where_some_were_named()
    {
        var requested = Exit("needs: [concerned_departments]").Replace("title: 主流程", "title: 主流程\nstarts: [{on: requested, at: a}]", StringComparison.Ordinal);
        Told.Sentences(requested).ShouldBe(
            ["环节“甲”的动作“走”要点有关的科室（concerned_departments），本流程由人发起，却没有动作点过责任科室（responsible_departments）"]);
        Told.Sentences(requested.Replace("drop:", "again: {title: 再来, to: a, needs: [responsible_departments]}, drop:", StringComparison.Ordinal))
            .ShouldBeEmpty();
        Told.Sentences(Exit("needs: [concerned_departments]")).ShouldBeEmpty();
        Told.Sentences(Exit("needs: [concerned_departments]", "split: [{workflow: tsak}]"), Above)
            .ShouldBe(["环节“甲”要拆分出没有定义的流程 tsak；可用的有：above、main"]);
    }

    [Fact]
    public void A_later_date_is_no_exit_for_a_case_without_a_due_date()
    {
        Told.Sentences(Exit("needs: [later_date]", only: true)).ShouldBe(
            ["从环节“甲”没有任何动作能走到结局（当 没有到期日）：甲，停在这里：动作“走”要填比到期日更晚的日期（later_date），没有到期日就按不了"]);
        Told.Sentences(Exit("needs: [later_date]")).ShouldBeEmpty();
    }

    [Fact]
    public void Another_case_to_merge_into_is_no_exit_that_anybody_may_count_on()
    {
        const string Merge = "needs: [sibling], effects: [merge: into]";
        Told.Sentences(Exit(Merge, only: true), Above).ShouldBe(
            ["从环节“甲”没有任何动作能走到结局：甲，停在这里：动作“走”要并入另一件（sibling），不一定有另一件"]);
        Told.Sentences(Exit(Merge), Above).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("x > 1.00001 and x < 1.00002", false)]
    [InlineData("x > 1.0001 and x < 1.0003", true)]
    [InlineData("x > 1.0001 and x < 1.0002", false)]
    [InlineData("x = 1.00001", false)]
    [InlineData("known x", true)]
    public void Only_numbers_that_may_be_said_are_counted_on(string when, bool sound) =>
        (Told.Sentences("""
            apiVersion: approvals/1
            workflow: main
            title: 主流程
            stages:
              - {id: a, title: 甲, signers: {role: office}, actions: {say: {title: 填, to: b, needs: [{number: x, title: 数, at_least: 1}]}}}
              - {id: b, title: 乙, signers: {role: office}, actions: {back: {title: 退, to: a}, go: {title: 走, to: done, when: WHEN}}}
            ends: [{id: done, title: 办结}]
            """.Replace("WHEN", when, StringComparison.Ordinal)).Count == 0).ShouldBe(sound);

    private static string Exit(string action, string more = "quiet: true", bool only = false) => $$$"""
        apiVersion: approvals/1
        workflow: main
        title: 主流程
        stages: [{id: a, title: 甲, signers: {role: office}, {{{more}}}, actions: {go: {title: 走, to: done, {{{action}}}}{{{(only ? "" : ", drop: {title: 作废, to: done}")}}}}}]
        ends: [{id: done, title: 办结}]
        """;
}
