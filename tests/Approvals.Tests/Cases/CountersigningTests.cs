using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Tests.Definitions;
using Approvals.Tests.Time;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>会签 of a notice as shipped: those whose remit is touched sign, the annex's other departments are heard.</summary>
public sealed class CountersigningTests
{
    [Fact]
    public void Whoever_is_only_consulted_is_waited_for_and_decides_nothing() =>
        Countersigning(Medical, Nursing)
            .When(Of("agree", HeadOf(Medical))).ThenStillIn("countersigning")
            .When(Of("agree", Zhang)).ThenStillIn("countersigning")
            .When(Of("agree", HeadOf(Nursing))).ThenIn("signing");

    [Fact]
    public void Who_does_not_answer_within_two_working_days_has_nothing_against_it() =>
        Countersigning(Medical, Nursing)
            .When(Of("agree", Zhang)).ThenStillIn("countersigning")
            .Until("06-05 00:00").ThenIn("signing");

    [Fact]
    public void The_silence_of_a_signer_is_no_consent() =>
        Countersigning(Medical).Until("06-05 00:00").ThenStillIn("countersigning")
            .When(Of("agree", Zhang)).ThenIn("signing");

    [Fact]
    public void A_department_that_is_consulted_cannot_send_the_draft_back() =>
        Countersigning(Medical)
            .When(Of("return", HeadOf(Medical)).Because("不妥")).ThenRefused(new Refusal.NotAllowedHere());

    [Fact]
    public void Where_the_head_has_left_his_deputy_is_asked() =>
        Countersigning([Medical], Without(HeadOf(Medical)))
            .When(Of("agree", DeputyOf(Medical))).When(Of("agree", Zhang)).ThenIn("signing");

    [Fact]
    public void Where_nobody_is_named_to_be_consulted_the_signers_alone_decide() =>
        Countersigning()
            .Then(c => c.Seats.ShouldAllBe(seat => !seat.Consulted))
            .When(Of("agree", Zhang)).ThenIn("signing");

    private static Scenario Countersigning(params BodyId[] consulted) => Countersigning(consulted, Staff.Directory);

    private static Scenario Countersigning(BodyId[] consulted, Approvals.Engine.Directories.UnitDirectory directory)
    {
        var handIn = Of("hand-in", Clerk).Naming(Party.Countersigners, People(Zhang));
        return Given(
            Shipped.Book, "notice",
            (Clockwork.Opened("06-02 09:00") with { Directory = directory })
                .With(Party.Drafter, People(Clerk)).With(Party.DraftingDepartment, Bodies(OfficeRoom)))
            .When(consulted.Length == 0 ? handIn : handIn.Naming(Party.ConsultedDepartments, Bodies([.. consulted])))
            .When(Of("agree", HeadOf(OfficeRoom))).ThenIn("countersigning");
    }
}
