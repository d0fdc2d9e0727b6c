using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

public sealed class SeparationTests
{
    private const string DraftCheckSign = """
        stages:
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            actions: {hand-in: {title: 提交, to: check}}
          - id: check
            title: 核稿
            signers: {bodies: drafting_department, roles: [head], or_else: [deputy]}
            not_same_as: [draft]
            actions: {agree: {title: 同意, to: sign}}
          - id: sign
            title: 签发
            signers: [{role: signatory}, {role: leader}, {bodies: drafting_department, roles: [head]}]
            not_same_as: [draft, check]
            actions: {sign: {title: 签发, to: done}}
        """;

    [Fact]
    public void Draft_check_and_signature_are_three_humans() =>
        Given(DraftCheckSign, By(HandlerOf(Medical)))
            .When(Of("hand-in", HandlerOf(Medical)))
            .When(Of("agree", HeadOf(Medical)))
            .When(Of("sign", HeadOf(Medical))).ThenRefused(new Refusal.SameHuman(new StageId("check")))
            .When(Of("sign", Zhang)).ThenIn("done");

    [Fact]
    public void A_head_who_drafted_does_not_check_it_falls_to_the_deputy() =>
        Given(DraftCheckSign, By(HeadOf(Medical)))
            .When(Of("hand-in", HeadOf(Medical)))
            .When(Of("agree", HeadOf(Medical))).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("agree", DeputyOf(Medical))).ThenIn("sign");

    [Fact]
    public void The_deputy_stands_aside_while_the_head_may_sign() =>
        Given(DraftCheckSign, By(HandlerOf(Medical)))
            .When(Of("hand-in", HandlerOf(Medical)))
            .When(Of("agree", DeputyOf(Medical))).ThenRefused(new Refusal.NotYourAssignment());

    [Fact]
    public void Without_head_and_deputy_nobody_checks() =>
        Given(DraftCheckSign, By(HeadOf(Medical)) with { Directory = Without(DeputyOf(Medical)) })
            .When(Of("hand-in", HeadOf(Medical))).ThenRefused(new Refusal.NobodyToSign(new StageId("check")));

    [Fact]
    public void A_head_who_joins_the_drafters_after_the_stage_opened_is_separated_at_the_press() =>
        Given(DraftCheckSign, By(HandlerOf(Medical)))
            .When(Of("hand-in", HandlerOf(Medical)))
            .Once(office => office.Directory = With(HandlerOf(Medical), Medical, "head"))
            .When(Of("agree", HandlerOf(Medical))).ThenRefused(new Refusal.SameHuman(new StageId("draft")));

    [Fact]
    public void Who_was_only_asked_what_he_thinks_has_not_acted() =>
        Given(
            DraftCheckSign
                .Replace("[draft]\n    actions: {agree", "[draft]\n    consult: {who: {role: signatory}, silent_after: 1 day}\n    actions: {agree",
                    StringComparison.Ordinal),
            By(HandlerOf(Medical)))
            .When(Of("hand-in", HandlerOf(Medical)))
            .When(Of("agree", Signatory)).ThenStillIn("check")
            .When(Of("agree", HeadOf(Medical))).ThenIn("sign")
            .When(Of("sign", HeadOf(Medical))).ThenRefused(new Refusal.SameHuman(new StageId("check")))
            .When(Of("sign", Signatory)).ThenIn("done");

    [Fact]
    public void Who_took_his_vote_back_has_not_acted() =>
        Given(
            DraftCheckSign.Replace("{agree: {title: 同意, to: sign}}", "{agree: {title: 同意, to: sign, recall: true}}\n    transfer: true",
                StringComparison.Ordinal),
            By(HandlerOf(Medical)))
            .When(Of("hand-in", HandlerOf(Medical)))
            .When(Of("agree", HeadOf(Medical))).ThenIn("sign")
            .When(c => new CaseCommand.Recall(c.Round, HeadOf(Medical), null)).ThenIn("check")
            .When(SeatActs.Transfer(HeadOf(Medical), to: DeputyOf(Medical)))
            .When(Of("agree", DeputyOf(Medical))).ThenIn("sign")
            .When(Of("sign", HeadOf(Medical))).ThenIn("done");

    [Fact]
    public void The_lead_departments_head_signs_the_item_that_a_handler_submitted() =>
        Submitted(by: HandlerOf(Medical)).ThenIn("department-signing")
            .When(Of("agree", HeadOf(Medical))).ThenIn("leader-signing")
            .When(Of("agree", Guan)).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("agree", Zhang)).ThenIn("signed");

    [Fact]
    public void A_head_who_submitted_does_not_sign_it_falls_to_the_deputy() =>
        Submitted(by: HeadOf(Medical)).ThenIn("department-signing")
            .When(Of("agree", HeadOf(Medical))).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("agree", DeputyOf(Medical))).ThenIn("leader-signing");

    [Fact]
    public void Without_a_deputy_what_the_head_submitted_goes_to_the_leader() =>
        Submitted(by: HeadOf(Medical), Without(DeputyOf(Medical))).ThenIn("leader-signing");

    [Fact]
    public void A_report_is_no_submission_and_separates_nobody() =>
        ItemTests.Item(Medical)
            .OnChild(ItemTests.KeyOf(Medical))
            .When(Of("acknowledge", HeadOf(Medical)))
            .When(Of("progress", HeadOf(Medical)).Reporting("过半"))
            .When(Of("complete", HandlerOf(Medical)).Reporting("完成"))
            .OnParent()
            .When(Of("agree", HeadOf(Medical))).ThenIn("leader-signing");

    private static Opened By(PersonId drafter) => new Opened()
        .With(Party.Drafter, People(drafter))
        .With(Party.DraftingDepartment, Bodies(Medical));

    private static Scenario Submitted(PersonId by, UnitDirectory? directory = null) =>
        ItemTests.Item([Medical], o => o with { Directory = directory ?? Staff.Directory })
            .OnChild(ItemTests.KeyOf(Medical))
            .When(Of("acknowledge", HandlerOf(Medical)))
            .When(Of("complete", by).Reporting("完成"))
            .OnParent();
}
