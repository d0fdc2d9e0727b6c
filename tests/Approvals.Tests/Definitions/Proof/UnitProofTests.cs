using System.Text;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Readers.Definitions;
using Approvals.Tests.Cases;

namespace Approvals.Tests.Definitions.Proof;

/// <summary>What only the unit's directory tells, and what is worth a look.</summary>
public sealed class UnitProofTests
{
    private const string Signing = """
        stages:
          - {id: a, title: 拟办, signers: {bodies: lead_department, roles: [head]}, actions: {go: {title: 提交, to: b}}}
          - id: b
            title: 审核
            signers: {bodies: lead_department, roles: [head, deputy]}
            not_same_as: [a]
            actions: {go: {title: 同意, to: done}}
        """;

    [Fact]
    public void A_role_that_nobody_holds_leaves_a_stage_without_anybody() => Check(
        "stages: [{id: a, title: 签发, signers: {role: signatory}, actions: {go: {title: 签发, to: done}}}]",
        Staff.Without(Staff.Signatory)).Faults
        .ShouldBe(["main.yaml:4:29: 环节“签发”在本单位没有人能办：没有人担任“签发人”"]);

    [Fact]
    public void A_body_that_the_unit_does_not_have_is_named() => Check(
        "stages: [{id: a, title: 签发, signers: [{role: office}, {role: head, in: 伙食科}], actions: {go: {title: 签发, to: done}}}]",
        Staff.Directory).Faults
        .ShouldHaveSingleItem().ShouldEndWith("环节“签发”写的科室“伙食科”在本单位没有，或者不止一个");

    [Fact]
    public void Where_the_head_is_alone_in_his_department_nobody_else_can_check_him() =>
        Check(Signing, Staff.Without(Staff.DeputyOf(Staff.Pharmacy))).Faults.ShouldHaveSingleItem()
            .ShouldContain("，环节“审核”只有");

    [Fact]
    public void Where_there_is_a_deputy_he_can() => Check(Signing, Staff.Directory).Faults.ShouldNotContain(f => f.Contains("not_same_as"));

    [Fact]
    public void What_one_human_does_twice_running_is_worth_a_look() => Check("""
        stages:
          - {id: a, title: 拟稿, signers: {people: drafter}, actions: {go: {title: 提交, to: b}}}
          - {id: b, title: 校对, signers: {people: drafter}, actions: {go: {title: 完成, to: done}}}
        """, Staff.Directory).Doubts
        .ShouldContain("main.yaml:6:24: 环节“校对”和前面的“拟稿”只能由同一个人办，同一个人要接连办两次");

    [Fact]
    public void An_action_that_can_never_be_the_outcome_is_worth_a_look() => Check("""
        stages:
          - id: a
            title: 办理
            signers: {role: office}
            actions: {go: {title: 提交, to: done}, back: {title: 退回, to: a, when: frozen}}
        """, Staff.Directory).Doubts
        .ShouldContain(d => d.EndsWith("环节“办理”的动作“退回”永远不会成为结果", StringComparison.Ordinal));

    [Fact]
    public void A_role_that_nobody_needs_and_nobody_holds_is_worth_a_look() => Check(
        "stages: [{id: a, title: 签发, signers: {role: office}, actions: {go: {title: 签发, to: done}}}]",
        new UnitDirectory([], [], [new Post(Staff.Clerk, Staff.OfficeRoom, new("office"), Staff.Day, null)])).Doubts
        .ShouldContain("roles.yaml:9:3: 角色“经办人”没有环节用到，也没有任何权限");

    [Fact]
    public void A_report_that_nobody_can_ever_make_is_worth_a_look() => Check("""
        stages:
          - id: a
            title: 办理
            signers: {role: office}
            actions: {go: {title: 提交, to: done}, tell: {title: 报进展, when: frozen}}
        """, Staff.Directory).Doubts
        .ShouldContain("main.yaml:8:42: 环节“办理”的动作“报进展”永远办不了");

    [Theory]
    [InlineData("1 week", true)]
    [InlineData("2 weeks", true)]
    [InlineData("1 day", false)]
    [InlineData("1 month", false)]
    [InlineData("1 year", false)]
    public void What_is_due_on_Sundays_alone_is_worth_a_look(string period, bool told) => Check("""
        stages:
          - id: a
            title: 周报
            signers: {role: office}
            deadline: {every: PERIOD}
            actions: {report: {title: 报, fulfils: true, needs: [report]}, go: {title: 结束, to: done}}
        """.Replace("PERIOD", period, StringComparison.Ordinal), Staff.Directory).Doubts.Contains("main.yaml:8:5: 环节“周报”的时限（deadline）只会落在星期六、星期日").ShouldBe(told);

    [Fact]
    public void What_nobody_of_the_unit_may_do_at_any_stage_is_worth_a_look() => Check("""
        at_any_stage: {stop: {title: 撤销, to: done, signers: {role: signatory}}}
        stages: [{id: a, title: 办理, signers: {role: office}, actions: {go: {title: 提交, to: done}}}]
        """, Staff.Without(Staff.Signatory)).Doubts
        .ShouldContain("main.yaml:4:16: 任何环节都可以办的“撤销”在本单位没有人能办：没有人担任“签发人”");

    /// <summary>The door through which it comes decides which seats it will need.</summary>
    [Theory]
    [InlineData("a", true)]
    [InlineData("b", false)]
    public void Of_a_case_that_starts_only_what_lies_ahead_is_asked(string door, bool refused)
    {
        var book = Read("""
            stages:
              - {id: a, title: 签发, signers: {role: signatory}, actions: {go: {title: 签发, to: b}}}
              - {id: b, title: 办理, signers: {role: office}, actions: {go: {title: 提交, to: done}}}
            """, null).Book.ShouldNotBeNull();
        Soundness.Judge(book, (book[new WorkflowId("main")], new StageId(door)), Staff.Without(Staff.Signatory), Staff.Day)
            .Faults.Any().ShouldBe(refused);
    }

    private static (IReadOnlyList<string> Faults, IReadOnlyList<string> Doubts) Check(string main, UnitDirectory directory)
    {
        var found = Read(main, (directory, Staff.Day));
        return ([.. found.Faults.Select(f => f.ToString())], [.. found.Doubts.Select(f => f.ToString())]);
    }

    private static Checked Read(string main, (UnitDirectory, DateOnly)? unit) => BookReader.Check(
        [
            new DefinitionFile("main.yaml", Encoding.UTF8.GetBytes(
                $"apiVersion: approvals/1\nworkflow: main\ntitle: 主流程\n{main}\nends: [{{id: done, title: 办结}}]")),
            new DefinitionFile("roles.yaml", Encoding.UTF8.GetBytes(Staff.RolesFile)),
        ],
        unit);
}
