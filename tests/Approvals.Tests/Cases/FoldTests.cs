using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>汇总: what the parts came to is added up in what they are parts of.</summary>
public sealed class FoldTests
{
    private const string Whole = """
        numbers: [saved]
        stages:
          - id: run
            title: 实施
            split: [{workflow: part, each: {body_of: responsible_departments}}]
            wait: {until: saved >= 10, to: done}
        """;

    private const string Part = """
        apiVersion: approvals/1
        workflow: part
        title: 分工
        stages:
          - id: do
            title: 办理
            signers: {bodies: assigned_department, roles: [head]}
            actions:
              submit: {title: 提交, to: sent, needs: [{number: saved, title: 节约, unit: 万元}], effects: [fold: saved]}
              give-up: {title: 不办, to: sent}
        ends: [{id: sent, title: 已交}]
        """;

    private static Scenario Running() =>
        Given(Whole, new Opened().With(Party.ResponsibleDepartments, Bodies(Medical, Nursing, Pharmacy)), Part);

    private static Press Saved(BodyId body, decimal value) => Of("submit", HeadOf(body)) with
    {
        Inputs = Inputs.None with { Numbers = Measures.None.Add("saved", value) },
    };

    private static Scenario PartOf(Scenario whole, BodyId body) => whole.OnChild($"{body.Value}");

    [Fact]
    public void Each_part_is_added_once_when_it_ends_and_what_waits_for_the_sum_goes_on()
    {
        var whole = Running();
        PartOf(whole, Medical).When(Saved(Medical, 2.50m)).OnParent().ThenStillIn("run").Then(c => c.Measures["saved"].ShouldBe(2.5m));
        PartOf(whole, Nursing).When(Saved(Nursing, 7.5m)).OnParent().ThenIn("done").Then(c => c.Measures["saved"].ShouldBe(10m));
    }

    [Fact]
    public void A_part_that_came_to_no_number_adds_none()
    {
        var whole = Running();
        PartOf(whole, Medical).When(Of("give-up", HeadOf(Medical))).OnParent().ThenStillIn("run")
            .Then(c => c.Measures.ShouldBeEmpty());
    }

    [Fact]
    public void What_a_part_came_to_is_added_though_nobody_is_there_to_sign_the_sum_and_the_case_waits_with_its_reason()
    {
        var whole = Given(
            Whole.Replace("to: done", "to: sign") + """

              - id: sign
                title: 审签
                signers: {role: signatory}
                actions: {agree: {title: 同意, to: done}}
            """,
            new Opened().With(Party.ResponsibleDepartments, Bodies(Medical, Nursing)), Part);
        whole.Once(office => office.Directory = Without(Signatory));

        PartOf(whole, Medical).When(Saved(Medical, 12)).OnParent().ThenStillIn("run").Then(c => c.Measures["saved"].ShouldBe(12m));
        whole.Once(office => office.Stuck.ShouldHaveSingleItem().Why.ShouldBe(new Refusal.NobodyToSign(new StageId("sign"))));
        PartOf(whole, Nursing).When(Saved(Nursing, 3)).OnParent().ThenStillIn("run").Then(c => c.Measures["saved"].ShouldBe(15m));
    }
}
