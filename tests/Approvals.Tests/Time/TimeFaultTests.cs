using Approvals.Tests.Definitions;

namespace Approvals.Tests.Time;

/// <summary>What is wrong in a definition's time is told with file, line, column and one Chinese sentence.</summary>
public sealed class TimeFaultTests
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
              hand-in: {title: 提交, to: sign, takes: [{date: end, title: 截止日}]}
          - id: sign
            title: 签发
            signers: {role: signatory}
            deadline: 2 days
            remind: [-1d, 0d]
            escalate: [{after: 1 workday, to: {role: office}}]
            actions: {agree: {title: 同意, to: done}, return: {title: 退回, to: draft}}
        ends: [{id: done, title: 办结}]
        """;

    [Fact]
    public void The_definition_that_the_other_tests_spoil_is_sound() => Faults("title", "title").ShouldBeEmpty();

    [Theory]
    [InlineData("remind: [-1d, 0d]", "remind: [soon, 0d]",
        "main.yaml:14:14: 离时限多远 soon 看不懂；写 -3d（前三天）、0d（当天）、+1d（过后一天）或 -2h（前两小时）")]
    [InlineData("remind: [-1d, 0d]", "remind: [1 workday]",
        "main.yaml:14:14: 离时限多远 1 workday 看不懂；写 -3d（前三天）、0d（当天）、+1d（过后一天）或 -2h（前两小时）")]
    [InlineData("remind: [-1d, 0d]", "remind: [-1d, -1d]", "main.yaml:14:5: 环节“签发”的催办在同一时刻写了两次：-1d")]
    [InlineData("remind: [-1d, 0d]", "remind: [-3d]", "main.yaml:14:5: 环节“签发”的时限还没有开始就要催办（-3d），永远不会发生")]
    [InlineData("2 days\n    remind: [-1d, 0d]", "4 hours\n    remind: [-5h]",
        "main.yaml:14:5: 环节“签发”的时限还没有开始就要催办（-5h），永远不会发生")]
    [InlineData("after: 1 workday", "after: soon", "main.yaml:15:16: 升级的时间 soon 看不懂；写 1 workday、3 days 或 4 hours")]
    [InlineData("after: 1 workday, ", "", "main.yaml:15:16: 缺少 after")]
    [InlineData(", to: {role: office}}", "}", "main.yaml:15:16: 升级要写明告诉谁（to），或者开出哪个流程（open），两样写一样")]
    [InlineData("to: {role: office}}", "to: {role: office}, open: main}",
        "main.yaml:15:16: 升级要写明告诉谁（to），或者开出哪个流程（open），两样写一样")]
    [InlineData("to: {role: office}}", "open: report}", "main.yaml:15:41: 环节“签发”要拆分出没有定义的流程 report；可用的有：main")]
    [InlineData("to: {role: office}}", "to: {role: boss}}", "main.yaml:15:46: 环节“签发”用了没有定义的角色 boss；可用的有：deputy、handler、head、inspector、leader、office、registrar、signatory")]
    [InlineData("to: {role: office}}", "to: {same_as: sing}}", "main.yaml:15:49: 环节“签发”的 same_as 指向不存在的环节 sing；是不是 sign？")]
    [InlineData("to: {role: office}}", "to: {people: lead_department}}", "main.yaml:15:5: 环节“签发”的 people 要的是人，lead_department 是科室")]
    [InlineData("to: {role: office}}", "to: {bodies: lead_department}}", "main.yaml:15:5: 环节“签发”的 bodies 没有写由谁签：roles")]
    [InlineData("to: {role: office}}", "to: {role: office, at_least: 2}}", "main.yaml:15:54: 不认识的键 at_least；可用的有：role、in")]
    [InlineData("    deadline: 2 days\n", "", "main.yaml:10:5: 环节“签发”写了催办、升级或到期去向，却没有时限（deadline）")]
    [InlineData("deadline: 2 days", "deadline: 2 weeks", "main.yaml:13:15: 时限 2 weeks 看不懂；写 own、3 days、3 workdays、4 hours 或 {date: 日程名}")]
    [InlineData("deadline: 2 days", "deadline: {day: end}", "main.yaml:13:15: 缺少 of")]
    [InlineData("deadline: 2 days", "deadline: {date: ends}", "main.yaml:13:22: 环节“签发”提到日程 ends，却没有动作会填它（date）；是不是 end？")]
    [InlineData("title: 截止日}", "title: 截止日, before: last}", "main.yaml:9:78: 环节“拟稿”提到日程 last，却没有动作会填它（date）；可用的有：end")]
    [InlineData("deadline: 2 days", "deadline: {of: finding}", "main.yaml:13:20: 环节“签发”提到事由 finding，却没有动作会提出它（raise）；可用的有：main")]
    [InlineData("deadline: 2 days", "deadline: 2 days\n    on_deadline: dune", "main.yaml:14:18: 环节“签发”指向不存在的环节 dune；是不是 done？")]
    [InlineData("deadline: 2 days", "deadline: 2 days\n    on_deadline: {on: never, to: done}",
        "main.yaml:14:23: 离时限多远 never 看不懂；写 -3d（前三天）、0d（当天）、+1d（过后一天）或 -2h（前两小时）")]
    [InlineData("deadline: 2 days", "deadline: 2 days\n    on_deadline: {on: 0d}", "main.yaml:14:18: 缺少 to")]
    [InlineData("deadline: 2 days\n    remind: [-1d, 0d]", "deadline: 2 days\n    remind: [+1d]\n    on_deadline: {on: 0d, to: done}",
        "main.yaml:14:5: 环节“签发”在到期转走以后还要催办或升级（+1d），永远不会发生")]
    [InlineData("deadline: 2 days\n    remind: [-1d, 0d]", "deadline: 2 days\n    remind: [+1d]\n    on_deadline: done",
        "main.yaml:14:5: 环节“签发”在到期转走以后还要催办或升级（+1d），永远不会发生")]
    [InlineData("deadline: 2 days", "deadline: 2 days\n    on_deadline: done",
        "main.yaml:16:5: 环节“签发”在到期转走以后还要催办或升级（1 workdays），永远不会发生")]
    [InlineData("    deadline: 2 days\n    remind: [-1d, 0d]\n    escalate: [{after: 1 workday, to: {role: office}}]\n",
        "    deadline: own\n    on_deadline: sign\n",
        "main.yaml:14:5: 环节“签发”的到期去向（on_deadline）绕回自己：sign → sign，时限一过就永远停不下来")]
    [InlineData("signers: {role: signatory}\n    deadline: 2 days\n    remind: [-1d, 0d]\n    escalate: [{after: 1 workday, to: {role: office}}]\n"
        + "    actions: {agree: {title: 同意, to: done}, return: {title: 退回, to: draft}}", "deadline: own\n    wait: {until: lasting, to: done}",
        "main.yaml:12:5: 环节“签发”写了时限（deadline），却没有人要在这里办事（signers）")]
    [InlineData("to: draft}", "to: draft, effects: [clock: extend_parent]}",
        "main.yaml:16:93: 环节“签发”要给上级延期（extend_parent），却没有流程会拆分出本流程")]
    public void A_fault_of_time_is_told_with_its_place_and_in_one_sentence(string right, string wrong, string fault)
    {
        Sound.ShouldContain(right);
        var faults = Faults(right, wrong);

        faults.ShouldContain(fault);
        faults.ShouldAllBe(f => System.Text.RegularExpressions.Regex.IsMatch(f, @"^main\.yaml:\d+:\d+: [^\r\n。]*\p{IsCJKUnifiedIdeographs}[^\r\n。]*$"));
    }

    [Fact]
    public void A_time_that_nobody_can_read_is_one_fault_and_not_two() =>
        Faults("after: 1 workday, ", "").ShouldHaveSingleItem();

    [Fact]
    public void Dates_that_hand_the_case_round_in_a_circle_are_named_from_every_stage_of_it()
    {
        const string other = "own\n    on_deadline: SELF";
        var circle = Sound.Replace("    signers: {people: drafter}", $"    signers: {{people: drafter}}\n    deadline: {other.Replace("SELF", "sign")}")
            .Replace("    deadline: 2 days\n    remind: [-1d, 0d]\n    escalate: [{after: 1 workday, to: {role: office}}]\n",
                $"    deadline: {other.Replace("SELF", "draft")}\n");

        Read(circle).ShouldBe(
        [
            "main.yaml:9:5: 环节“拟稿”的到期去向（on_deadline）绕回自己：draft → sign → draft，时限一过就永远停不下来",
            "main.yaml:16:5: 环节“签发”的到期去向（on_deadline）绕回自己：sign → draft → sign，时限一过就永远停不下来",
        ], ignoreOrder: true);
    }

    [Fact]
    public void A_stage_that_only_time_leads_to_is_reached() =>
        Read(Sound.Replace("hand-in: {title: 提交, to: sign,", "hand-in: {title: 提交, to: done,")
            .Replace("    signers: {people: drafter}\n", "    signers: {people: drafter}\n    deadline: own\n    on_deadline: sign\n"))
            .ShouldBeEmpty();

    [Fact]
    public void Terms_of_working_days_say_nothing_of_how_many_days_of_the_calendar_they_are() =>
        Faults("2 days\n    remind: [-1d, 0d]", "1 workday\n    remind: [-3d]").ShouldBeEmpty();

    private static IReadOnlyList<string> Faults(string right, string wrong) => Read(Sound.Replace(right, wrong));

    private static IReadOnlyList<string> Read(string main) => Told.Of(main);
}
