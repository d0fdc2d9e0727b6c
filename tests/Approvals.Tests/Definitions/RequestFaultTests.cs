using System.Text;
using Approvals.Engine.Definitions;
using Approvals.Readers.Definitions;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Definitions;

/// <summary>发起: who may ask for what, and what such a beginning cannot say.</summary>
public sealed class RequestFaultTests
{
    private const string Sound = """
        apiVersion: approvals/1
        workflow: main
        title: 合同
        starts: [{on: requested, at: draft, by: [head, handler]}]
        stages:
          - id: draft
            title: 拟订
            signers: {people: drafter}
            actions: {hand-in: {title: 提交, to: done, needs: [{say: report, title: 金额}, {name: countersigners, title: 请谁把关, at_least: 2}]}}
        ends: [{id: done, title: 办结}]
        """;

    [Fact]
    public void Many_definitions_may_be_asked_for() =>
        Faults(Sound, Sound.Replace("workflow: main", "workflow: other", StringComparison.Ordinal)).ShouldBeEmpty();

    [Theory]
    [InlineData("by: [head, handler]", "by: [haed]", "main.yaml:4:42: starts 的 by 用了没有定义的角色 haed；是不是 head？")]
    [InlineData("on: requested", "on: drafted", "main.yaml:4:1: 谁可以登记、起草公文由角色的权限（register、draft）定，by 只用在由人发起（requested）的开头")]
    [InlineData("handler]}]", "handler]}, {on: drafted, at: draft}]", "main.yaml:4:1: 由人发起（requested）的流程不能又从公文开始，请分成两个流程")]
    [InlineData("handler]}]", "handler]}, {on: requested, at: draft}]", "main.yaml:1:1: 起因 requested 有两处开头，不知道从哪里开始")]
    [InlineData("{say: report, title: 金额}", "{say: raeson, title: 金额}", "main.yaml:9:60: 不认识 raeson；是不是 reason？")]
    [InlineData("{say: report, title: 金额}", "{say: report}", "main.yaml:9:54: 缺少 title")]
    public void What_cannot_be_meant_is_told(string old, string changed, string fault) =>
        Faults(Sound.Replace(old, changed, StringComparison.Ordinal)).ShouldContain(fault);

    [Fact]
    public void Whoever_holds_one_of_the_roles_may_ask_and_whoever_serves_where_none_is_named()
    {
        var book = Book(Sound, Sound.Replace("workflow: main", "workflow: other", StringComparison.Ordinal).Replace(", by: [head, handler]", ""));

        Asked("head").ShouldBe(["main", "other"]);
        Asked("leader").ShouldBe(["other"]);
        book.RequestedBy([]).ShouldBeEmpty();

        IEnumerable<string> Asked(string role) => book.RequestedBy([new Engine.RoleId(role)]).Select(r => r.Workflow.Id.Value);
    }

    private static WorkflowBook Book(params string[] workflows) => BookReader.Read(Files(workflows));

    private static IEnumerable<string> Faults(params string[] workflows)
    {
        var read = BookReader.Check(Files(workflows));
        return read.Faults.Select(f => f.ToString());
    }

    private static IEnumerable<DefinitionFile> Files(string[] workflows) => workflows
        .Select((text, at) => (Name: at == 0 ? "main.yaml" : $"{at}.yaml", Text: text)).Append((Name: "roles.yaml", Text: RolesFile))
        .Select(f => new DefinitionFile(f.Name, Encoding.UTF8.GetBytes(f.Text)));
}
