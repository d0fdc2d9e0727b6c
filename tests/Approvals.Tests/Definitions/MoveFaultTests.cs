using System.Text;
using Approvals.Engine;
using Approvals.Readers.Definitions;
using Approvals.Tests.Cases;

namespace Approvals.Tests.Definitions;

/// <summary>What is wrong in a definition's ways to move is told with file, line, column and one Chinese sentence.</summary>
public sealed class MoveFaultTests
{
    private const string Sound = """
        apiVersion: approvals/1
        workflow: main
        title: 主流程
        at_any_stage:
          drop: {title: 撤销, to: void, signers: {role: signatory}, effects: [cancel: children]}
          told: {title: 下级有异议, handed: true}
        stages:
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            actions: {hand-in: {title: 提交, to: sign, recall: true}}
          - id: sign
            title: 签发
            signers: {role: signatory}
            actions:
              agree: {title: 同意, to: run}
              return: {title: 退回, to: any_earlier, then: as_chosen}
          - id: run
            title: 办理
            split: [{workflow: part}]
            wait: {until: every part has ended, to: done}
        ends: [{id: done, title: 办结}, {id: void, title: 撤销}]
        """;

    private const string Part = """
        apiVersion: approvals/1
        workflow: part
        title: 分工
        stages:
          - id: do
            title: 办
            signers: {role: office}
            actions: {submit: {title: 提交, to: sent, effects: [{hand: told, to_parent: true}]}}
        ends: [{id: sent, title: 已交}, {id: gone, title: 已撤销, cancelled: true}]
        """;

    [Fact]
    public void The_definition_that_the_other_tests_spoil_is_sound() => Faults("title", "title").ShouldBeEmpty();

    [Theory]
    [InlineData("to: any_earlier", "to: [draft]", "main.yaml:17:31: to 写成列表，就至少要有两个去向可选")]
    [InlineData("to: any_earlier", "to: [draft, sing]", "main.yaml:17:39: 环节“签发”指向不存在的环节 sing；是不是 sign？")]
    [InlineData("to: any_earlier", "to: [draft, draft]", "main.yaml:17:7: 环节“签发”的动作“退回”的去向（to）有重复")]
    [InlineData("to: any_earlier", "to: [draft, void]", "main.yaml:17:7: 环节“签发”的动作“退回”写了退回后怎样走（then），却不是退到前面的环节")]
    [InlineData("to: sign, recall: true", "to: sign, then: straight_back",
        "main.yaml:11:15: 环节“拟稿”的动作“提交”写了退回后怎样走（then），却不是退到前面的环节")]
    [InlineData("to: sign, recall: true", "to: any_earlier",
        "main.yaml:11:15: 环节“拟稿”的动作“提交”要退到前面的任何环节（any_earlier），前面却没有有人签批的环节")]
    [InlineData("then: as_chosen", "then: straight", "main.yaml:17:50: 不认识 straight；可用的有：rewalk、straight_back、as_chosen")]
    [InlineData("to: run}", "to: run, recall: true}", "main.yaml:16:7: 环节“签发”的动作“同意”可以撤回（recall），却走到要拆分的环节“办理”，拆出去就不能撤回")]
    [InlineData("to: sign, recall: true", "to: done, recall: true", "main.yaml:11:15: 环节“拟稿”的动作“提交”可以撤回（recall），却走到结局“办结”，结束了就不能撤回")]
    [InlineData("recall: true", "recall: true, effects: [freeze: content]",
        "main.yaml:11:15: 环节“拟稿”的动作“提交”可以撤回（recall），却有撤不回来的效果（effects）")]
    [InlineData("to: void, signers: {role: signatory}, ", "to: void, ", "main.yaml:5:3: 任何环节都可以办的“撤销”没有写谁可以办（signers），也不由别的流程转来办（handed）")]
    [InlineData("to: void, signers", "to: viod, signers", "main.yaml:5:25: 任何环节都可以办的“撤销”指向不存在的环节 viod；是不是 void？")]
    [InlineData("to: void, signers", "to: void, except: [sing], signers", "main.yaml:5:40: 任何环节都可以办的“撤销”的 except 指向不存在的环节 sing；是不是 sign？")]
    [InlineData("to: void, signers: {role: signatory}", "to: void, signers: {role: boss, in: 护理部}",
        "main.yaml:5:47: 任何环节都可以办的“撤销”用了没有定义的角色 boss；可用的有：deputy、handler、head、inspector、leader、office、registrar、signatory")]
    [InlineData("to: void, signers: {role: signatory}", "to: void, signers: {same_as: nowhere}",
        "main.yaml:5:50: 任何环节都可以办的“撤销”的 same_as 指向不存在的环节 nowhere；可用的有：draft、sign、run")]
    [InlineData("to: void, signers: {role: signatory}", "to: void, signers: {role: boss}", "main.yaml:5:47: 任何环节都可以办的“撤销”用了没有定义的角色 boss；可用的有：deputy、handler、head、inspector、leader、office、registrar、signatory")]
    [InlineData("to: void, signers: {role: signatory}", "to: void, signers: {people: lead_department}",
        "main.yaml:5:31: 任何环节都可以办的“撤销”的 people 要的是人，lead_department 是科室")]
    [InlineData("to: void, signers", "to: void, when: every branch has ended, signers", "main.yaml:5:37: 任何环节都可以办的“撤销”的条件提到没有定义的流程 branch；可用的有：main、part")]
    [InlineData("to: void, signers", "to: void, recall: true, signers",
        "main.yaml:5:3: 任何环节都可以办的“撤销”不能选去向（to）、退回后怎样走（then）、撤回（recall）、at_once 或 by")]
    [InlineData("  drop: {title", "  agree: {title", "main.yaml:5:3: 任何环节都可以办的“撤销”与某个环节的动作同名：agree")]
    [InlineData("handed: true", "handed: true, needs: [reason]",
        "main.yaml:6:3: 任何环节都可以办的“下级有异议”由别的流程转来办（handed），没有人填表，却要填内容（needs）或有要人填的效果")]
    [InlineData("cancel: children", "merge: into", "main.yaml:5:3: 任何环节都可以办的“撤销”合并（merge: into）要写明并入哪一件（needs: [sibling]），两样要都写")]
    [InlineData("cancel: children", "cancel: child", "main.yaml:5:77: cancel 不认识 child；可用的有：children")]
    [InlineData("cancel: children", "merge: in", "main.yaml:5:76: merge 不认识 in；可用的有：into")]
    [InlineData("told: {title", "tells: {title",
        "part.yaml:8:62: 要把“told”转给“主流程”，那里却没有写明 handed: true 的这个动作（at_any_stage）")]
    [InlineData("handed: true", "handed: true, effects: [{hand: told, to_parent: true}]", "main.yaml:6:55: 要把“told”转给上级，却没有流程会拆分出本流程")]
    [InlineData("handed: true", "handed: true, effects: [{hand: told}]",
        "main.yaml:6:48: hand 要写明转给谁：to_parent: true，或者 to_children: 流程，两样写一样")]
    [InlineData("cancelled: true", "cancelled: false", "part.yaml:9:1: 会随上级一起撤销（cancel: children），要有且只有一个写明 cancelled: true 的结局，现在有 0 个")]
    [InlineData("effects: [cancel: children]", "effects: [freeze: content]", "part.yaml:9:1: 有写明 cancelled: true 的结局，却没有上级会撤销它（cancel: children）")]
    public void Ways_that_could_never_be_gone_are_refused(string right, string wrong, string fault) =>
        Faults(right, wrong).ShouldContain(fault);

