using System.Text;
using Approvals.Engine;
using Approvals.Readers.Definitions;
using Approvals.Tests.Cases;

namespace Approvals.Tests.Definitions;

/// <summary>What is wrong in a definition is told with file, line, column and one Chinese sentence.</summary>
public sealed class FaultTests
{
    private const string Sound = """
        apiVersion: approvals/1
        workflow: main
        title: 主流程
        stages:
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            actions:
              hand-in: {title: 提交, to: sign}
          - id: sign
            title: 签发
            signers: {role: signatory}
            actions:
              agree: {title: 同意, to: done}
              return: {title: 退回, to: draft, needs: [reason]}
        ends: [{id: done, title: 办结}]
        """;

    [Fact]
    public void The_definition_that_the_other_tests_spoil_is_sound() => Faults(Sound).ShouldBeEmpty();

    [Theory]
    [InlineData("signers: {role", "singers: {role", "main.yaml:12:5: 不认识的键 singers；是不是 signers？")]
    [InlineData("needs: [reason]", "need: [reason]", "main.yaml:15:38: 不认识的键 need；是不是 needs？")]
    [InlineData("needs: [reason]", "needs: [raeson]", "main.yaml:15:46: 不认识要填的内容 raeson；是不是 reason？")]
    [InlineData("people: drafter", "people: draftr", "main.yaml:7:23: 不认识 draftr；是不是 drafter？")]
    [InlineData("people: drafter", "persons: drafter", "main.yaml:7:14: 签批人要用 role、bodies、people、person 或 same_as 之一说明")]
    [InlineData("role: signatory", "role: signatry", "main.yaml:12:21: 环节“签发”用了没有定义的角色 signatry；是不是 signatory？")]
    [InlineData("to: sign}", "to: sing}", "main.yaml:9:32: 环节“拟稿”指向不存在的环节 sing；是不是 sign？")]
    [InlineData("to: sign}", "to: done}", "main.yaml:10:5: 环节“签发”永远走不到：没有动作指向它")]
    [InlineData("to: done}", "to: draft}", "main.yaml:5:5: 从环节“拟稿”没有任何动作能走到结局：拟稿 → 提交 → 签发 → 同意 → 拟稿 → …")]
    [InlineData("to: done}", "to: draft}", "main.yaml:16:8: 结局“办结”永远走不到：没有动作指向它")]
    [InlineData("to: done}", "to: done, when: lastin}", "main.yaml:14:42: 条件里不认识 lastin；是不是 lasting？")]
    [InlineData("to: done}", "to: done, when: '!lasting'}",
        "main.yaml:14:42: 条件里不认识 !；可用的有：lead、part、lasting、frozen、overdue、suspended、urgent、recurs_on_days、recurs_by_period、open_differences、unconfirmed、new_rows")]
    [InlineData("to: done}", "to: done, when: evry main has ended}", "main.yaml:14:42: 条件里不认识 evry；是不是 every？")]
    [InlineData("to: done}", "to: done, when: every main has endd}", "main.yaml:14:42: 条件里这里应当是 ended 或 reached，不能是 endd")]
    [InlineData("to: done}", "to: done, when: open_differences ≥ 1}", "main.yaml:14:42: 条件里的 ≥ 要写成 >=")]
    [InlineData("to: done}", "to: done, when: open_differences == 1}", "main.yaml:14:42: 条件里的 == 要写成 =")]
    [InlineData("to: done}", "to: done, when: frozen AND urgent}", "main.yaml:14:42: 条件里的 AND 要写成 and")]
    [InlineData("to: draft,", "to: any_earler,", "main.yaml:15:31: 环节“签发”指向不存在的环节 any_earler；是不是 any_earlier？")]
    [InlineData("      agree:", "      a/b:", "main.yaml:10:5: “a/b”不能当标识（id）：只用字母、数字、- 和 _")]
    [InlineData("return: {title: 退回", "return: {title: 同意", "main.yaml:15:16: 环节“签发”有两个动作都叫“同意”，页面上分不清")]
    [InlineData("title: 签发", "title: 拟稿", "main.yaml:11:5: 有两个环节都叫“拟稿”，页面上分不清")]
    [InlineData("to: done}", "to: done, else_say: 还不行。}", "main.yaml:14:36: 环节“签发”的动作“同意”写了条件不成立时怎么说（else_say），却没有条件（when）")]
    [InlineData("to: done}", "to: done, when: lasting lasting}", "main.yaml:14:42: 条件里多出了 lasting")]
    [InlineData("to: done}", "to: done, when: lasting and}", "main.yaml:14:42: 条件没有写完")]
    [InlineData("to: done}", "to: done, when: (lasting}", "main.yaml:14:42: 条件里这里应当是 )，不能是 结尾")]
    [InlineData("to: done}", "to: done, when: open_differences}", "main.yaml:14:42: 条件没有写完")]
    [InlineData("to: done}", "to: done, when: open_differences is 0}",
        "main.yaml:14:42: open_differences 是数目，后面应当是 = != < <= > >= 或 at least、at most 之一，不能是 is")]
    [InlineData("to: done}", "to: done, when: open_differences = none}", "main.yaml:14:42: open_differences 要和一个整数比较，不能是 none")]
    [InlineData("to: done}", "to: done, when: every branch has ended}", "main.yaml:14:42: 环节“签发”的条件提到没有定义的流程 branch；可用的有：main")]
    [InlineData("to: done}", "to: done, when: every main has ended}", "main.yaml:14:42: 环节“签发”的条件等待流程 main，本流程却从不拆分出它")]
    [InlineData("to: done}", "to: done, when: parent has ended}", "main.yaml:14:36: 环节“签发”的条件提到上级，却没有流程会拆分出本流程")]
    [InlineData("to: done}", "to: done, when: none open finding}", "main.yaml:14:42: 环节“签发”的条件提到事由 finding，却没有动作会提出它（raise）；可用的有：main")]
    [InlineData(
        "to: done}", "to: done}\n      tell: {title: 报, effects: [raise: gap]}",
        "main.yaml:15:24: 环节“签发”的动作“报”不离开环节（to），写的 raise 提不出事由 gap")]
    [InlineData("to: done}", "to: done, effects: [settle: gap]}", "main.yaml:14:54: 环节“签发”提到事由 gap，却没有动作会提出它（raise）；可用的有：main")]
    [InlineData(
        "to: done}", "to: done, effects: [{}]}", "main.yaml:14:46: 效果要用 raise、settle、allocate、freeze、publish、replace_in_parent、open、produce、distribute、clock、except、cancel、merge、fold 或 hand 之一说明")]
    [InlineData("to: done}", "to: done, by: [boss]}", "main.yaml:14:41: 环节“签发”用了没有定义的角色 boss；可用的有：deputy、handler、head、inspector、leader、office、registrar、signatory")]
    [InlineData("to: done}", "to: done, takes: [first_leader]}", "main.yaml:14:44: 环节“签发”要指定 first_leader，它是推算出来的，不能指定")]
    [InlineData("{role: signatory}", "{role: signatory, at_least: 0}", "main.yaml:12:5: 环节“签发”的 at_least 至少是 1")]
    [InlineData("{role: signatory}", "{role: signatory, at_least: 2}", "main.yaml:12:5: 环节“签发”只有一个席位，却要求至少 2 个")]
    [InlineData("{role: signatory}", "{people: inspectors, choose: 1, at_least: 2}", "main.yaml:12:5: 环节“签发”只选 1 人，却要求至少 2 人")]
    [InlineData("{role: signatory}", "{people: lead_department}", "main.yaml:12:5: 环节“签发”的 people 要的是人，lead_department 是科室")]
    [InlineData("{role: signatory}", "{bodies: drafter, roles: [head]}", "main.yaml:12:5: 环节“签发”的 bodies 要的是科室，drafter 是人")]
    [InlineData("{role: signatory}", "{bodies: lead_department}", "main.yaml:12:5: 环节“签发”的 bodies 没有写由谁签：roles")]
    [InlineData("{role: signatory}", "[]", "main.yaml:12:5: 环节“签发”的签批人是空的")]
    [InlineData("{role: signatory}", "{same_as: sing}", "main.yaml:12:24: 环节“签发”的 same_as 指向不存在的环节 sing；是不是 sign？")]
    [InlineData(
        "{role: signatory}", "{role: signatory}\n    not_same_as: [darft]", "main.yaml:13:19: 环节“签发”的 not_same_as 指向不存在的环节 darft；是不是 draft？")]
    [InlineData(
        "{role: signatory}", "{role: signatory}\n    split: [{workflow: branch}]", "main.yaml:13:24: 环节“签发”要拆分出没有定义的流程 branch；可用的有：main")]
    [InlineData(
        "{role: signatory}", "{role: signatory}\n    deadline: soon", "main.yaml:13:15: 时限 soon 看不懂；写 own、3 days、3 workdays、4 hours 或 {date: 日程名}")]
    [InlineData("{role: signatory}", "{role: signatory}\n    mode: al", "main.yaml:13:11: 不认识 al；是不是 all？")]
    [InlineData("{role: signatory}", "{role: signatory}\n    quiet: yes", "main.yaml:13:12: quiet 只能是 true 或 false，不能是 yes")]
    [InlineData("{role: signatory}", "{role: signatory}\n    wait: {to: done}", "main.yaml:13:11: wait 要写明等到什么时候：until")]
    [InlineData("{role: signatory}", "{role: signatory}\n    wait: {until: lasting, to: sign}",
        "main.yaml:10:5: 环节“签发”的等待绕回自己：sign → sign，条件成立时永远停不下来")]
    [InlineData("id: sign\n", "id: draft\n", "main.yaml:10:5: 环节 draft 写了两次")]
    [InlineData("return: {title", "agree: {title", "main.yaml:15:7: 键 agree 写了两次")]
    [InlineData("title: 主流程", "title: 主流程\nstarts: [{on: drafted, at: sing}]", "main.yaml:4:28: starts 指向不存在的环节 sing；是不是 sign？")]
    [InlineData("title: 主流程", "title: 主流程\nstarts: [{on: drafted, at: draft}, {on: drafted, at: sign}]",
        "main.yaml:1:1: 起因 drafted 有两处开头，不知道从哪里开始")]
    [InlineData("title: 主流程\n", "", "main.yaml:1:1: 缺少 title")]
    [InlineData("approvals/1", "approvals/2", "main.yaml:1:13: 不认识版本 approvals/2，应当是 approvals/1")]
    [InlineData("ends: [{id: done, title: 办结}]", "", "main.yaml:1:1: 至少要有一个环节（stages）和一个结局（ends）")]
    public void A_fault_is_told_with_its_place_and_in_one_sentence(string right, string wrong, string fault)
    {
        Sound.ShouldContain(right);
        Faults(Replaced(right, wrong)).ShouldContain(fault);
    }

