namespace Approvals.Tests.Definitions;

/// <summary>What a case could never have, because of how it begins, is told when the definition is published.</summary>
public sealed class BeginningFaultTests
{
    private const string Asked = """
        apiVersion: approvals/1
        workflow: main
        title: 用车申请
        starts: [{on: requested, at: ask}]
        stages:
          - id: ask
            title: 填写申请
            signers: {people: drafter}
            actions: {go: {title: 提交, to: sign}}
          - id: sign
            title: 审批
            signers: SIGNERS
            actions: {agree: {title: 同意, to: done}}
        ends: [{id: done, title: 办结}]
        """;

    private const string Turning = """
        apiVersion: approvals/1
        workflow: main
        title: 主流程
        stages:
          - id: run
            title: 实施
            split: [{workflow: CHILD, each: once}]
            wait: {until: every CHILD has ended, to: done}
        ends: [{id: done, title: 办结}]
        """;

    [Theory]
    [InlineData("{people: drafter}", "")]
    [InlineData("{role: head}", "")]
    [InlineData("{people: inspectors}", "inspectors")]
    [InlineData("{people: readers}", "readers")]
    [InlineData("{people: first_leader}", "first_leader")]
    [InlineData("{bodies: responsible_departments, roles: [head]}", "responsible_departments")]
    [InlineData("{bodies: host_department, roles: [head]}", "host_department")]
    [InlineData("{bodies: assigned_department, roles: [head]}", "assigned_department")]
    [InlineData("[{people: inspectors}, {role: head}]", "")]
    public void A_party_that_no_form_and_no_notice_names_is_a_seat_for_nobody(string signers, string party) =>
        Faults(Asked.Replace("SIGNERS", signers, StringComparison.Ordinal)).ShouldBe(party.Length == 0 ? "" :
            $"环节“审批”要由 {party} 签批，却没有动作会点他们（name），也没有公文会带来他们，永远没有人能坐");

    [Fact]
    public void Whom_a_form_names_may_sit() =>
        Faults(Asked.Replace("SIGNERS", "{people: first_leader}", StringComparison.Ordinal)
            .Replace("to: sign}", "to: sign, needs: [responsible_leaders]}", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void What_somebody_asks_for_has_no_recurrence_of_its_own() =>
        Faults(Asked.Replace("SIGNERS", "{role: head}\n    deadline: {every: own}", StringComparison.Ordinal)
                .Replace("to: done}}", "to: done}, say: {title: 填报, fulfils: true}}", StringComparison.Ordinal))
            .ShouldContain("环节“审批”要按事项自己的周期办（every: own、by_exception），本流程由人发起，没有周期可循");

    [Fact]
    public void What_splits_off_itself_as_it_begins_is_never_divided() =>
        Faults(Turning.Replace("CHILD", "main", StringComparison.Ordinal)).ShouldContain("环节“实施”的拆分绕回自己：main → main，永远拆不完");

    [Theory]
    [InlineData("0 workdays", "{on: 0d, to: sign}")]
    [InlineData("0 days", "{on: 0d, to: sign}")]
    [InlineData("0 hours", "sign")]
    [InlineData("1 workday", "{on: -1d, to: sign}")]
    public void A_time_that_is_over_on_entering_and_leads_back_would_never_come_to_rest(string deadline, string way) =>
        Faults(Asked.Replace("SIGNERS", $"{{role: head}}\n    deadline: {deadline}\n    on_deadline: {way}", StringComparison.Ordinal))
            .ShouldContain("环节“审批”的到期去向（on_deadline）绕回自己：sign → sign，时限一过就永远停不下来");

    private static string Faults(string main) => string.Join('\n', Told.Sentences(main));
}
