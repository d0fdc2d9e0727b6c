using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>顺签, 牵头汇总, 票签: when a round is decided, and whose turn it is.</summary>
public sealed class SignRuleTests
{
    private static readonly Opened ByThree = new Opened()
        .With(Party.Drafter, People(Clerk))
        .With(Party.ResponsibleDepartments, Bodies(Medical, Nursing, Pharmacy))
        .With(Party.LeadDepartment, Bodies(Nursing));

    [Fact]
    public void In_sequential_signing_the_second_seat_waits_for_the_first() =>
        InSign("sequential")
            .When(Of("agree", HeadOf(Nursing))).ThenRefused(new Refusal.NotYourTurn())
            .Then(c => Open(c).ShouldBe([0]))
            .When(Of("agree", HeadOf(Medical))).ThenStillIn("sign")
            .Then(c => Open(c).ShouldBe([1]))
            .When(Of("agree", HeadOf(Nursing)))
            .When(Of("agree", HeadOf(Pharmacy))).ThenIn("done");

    [Fact]
    public void In_sequential_signing_a_return_to_an_earlier_stage_ends_the_round_and_a_no_does_not() =>
        InSign("sequential")
            .When(Of("object", HeadOf(Medical))).ThenStillIn("sign")
            .When(Of("return", HeadOf(Nursing))).ThenIn("draft");

    [Fact]
    public void In_sequential_signing_the_gravest_vote_is_the_outcome() =>
        InSign("sequential")
            .When(Of("agree", HeadOf(Medical)))
            .When(Of("object", HeadOf(Nursing)))
            .When(Of("agree", HeadOf(Pharmacy))).ThenIn("void");

    [Fact]
    public void Where_the_lead_sums_up_it_signs_last() =>
        InSign("lead_last")
            .Then(c => Open(c).ShouldBe([0, 2]))
            .When(Of("agree", HeadOf(Nursing))).ThenRefused(new Refusal.NotYourTurn())
            .When(Of("agree", HeadOf(Pharmacy)))
            .When(Of("agree", HeadOf(Medical))).ThenStillIn("sign")
            .Then(c => Open(c).ShouldBe([1]))
            .When(Of("agree", HeadOf(Nursing))).ThenIn("done");

    [Fact]
    public void Where_no_seat_is_the_leads_all_sign_side_by_side() =>
        InSign("lead_last", ByThree.With(Party.LeadDepartment, Bodies(Quality)))
            .Then(c => Open(c).ShouldBe([0, 1, 2]));

    [Fact]
    public void Among_leaders_the_first_named_one_sums_up() =>
        Given(
            """
            stages:
              - id: sign
                title: 审签
                signers: {people: responsible_leaders}
                mode: lead_last
                actions: {agree: {title: 同意, to: done}}
            """,
            new Opened().With(Party.ResponsibleLeaders, People(Zhang, Guan)))
            .When(Of("agree", Zhang)).ThenRefused(new Refusal.NotYourTurn())
            .When(Of("agree", Guan))
            .When(Of("agree", Zhang)).ThenIn("done");

    [Fact]
    public void A_ballot_passes_as_soon_as_the_votes_for_it_suffice() =>
        InSign("{votes_for: agree, need: 2}")
            .When(Of("object", HeadOf(Medical)))
            .When(Of("agree", HeadOf(Nursing))).ThenStillIn("sign")
            .When(Of("agree", HeadOf(Pharmacy))).ThenIn("done");

    [Fact]
    public void A_ballot_fails_as_soon_as_it_cannot_pass_any_more_by_the_gravest_of_the_votes_against() =>
        InSign("{votes_for: agree, need: 2}")
            .When(Of("return", HeadOf(Medical))).ThenStillIn("sign")
            .When(Of("object", HeadOf(Nursing))).ThenIn("draft");

    [Theory]
    [InlineData("\"60%\"", 2)]
    [InlineData("\"67%\"", 3)]
    [InlineData("\"1%\"", 1)]
    [InlineData("\"100%\"", 3)]
    public void A_share_of_three_seats_is_rounded_up(string need, int votes)
    {
        var scenario = InSign($"{{votes_for: agree, need: {need}}}");
        PersonId[] heads = [HeadOf(Medical), HeadOf(Nursing), HeadOf(Pharmacy)];
        foreach (var head in heads.Take(votes - 1))
        {
            scenario.When(Of("agree", head)).ThenStillIn("sign");
        }

        scenario.When(Of("agree", heads[votes - 1])).ThenIn("done");
    }

    [Fact]
    public void In_a_ballot_the_vote_of_a_weightier_party_counts_so_much() =>
        InSign("{votes_for: agree, need: 3, weights: {lead_department: 3}}")
            .Then(c => c.Seats.Select(s => s.Weight).ShouldBe([null, 3, null]))
            .When(Of("object", HeadOf(Medical)))
            .When(Of("agree", HeadOf(Nursing))).ThenIn("done");

    [Fact]
    public void A_veto_closes_a_ballot_at_once() =>
        InSign("{votes_for: agree, need: 2}")
            .When(Of("agree", HeadOf(Medical)))
            .When(Of("veto", HeadOf(Nursing))).ThenIn("void");

    [Fact]
    public void A_ballot_that_all_votes_together_could_not_decide_is_not_entered() =>
        Given(Stages("{votes_for: agree, need: 4}"), ByThree)
            .When(Of("hand-in", Clerk)).ThenRefused(new Refusal.NobodyToSign(new StageId("sign")));

    private static Scenario InSign(string mode, Opened? opened = null) =>
        Given(Stages(mode), opened ?? ByThree).When(Of("hand-in", Clerk)).ThenIn("sign");

    private static int[] Open(Case @case) => [.. @case.OpenSeats.Select(s => s.No.Value)];

    private static string Stages(string mode) => $$$"""
        stages:
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            actions: {hand-in: {title: 提交, to: sign}}
          - id: sign
            title: 审签
            signers: {bodies: responsible_departments, roles: [head]}
            mode: {{{mode}}}
            actions:
              agree: {title: 同意, to: done}
              object: {title: 不同意, to: void}
              return: {title: 退回, to: draft}
              veto: {title: 否决, to: void, at_once: true}
        """;
}
