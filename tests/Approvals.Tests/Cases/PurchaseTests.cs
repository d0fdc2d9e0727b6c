using Approvals.Engine.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>采购论证 as shipped: two of three judges, then the departments, of which the one that will use it has two votes.</summary>
public sealed class PurchaseTests
{
    [Fact]
    public void Two_judges_who_find_it_needed_suffice() =>
        Judging().When(Of("needed", InspectorA)).ThenStillIn("judging").When(Of("needed", InspectorB)).ThenIn("weighing");

    [Fact]
    public void Two_who_do_not_end_it() =>
        Judging().When(Of("not-needed", InspectorA)).ThenStillIn("judging").When(Of("not-needed", InspectorB)).ThenIn("not-bought");

    [Fact]
    public void One_alone_stops_what_breaks_a_rule() =>
        Judging().When(Of("needed", InspectorA)).When(Of("veto", InspectorB).Because("属于目录外，须先报批")).ThenIn("not-bought");

    [Fact]
    public void The_department_that_will_use_it_has_two_votes() =>
        Weighing().When(Of("agree", HeadOf(Nursing))).ThenStillIn("weighing")
            .When(Of("agree", HeadOf(Medical))).ThenIn("approving"); // 3 of 4, though the third has not voted

    [Fact]
    public void Without_it_the_others_cannot_carry_it() =>
        Weighing().When(Of("agree", HeadOf(Nursing))).When(Of("disagree", HeadOf(Medical))).ThenIn("not-bought");

    [Fact]
    public void It_is_bought_once_the_first_signatory_says_so() =>
        Weighing().When(Of("agree", HeadOf(Medical))).When(Of("agree", HeadOf(Nursing)))
            .When(Of("approve", Signatory)).ThenIn("approved").Then(c => c.Measures["amount"].ShouldBe(38.5m));

    private static Scenario Judging() => Requested.Begun("purchase")
        .When(Of("hand-in", HandlerOf(Medical)).Reporting("监护仪两台").Measuring("amount", 38.5m))
        .When(Of("agree", HeadOf(Medical)))
        .When(Of("arrange", Clerk)
            .Naming(Party.Countersigners, People(InspectorA, InspectorB, InspectorC))
            .Naming(Party.ResponsibleDepartments, Bodies(Medical, Nursing, Pharmacy))
            .Naming(Party.LeadDepartment, Bodies(Medical)))
        .ThenIn("judging");

    private static Scenario Weighing() => Judging().When(Of("needed", InspectorA)).When(Of("needed", InspectorC)).ThenIn("weighing");
}
