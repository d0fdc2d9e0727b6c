using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Definitions;

/// <summary>What may be done at any stage is judged as what is done in a stage: by every word in it.</summary>
public sealed class StandingFaultTests
{
    [Theory]
    [InlineData("signers: {role: office}, needs: [reason], copy: {role: signatory}, when: rate >= 90 and every task has ended")]
    [InlineData("signers: {role: office}, effects: [open: tsak]", "要拆分出没有定义的流程 tsak；是不是 task？")]
    [InlineData("signers: {role: office}, when: rrate >= 90", "的条件提到数目 rrate，没有动作会填它（number），也没有写在 numbers 里；是不是 rate？")]
    [InlineData("signers: {role: office}, when: known rrate", "的条件提到数目 rrate，没有动作会填它（number），也没有写在 numbers 里；是不是 rate？")]
    [InlineData("signers: {role: office}, when: some tsak has ended", "的条件提到没有定义的流程 tsak；是不是 task？")]
    [InlineData("signers: {role: office}, when: every tsak has ended", "的条件提到没有定义的流程 tsak；是不是 task？")]
    [InlineData("signers: {role: office}, when: number of tsak = 0", "的条件提到没有定义的流程 tsak；是不是 task？")]
    [InlineData("signers: {role: office}, when: average of rate of tsak at least 90", "的条件提到没有定义的流程 tsak；是不是 task？")]
    [InlineData("signers: {role: office}, when: lowest of rrate of task at least 90",
        "的条件提到流程 task 的数目 rrate，那里没有动作会填它（number），也没有写在 numbers 里")]
    [InlineData("signers: {role: office}, when: none open fnding", "的条件提到事由 fnding，却没有动作会提出它（raise）；可用的有：main")]
    [InlineData("signers: {role: office}, when: open fnding <= 1", "的条件提到事由 fnding，却没有动作会提出它（raise）；可用的有：main")]
    [InlineData("signers: {role: office}, when: held >= 3", "的条件提到 held，本流程却没有按例外管理的环节（by_exception）")]
    [InlineData("signers: {role: office}, effects: [settle: fnding]", "提到事由 fnding，却没有动作会提出它（raise）；可用的有：main")]
    [InlineData("signers: {role: office}, needs: [{occurrence: held, title: 日}], effects: [except: called_off]",
        "记停诊、改期（occurrence、except），却不是按例外管理的环节（by_exception）")]
    [InlineData("signers: {role: office}, effects: [clock: extend_parent]", "要给上级延期（extend_parent），却没有流程会拆分出本流程")]
    [InlineData("signers: {role: office}, needs: [first_leader]", "要指定 first_leader，它是推算出来的，不能指定")]
    [InlineData("signers: {role: office}, fulfils: true", "不是谁的席位，没有周期可以完成（fulfils）")]
    [InlineData("signers: {role: office}, copy: {role: hed}", "用了没有定义的角色 hed；是不是 head？")]
    [InlineData("signers: {role: office}, copy: {same_as: nowhere}", "的 same_as 指向不存在的环节 nowhere；可用的有：a")]
    [InlineData("signers: {role: office}, copy: {people: lead_department}", "的 people 要的是人，lead_department 是科室")]
    [InlineData("signers: {role: office}, needs: [{number: and, title: 数}]", "的数目不能叫 and，这是条件里已有的词")]
    [InlineData("signers: {role: office}, needs: [{number: n, title: 数, at_least: 2, at_most: 1}]", "的数目“数”下限（at_least）比上限（at_most）还大")]
    [InlineData("signers: {role: office}, needs: [{date: d, title: 日, before: nowhere}]", "提到日程 nowhere，却没有动作会填它（date）；可用的有：d")]
    [InlineData("signers: {people: inspectors, at_least: 2}", "只从一个位子办，at_least 没有用处")]
    [InlineData("signers: []", "的签批人是空的")]
    public void A_fault_of_what_is_done_at_any_stage_is_told_in_one_sentence(string action, params string[] faults) =>
        Told.Sentences(WithAction(action), Told.Task).ShouldBe(faults.Select(f => $"任何环节都可以办的“某事”{f}"));

    [Fact]
    public void It_is_told_where_it_stands() =>
        Told.Of(WithAction("signers: {role: office}, copy: {role: hed}"), Told.Task).ShouldBe(["main.yaml:5:59: 任何环节都可以办的“某事”用了没有定义的角色 hed；是不是 head？"]);

    [Fact]
    public void Whoever_is_to_have_a_copy_has_it_though_the_case_stays_where_it_is() =>
        Given("""
            at_any_stage:
              tell: {title: 通报, signers: {role: office}, needs: [reason], copy: {role: signatory}}
            stages:
              - id: a
                title: 甲
                signers: {role: office}
                actions: {go: {title: 走, to: done}}
            """).When(Standing("tell", Clerk).Because("要知道")).ThenStillIn("a").Then(c => c.Copied.ShouldBe([Signatory]));

    private static string WithAction(string action) => $$$"""
        apiVersion: approvals/1
        workflow: main
        title: 主流程
        at_any_stage:
          some: {title: 某事, {{{action}}}}
        stages:
          - id: a
            title: 甲
            signers: {role: office}
            split: [{workflow: task}]
            actions: {go: {title: 走, to: done, takes: [{number: rate, title: 率}]}}
        ends: [{id: done, title: 办结}]
        """;
}
