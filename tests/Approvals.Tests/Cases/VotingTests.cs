using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

public sealed class VotingTests
{
    private const string TwoDepartments = """
        stages:
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            actions: {hand-in: {title: 提交, to: sign}}
          - id: sign
            title: 会签
            signers: {bodies: responsible_departments, roles: [head], at_least: 2}
            mode: all
            actions:
              agree: {title: 同意, to: done}
              object: {title: 不同意, to: void, needs: [reason]}
              return: {title: 退回, to: draft, needs: [reason], at_once: true}
        """;

    private const string AnyOfTwo = """
        stages:
          - id: sign
            title: 或签
            signers: {bodies: responsible_departments, roles: [head], at_least: 2}
            mode: any
            actions:
              agree: {title: 同意, to: done}
              object: {title: 不同意, to: void}
        """;

    /// <summary>Three inspectors vote, and somebody may be passed over.</summary>
    private const string Ballot = """
        stages:
          - id: wait
            title: 准备
            signers: {role: office}
            actions: {begin: {title: 开始, to: sign}}
          - id: sign
            title: 票签
            signers: {people: inspectors, at_least: 1}
            mode: {votes_for: pass, need: 3}
            skip: {role: office}
            actions: {pass: {title: 通过, to: done}, no: {title: 否, to: void}}
        """;

    private static readonly Opened ByThree = new Opened().With(Party.Inspectors, People(InspectorA, InspectorB, InspectorC));

    private static readonly Opened ByTwo = new Opened()
        .With(Party.Drafter, People(Clerk))
        .With(Party.ResponsibleDepartments, Bodies(Medical, Nursing));

    [Fact]
    public void Where_one_was_passed_over_the_tally_needs_no_more_than_all_that_are_left() =>
        Given(Ballot, ByThree).When(Of("begin", Clerk)).When(SeatActs.Skip(Clerk))
            .Then(c => Quorum.Count(new Mode.Ballot(new ActionId("pass"), new Need(3, false), ImmutableSortedDictionary<Party, int>.Empty), c.Seats, c.VotesOfRound)
                .ShouldBe(new Tally(0, 0, 2, 2)))
            .When(Of("pass", InspectorB)).When(Of("pass", InspectorC)).ThenIn("done");

    [Fact]
    public void Where_any_of_several_may_sign_who_has_left_stops_nobody()
    {
        var any = Ballot.Replace("mode: {votes_for: pass, need: 3}", "mode: any", StringComparison.Ordinal);
        Given(any, ByThree).Once(office => office.Directory = Without(InspectorC))
            .When(Of("begin", Clerk)).ThenIn("sign").When(Of("pass", InspectorB)).ThenIn("done");
        Given(any, ByThree).Once(office => office.Directory = Without(InspectorA, InspectorB, InspectorC))
            .When(Of("begin", Clerk)).ThenRefused(new Refusal.NobodyToSign(new StageId("sign")));
    }

    [Fact]
    public void A_ballot_begins_while_those_who_are_there_can_pass_it()
    {
        var two = Ballot.Replace("need: 3", "need: 2", StringComparison.Ordinal);
        Given(two, ByThree).Once(office => office.Directory = Without(InspectorC))
            .When(Of("begin", Clerk)).ThenIn("sign").When(Of("pass", InspectorA)).When(Of("pass", InspectorB)).ThenIn("done");
        Given(Ballot, ByThree).Once(office => office.Directory = Without(InspectorC))
            .When(Of("begin", Clerk)).ThenRefused(new Refusal.NobodyToSign(new StageId("sign")));
    }

    [Fact]
    public void Who_is_too_few_to_decide_leaves_the_stage_when_that_is_so_and_not_before()
    {
        var elsewhere = Ballot.Replace("need: 3", "need: 2", StringComparison.Ordinal)
            .Replace("skip: {role: office}", "on_unavailable: wait", StringComparison.Ordinal);
        Given(elsewhere, ByThree).When(Of("begin", Clerk))
            .Once(office => office.Directory = Without(InspectorC)).WhenWoken().ThenStillIn("sign")
            .When(Of("no", InspectorA)).ThenIn("wait"); // B alone cannot pass it any more, and nobody else can refuse it
    }

