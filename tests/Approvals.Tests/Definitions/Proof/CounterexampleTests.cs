namespace Approvals.Tests.Definitions.Proof;

/// <summary>What the proof refuses, each in its smallest form, with the path that shows it.</summary>
public sealed class CounterexampleTests
{
    [Fact]
    public void A_circle_that_leads_to_no_end_is_told_round_to_its_beginning() => Check("""
        stages:
          - {id: draft, title: 拟稿, signers: {people: drafter}, actions: {hand-in: {title: 提交, to: sign}, drop: {title: 作废, to: done}}}
          - {id: sign, title: 会签, signers: {role: office}, actions: {agree: {title: 同意, to: seal}}}
          - {id: seal, title: 用印, signers: {role: office}, actions: {return: {title: 退回, to: sign}}}
        """).ShouldBe(["main.yaml:6:5: 从环节“会签”没有任何动作能走到结局：会签 → 同意 → 用印 → 退回 → 会签 → …"]);

    [Fact]
    public void A_condition_that_never_holds_lets_nobody_through() => Check("""
        stages:
          - id: sign
            title: 签发
            signers: {role: office}
            actions: {agree: {title: 同意, to: seal, when: unconfirmed > 3 and unconfirmed < 4}, drop: {title: 作废, to: done}}
          - {id: seal, title: 用印, signers: {role: office}, actions: {seal: {title: 用印, to: done}}}
        """).ShouldBe(["main.yaml:9:5: 环节“用印”永远走不到：“签发”的动作“同意”指向它，条件 unconfirmed > 3 and unconfirmed < 4 却从来不成立"]);

    [Fact]
    public void A_count_may_be_anything_at_any_moment() => Check("""
        stages: [{id: sign, title: 签发, signers: {role: office}, actions: {agree: {title: 同意, to: done, when: unconfirmed = 7}}}]
        """).ShouldBeEmpty();

    [Fact]
    public void What_a_case_is_for_life_does_not_change_until_it_can_leave() => Check("""
        stages:
          - {id: a, title: 办理, signers: {role: office}, actions: {go: {title: 提交, to: b, when: lasting}, drop: {title: 撤销, to: done}}}
          - {id: b, title: 审核, signers: {role: office}, actions: {go: {title: 通过, to: done, when: not lasting}}}
        """).ShouldBe(["main.yaml:6:5: 从环节“审核”没有任何动作能走到结局：办理 → 提交 → 审核，停在这里：动作“通过”的条件 not lasting 不成立"]);

    [Fact]
    public void A_department_that_does_not_lead_must_get_through_too() => Check(
        Waiting("{workflow: task, each: {body_of: responsible_departments}}", "every task has ended"),
        Task("""
            - {id: work, title: 办理, signers: {bodies: assigned_department, roles: [head]}, actions: {go: {title: 提交, to: over, when: lead}}}
            """))
        .ShouldBe(
        [
            "task.yaml:5:5: 从环节“办理”没有任何动作能走到结局（当 not lead）：办理，停在这里：动作“提交”的条件 lead 不成立",
        ]);

    /// <summary>分发: whoever has no work in it reads there; where all have, nobody does, and nobody is waited for.</summary>
    [Theory]
    [InlineData("every task has ended", "to: over", 0)]
    [InlineData("every task has ended", "to: read, when: not urgent", 1)]
    [InlineData("some task has ended", "to: over", 1)]
    public void What_is_distributed_may_open_a_case_and_may_open_none(string until, string ends, int faults)
    {
        const string Main = """
            apiVersion: approvals/1
            workflow: main
            title: 主流程
            stages:
              - id: issue
                title: 印发
                signers: {role: office}
                actions: {go: {title: 印发, to: rest, effects: [{distribute: task, to: {role: head}}]}}
              - {id: rest, title: 办理, wait: {until: UNTIL, to: done}}
            ends: [{id: done, title: 办结}]
            """;
        const string Reading = "- {id: read, title: 阅知, signers: {people: readers}, actions: {go: {title: 已阅, ENDS}}}";
        Check(("main.yaml", Main.Replace("UNTIL", until, StringComparison.Ordinal)), Task(Reading.Replace("ENDS", ends, StringComparison.Ordinal)))
            .Count(f => f.Contains("没有任何动作能走到结局", StringComparison.Ordinal)).ShouldBe(faults);
    }

