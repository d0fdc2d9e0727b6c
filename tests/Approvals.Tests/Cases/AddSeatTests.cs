using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Tests.Time;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>加签: whoever signs has another person sign before or after him.</summary>
public sealed class AddSeatTests
{
    private static readonly Opened ByTwo = new Opened()
        .With(Party.Drafter, People(Clerk))
        .With(Party.ResponsibleDepartments, Bodies(Medical, Nursing));

    [Fact]
    public void Who_adds_another_before_himself_waits_until_that_one_has_voted() =>
        InSign("all")
            .WhenAdds(HeadOf(Medical), Placing.Before, Guan).ThenStillIn("sign")
            .When(Of("agree", HeadOf(Medical))).ThenRefused(new Refusal.NotYourTurn())
            .When(Of("agree", Guan)).ThenStillIn("sign")
            .When(Of("agree", HeadOf(Medical))).ThenStillIn("sign")
            .When(Of("agree", HeadOf(Nursing))).ThenIn("done");

    [Fact]
    public void Who_is_added_after_another_waits_until_that_one_has_voted_and_is_then_counted() =>
        InSign("all")
            .WhenAdds(HeadOf(Medical), Placing.After, Guan)
            .When(Of("agree", Guan)).ThenRefused(new Refusal.NotYourTurn())
            .When(Of("agree", HeadOf(Nursing)))
            .When(Of("agree", HeadOf(Medical))).ThenStillIn("sign")
            .When(Of("object", Guan)).ThenIn("void");

    [Fact]
    public void Where_one_signature_suffices_whoever_was_added_is_heard_too_and_the_gravest_vote_counts() =>
        InSign("any")
            .WhenAdds(HeadOf(Medical), Placing.Before, Guan)
            .When(Of("agree", HeadOf(Nursing))).ThenStillIn("sign")
            .When(Of("object", Guan)).ThenIn("void");

    [Fact]
    public void In_a_ballot_an_added_seat_is_counted_with_the_others() =>
        InSign("{votes_for: agree, need: \"60%\"}")
            .WhenAdds(HeadOf(Medical), Placing.Before, Guan)
            .When(Of("agree", Guan)).ThenStillIn("sign")
            .When(Of("agree", HeadOf(Nursing))).ThenIn("done");

    [Fact]
    public void In_sequential_signing_the_added_one_comes_directly_before_or_after() =>
        InSign("sequential")
            .WhenAdds(HeadOf(Medical), Placing.After, Guan)
            .WhenAdds(HeadOf(Medical), Placing.Before, Zhang)
            .Then(c => Turns.InOrder(c.Seats).Select(s => s.No.Value).ShouldBe([3, 0, 2, 1]))
            .When(Of("agree", Zhang))
            .When(Of("agree", HeadOf(Medical)))
            .When(Of("agree", HeadOf(Nursing))).ThenRefused(new Refusal.NotYourTurn())
            .When(Of("agree", Guan))
            .When(Of("agree", HeadOf(Nursing))).ThenIn("done");

    [Fact]
    public void Where_the_lead_sums_up_it_waits_for_those_whom_the_others_added() =>
        InSign("lead_last", ByTwo.With(Party.LeadDepartment, Bodies(Medical)))
            .WhenAdds(HeadOf(Nursing), Placing.After, Guan)
            .When(Of("agree", HeadOf(Nursing)))
            .When(Of("agree", HeadOf(Medical))).ThenRefused(new Refusal.NotYourTurn())
            .When(Of("agree", Guan))
            .When(Of("agree", HeadOf(Medical))).ThenIn("done");

    [Fact]
    public void A_stage_that_does_not_say_so_adds_nobody_and_one_that_says_before_adds_nobody_after() =>
        Given(Stages("all", adds: "{before: true}"), ByTwo)
            .WhenAdds(Clerk, Placing.Before, Guan).ThenRefused(new Refusal.NotAllowedHere())
            .When(Of("hand-in", Clerk))
            .WhenAdds(HeadOf(Medical), Placing.After, Guan).ThenRefused(new Refusal.NotAllowedHere())
            .WhenAdds(HeadOf(Medical), Placing.Before, Guan).ThenStillIn("sign");

    [Fact]
    public void Only_who_may_act_in_an_open_seat_adds_another_and_says_why() =>
        InSign("all")
            .WhenAdds(HeadOf(Pharmacy), Placing.After, Guan).ThenRefused(new Refusal.NotYourAssignment())
            .WhenAdds(HeadOf(Medical), Placing.After, Guan, " ").ThenRefused(new Refusal.Missing(new Input.Reason()))
            .When(Of("agree", HeadOf(Medical)))
            .WhenAdds(HeadOf(Medical), Placing.After, Guan).ThenRefused(new Refusal.AlreadyVoted())
            .WhenAdds(HeadOf(Nursing), Placing.Before, Guan)
            .WhenAdds(HeadOf(Nursing), Placing.Before, Zhang).ThenRefused(new Refusal.NotYourTurn());

    [Fact]
    public void A_form_of_an_older_round_adds_nobody() =>
        InSign("all")
            .When(s => Adding.Command(s.Case, s.Office, HeadOf(Medical), Placing.After, Guan) with { Round = 1 })
            .ThenRefused(new Refusal.RoundIsOver());

