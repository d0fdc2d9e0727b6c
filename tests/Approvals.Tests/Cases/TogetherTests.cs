using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

public sealed class TogetherTests
{
    private const string NumberAndIssue = """
        stages:
          - id: number
            title: 编号
            signers: {role: registrar}
            actions:
              look: {title: 核对, needs: [report]}
              take-number: {title: 编号, to: issue, effects: [allocate: document]}
          - id: issue
            title: 印发
            signers: {role: registrar}
            together: true
            actions: {issue: {title: 印发, to: done}}
        """;

    private const string SignedTwice = """
        stages:
          - id: check
            title: 审核
            signers: {people: responsible_leaders}
            actions: {agree: {title: 同意, to: sign}, drop: {title: 作废, to: done}}
          - id: sign
            title: 签发
            signers: {people: first_leader}
            together: true
            not_same_as: [check]
            actions: {sign: {title: 签发, to: done}}
        """;

    [Fact]
    public void Numbering_and_issuing_are_one_press_with_one_vote_a_stage() =>
        Given(NumberAndIssue)
            .ThenOffersTogether(Of("take-number", Registrar), "issue")
            .When(Of("take-number", Registrar).AndThen("issue")).ThenIn("done")
            .Then(c => c.Votes.Select(v => (v.Stage.Value, v.Round)).ShouldBe([("number", 1), ("issue", 2)]))
            .Then(c => c.Numbers["document"].ShouldBe(["document〔2021〕1号"]));

    [Fact]
    public void One_press_for_two_stages_is_an_offer_and_no_duty() =>
        Given(NumberAndIssue)
            .When(Of("take-number", Registrar)).ThenIn("issue")
            .When(Of("issue", Registrar)).ThenIn("done");

    [Fact]
    public void What_is_done_together_is_offered_before_the_number_is_known()
    {
        var scenario = Given(NumberAndIssue);
        var act = Of("take-number", Registrar).On(scenario.Case, scenario.Office);
        var withoutNumbers = scenario.Office.ContextOf(scenario.Case);
        withoutNumbers = withoutNumbers with { Grants = withoutNumbers.Grants with { NextNumbers = Grants.None.NextNumbers } };

        Decisions.Together(scenario.Case, act, withoutNumbers).Length.ShouldBe(1);
    }

    [Fact]
    public void A_promise_of_the_page_that_no_longer_holds_refuses_the_whole_press() =>
        Given(NumberAndIssue)
            .When(Of("take-number", Registrar).AndThen("issue", "issue")).ThenRefused(new Refusal.RoundIsOver())
            .ThenStillIn("number")
            .Then(c => c.Numbers.ShouldBeEmpty());

    [Fact]
    public void A_report_leaves_the_stage_open_and_draws_nothing_after_it() =>
        Given(NumberAndIssue.Replace("title: 编号\n", "title: 编号\n    together: true\n", StringComparison.Ordinal))
            .ThenOffersTogether(Of("look", Registrar).Reporting("无误"));

    [Fact]
    public void One_press_stops_where_the_next_stage_must_be_another_human() =>
        Given(SignedTwice, new Opened().With(Party.ResponsibleLeaders, People(Zhang)))
            .When(Of("agree", Zhang)).ThenRefused(new Refusal.NobodyToSign(new StageId("sign")));

    [Fact]
    public void One_press_stops_at_a_stage_whose_only_seat_excludes_the_presser() =>
        Given(
            SignedTwice.Replace("people: first_leader", "role: leader", StringComparison.Ordinal),
            new Opened().With(Party.ResponsibleLeaders, People(Zhang)))
            .ThenOffersTogether(Of("agree", Zhang))
            .When(Of("agree", Zhang).AndThen("sign")).ThenRefused(new Refusal.RoundIsOver());

    [Fact]
    public void One_press_goes_on_for_a_recorded_decision_as_for_a_pressed_one() =>
        Given(
            SignedTwice.Replace("    not_same_as: [check]\n", "", StringComparison.Ordinal),
            new Opened().With(Party.ResponsibleLeaders, People(Zhang)))
            .When(Of("agree", Clerk).Recording(Zhang, "电话").AndThen("sign")).ThenIn("done")
            .Then(c => c.Votes.ShouldAllBe(v => v.Decider == new Decider(Zhang, Clerk, "电话")));

    [Fact]
    public void Stages_that_lead_back_to_each_other_are_walked_once_by_one_press() =>
        Given(
            """
            stages:
              - id: first
                title: 一审
                signers: {role: registrar}
                together: true
                actions: {on: {title: 同意, to: second}, finish: {title: 办结, to: done}}
              - id: second
                title: 二审
                signers: {role: registrar}
                together: true
                actions: {back: {title: 退回, to: first}}
            """)
            .ThenOffersTogether(Of("on", Registrar), "back");

    [Fact]
    public void One_press_takes_one_number_of_a_register_so_that_none_is_given_twice() =>
        Given(
            NumberAndIssue.Replace("issue: {title: 印发, to: done}", "issue: {title: 印发, to: done, effects: [allocate: document]}",
                StringComparison.Ordinal))
            .ThenOffersTogether(Of("take-number", Registrar))
            .When(Of("take-number", Registrar).AndThen("issue")).ThenRefused(new Refusal.RoundIsOver())
            .When(Of("take-number", Registrar))
            .When(Of("issue", Registrar)).ThenIn("done")
            .Then(c => c.Numbers["document"].ShouldBe(["document〔2021〕1号", "document〔2021〕2号"]));

    [Fact]
    public void Two_seats_are_not_one_press() =>
        Given(
            SignedTwice.Replace("people: first_leader", "people: countersigners", StringComparison.Ordinal)
                .Replace("    not_same_as: [check]\n", "", StringComparison.Ordinal),
            new Opened().With(Party.ResponsibleLeaders, People(Zhang)).With(Party.Countersigners, People(Zhang, Guan)))
            .ThenOffersTogether(Of("agree", Zhang));
}