    [Fact]
    public void A_parent_that_waits_for_a_child_that_waits_for_it_is_found() => Check(
        Waiting("{workflow: task, each: once}", "every task has ended"),
        Task("- {id: rest, title: 等候, wait: {until: parent has reached report, to: over}}"))
        .ShouldBe(
        [
            "task.yaml:5:5: 从环节“等候”没有任何动作能走到结局：等候，停在这里：在等 parent has reached report，上级“主流程”却停在“办理”（等 every task has ended）",
            "task.yaml:6:8: 结局“结束”永远走不到：“等候”等到 parent has reached report 才会来，而它从来不成立",
        ]);

    [Fact]
    public void A_parent_that_waits_for_what_its_child_never_reaches_is_found() => Check(
        Waiting("{workflow: task, each: once}", "every task has reached check"),
        Task("""
            - {id: work, title: 办理, signers: {role: office}, actions: {go: {title: 提交, to: rest}}}
            - {id: rest, title: 等候, signers: {role: office}, actions: {go: {title: 继续, to: over, when: parent has reached report}}}
            - {id: check, title: 核对, signers: {role: office}, actions: {go: {title: 核对, to: over}}}
            """)).ShouldNotBeEmpty();

    [Fact]
    public void A_child_that_waits_until_its_parent_moves_on_holds_up_a_parent_that_waits_for_it() => Check(
        Waiting("{workflow: task, each: once}", "every task has ended"),
        Task("- {id: rest, title: 等候, wait: {until: parent has moved on, to: over}}")).ShouldNotBeEmpty();

    [Fact]
    public void A_child_may_wait_until_its_parent_moves_on_where_the_parent_can() => Check(
        Waiting("{workflow: task, each: once}", "every task has ended", "signers: {role: office}, actions: {go: {title: 不等了, to: report}},"),
        Task("- {id: rest, title: 等候, wait: {until: parent has moved on, to: over}}")).ShouldBeEmpty();

    [Fact]
    public void Of_two_sorts_of_children_one_must_be_able_to_end_where_the_parent_waits_for_either() => Check(
        Waiting("{workflow: task, each: once}, {workflow: help, each: once}", "every task has ended or every help has ended"),
        Task("- {id: rest, title: 等候, wait: {until: parent has reached report, to: over}}"),
        ("help.yaml", Task("- {id: rest, title: 也等候, wait: {until: parent has reached report, to: over}}").Text.Replace("task", "help")))
        .ShouldBe(
        [
            "main.yaml:5:3: 从环节“办理”没有任何动作能走到结局：办理，停在这里：在等 every task has ended or every help has ended，下级“分工”却停在“等候”（等 parent has reached report），下级“分工”却停在“也等候”（等 parent has reached report）",
            "main.yaml:6:3: 环节“汇总”永远走不到：“办理”等到 every task has ended or every help has ended 才会来，而它从来不成立",
            "main.yaml:7:8: 结局“办结”永远走不到：只有从“汇总”能来，而它自己也走不到",
        ]);

    [Fact]
    public void Three_generations_that_wait_for_each_other_are_found() => Check(
        Waiting("{workflow: task, each: once}", "every task has ended"),
        Task("""
            - {id: work, title: 办理, split: [{workflow: help, each: once}], wait: {until: every help has ended or parent has reached report, to: over}}
            """),
        ("help.yaml", Task("- {id: rest, title: 协助, wait: {until: parent has ended, to: over}}").Text.Replace("task", "help")))
        .ShouldBe(
        [
            "task.yaml:5:5: 从环节“办理”没有任何动作能走到结局：办理，停在这里：在等 every help has ended or parent has reached report，上级“主流程”却停在“办理”（等 every task has ended），下级“分工”却停在“协助”（等 parent has ended）",
            "task.yaml:6:8: 结局“结束”永远走不到：“办理”等到 every help has ended or parent has reached report 才会来，而它从来不成立",
        ]);

