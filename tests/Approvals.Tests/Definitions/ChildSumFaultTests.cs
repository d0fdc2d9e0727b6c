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

    private static string Faults(string main) => string.Join('\n', Told.Sentences(main, Part));
}
