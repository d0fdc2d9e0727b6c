using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>数据汇总 as shipped: asked once, let through by the office, added up by itself.</summary>
public sealed class FiguresTests
{
    [Fact]
    public void What_the_departments_gave_is_added_up_by_itself() =>
        Checking().When(Of("add-up", HandlerOf(Medical))).ThenIn("reporting").Then(c => c.Measures["amount"].ShouldBe(42m))
            .When(Of("send-on", HeadOf(Medical))).ThenIn("reported");

    [Fact]
    public void Departments_are_asked_for_nothing_that_the_office_has_not_let_through() =>
        Permitting().Once(office => office.Cases.Count().ShouldBe(1))
            .When(Of("refuse", Clerk).Because("上月的报表里已经有了")).ThenIn("refused");

    [Fact]
    public void A_department_may_put_its_figure_right_until_it_is_added_up() =>
        Collecting()
            .Part(Nursing).When(Given(Nursing, 30)).ThenIn("filled-in").OnParent().ThenStillIn("collecting")
            .Part(Nursing).When(Of("put-right", HeadOf(Nursing)).Because("多算了一个病区")).When(Given(Nursing, 28)).OnParent()
            .Part(Pharmacy).When(Given(Pharmacy, 12)).OnParent().ThenIn("checking")
            .When(Of("add-up", HandlerOf(Medical))).Then(c => c.Measures["amount"].ShouldBe(40m));

    [Fact]
    public void Where_the_question_was_wrong_every_department_answers_again_and_the_old_figures_do_not_count() =>
        Checking()
            .When(Of("ask-again", HandlerOf(Medical)).Because("应按在岗人数报"))
            .When(Of("add-up", HandlerOf(Medical))).ThenRefused(new Refusal.NotYet("还有科室在重报，报齐了再汇总。"))
            .Part(Nursing).ThenIn("filling").When(Given(Nursing, 20)).OnParent()
            .Part(Pharmacy).When(Given(Pharmacy, 5)).OnParent()
            .When(Of("add-up", HandlerOf(Medical))).ThenIn("reporting").Then(c => c.Measures["amount"].ShouldBe(25m));

    [Fact]
    public void Called_off_nobody_is_asked_any_more() =>
        Collecting().When(Standing("call-off", Clerk).Because("上级通知取消")).ThenIn("called-off")
            .Part(Nursing).ThenIn("dropped");

    private static Scenario Permitting() => Requested.Begun("figures")
        .When(Of("hand-in", HandlerOf(Medical)).Reporting("年度培训人数")
            .Naming(Party.ResponsibleDepartments, Bodies(Nursing, Pharmacy)).Dated("filled", "06-10"))
        .ThenIn("permitting");

    private static Scenario Collecting() => Permitting().When(Of("permit", Clerk)).ThenIn("collecting");

    private static Scenario Checking() => Collecting()
        .Part(Nursing).When(Given(Nursing, 30)).OnParent().Part(Pharmacy).When(Given(Pharmacy, 12)).OnParent().ThenIn("checking");

    private static Press Given(BodyId body, decimal amount) => Of("fill-in", HandlerOf(body)).Measuring("amount", amount);
}

/// <summary>The figure of one department.</summary>
internal static class FigureParts
{
    public static Scenario Part(this Scenario whole, BodyId body) => whole.OnChild($"{body.Value}");
}
