using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>退回: to which stage, and how the case comes on again from there.</summary>
public sealed class ReturnTests
{
    /// <summary>Four stages in a row; a stage between them that the case may never have been in.</summary>
    private static string Chain(string back) => $$"""
        stages:
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            actions:
              hand-in: {title: 提交, to: check}
              discard: {title: 作废, to: void, needs: [reason]}
          - id: extra
            title: 补充
            signers: {people: drafter}
            actions: {hand-in: {title: 提交, to: check} }
          - id: check
            title: 核稿
            signers: {bodies: drafting_department, roles: [head]}
            actions:
              agree: {title: 同意, to: countersign}
              return: {title: 退回, to: [draft, extra], needs: [reason]}
          - id: countersign
            title: 会签
            signers: {people: countersigners}
            mode: all
            actions:
              agree: {title: 同意, to: sign}
              return: {title: 退回, {{back}}, needs: [reason]}
          - id: sign
            title: 签发
            signers: {role: signatory}
            actions:
              agree: {title: 签发, to: done}
              return: {title: 退回, {{back}}, needs: [reason]}
        """;

    private static Scenario AtSign(string back) => Given(
        Chain(back),
        new Opened().With(Party.Drafter, People(Clerk)).With(Party.DraftingDepartment, Bodies(Medical))
            .With(Party.Countersigners, People(Zhang, Guan)))
        .When(Of("hand-in", Clerk)).When(Of("agree", HeadOf(Medical)))
        .When(Of("agree", Zhang)).When(Of("agree", Guan)).ThenIn("sign");

    private static Press Back(string to, WayBack? way = null) => Of("return", Signatory).Because("不妥").To(to, way);

    [Fact]
    public void The_presser_chooses_one_of_the_stages_that_the_action_names() =>
        AtSign("to: [draft, check]").When(Back("check")).ThenIn("check");

    [Fact]
    public void A_stage_that_is_not_among_them_is_no_choice_and_none_is_none() =>
        AtSign("to: [draft, check]")
            .When(Back("countersign")).ThenRefused(new Refusal.Missing(new Input.Target()))
            .When(Of("return", Signatory).Because("不妥")).ThenRefused(new Refusal.Missing(new Input.Target()))
            .ThenStillIn("sign");

    [Fact]
    public void Any_earlier_stage_is_one_in_which_the_case_has_been() =>
        AtSign("to: any_earlier")
            .When(Back("extra")).ThenRefused(new Refusal.Missing(new Input.Target()))
            .When(Back("sign")).ThenRefused(new Refusal.Missing(new Input.Target()))
            .Then(c => Choices(c).ShouldBe(["draft", "check", "countersign"]))
            .When(Back("countersign")).ThenIn("countersign");

    [Fact]
    public void Unless_it_says_otherwise_the_case_is_walked_again_stage_by_stage() =>
        AtSign("to: any_earlier").When(Back("draft"))
            .When(Of("hand-in", Clerk)).ThenIn("check");

    [Fact]
    public void Straight_back_it_comes_from_where_it_was_returned_to_without_asking_those_between_again() =>
        AtSign("to: any_earlier, then: straight_back").When(Back("draft")).ThenIn("draft")
            .When(Of("hand-in", Clerk)).ThenIn("sign")
            .Then(c => c.StraightBack.ShouldBeNull("the address is used up"))
            .When(Of("agree", Signatory)).ThenIn("done");

    [Fact]
    public void The_address_is_used_once() =>
        AtSign("to: any_earlier, then: straight_back").When(Back("draft")).When(Of("hand-in", Clerk)).ThenIn("sign")
            .When(Back("check")).When(Of("agree", HeadOf(Medical))).ThenIn("sign");

    [Fact]
    public void A_return_while_an_address_is_pending_is_walked_again_stage_by_stage() =>
        AtSign("to: any_earlier, then: straight_back").When(Back("check"))
            .When(Of("return", HeadOf(Medical)).Because("重写").To("draft")).ThenIn("draft")
            .Then(c => c.StraightBack.ShouldBeNull())
            .When(Of("hand-in", Clerk)).ThenIn("check")
            .When(Of("agree", HeadOf(Medical))).ThenIn("countersign");

    [Fact]
    public void A_return_back_straight_while_one_is_pending_sets_none_either() =>
        AtSign("to: any_earlier, then: straight_back").When(Back("countersign")).ThenIn("countersign")
            .When(Of("return", Zhang).Because("不妥").To("draft")).When(Of("agree", Guan)).ThenIn("draft")
            .Then(c => c.StraightBack.ShouldBeNull())
            .When(Of("hand-in", Clerk)).ThenIn("check");

    [Fact]
    public void An_end_reached_instead_clears_the_address() =>
        AtSign("to: any_earlier, then: straight_back").When(Back("draft"))
            .When(Of("discard", Clerk).Because("不办了")).ThenIn("void")
            .Then(c => c.StraightBack.ShouldBeNull());

    [Fact]
    public void As_chosen_the_presser_says_how_it_comes_on_again() =>
        AtSign("to: any_earlier, then: as_chosen")
            .When(Back("draft")).ThenRefused(new Refusal.Missing(new Input.Way()))
            .When(Back("draft", WayBack.AsChosen)).ThenRefused(new Refusal.Missing(new Input.Way()))
            .When(Back("draft", WayBack.StraightBack)).When(Of("hand-in", Clerk)).ThenIn("sign")
            .When(Back("draft", WayBack.Rewalk)).When(Of("hand-in", Clerk)).ThenIn("check");

    [Fact]
    public void Of_several_who_return_to_different_stages_the_earliest_counts_and_one_who_wants_it_walked_again_suffices() =>
        AtSign("to: any_earlier, then: as_chosen").When(Back("countersign", WayBack.Rewalk)).ThenIn("countersign")
            .When(Of("return", Zhang).Because("不妥").To("check", WayBack.StraightBack)).ThenStillIn("countersign")
            .When(Of("return", Guan).Because("重写").To("draft", WayBack.Rewalk)).ThenIn("draft")
            .Then(c => c.StraightBack.ShouldBeNull())
            .Then(c => c.VotesOfRound.ShouldBeEmpty("votes of the round before are kept, and never counted again"));

    [Fact]
    public void Where_nobody_can_sit_on_the_way_back_the_case_never_comes_round_to_itself() =>
        Given(
            """
            stages:
              - id: draft
                title: 拟稿
                signers: {people: drafter}
                on_unavailable: sign
                actions: {hand-in: {title: 提交, to: sign}}
              - id: sign
                title: 签发
                signers: {role: signatory}
                actions: {agree: {title: 同意, to: file}, return: {title: 退回, to: draft, then: straight_back}}
              - id: file
                title: 归档
                signers: {role: office}
                actions: {file: {title: 归档, to: done}}
            """,
            new Opened().With(Party.Drafter, People(HandlerOf(Medical))))
            .When(Of("hand-in", HandlerOf(Medical)))
            .Once(office => office.Directory = Without(HandlerOf(Medical)))
            .When(Of("return", Signatory)).ThenIn("sign")
            .When(Of("agree", Signatory)).ThenIn("file")
            .Then(c => c.StraightBack.ShouldBeNull());

    private static IEnumerable<string> Choices(Case @case)
    {
        var workflow = Book(MainFile(Chain("to: any_earlier")))[@case.Workflow];
        var back = workflow.Stage(@case.Stage)?.Action(new ActionId("return")).ShouldNotBeNull();
        return Moves.Targets(@case, back!, workflow).Select(t => t.Value); // as just asserted
    }
}
