using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Tests.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>Gates on what the children come to together.</summary>
public sealed class ChildSumTests
{
    private const string Part = """
        apiVersion: approvals/1
        workflow: part
        title: 分工
        stages:
          - id: do
            title: 办理
            signers: {bodies: assigned_department, roles: [head]}
            actions:
              say: {title: 填报, needs: [{number: rate, title: 满意度, unit: "%", at_least: 0, at_most: 100}]}
              submit: {title: 提交, to: sent}
        ends: [{id: sent, title: 已交}, {id: dropped, title: 已取消, cancelled: true}]
        """;

    private const string Whole = """
        stages:
          - id: run
            title: 实施
            signers: {role: office}
            split: [{workflow: part, each: {body_of: responsible_departments}}]
            actions:
              sum-up: {title: 总结, to: done, when: CONDITION, else_say: 还不够。}
              again: {title: 重来, to: run}
              stop: {title: 停办, effects: [cancel: children]}
        """;

    [Fact]
    public void An_average_opens_the_gate_only_when_every_child_has_given_its_number()
    {
        var whole = Running("average of rate of part at least 90");
        Said(whole, Medical, 98);
        Refused(whole);
        Said(whole, Nursing, 84);
        whole.When(Of("sum-up", Clerk)).ThenIn("done"); // (98 + 84) / 2 = 91
    }

    [Theory]
    [InlineData("sum of rate of part = 181", true)]
    [InlineData("sum of rate of part > 181", false)]
    [InlineData("lowest of rate of part at least 84", true)]
    [InlineData("lowest of rate of part >= 84.5", false)]
    [InlineData("highest of rate of part at most 97", true)]
    [InlineData("highest of rate of part < 97", false)]
    [InlineData("average of rate of part = 90.5", true)]
    [InlineData("lowest of rate of part <= average of rate of part", true)]
    [InlineData("number of part = 2", true)]
    [InlineData("number of part in do at most 1", false)]
    [InlineData("number of part in sent at least 1", false)]
    public void The_numbers_of_the_children_are_held_against_a_limit(string condition, bool holds)
    {
        var whole = Running(condition);
        Said(whole, Medical, 97);
        Said(whole, Nursing, 84);
        if (holds)
        {
            whole.When(Of("sum-up", Clerk)).ThenIn("done");
        }
        else
        {
            Refused(whole);
        }
    }

    [Fact]
    public void The_count_follows_the_children_as_they_go_on()
    {
        var whole = Running("number of part in do at most 0");
        whole.OnChild($"{Medical.Value}").When(Of("submit", HeadOf(Medical))).OnParent();
        Refused(whole);
        whole.OnChild($"{Nursing.Value}").When(Of("submit", HeadOf(Nursing))).OnParent();
        whole.When(Of("sum-up", Clerk)).ThenIn("done");
    }

    [Fact]
    public void A_child_that_was_cancelled_counts_for_nothing_in_a_sum()
    {
        var whole = Running("average of rate of part at least 90");
        Said(whole, Medical, 95);
        whole.OnChild($"{Medical.Value}").When(Of("submit", HeadOf(Medical))).OnParent();
        whole.When(Of("stop", Clerk)).When(Of("sum-up", Clerk)).ThenIn("done");
    }

    [Fact]
    public void Split_off_again_the_latest_number_of_each_body_counts()
    {
        var whole = Running("lowest of rate of part at least 90");
        foreach (var body in new[] { Medical, Nursing })
        {
            Said(whole, body, 60);
            whole.OnChild($"{body.Value}").When(Of("submit", HeadOf(body))).OnParent();
        }

        whole.When(Of("again", Clerk));
        Refused(whole);
        Said(whole, Medical, 95);
        Refused(whole);
        Said(whole, Nursing, 92);
        whole.When(Of("sum-up", Clerk)).ThenIn("done");
    }

    [Fact]
    public void What_waits_for_the_sum_goes_on_with_the_number_that_completes_it_and_not_before()
    {
        var whole = Given(
            """
            stages:
              - id: run
                title: 实施
                split: [{workflow: part, each: {body_of: responsible_departments}}]
                wait: {until: sum of rate of part >= 150 or every part has ended, to: done}
            """,
            Parties, Part.Replace(", {id: dropped, title: 已取消, cancelled: true}", "", StringComparison.Ordinal));
        Said(whole, Medical, 80);
        whole.ThenStillIn("run");
        Said(whole, Nursing, 60);
        whole.ThenStillIn("run");
        Said(whole, Nursing, 70);
        whole.ThenIn("done");
    }

    [Fact]
    public void The_shipped_survey_passes_when_both_are_good_enough_on_the_whole_and_nobody_is_far_below()
    {
        var whole = Given(Shipped.Book, "satisfaction", Parties.With(Party.Drafter, People(Clerk))).ThenIn("preparing")
            .When(Of("start-surveying", Clerk).Reporting("二季度").Naming(Party.ResponsibleDepartments, Bodies(Medical, Nursing))
                .Naming(Party.HostDepartment, Bodies(Pharmacy))).ThenIn("surveying");
        Survey(whole, Medical, 99, 90);
        Survey(whole, Nursing, 79, 90);
        whole.ThenIn("judging")
            .When(Of("accept", HeadOf(Pharmacy)).Reporting("已汇总")).ThenRefused(new Refusal.NotYet(
                "患者满意度平均要到90、最低要到80，员工满意度平均要到85，还没有达到。"))
            .When(Of("survey-again", HeadOf(Pharmacy)).Because("护理部整改后重测")).ThenIn("surveying");
        Survey(whole, Medical, 99, 90);
        Survey(whole, Nursing, 85, 90);
        whole.ThenIn("judging").When(Of("accept", HeadOf(Pharmacy)).Reporting("已汇总")).ThenIn("good");
    }

    private static Opened Parties => new Opened().With(Party.ResponsibleDepartments, Bodies(Medical, Nursing));

    private static Scenario Running(string condition) => Given(Whole.Replace("CONDITION", condition, StringComparison.Ordinal), Parties, Part);

    private static void Refused(Scenario whole) =>
        whole.When(Of("sum-up", Clerk)).ThenRefused(new Refusal.NotYet("还不够。"));

    private static void Said(Scenario whole, BodyId body, decimal rate) =>
        whole.OnChild($"{body.Value}").When(Of("say", HeadOf(body)).Measuring("rate", rate)).OnParent();

    private static void Survey(Scenario whole, BodyId body, decimal patients, decimal staff) => whole.OnChild($"{body.Value}")
        .When(Of("report-results", HeadOf(body)).Measuring("patients", patients).Measuring("staff", staff)).OnParent();
}
