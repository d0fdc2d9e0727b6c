using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>指标: numbers that forms bring, and what is held against them.</summary>
public sealed class MeasureTests
{
    private const string Rating = """
        numbers: [goal]
        stages:
          - id: measure
            title: 测量
            signers: {role: office}
            actions:
              say: {title: 填报, needs: [{number: rate, title: 评估率, unit: "%", at_least: 0, at_most: 100}]}
              note: {title: 备注, takes: [{number: rate, title: 评估率}], needs: [report]}
              pass: {title: 达标, to: done, when: rate >= goal, else_say: 还没有达标。}
              pass-98: {title: 过九十八, to: done, when: rate >= 98.5}
              doubt: {title: 不明, to: void, when: not known rate}
        """;

    private const string Found = """
        stages:
          - id: look
            title: 检查
            signers: [{role: office}, {role: registrar}]
            actions:
              find: {title: 发现问题, to: look, needs: [reason], effects: [raise: finding]}
              pass: {title: 通过, to: done, when: open finding <= 2, else_say: 问题超过两个。}
        """;

    private const string Part = """
        apiVersion: approvals/1
        workflow: part
        title: 分工
        numbers: [goal]
        stages:
          - id: work
            title: 办理
            signers: {role: office}
            actions: {submit: {title: 提交, to: check}}
          - id: check
            title: 审核
            signers: {role: office}
            actions: {agree: {title: 同意, to: over}}
        ends: [{id: over, title: 已完成}]
        """;

    private const string Whole = """
        numbers: [goal, other]
        stages:
          - id: wait
            title: 等待
            signers: {role: office}
            split: [{workflow: part, each: {body_of: responsible_departments}, when: WHEN}]
            actions:
              when-begun: {title: 有人在审核, to: done, when: some part has reached check, else_say: 还没有人提交。}
              when-over: {title: 有人完成, to: done, when: some part has ended, else_say: 还没有人完成。}
              drop: {title: 不办了, to: done}
        """;

    [Fact]
    public void A_number_of_a_form_is_the_cases_and_the_latest_counts() =>
        Open(100).When(Say(97.5m)).When(Say(98)).Then(c => c.Measures["rate"].ShouldBe(98));

    [Fact]
    public void Each_stays_in_its_event()
    {
        var story = Open(100).When(Say(97.5m)).When(Say(98.50m));
        story.Office.EventsOf(story.Case.Id).OfType<CaseEvent.MeasureTaken>().Select(e => $"{e.Name} {e.Value}")
            .ShouldBe(["rate 97.5", "rate 98.5"]);
    }

    [Fact]
    public void A_number_that_is_asked_for_must_be_given() => Open(100).When(Of("say", Clerk)).ThenRefused(RateIsMissing);

    [Theory]
    [InlineData("-0.1")]
    [InlineData("100.1")]
    [InlineData("99.99999")]
    public void Out_of_its_bounds_or_with_too_many_digits_it_is_none(string rate) =>
        Open(100).When(Say(decimal.Parse(rate))).ThenRefused(RateIsMissing);

    [Fact]
    public void Its_bounds_are_inclusive() => Open(100).When(Say(0)).When(Say(100)).Then(c => c.Measures["rate"].ShouldBe(100));

    [Fact]
    public void One_that_may_be_left_out_is_left_out() =>
        Open(100).When(Of("note", Clerk).Reporting("本月无手术")).Then(c => c.Measures.ContainsKey("rate").ShouldBeFalse());

    [Fact]
    public void A_zero_target_or_a_hundred_percent_is_missed_by_the_smallest_miss() =>
        Open(100).When(Say(99.9m)).When(Of("pass", Clerk)).ThenRefused(new Refusal.NotYet("还没有达标。"))
            .When(Say(100)).When(Of("pass", Clerk)).ThenIn("done");