    [Fact]
    public void Both_departments_must_agree_before_the_stage_ends() =>
        Given(TwoDepartments, ByTwo)
            .When(Of("hand-in", Clerk)).ThenIn("sign")
            .When(Of("agree", HeadOf(Medical))).ThenStillIn("sign")
            .When(Of("agree", HeadOf(Nursing))).ThenIn("done");

    [Fact]
    public void The_last_of_two_completes_the_stage_in_the_other_order_too() =>
        Given(TwoDepartments, ByTwo)
            .When(Of("hand-in", Clerk))
            .When(Of("agree", HeadOf(Nursing))).ThenStillIn("sign")
            .When(Of("agree", HeadOf(Medical))).ThenIn("done");

    [Fact]
    public void The_outcome_of_a_countersigning_is_the_action_listed_last_among_the_votes_whoever_came_first() =>
        Given(TwoDepartments, ByTwo)
            .When(Of("hand-in", Clerk))
            .When(Of("object", HeadOf(Medical)).Because("数字不对")).ThenStillIn("sign")
            .When(Of("agree", HeadOf(Nursing))).ThenIn("void");

    [Fact]
    public void Where_one_signature_suffices_the_first_vote_decides() =>
        Given(AnyOfTwo, ByTwo)
            .When(Of("object", HeadOf(Nursing))).ThenIn("void");

    [Fact]
    public void A_return_at_once_closes_the_round_and_its_votes_never_count_again() =>
        Given(TwoDepartments, ByTwo)
            .When(Of("hand-in", Clerk))
            .When(Of("agree", HeadOf(Medical)))
            .When(Of("return", HeadOf(Nursing)).Because("缺附件")).ThenIn("draft")
            .When(Of("hand-in", Clerk)).ThenIn("sign")
            .When(Of("agree", HeadOf(Nursing))).ThenStillIn("sign")
            .When(Of("agree", HeadOf(Medical))).ThenIn("done")
            .Then(c => c.Votes.Length.ShouldBe(6));

    [Fact]
    public void A_seat_votes_once_a_round() =>
        Given(TwoDepartments, ByTwo)
            .When(Of("hand-in", Clerk))
            .When(Of("agree", HeadOf(Medical)))
            .When(Of("object", HeadOf(Medical)).Because("反悔")).ThenRefused(new Refusal.AlreadyVoted());

