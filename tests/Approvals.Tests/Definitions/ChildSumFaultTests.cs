namespace Approvals.Tests.Definitions;

/// <summary>A sum over children is typed when published: what it names is known there, with the nearest word where it is not.</summary>
public sealed class ChildSumFaultTests
{
    private const string Sound = """
        apiVersion: approvals/1
        workflow: main
        title: 主流程
        stages:
          - id: run
            title: 实施
            split: [{workflow: part, each: {body_of: responsible_departments}}]
            signers: {people: drafter}
            actions: {stop: {title: 结束, to: done}}
            wait: {until: CONDITION, to: done}
        ends: [{id: done, title: 办结}]
        """;

    private const string Part = """
        apiVersion: approvals/1
        workflow: part
        title: 分工
        stages:
          - id: work
            title: 办理
            signers: {bodies: assigned_department, roles: [head]}
            actions: {submit: {title: 提交, to: sent, needs: [{number: rate, title: 满意度}]}}
        ends: [{id: sent, title: 已交}]
        """;

    [Theory]
    [InlineData("average of rate of part at least 90", "")]
    [InlineData("number of part in sent >= 2 or lowest of rate of part > highest of rate of part", "")]
    [InlineData("average of rate of prat at least 90", "提到没有定义的流程 prat；是不是 part？")]
    [InlineData("average of rats of part at least 90", "提到流程 part 的数目 rats，那里没有动作会填它（number），也没有写在 numbers 里；是不是 rate？")]
    [InlineData("number of part in wrok = 0", "提到不存在的环节 part/wrok；是不是 work？")]
    [InlineData("number of main = 0", "要数流程 main，本流程却从不拆分出它")]
    [InlineData("average of rate part at least 90", "条件里这里应当是 of，不能是 part")]
    [InlineData("average of rate of part at last 90", "at 后面应当是 least 或 most，不能是 last")]
    [InlineData("average of rate of part", "条件没有写完")]
    [InlineData("average of rate of part at least lead", "要和一个数或者另一个数目比较，不能是 lead")]
    public void What_a_sum_names_is_known(string condition, string fault) =>
        Faults(Sound.Replace("CONDITION", condition, StringComparison.Ordinal)).ShouldSatisfyAllConditions(
            told => told.ShouldContain(fault), told => (told.Length == 0).ShouldBe(fault.Length == 0));

    [Fact]
    public void Where_every_way_out_asks_for_a_number_of_children_they_may_end_short_of_it_and_nothing_leads_out() =>
        Faults(Sound.Replace("CONDITION", "every part has ended and lowest of rate of part >= 90", StringComparison.Ordinal)
                .Replace("to: done}}", "to: done, when: lowest of rate of part >= 90}}", StringComparison.Ordinal))
            .ShouldContain("环节“实施”只有下级的数目（lowest of rate of part >= 90）够了才走得出去，下级都已办结而不够，就再也出不去；请另给一条出路");

    [Fact]
    public void What_no_form_lets_a_child_give_is_never_reached() =>
        string.Join('\n', Told.Sentences(
                Sound.Replace("CONDITION", "highest of rate of part > 100", StringComparison.Ordinal),
                Part.Replace("title: 满意度", "title: 满意度, at_most: 100", StringComparison.Ordinal)))
            .ShouldContain("环节“实施”的条件（highest of rate of part > 100）永远不会成立：下级的表单不许填这样的数");

    private static string Faults(string main) => string.Join('\n', Told.Sentences(main, Part));
}
