namespace Approvals.Tests.Definitions;

/// <summary>What is wrong with files that are to be made and with distributions is told with the nearest known word.</summary>
public sealed class ProductFaultTests
{
    private const string Sound = """
        apiVersion: approvals/1
        workflow: main
        title: 主流程
        stages:
          - id: send
            title: 印发
            signers: {role: registrar}
            actions:
              send: {title: 印发, to: done, effects: [produce: document, {distribute: reading, to: {bodies: addressees, roles: [head]}}]}
        ends: [{id: done, title: 办结}]
        """;

    private const string Reading = """
        apiVersion: approvals/1
        workflow: reading
        title: 阅知
        stages:
          - id: read
            title: 阅知
            signers: {people: readers}
            actions: {read: {title: 已阅, to: done}}
        ends: [{id: done, title: 已阅}]
        """;

    [Fact]
    public void The_definition_that_the_other_tests_spoil_is_sound() => Faults(Sound, Reading).ShouldBeEmpty();

    [Theory]
    [InlineData("produce: document", "produce: documents", "不认识 documents；是不是 document？")]
    [InlineData("distribute: reading", "distribute: readng", "分发给没有定义的流程 readng；是不是 reading？")]
    [InlineData("roles: [head]", "roles: [haed]", "分发（distribute）用了没有定义的角色 haed")]
    [InlineData("{bodies: addressees, roles: [head]}", "{people: addressees}", "people 要的是人，addressees 是科室")]
    [InlineData("produce: document", "produce: bulletin", "却没有拆分出任何流程，没有什么可通报")]
    [InlineData(", to: {bodies: addressees, roles: [head]}}", "}", "分发（distribute）要写明分给谁：to")]
    public void A_fault_is_told(string right, string wrong, string told) =>
        Faults(Sound.Replace(right, wrong, StringComparison.Ordinal), Reading).ShouldContain(told);

    [Fact]
    public void What_is_distributed_is_read_by_its_readers() =>
        Faults(Sound, Reading.Replace("people: readers", "role: office", StringComparison.Ordinal)).ShouldContain("第一个环节要由 readers 来阅");

    private static string Faults(params string[] files) => string.Join('\n', Told.Sentences(files));
}