    [Theory]
    [InlineData("open_differences = 0", "main.yaml:5:90: 环节“办”的条件提到 open_differences，只有公文自己的流程才数得出它")]
    [InlineData("not unconfirmed > 2", "main.yaml:5:90: 环节“办”的条件提到 unconfirmed，只有公文自己的流程才数得出它")]
    public void What_is_counted_of_a_notice_is_asked_by_no_case_below_it_and_by_none_that_begins_without_one(string when, string fault)
    {
        var part = """
            apiVersion: approvals/1
            workflow: part
            title: 分工
            stages:
              - {id: do, title: 办, signers: {role: office}, actions: {go: {title: 走, to: done, when: WHEN}}}
            ends: [{id: done, title: 办结}]
            """.Replace("WHEN", when, StringComparison.Ordinal);
        const string Above = """
            apiVersion: approvals/1
            workflow: above
            title: 上级
            stages: [{id: a, title: 甲, split: [{workflow: part}], wait: {until: every part has ended, to: done}}]
            ends: [{id: done, title: 办结}]
            """;
        Told.Of(part).ShouldBeEmpty();
        Told.Of(part, Above).ShouldBe([fault]);
        Told.Of(part.Replace("title: 分工", "title: 分工\nstarts: [{on: requested, at: do}]", StringComparison.Ordinal))
            .ShouldBe([fault.Replace(":5:", ":6:", StringComparison.Ordinal)]);
    }

