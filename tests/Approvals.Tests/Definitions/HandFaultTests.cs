namespace Approvals.Tests.Definitions;

/// <summary>What is wrong with 转办, 认领, 抄送, 催办, 跳过 and named posts is told with file, line, column and one Chinese sentence.</summary>
public sealed class HandFaultTests
{
    private const string Sound = """
        apiVersion: approvals/1
        workflow: main
        title: 主流程
        stages:
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            actions: {hand-in: {title: 提交, to: sign}}
          - id: sign
            title: 签发
            signers: {role: head, in: 护理部}
            claim: true
            transfer: {to: [deputy]}
            nudge: {role: office}
            actions:
              agree: {title: 同意, to: done, copy: [{role: registrar}]}
        ends: [{id: done, title: 办结}]
        """;

    [Fact]
    public void The_definition_that_the_other_tests_spoil_is_sound() => Faults(Sound).ShouldBeEmpty();

    [Theory]
    [InlineData("transfer: {to: [deputy]}", "transfer: yes", "main.yaml:13:15: transfer 只能是 true 或 false，不能是 yes")]
    [InlineData("transfer: {to: [deputy]}", "transfer: {too: [deputy]}",
        "main.yaml:13:15: 缺少 to\nmain.yaml:13:16: 不认识的键 too；是不是 to？")]
    [InlineData("to: [deputy]", "to: [deputi]", "main.yaml:13:21: 环节“签发”用了没有定义的角色 deputi；是不是 deputy？")]
    [InlineData("role: head, in", "role: haed, in", "main.yaml:11:21: 环节“签发”用了没有定义的角色 haed；是不是 head？")]
    [InlineData("role: registrar", "role: registrer", "main.yaml:16:50: 环节“签发”用了没有定义的角色 registrer；是不是 registrar？")]
    [InlineData("{role: office}", "{role: offic}", "main.yaml:14:19: 环节“签发”用了没有定义的角色 offic；是不是 office？")]
    [InlineData("{role: office}", "{same_as: sing}", "main.yaml:14:22: 环节“签发”的 same_as 指向不存在的环节 sing；是不是 sign？")]
    [InlineData("{role: office}", "{peple: readers}",
        "main.yaml:14:12: 签批人要用 role、bodies、people、person 或 same_as 之一说明\nmain.yaml:14:13: 不认识的键 peple；是不是 people？")]
    [InlineData("{role: office}", "{people: addressees}", "main.yaml:9:5: 环节“签发”的 people 要的是人，addressees 是科室")]
    [InlineData("{role: head, in: 护理部}", "{person: 某甲}", "main.yaml:9:5: 环节“签发”的席位本来就是一个人的，不用认领（claim）")]
    [InlineData("in: 护理部", "in: 护理部, at_least: 2", "main.yaml:11:5: 环节“签发”只有一个席位，却要求至少 2 个")]
    [InlineData("nudge:", "nugde:", "main.yaml:14:5: 不认识的键 nugde；是不是 nudge？")]
    [InlineData("to: done, copy: [{role: registrar}]}", "to: done}\n      pass: {title: 传阅, needs: [readers]}",
        "main.yaml:17:7: 环节“签发”的动作“传阅”点了名，却既不离开环节（to），也不开出流程（open），点名没有用处")]
    [InlineData("nudge: {role: office}\n    actions:\n      agree: {title: 同意, to: done, copy",
        "skip: {role: office}\n    actions:\n      agree: {title: 同意, to: [done, draft], copy",
        "main.yaml:14:5: 环节“签发”允许跳过（skip），却没有一个动作可以没有人签就离开（只写去向 to，不写 needs、effects、by），全部跳过以后没有路可走")]
    public void A_fault_is_told_where_it_stands(string right, string wrong, string fault) =>
        string.Join('\n', Faults(Sound.Replace(right, wrong, StringComparison.Ordinal))).ShouldBe(fault);

    [Fact]
    public void Where_nobody_signs_nothing_can_be_handed_on() =>
        Faults(Sound.Replace("    signers: {role: head, in: 护理部}", "    wait: {until: lead, to: done}", StringComparison.Ordinal)
            .Replace("    actions:\n      agree: {title: 同意, to: done, copy: [{role: registrar}]}\n", "", StringComparison.Ordinal))
            .ShouldBe(["main.yaml:9:5: 环节“签发”没有签批人（signers），没有席位可以转办、认领、抄送、催办或跳过"]);

    private static IReadOnlyList<string> Faults(string text) => Told.Of(text);
}