    [Fact]
    public void Nobody_takes_a_seat_that_is_not_his() =>
        Given(TwoDepartments, ByTwo)
            .When(Of("hand-in", Clerk))
            .When(Of("agree", DeputyOf(Medical))).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("agree", HeadOf(Pharmacy))).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("agree", HeadOf(Medical)) with { Seat = 1 }).ThenRefused(new Refusal.NotYourAssignment());

    [Fact]
    public void Who_sits_in_a_departments_seat_is_asked_on_the_day_of_the_press() =>
        Given(TwoDepartments, ByTwo)
            .When(Of("hand-in", Clerk))
            .Once(office => office.Directory = Without(HeadOf(Medical)))
            .When(Of("agree", HeadOf(Medical))).ThenRefused(new Refusal.NotYourAssignment());

    [Fact]
    public void A_form_of_an_older_round_is_refused() =>
        Given(TwoDepartments, ByTwo)
            .When(Of("hand-in", Clerk))
            .When(Of("return", HeadOf(Nursing)).Because("缺附件"))
            .When(Of("hand-in", Clerk))
            .When(Of("agree", HeadOf(Medical)) with { Round = 2 }).ThenRefused(new Refusal.RoundIsOver());

    [Fact]
    public void An_action_that_the_stage_does_not_have_and_a_seat_that_does_not_stand_are_refused() =>
        Given(TwoDepartments, ByTwo)
            .When(Of("agree", Clerk)).ThenRefused(new Refusal.NotAllowedHere())
            .When(Of("hand-in", Clerk) with { Seat = 7 }).ThenRefused(new Refusal.NotAllowedHere());

    [Fact]
    public void What_changed_since_the_form_was_made_is_not_signed() =>
        Given(TwoDepartments, ByTwo with { ContentHash = "v1" })
            .When(Of("hand-in", Clerk))
            .Once(office => office.Subject = office.Subject with { ContentHash = "v2" })
            .When(Of("agree", HeadOf(Medical)) with { ContentHash = "v1" }).ThenRefused(new Refusal.ContentChanged())
            .When(Of("agree", HeadOf(Medical))).ThenStillIn("sign");

    [Fact]
    public void A_signature_keeps_what_was_signed()
    {
        var office = Given(TwoDepartments, ByTwo with { ContentHash = "v1" })
            .When(Of("hand-in", Clerk))
            .Once(world => world.Subject = world.Subject with { ContentHash = "v2" })
            .When(Of("agree", HeadOf(Medical))).ThenStillIn("sign").Office;

        office.History.Select(r => r.Event)
            .OfType<CaseEvent.VoteCast>().Select(v => v.ContentHash).ShouldBe(["v1", "v2"]);
    }

    [Fact]
    public void An_ended_case_permits_nothing() =>
        Given(AnyOfTwo, ByTwo)
            .When(Of("agree", HeadOf(Medical))).ThenIn("done")
            .When(Of("agree", HeadOf(Nursing))).ThenRefused(new Refusal.CaseEnded())
            .ThenNothingMoves(s => s.WhenWoken())
            .ThenNothingMoves(s => s.When(new CaseCommand.Replace(Medical, Pharmacy)));

    [Fact]
    public void A_person_named_twice_has_one_seat_so_that_two_signatures_are_two_humans() =>
        Given(
            """
            stages:
              - id: look
                title: 验收
                signers: {people: inspectors, choose: 2, at_least: 2}
                mode: all
                actions: {accept: {title: 通过, to: done}}
            """,
            new Opened().With(Party.Inspectors, People(InspectorA, InspectorA)))
            .ThenRefused(new Refusal.NobodyToSign(new StageId("look")));

    [Fact]
    public void Where_two_of_three_are_chosen_the_items_of_a_month_are_spread_over_all_three()
    {
        var book = Book(MainFile(
            """
            stages:
              - id: look
                title: 验收
                signers: {people: inspectors, choose: 2, at_least: 2}
                mode: all
                actions: {accept: {title: 通过, to: done}}
            """));
        var parties = new Opened().With(Party.Inspectors, People(InspectorA, InspectorB, InspectorC)).Parties;
        var office = Office.Of(book, Staff.Directory, Day);
        for (var item = 1; item <= 30; item++)
        {
            office.Open(CaseId.Derive(Day, $"item {item}"), new WorkflowId("main"), null,
                new ChildSeed($"{item}", "某事", parties, [], null))
                .ShouldBeNull();
        }

        var seats = office.Cases.SelectMany(c => c.Seats).SelectMany(s => s.Sitters).GroupBy(s => s.Person).ToList();

        seats.Count.ShouldBe(3);
        seats.Sum(s => s.Count()).ShouldBe(60);
        seats.ShouldAllBe(s => s.Count() >= 12, "a fair share is twenty");
    }

    [Fact]
    public void A_report_is_recorded_and_the_round_goes_on() =>
        Given(
            """
            stages:
              - id: work
                title: 办理
                signers: {bodies: responsible_departments, roles: [head, handler]}
                actions:
                  progress: {title: 报进展, needs: [report]}
                  submit: {title: 提交, to: done, by: [head]}
            """,
            new Opened().With(Party.ResponsibleDepartments, Bodies(Medical)))
            .When(Of("progress", HandlerOf(Medical)).Reporting("已完成一半")).ThenStillIn("work")
            .When(Of("progress", HandlerOf(Medical)).Reporting("又完成一半")).ThenStillIn("work")
            .When(Of("submit", HandlerOf(Medical))).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("submit", HeadOf(Medical))).ThenIn("done")
            .Then(c => c.Votes.Length.ShouldBe(1));

    [Fact]
    public void Every_part_of_a_case_is_compared_after_a_replay() =>
        CaseText.Shown(Given(AnyOfTwo, ByTwo).Case)
            .ShouldBe(typeof(Case).GetProperties().Where(p => p.CanWrite).Select(p => p.Name));
}