    [Fact]
    public void Every_message_is_one_chinese_sentence()
    {
        foreach (var data in typeof(FaultTests).GetMethod(nameof(A_fault_is_told_with_its_place_and_in_one_sentence))!
            .GetCustomAttributesData().Where(a => a.AttributeType == typeof(InlineDataAttribute)))
        {
            var values = ((IEnumerable<System.Reflection.CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!)
                .Select(v => (string)v.Value!).ToList(); // attributes of this class: three texts
            foreach (var fault in Faults(Replaced(values[0], values[1])))
            {
                fault.ShouldMatch(@"^main\.yaml:\d+:\d+: [^\r\n]*\p{IsCJKUnifiedIdeographs}[^\r\n]*$");
                fault.ShouldNotContain("。");
            }
        }
    }

    [Fact]
    public void Faults_of_one_run_are_named_together_and_each_once()
    {
        var faults = Faults(Sound.Replace("title: 拟稿", "titel: 拟稿", StringComparison.Ordinal)
            .Replace("needs:", "neds:", StringComparison.Ordinal)
            .Replace("role: signatory", "roel: signatory", StringComparison.Ordinal));

        faults.ShouldBeUnique();
        faults.ShouldContain("main.yaml:6:5: 不认识的键 titel；是不是 title？");
        faults.ShouldContain("main.yaml:5:5: 缺少 title");
        faults.ShouldContain("main.yaml:12:15: 不认识的键 roel；是不是 role？");
        faults.ShouldContain("main.yaml:15:38: 不认识的键 neds；是不是 needs？");
    }

    [Fact]
    public void Names_that_lead_nowhere_are_named_together_too() =>
        Faults(Sound.Replace("to: sign}", "to: sing}", StringComparison.Ordinal)
            .Replace("role: signatory", "role: boss", StringComparison.Ordinal)).Count.ShouldBe(2);

    [Fact]
    public void Two_files_with_one_workflow_name_each_other() =>
        Faults([("a.yaml", Sound), ("b.yaml", Sound)]).ShouldBe(["b.yaml:1:1: 流程 main 有两份定义，另一份在 a.yaml"]);

    [Fact]
    public void Two_definitions_that_start_on_one_occasion_are_refused()
    {
        var first = Replaced("title: 主流程", "title: 主流程\nstarts: [{on: drafted, at: draft}]");
        Faults([("a.yaml", first), ("b.yaml", first.Replace("main", "other", StringComparison.Ordinal))])
            .ShouldHaveSingleItem().ShouldContain("起因 drafted 有两处开头");
    }

    [Fact]
    public void Two_roles_with_one_id_are_refused() =>
        Faults([("main.yaml", Sound), ("more.yaml", "apiVersion: approvals/1\nroles: {head: {title: 又一个}}")])
            .ShouldBe(["roles.yaml:7:3: 角色 head 写了两次"]);

    [Theory]
    [InlineData("a: [", "YAML 写法有误，多半是缩进、引号或括号")]
    [InlineData("- a", "文件应当是一份 YAML 键值表，且只有一份")]
    [InlineData("", "文件是空的")]
    [InlineData("# 只有注释\n", "文件是空的")]
    [InlineData("apiVersion: approvals/1\nby: [head, deputy", "YAML 写法有误，多半是缩进、引号或括号")]
    [InlineData("apiVersion: approvals/1\n\tworkflow: a", "main.yaml:2:1: 缩进里有制表符（Tab）；请改成空格")]
    [InlineData("apiVersion: approvals/1\ntitle：填写申请", "main.yaml:2:6: 键后面是全角的冒号；请改成半角冒号加一个空格")]
    [InlineData("PK\u0003\u0004\0\0", "这不是文本文件；流程定义是用文本编辑器写的 YAML")]
    public void What_is_no_definition_is_said_in_chinese(string text, string sentence) =>
        Faults(text).ShouldHaveSingleItem().ShouldEndWith(sentence);

    [Fact]
    public void Brackets_without_end_are_refused_before_they_exhaust_the_stack() =>
        Faults("title: " + new string('[', 100_000)).ShouldHaveSingleItem().ShouldEndWith("括号或缩进套了 50 层以上");

    [Fact]
    public void A_file_in_another_encoding_is_not_read_as_garbage()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var faults = BookReader.Check([new DefinitionFile("main.yaml", Encoding.GetEncoding("GB18030").GetBytes(Sound))]).Faults;
        faults.ShouldHaveSingleItem().ToString().ShouldBe("main.yaml:1:1: 文件不是 UTF-8 编码的文本；请在编辑器里另存为 UTF-8");
    }

