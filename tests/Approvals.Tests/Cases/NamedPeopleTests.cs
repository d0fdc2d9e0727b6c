using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>Who is named in a case sits in it as long as he is in the house.</summary>
public sealed class NamedPeopleTests
{
    private const string DraftSign = """
        stages:
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            actions: {hand-in: {title: 提交, to: sign}}
          - id: sign
            title: 签发
            signers: {role: signatory}
            actions: {sign: {title: 签发, to: done}, return: {title: 退回, to: draft}}
        """;

    private const string TwoInspect = """
        stages:
          - id: wait
            title: 准备
            signers: {role: office}
            actions: {begin: {title: 开始, to: inspect}}
          - id: inspect
            title: 验收
            signers: {people: inspectors, choose: 2, at_least: 2}
            mode: all
            actions: {pass: {title: 通过, to: done}}
        """;

    [Fact]
    public void Who_has_left_does_not_act_though_the_case_names_him() =>
        Given(DraftSign, By(HandlerOf(Medical)))
            .Once(office => office.Directory = Without(HandlerOf(Medical)))
            .When(Of("hand-in", HandlerOf(Medical))).ThenRefused(new Refusal.NotYourAssignment());

    [Fact]
    public void A_seat_of_somebody_who_has_left_has_no_candidates_until_he_holds_a_post_again()
    {
        var seat = Given(DraftSign, By(HandlerOf(Medical))).Case.Seats.ShouldHaveSingleItem();

        Seating.Candidates(seat, Staff.Directory, Day).ShouldBe([HandlerOf(Medical)]);
        Seating.Candidates(seat, Without(HandlerOf(Medical)), Day).ShouldBeEmpty();
        Seating.MaySit(seat, HandlerOf(Medical), Without(HandlerOf(Medical)), Day).ShouldBeFalse();
        Seating.MaySit(seat, HandlerOf(Medical), Staff.Directory, Day).ShouldBeTrue();
    }

    [Fact]
    public void Nothing_goes_back_to_somebody_who_has_left() =>
        Given(DraftSign, By(HandlerOf(Medical)))
            .When(Of("hand-in", HandlerOf(Medical)))
            .Once(office => office.Directory = Without(HandlerOf(Medical)))
            .When(Of("return", Signatory)).ThenRefused(new Refusal.NobodyToSign(new StageId("draft")));

    [Fact]
    public void The_turn_passes_over_an_inspector_who_has_left() =>
        Given(TwoInspect, new Opened().With(Party.Inspectors, PartyMembers.Of(InspectorA, InspectorB, InspectorC)))
            .Once(office => office.Directory = Without(InspectorB))
            .When(Of("begin", Clerk)).ThenIn("inspect")
            .Then(@case => @case.Seats.Select(s => s.Sitters[0].Person).ShouldBe([InspectorA, InspectorC]));

    private static Opened By(PersonId drafter) => new Opened().With(Party.Drafter, PartyMembers.Of(drafter));
}
