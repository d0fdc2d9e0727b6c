using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Tests.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.SeatActs;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>传阅 as shipped: all at once, or one after the other in the order of the list.</summary>
public sealed class CirculationTests
{
    [Fact]
    public void In_turn_the_next_has_it_once_the_one_before_has_read_it() =>
        InTurn()
            .When(Of("have-read", Guan)).ThenRefused(new Refusal.NotYourTurn())
            .When(Of("have-read", Zhang)).ThenStillIn("circulating")
            .When(Of("have-read", InspectorA)).ThenRefused(new Refusal.NotYourTurn())
            .When(Of("have-read", Guan)).ThenStillIn("circulating")
            .When(Of("have-read", InspectorA)).ThenIn("circulated");

    [Fact]
    public void The_time_of_each_runs_from_his_own_turn() =>
        InTurn()
            .Then(c => c.Time.Clocks.ShouldHaveSingleItem().Seat.Value.ShouldBe(0))
            .When(Of("have-read", Zhang))
            .Then(c => c.Time.Clocks.ShouldHaveSingleItem().Seat.Value.ShouldBe(1));

    [Fact]
    public void Who_is_passed_over_holds_up_nobody_and_may_still_read_it_later() =>
        InTurn()
            .When(Skip(Clerk)).ThenStillIn("circulating")
            .When(Of("have-read", Guan)).When(Of("have-read", InspectorA)).ThenIn("circulated")
            .When(Of("read-later", Zhang)).ThenStillIn("circulated");

    [Fact]
    public void The_last_one_passed_over_ends_the_round_of_reading() =>
        InTurn()
            .When(Of("have-read", Zhang)).When(Of("have-read", Guan))
            .When(Skip(Clerk, seat: 2)).ThenIn("circulated");

    [Fact]
    public void Nobody_is_passed_over_before_his_turn() =>
        InTurn().When(Skip(Clerk, seat: 1)).ThenRefused(new Refusal.NotYourTurn());

    [Fact]
    public void All_at_once_each_reads_when_he_comes_to_it() =>
        Begun("circulation")
            .When(Of("have-read", InspectorA)).When(Of("have-read", Guan)).ThenStillIn("circulating")
            .When(Skip(Clerk)).ThenIn("circulated")
            .When(Of("read-later", Zhang)).ThenStillIn("circulated");

    private static Scenario InTurn() => Begun("circulation-in-turn");

    private static Scenario Begun(string workflow) =>
        Given(Shipped.Book, workflow, new Opened().With(Party.Readers, People(Zhang, Guan, InspectorA))).ThenIn("circulating");
}