    [Fact]
    public void The_drafter_cannot_be_another_than_the_drafter() => Check("""
        stages:
          - {id: draft, title: 拟稿, signers: {people: drafter}, actions: {go: {title: 提交, to: check}}}
          - {id: check, title: 核稿, signers: {people: drafter}, not_same_as: [draft], actions: {go: {title: 同意, to: done}}}
        """).ShouldBe(
        [
            "main.yaml:5:5: 从环节“拟稿”没有任何动作能走到结局：拟稿，停在这里：动作“提交”去不了“核稿”，因为能坐的只有在“拟稿”办过的人，not_same_as 不许他再办",
            "main.yaml:6:5: 环节“核稿”永远走不到：“拟稿”的动作“提交”指向它，那里却永远没有人能坐",
            "main.yaml:7:8: 结局“办结”永远走不到：只有从“核稿”能来，而它自己也走不到",
        ]);

    [Fact]
    public void One_who_sits_again_cannot_be_another_than_before_over_several_stages() => Check("""
        stages:
          - {id: a, title: 初审, signers: {people: first_leader}, actions: {go: {title: 通过, to: b}}}
          - {id: b, title: 复审, signers: {role: office}, actions: {go: {title: 通过, to: c}}}
          - {id: c, title: 终审, signers: {same_as: a}, not_same_as: [a, b], actions: {go: {title: 通过, to: done}}}
        """).ShouldBe(
        [
            "main.yaml:6:5: 从环节“复审”没有任何动作能走到结局：初审 → 通过 → 复审，停在这里：动作“通过”去不了“终审”，因为能坐的只有在“初审”办过的人，not_same_as 不许他再办",
            "main.yaml:7:5: 环节“终审”永远走不到：“复审”的动作“通过”指向它，那里却永远没有人能坐",
            "main.yaml:8:8: 结局“办结”永远走不到：只有从“终审”能来，而它自己也走不到",
        ]);

    [Fact]
    public void Where_all_have_signed_the_first_of_them_cannot_be_another() => Check("""
        stages:
          - {id: a, title: 会签, signers: {people: responsible_leaders}, mode: all, actions: {go: {title: 同意, to: b}}}
          - {id: b, title: 审签, signers: {people: first_leader}, not_same_as: [a], actions: {go: {title: 同意, to: done}}}
        """).ShouldBe(
        [
            "main.yaml:5:5: 从环节“会签”没有任何动作能走到结局：会签，停在这里：动作“同意”去不了“审签”，因为能坐的只有在“会签”办过的人，not_same_as 不许他再办",
            "main.yaml:6:5: 环节“审签”永远走不到：“会签”的动作“同意”指向它，那里却永远没有人能坐",
            "main.yaml:7:8: 结局“办结”永远走不到：只有从“审签”能来，而它自己也走不到",
        ]);

    [Fact]
    public void Where_one_of_several_signs_another_than_the_first_may() => Check("""
        stages:
          - {id: a, title: 会签, signers: {people: responsible_leaders, at_least: 2}, actions: {go: {title: 同意, to: b}}}
          - {id: b, title: 审签, signers: {people: first_leader}, not_same_as: [a], actions: {go: {title: 同意, to: done}}}
        """).ShouldBeEmpty();

    [Fact]
    public void Where_there_may_be_one_alone_he_cannot_be_another() => Check("""
        stages:
          - {id: a, title: 会签, signers: {people: responsible_leaders}, actions: {go: {title: 同意, to: b}}}
          - {id: b, title: 审签, signers: {people: first_leader}, not_same_as: [a], actions: {go: {title: 同意, to: done}}}
        """).ShouldBe(
        [
            "main.yaml:5:5: 从环节“会签”没有任何动作能走到结局（当 responsible_leaders 只有一个）：会签，停在这里：动作“同意”去不了“审签”，因为能坐的只有在“会签”办过的人，not_same_as 不许他再办",
        ]);

    [Fact]
    public void Another_holder_of_the_role_may_sit_or_the_case_may_go_elsewhere() => Check("""
        stages:
          - {id: a, title: 拟稿, signers: {people: drafter}, actions: {go: {title: 提交, to: b}}}
          - {id: b, title: 核稿, signers: {role: office}, not_same_as: [a], actions: {go: {title: 同意, to: c}}}
          - {id: c, title: 复核, signers: {people: drafter}, not_same_as: [a], on_unavailable: d, actions: {go: {title: 同意, to: d}}}
          - {id: d, title: 签发, signers: {role: office}, not_same_as: [b], actions: {go: {title: 同意, to: done}}}
        """).ShouldBe(["main.yaml:7:5: 环节“复核”永远走不到：“核稿”的动作“同意”指向它，那里却永远没有人能坐"]);