    [Theory]
    [InlineData("deadline: ２ workdays")]
    [InlineData("deadline: {every: ２ weeks}")]
    [InlineData("deadline: 2 workdays\n    remind: [-１d]")]
    [InlineData("deadline: 2 workdays\n    escalate: [{after: １ workday, to: {role: head}}]")]
    [InlineData("mode: {votes_for: agree, need: ２}")]
    [InlineData("mode: {votes_for: agree, need: \"６０%\"}")]
    public void Full_width_figures_are_no_numbers_and_are_told_where_they_stand(string key) =>
        Faults(Sound.Replace("    signers: {role: signatory}", $"    signers: {{role: signatory}}\n    {key}", StringComparison.Ordinal))
            .ShouldContain(f => f.Contains("看不懂", StringComparison.Ordinal));

    [Fact]
    public void A_folder_without_definitions_is_a_fault() =>
        Faults([]).ShouldHaveSingleItem().ShouldContain("这里没有任何流程定义");

    [Fact]
    public void A_file_that_an_editor_marked_with_a_byte_order_mark_reads() => Faults("\uFEFF" + Sound).ShouldBeEmpty();

    [Fact]
    public void A_condition_of_endless_brackets_is_a_fault_and_no_crash() =>
        Faults(Replaced("to: done}", $"to: done, when: {new string('(', 100_000)}}}")).ShouldHaveSingleItem()
            .ShouldEndWith("条件太长，最多 200 个词");

    [Fact]
    public void What_was_published_is_read_though_a_later_rule_would_refuse_it()
    {
        // No way leads to it.
        var unsound = Replaced("ends:", "  - {id: lost, title: 无人到, actions: {go: {title: 去, to: done}}}\nends:");
        Faults(unsound).ShouldNotBeEmpty();

        var files = Files([("main.yaml", unsound), ("roles.yaml", Staff.RolesFile)]).ToList();
        BookReader.ReadPublished(files).Workflows[new WorkflowId("main")].Stage(new StageId("lost")).ShouldNotBeNull();
    }

    private static string Replaced(string right, string wrong) => Sound.Replace(right, wrong, StringComparison.Ordinal);

    private static IReadOnlyList<string> Faults(string main) => Faults([("main.yaml", main)]);

    private static IReadOnlyList<string> Faults((string Name, string Text)[] files) => files.Length == 0
        ? Told.OfBare(("roles.yaml", "apiVersion: approvals/1\nroles: {}")) : Told.OfNamed(files);

    private static IEnumerable<DefinitionFile> Files(IEnumerable<(string Name, string Text)> files) =>
        files.Select(f => new DefinitionFile(f.Name, Encoding.UTF8.GetBytes(f.Text)));
}
