using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Tests.Time;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>换版 in the middle of a round: waiting and consulted seats go on, or the case stays where it is.</summary>
public sealed class SignRuleMigrationTests
{
    private static readonly Opened ByThree = Clockwork.Opened("06-02 09:00")
        .With(Party.Countersigners, People(Zhang, Guan))
        .With(Party.ResponsibleDepartments, Bodies(Medical));

    [Fact]
    public void A_seat_that_waits_for_its_turn_goes_on_waiting_and_the_consulted_have_the_new_time()
    {
        var moved = Migrate(Stages("sequential", "2 workdays"), Stages("sequential", "3 workdays")).Moved.ShouldNotBeNull().After;

        moved.Seats.Select(s => s.State).ShouldBe([SeatState.Open, SeatState.Waiting, SeatState.Open]);
        moved.Time.Clocks.Select(c => (c.Seat.Value, c.DueOn)).ShouldBe([(0, Clockwork.On("06-03")), (2, Clockwork.On("06-07"))]);
    }

    [Fact]
    public void Whoever_is_consulted_would_be_waited_for_without_end_where_nobody_is() =>
        Migrate(Stages("all", "2 workdays"), Stages("all", null)).Problem
            .ShouldBe(new MigrationProblem.OtherSeats(new StageId("sign")));

    [Fact]
    public void A_ballot_that_all_votes_together_could_not_decide_is_not_gone_on_with() =>
        Migrate(Stages("all", "2 workdays"), Stages("{votes_for: agree, need: 3}", "2 workdays")).Problem
            .ShouldBe(new MigrationProblem.OtherSeats(new StageId("sign")));

    private static (Decision.Permitted? Moved, MigrationProblem? Problem) Migrate(string before, string after)
    {
        var scenario = Given(before, ByThree).ThenIn("sign");
        var (book, sign) = (Book(MainFile(after)), new StageId("sign"));
        var map = new MigrationMap(ImmutableDictionary<WorkflowId, ImmutableArray<StageMove>>.Empty
            .Add(new WorkflowId("main"), [new StageMove(sign, sign)]));
        return CaseMigration.Decide(
            scenario.Case, scenario.Office.Book, map, scenario.Office.ContextOf(scenario.Case) with { Book = book });
    }

    private static string Stages(string mode, string? silentAfter)
    {
        var consult = silentAfter is null ? "quiet: false"
            : $$"""consult: {who: {bodies: responsible_departments, roles: [head]}, silent_after: {{silentAfter}} }""";
        return $$$"""
            stages:
              - id: sign
                title: 会签
                signers: {people: countersigners}
                mode: {{{mode}}}
                {{{consult}}}
                deadline: 1 workday
                actions: {agree: {title: 同意, to: done}, object: {title: 不同意, to: void}}
            """;
    }
}
