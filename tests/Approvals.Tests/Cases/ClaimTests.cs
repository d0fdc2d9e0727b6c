using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.SeatActs;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>认领 and 放回: one of several who may sit takes the seat for himself.</summary>
public sealed class ClaimTests
{
    private const string DepartmentWorks = """
        stages:
          - id: work
            title: 办理
            signers: {bodies: responsible_departments, roles: [head, deputy, handler]}
            claim: true
            transfer: true
            actions: {submit: {title: 提交, to: check}}
          - id: check
            title: 审核
            signers: {bodies: responsible_departments, roles: [head, deputy, handler]}
            not_same_as: [work]
            claim: true
            actions: {agree: {title: 同意, to: done}}
        """;

    private static readonly Opened OfMedical = new Opened().With(Party.ResponsibleDepartments, Bodies(Medical));

    [Fact]
    public void What_one_has_claimed_the_others_are_refused_with_his_name() =>
        Claimed()
            .When(Of("submit", DeputyOf(Medical))).ThenRefused(new Refusal.ClaimedBy(HandlerOf(Medical)))
            .When(Claim(DeputyOf(Medical))).ThenRefused(new Refusal.ClaimedBy(HandlerOf(Medical)))
            .When(Of("submit", HandlerOf(Medical))).ThenIn("check");

    [Fact]
    public void Who_may_not_sit_there_claims_nothing() =>
        Given(DepartmentWorks, OfMedical)
            .When(Claim(HandlerOf(Nursing))).ThenRefused(new Refusal.NotYourAssignment());

    [Fact]
    public void Who_acted_where_another_must_claims_nothing() =>
        Given(DepartmentWorks, OfMedical)
            .When(Of("submit", HandlerOf(Medical)))
            .When(Claim(HandlerOf(Medical))).ThenRefused(new Refusal.SameHuman(new Engine.StageId("work")));

    [Fact]
    public void Claiming_twice_is_harmless() =>
        Claimed().ThenNothingMoves(s => s.When(Claim(HandlerOf(Medical))));

    [Fact]
    public void He_puts_it_back_himself() =>
        Claimed()
            .When(Release(HandlerOf(Medical)))
            .When(Of("submit", DeputyOf(Medical))).ThenIn("check");

    [Fact]
    public void The_holder_of_the_first_role_puts_it_back_for_him_and_nobody_else_does() =>
        Claimed()
            .When(Release(DeputyOf(Medical))).ThenRefused(new Refusal.ClaimedBy(HandlerOf(Medical)))
            .When(Release(HeadOf(Nursing))).ThenRefused(new Refusal.NotYourAssignment())
            .When(Release(HeadOf(Medical)))
            .When(Of("submit", DeputyOf(Medical))).ThenIn("check");

    [Fact]
    public void Where_nobody_holds_the_first_role_the_office_puts_it_back() =>
        Given(DepartmentWorks, OfMedical with { Directory = Without(HeadOf(Medical)) })
            .When(Claim(HandlerOf(Medical)))
            .When(Release(DeputyOf(Medical))).ThenRefused(new Refusal.ClaimedBy(HandlerOf(Medical)))
            .When(Release(Clerk))
            .When(Of("submit", DeputyOf(Medical))).ThenIn("check");

    [Fact]
    public void Putting_back_what_nobody_claimed_is_harmless() =>
        Given(DepartmentWorks, OfMedical).ThenNothingMoves(s => s.When(Release(HandlerOf(Medical))));

    [Fact]
    public void A_claim_falls_by_itself_when_he_may_sit_there_no_more() =>
        Claimed()
            .Once(office => office.Directory = Without(HandlerOf(Medical)))
            .When(Of("submit", DeputyOf(Medical))).ThenIn("check");

    [Fact]
    public void A_transfer_lifts_the_claim() =>
        Claimed()
            .When(Transfer(HandlerOf(Medical), to: DeputyOf(Medical)))
            .When(HandBack(DeputyOf(Medical)))
            .When(Of("submit", HeadOf(Medical))).ThenIn("check");

    [Fact]
    public void A_claim_is_no_vote() =>
        Claimed().Then(c => c.Votes.ShouldBeEmpty()).Then(c => c.RoundIsOpen.ShouldBeTrue());

    [Fact]
    public void While_he_who_claimed_it_is_away_his_proxy_acts() =>
        Claimed()
            .Once(office => office.Directory = Away((HandlerOf(Medical), HandlerOf(Nursing))))
            .When(Of("submit", HandlerOf(Nursing)))
            .Then(c => c.Votes[0].Decider.InPlaceOf.ShouldBe(HandlerOf(Medical)));

    [Fact]
    public void Where_the_stage_does_not_say_so_nothing_is_claimed() =>
        Given(DepartmentWorks.Replace("claim: true", "nudge: {role: office}", StringComparison.Ordinal), OfMedical)
            .When(Claim(HandlerOf(Medical))).ThenRefused(new Refusal.NotAllowedHere());

    private static Scenario Claimed() => Given(DepartmentWorks, OfMedical).When(Claim(HandlerOf(Medical)));
}