    [Fact]
    public void What_hands_itself_on_for_ever_is_refused()
    {
        var main = Sound.Replace("handed: true}", "handed: true, effects: [{hand: tells, to_children: part}]}", StringComparison.Ordinal);
        var part = Part.Replace(
            "stages:", "at_any_stage: {tells: {title: 又转, handed: true, effects: [{hand: told, to_parent: true}]}}\nstages:", StringComparison.Ordinal);
        Faults(main, part, "title", "title").ShouldContain("main.yaml:6:3: 转来办的“下级有异议”转了一圈又转回自己，永远停不下来");
    }

    [Fact]
    public void A_stage_is_left_for_all_that_may_be_chosen_and_for_where_it_was_returned_from()
    {
        var main = BookReader.Read(Files(Sound, Part))[new WorkflowId("main")];
        main.Stages.Select(s => string.Join(' ', main.TargetsOf(s).Select(t => t.Value))).ShouldBe(["sign", "run draft", "done"]);
        main.Stages.Select(s => string.Join(' ', main.StandingTargetsOf(s).Select(t => t.Value))).ShouldBe(["void", "void", "void"]);
        main.AddressesAt(main.Stages[0]).Select(s => s.Value).ShouldBe(["sign"]);
    }

    private static IReadOnlyList<string> Faults(string right, string wrong) => Faults(Sound, Part, right, wrong);

    private static IReadOnlyList<string> Faults(string main, string part, string right, string wrong) => Told.OfNamed(
        ("main.yaml", main.Replace(right, wrong, StringComparison.Ordinal)), ("part.yaml", part.Replace(right, wrong, StringComparison.Ordinal)));

    private static IEnumerable<DefinitionFile> Files(string main, string part) =>
        new[] { ("main.yaml", main), ("part.yaml", part), ("roles.yaml", Staff.RolesFile) }
            .Select(f => new DefinitionFile(f.Item1, Encoding.UTF8.GetBytes(f.Item2)));
}
