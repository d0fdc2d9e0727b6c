using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Tests.Time;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>合同会签 as shipped, in a hospital whose seventh department is called 纪检监察室.</summary>
public sealed class ContractTests
{
    private static readonly UnitDirectory Unit = new(
        [.. Staff.Directory.People.Values],
        [.. Staff.Directory.Bodies.Values.Select(b => b.Id == Quality ? b with { Name = "纪检监察室" } : b)],
        [.. Staff.Directory.People.Keys.SelectMany(p => Staff.Directory.PostsOf(p, Day))]);

    [Fact]
    public void A_contract_is_signed_by_all_and_sealed() =>
        Supervised().When(Of("agree", HeadOf(Quality))).ThenIn("signing")
            .When(Of("sign", Signatory)).ThenIn("sealing")
            .When(Of("seal", Registrar)).ThenIn("signed")
            .Then(c => c.Copied.ShouldBe([HandlerOf(Medical), HeadOf(Nursing), HeadOf(Pharmacy)], ignoreOrder: true));

    [Fact]
    public void The_text_of_the_contract_must_lie_with_it() =>
        Drafting().When(HandIn() with { Inputs = HandIn().Inputs with { Said = new Said(null, null, "某公司，12万元", null, []) } })
            .ThenRefused(new Refusal.Missing(new Input.Evidence("合同文本")));

    [Fact]
    public void Departments_sign_one_after_the_other() =>
        Countersigning()
            .When(Of("agree", HeadOf(Pharmacy))).ThenRefused(new Refusal.NotYourTurn())
            .When(Of("agree", HeadOf(Nursing))).ThenStillIn("countersigning")
            .When(Of("agree", HeadOf(Pharmacy))).ThenIn("supervising");

    [Fact]
    public void The_time_of_each_runs_from_its_turn_until_five_in_the_afternoon_of_the_next_working_day() =>
        Countersigning().Then(c => c.Time.Clocks.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(k => k.DueOn.ShouldBe(Clockwork.On("06-03")), k => k.DueAt.ShouldBe(new TimeOnly(17, 0))));

    [Fact]
    public void What_a_department_returns_is_mended_and_comes_straight_back_to_the_departments() =>
        Countersigning()
            .When(Of("agree", HeadOf(Nursing)))
            .When(Of("return", HeadOf(Pharmacy)).Because("付款期限太短")).ThenIn("drafting")
            .When(HandIn()).ThenIn("countersigning");

    [Fact]
    public void What_the_signatory_returns_is_mended_and_comes_straight_back_to_him() =>
        Supervised().When(Of("agree", HeadOf(Quality)))
            .When(Of("return", Signatory).Because("单价再谈")).ThenIn("drafting")
            .When(HandIn()).ThenIn("signing");

    [Fact]
    public void A_department_that_is_only_asked_has_nothing_against_it_when_it_says_nothing() =>
        Countersigning(HandIn().Naming(Party.ConsultedDepartments, Bodies(OfficeRoom)))
            .When(Of("agree", HeadOf(Nursing))).When(Of("agree", HeadOf(Pharmacy))).ThenStillIn("countersigning")
            .Until("06-05 00:00").ThenIn("supervising");

    [Fact]
    public void Nobody_checks_what_he_has_drafted() =>
        Requested.Begun("contract", HeadOf(Medical), Medical, Unit).When(HandIn(HeadOf(Medical))).ThenIn("checking")
            .When(Of("agree", HeadOf(Medical))).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("agree", DeputyOf(Medical))).ThenIn("countersigning");

    [Fact]
    public void A_house_without_discipline_officers_goes_on_to_the_signature() =>
        Countersigning(HandIn(), Staff.Directory)
            .When(Of("agree", HeadOf(Nursing))).When(Of("agree", HeadOf(Pharmacy))).ThenIn("signing");

    private static Scenario Drafting(UnitDirectory? unit = null) => Requested.Begun("contract", HandlerOf(Medical), Medical, unit ?? Unit);

    private static Scenario Countersigning() => Countersigning(HandIn());

    private static Scenario Countersigning(Press handIn, UnitDirectory? unit = null) =>
        Drafting(unit).When(handIn).When(Of("agree", HeadOf(Medical))).ThenIn("countersigning");

    private static Scenario Supervised() =>
        Countersigning().When(Of("agree", HeadOf(Nursing))).When(Of("agree", HeadOf(Pharmacy))).ThenIn("supervising");

    private static Press HandIn() => HandIn(HandlerOf(Medical));

    private static Press HandIn(PersonId by) => Of("hand-in", by).Reporting("某公司，设备维保，12万元，一年").Showing("c0ffee")
        .Naming(Party.Countersigners, Bodies(Nursing, Pharmacy));
}