    [Fact]
    public void A_number_is_compared_with_a_decimal() =>
        Open(100).When(Say(98.4m)).When(Of("pass-98", Clerk)).ThenRefused(new Refusal.NotAllowedHere())
            .When(Say(98.5m)).When(Of("pass-98", Clerk)).ThenIn("done");

    [Fact]
    public void A_number_that_nobody_has_given_makes_every_comparison_false() =>
        Open(100).When(Of("pass", Clerk)).ThenRefused(new Refusal.NotYet("还没有达标。"))
            .When(Of("pass-98", Clerk)).ThenRefused(new Refusal.NotAllowedHere());

    [Fact]
    public void So_does_a_goal_that_nobody_has_set() =>
        Open(goal: null).When(Say(100)).When(Of("pass", Clerk)).ThenRefused(new Refusal.NotYet("还没有达标。"));

    [Fact]
    public void Whether_it_is_known_can_be_asked() =>
        Open(100).When(Say(100)).When(Of("doubt", Clerk)).ThenRefused(new Refusal.NotAllowedHere());

    [Fact]
    public void Open_matters_are_counted() =>
        Given(Found).When(Find()).When(Find()).When(Find()).When(Of("pass", Clerk)).ThenRefused(new Refusal.NotYet("问题超过两个。"));

    [Fact]
    public void Two_are_not_more_than_two() => Given(Found).When(Find()).When(Find()).When(Of("pass", Clerk)).ThenIn("done");

    [Fact]
    public void One_child_of_several_is_enough_for_some() =>
        Split("known goal").When(Of("when-begun", Clerk)).ThenRefused(new Refusal.NotYet("还没有人提交。"))
            .OnChild(ItemTests.KeyOf(Medical)).When(Of("submit", Clerk)).OnParent()
            .When(Of("when-over", Clerk)).ThenRefused(new Refusal.NotYet("还没有人完成。"))
            .When(Of("when-begun", Clerk)).ThenIn("done");

    [Fact]
    public void One_that_has_ended_too() =>
        Split("known goal").OnChild(ItemTests.KeyOf(Medical)).When(Of("submit", Clerk)).When(Of("agree", Clerk)).OnParent()
            .When(Of("when-over", Clerk)).ThenIn("done");

    [Fact]
    public void A_split_opens_nothing_where_its_condition_does_not_hold() =>
        Split("goal > 100").Then(c => c.Splits.ShouldBeEmpty());

    [Fact]
    public void A_child_has_the_numbers_of_its_parent_that_its_definition_declares() =>
        Split("known goal").OnChild(ItemTests.KeyOf(Medical)).Then(c => c.Measures.ShouldHaveSingleItem().Value.ShouldBe(90));

    /// <summary>医疗质量安全年: a wait may be for a number, and is looked at when it comes.</summary>
    [Fact]
    public void A_wait_for_a_number_is_looked_at_when_the_number_comes() =>
        Given(
            """
            stages:
              - id: measure
                title: 测量
                signers: {role: office}
                wait: {until: rate < 100, to: done}
                actions: {say: {title: 填报, needs: [{number: rate, title: 完成率}]}}
            """)
            .When(Say(100)).ThenStillIn("measure").When(Say(99.99m)).ThenIn("done");

    private static Refusal.Missing RateIsMissing => new(new Input.Number("rate", "评估率", "%", 0, 100));

    private static Scenario Open(decimal? goal) => Given(
        Rating, new Opened { Measures = goal is { } set ? Measures.None.Add("goal", set) : Measures.None });

    private static Scenario Split(string when) => Given(
        Whole.Replace("WHEN", when, StringComparison.Ordinal),
        new Opened { Measures = Measures.None.Add("goal", 90).Add("other", 1) }
            .With(Party.ResponsibleDepartments, Bodies(Medical, Nursing)),
        Part);

    private static Press Say(decimal rate) => Of("say", Clerk).Measuring("rate", rate);

    private static Press Find() => Of("find", Clerk).Because("缺佐证");
}