    [Fact]
    public void Seats_of_a_stage_that_was_never_entered_are_none() => Check("""
        stages:
          - {id: a, title: 拟稿, signers: {people: drafter}, actions: {go: {title: 提交, to: c}, ask: {title: 先验收, to: b}}}
          - {id: b, title: 验收, signers: {role: office}, actions: {go: {title: 通过, to: c}}}
          - {id: c, title: 复验, signers: {same_as: b}, actions: {go: {title: 通过, to: done}}}
        """).ShouldBeEmpty("the drafter may always have it inspected first");

    [Fact]
    public void Whoever_comes_by_a_door_where_nobody_was_named_finds_no_seat() => Check("""
        starts: [{on: drafted, at: draft}, {on: issued_elsewhere, at: register}]
        stages:
          - {id: draft, title: 拟稿, signers: {people: drafter}, actions: {go: {title: 提交, to: sign, needs: [countersigners]}}}
          - {id: register, title: 登记, signers: {role: office}, actions: {go: {title: 送会签, to: sign}}}
          - {id: sign, title: 会签, signers: {people: countersigners}, actions: {go: {title: 同意, to: done}}}
        """).ShouldBe(
        [
            "main.yaml:7:5: 从环节“登记”没有任何动作能走到结局：登记，停在这里：动作“送会签”去不了“会签”，因为还没有人点名 countersigners",
        ]);

    [Fact]
    public void Time_moves_on_no_case_that_has_no_date() => Check("""
        stages:
          - {id: a, title: 办理, signers: {role: office}, deadline: own, on_deadline: done, actions: {tell: {title: 报进展, needs: [report]}}}
        """).ShouldBe(
        [
            "main.yaml:5:5: 从环节“办理”没有任何动作能走到结局（当 没有到期日）：办理，停在这里：到期去向（on_deadline）不会发生，因为没有到期日",
        ]);

    [Fact]
    public void What_is_only_possible_in_time_is_impossible_when_it_is_late() => Check("""
        stages: [{id: a, title: 办理, signers: {role: office}, actions: {go: {title: 提交, to: done, when: not overdue}}}]
        """).ShouldBe(
        [
            "main.yaml:4:10: 从环节“办理”没有任何动作能走到结局（当 有到期日、overdue）：办理 → （过了到期日），停在这里：动作“提交”的条件 not overdue 不成立",
        ]);

    [Fact]
    public void What_stands_still_is_not_moved_on_by_time() => Check("""
        stages:
          - id: a
            title: 办理
            signers: {role: office}
            deadline: 3 days
            on_deadline: done
            actions: {stop: {title: 中止, effects: [clock: suspend]}, run: {title: 恢复, when: lead, effects: [clock: resume]}}
        """).ShouldBe(
        [
            "main.yaml:5:5: 从环节“办理”没有任何动作能走到结局（当 not lead）：办理 → 中止，停在这里：到期去向（on_deadline）不会发生，因为中止期间时间不走",
        ]);

    /// <summary>What is opened begins frozen where the case that opens it is, and only there.</summary>
    [Theory]
    [InlineData("a", false)]
    [InlineData("b", true)]
    public void What_is_opened_by_a_press_is_frozen_where_its_parent_is_by_then(string opening, bool stuck)
    {
        const string Main = """
            apiVersion: approvals/1
            workflow: main
            title: 主流程
            stages:
              - {id: a, title: 拟稿, signers: {role: office}, actions: {a: {title: 申请, OPENS}, go: {title: 定稿, to: b, effects: [freeze: content]}}}
              - {id: b, title: 印发, signers: {role: office}, actions: {b: {title: 申请, OPENS}, go: {title: 办结, to: done}}}
            ends: [{id: done, title: 办结}]
            """;
        var main = Main.Replace($"{opening}: {{title: 申请, OPENS}}", $"{opening}: {{title: 申请, effects: [open: task]}}", StringComparison.Ordinal)
            .Replace(", OPENS", "", StringComparison.Ordinal);
        Check(("main.yaml", main), Task("- {id: work, title: 办理, signers: {role: office}, actions: {go: {title: 提交, to: over, when: not frozen}}}"))
            .Any().ShouldBe(stuck);
    }