    [Fact]
    public void One_human_has_one_seat_a_round() =>
        InSign("all")
            .WhenAdds(HeadOf(Medical), Placing.After, HeadOf(Medical)).ThenRefused(new Refusal.HasAnotherSeat(HeadOf(Medical)))
            .WhenAdds(HeadOf(Medical), Placing.After, HeadOf(Nursing)).ThenRefused(new Refusal.HasAnotherSeat(HeadOf(Nursing)))
            .WhenAdds(HeadOf(Medical), Placing.After, Guan)
            .WhenAdds(HeadOf(Nursing), Placing.After, Guan).ThenRefused(new Refusal.HasAnotherSeat(Guan))
            .When(Of("agree", HeadOf(Medical)))
            .When(Of("agree", Guan))
            .WhenAdds(HeadOf(Nursing), Placing.After, HeadOf(Medical)).ThenRefused(new Refusal.HasAnotherSeat(HeadOf(Medical)));

    [Fact]
    public void Who_was_added_does_not_also_vote_from_the_seat_of_his_post() =>
        InSign("all", ByTwo with { Directory = With(Guan, Nursing, "head") })
            .WhenAdds(HeadOf(Medical), Placing.Before, Guan)
            .When(Of("agree", Guan) with { Seat = 1 }).ThenRefused(new Refusal.HasAnotherSeat(Guan))
            .When(Of("agree", Guan) with { Seat = 2 }).ThenStillIn("sign")
            .When(Of("agree", Guan) with { Seat = 1 }).ThenRefused(new Refusal.HasAnotherSeat(Guan));

    [Fact]
    public void Nobody_is_added_who_serves_in_no_post_or_whom_separation_shuts_out() =>
        InSign("all")
            .WhenAdds(HeadOf(Medical), Placing.Before, Nobody).ThenRefused(new Refusal.ServesNowhere())
            .WhenAdds(HeadOf(Medical), Placing.Before, Clerk).ThenRefused(new Refusal.SameHuman(new StageId("draft")));

    [Fact]
    public void Who_may_not_act_here_himself_adds_nobody() =>
        InSign("all", ByTwo.With(Party.Drafter, People(HeadOf(Medical))) with { Directory = With(Zhang, Medical, "head") }, HeadOf(Medical))
            .WhenAdds(HeadOf(Medical), Placing.Before, Guan).ThenRefused(new Refusal.SameHuman(new StageId("draft")));

    [Fact]
    public void Twenty_seats_are_added_to_a_round_and_no_more()
    {
        PersonId[] many = [Zhang, Guan, InspectorA, InspectorB, InspectorC, Registrar, Signatory, .. OfBodies(OfficeRoom, Medical, Nursing, Pharmacy, Quality)];
        var scenario = InSign("all", ByTwo with { Directory = UnitOf(many) });
        foreach (var person in many.Take(20))
        {
            scenario.WhenAdds(HeadOf(Medical), Placing.After, person).ThenStillIn("sign");
        }

        scenario.WhenAdds(HeadOf(Medical), Placing.After, many[20]).ThenRefused(new Refusal.TooManyAdded(20));

        static IEnumerable<PersonId> OfBodies(params BodyId[] bodies) =>
            bodies.SelectMany(b => new[] { DeputyOf(b), HandlerOf(b) }).Concat([HeadOf(OfficeRoom), HeadOf(Pharmacy), HeadOf(Quality), new PersonId(500)]);

        static UnitDirectory UnitOf(PersonId[] all) => With(all[^1], Board, "leader");
    }

    [Fact]
    public void A_seat_that_opens_later_has_its_time_from_then_on() =>
        Given(Stages("sequential", "true", "deadline: 2 workdays"), Clockwork.Opened("06-02 09:00") with { Parties = ByTwo.Parties })
            .When(Of("hand-in", Clerk))
            .ThenSeatsAreDueOn("06-04")
            .Later("06-03 10:00")
            .WhenAdds(HeadOf(Medical), Placing.Before, Guan)
            .ThenSeatsAreDueOn("06-07")
            .Later("06-07 10:00")
            .When(Of("agree", Guan))
            .ThenSeatsAreDueOn("06-09")
            .When(Of("agree", HeadOf(Medical)))
            .Then(c => c.Time.Clocks.Select(k => k.Seat.Value).ShouldBe([1]));

    [Fact]
    public void The_next_round_has_none_of_the_seats_that_were_added_to_the_one_before() =>
        InSign("all")
            .WhenAdds(HeadOf(Medical), Placing.Before, Guan)
            .When(Of("return", Guan)).ThenIn("draft")
            .When(Of("hand-in", Clerk)).ThenIn("sign")
            .Then(c => c.Seats.Length.ShouldBe(2));

    private static Scenario InSign(string mode, Opened? opened = null, PersonId? drafter = null) =>
        Given(Stages(mode), opened ?? ByTwo).When(Of("hand-in", drafter ?? Clerk)).ThenIn("sign");

    private static string Stages(string mode, string adds = "true", string time = "quiet: false") => $$$"""
        stages:
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            actions: {hand-in: {title: 提交, to: sign}}
          - id: sign
            title: 审签
            signers: {bodies: responsible_departments, roles: [head]}
            not_same_as: [draft]
            mode: {{{mode}}}
            add_seats: {{{adds}}}
            {{{time}}}
            actions:
              agree: {title: 同意, to: done}
              object: {title: 不同意, to: void}
              return: {title: 退回, to: draft, at_once: true}
        """;
}