    [Fact]
    public void What_is_found_and_never_settled_stays() => Check("""
        stages:
          - {id: a, title: 验收, signers: {role: office}, actions: {ok: {title: 合格, to: b}, bad: {title: 有问题, to: b, effects: [raise: gap]}}}
          - {id: b, title: 销号, signers: {role: office}, actions: {go: {title: 销号, to: done, when: none open gap}}}
        """).ShouldBe(
        [
            "main.yaml:6:5: 从环节“销号”没有任何动作能走到结局：验收 → 有问题 → 销号，停在这里：动作“销号”的条件 none open gap 不成立",
        ]);

    [Fact]
    public void The_last_of_several_who_vote_finds_the_way_shut_that_another_has_chosen() => Check("""
        stages:
          - {id: draft, title: 拟稿, signers: {people: drafter}, actions: {go: {title: 提交, to: sign}}}
          - id: sign
            title: 会签
            signers: {people: responsible_leaders}
            mode: all
            actions: {agree: {title: 同意, to: done}, ask: {title: 复核, to: again}}
          - {id: again, title: 复核, signers: {people: drafter}, not_same_as: [draft], actions: {go: {title: 同意, to: done}}}
        """).Count.ShouldBe(2);

    [Fact]
    public void Waits_that_lead_round_turn_only_where_their_conditions_hold_together() => Check("""
        stages:
          - {id: a, title: 甲, signers: {role: office}, wait: {until: lasting, to: b}, actions: {go: {title: 去, to: done}}}
          - {id: b, title: 乙, signers: {role: office}, wait: {until: not lasting, to: a}, actions: {go: {title: 去, to: done}}}
        """).ShouldBeEmpty();

    [Fact]
    public void Waits_that_lead_round_are_refused_where_they_can_turn_for_ever() => Check("""
        stages:
          - {id: a, title: 甲, signers: {role: office}, wait: {until: unconfirmed > 0, to: b}, actions: {go: {title: 去, to: done}}}
          - {id: b, title: 乙, signers: {role: office}, wait: {until: unconfirmed < 3, to: a}, actions: {go: {title: 去, to: done}}}
        """).ShouldHaveSingleItem().ShouldBe("main.yaml:5:5: 环节“甲”的等待绕回自己：a → b → a，条件成立时永远停不下来");

    [Fact]
    public void What_nobody_opens_never_begins() => Check(
        ("main.yaml", """
            apiVersion: approvals/1
            workflow: main
            title: 主流程
            stages:
              - {id: a, title: 甲, signers: {role: office}, actions: {go: {title: 去, to: done}}}
              - {id: b, title: 乙, split: [{workflow: task}], wait: {until: every task has ended, to: done}}
            ends: [{id: done, title: 办结}]
            """),
        Task("- {id: rest, title: 等候, wait: {until: parent has ended, to: over}}")).ShouldBe(
        [
            "main.yaml:6:5: 环节“乙”永远走不到：没有动作指向它",
            "task.yaml:1:1: 流程“分工”永远不会开始：没有走得到的环节会开出它",
        ]);

    private static (string Name, string Text) Waiting(string splits, string until, string more = "") => ("main.yaml", $"""
        apiVersion: approvals/1
        workflow: main
        title: 主流程
        stages:
        - {"{"}id: work, title: 办理, {more} split: [{splits}], wait: {"{"}until: {until}, to: report{"}}"}
        - {"{"}id: report, title: 汇总, signers: {"{"}role: office{"}"}, actions: {"{"}go: {"{"}title: 办结, to: done{"}}}"}
        ends: [{"{"}id: done, title: 办结{"}"}]
        """);

    private static (string Name, string Text) Task(string stages) => ("task.yaml", $"""
        apiVersion: approvals/1
        workflow: task
        title: 分工
        stages:
        {string.Join('\n', stages.Split('\n').Select(l => "  " + l))}
        ends: [{"{"}id: over, title: 结束{"}"}]
        """);

    private static IReadOnlyList<string> Check(string main) => Check(("main.yaml", $"""
        apiVersion: approvals/1
        workflow: main
        title: 主流程
        {main}
        ends: [{"{"}id: done, title: 办结{"}"}]
        """));

    private static IReadOnlyList<string> Check(params (string Name, string Text)[] files) => Told.OfNamed(files);
}
