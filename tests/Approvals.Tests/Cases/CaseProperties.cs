using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
using Approvals.Tests.Definitions;
using FsCheck;
using FsCheck.Fluent;

namespace Approvals.Tests.Cases;

/// <summary>
/// A campaign of three items pressed at random: who, what, where and with which form is drawn, most presses are refused, and
/// whatever happens the rules below hold. FsCheck prints the drawn numbers of a failure and shrinks them.
/// </summary>
[Trait("Part", "engine")]
public sealed class CaseProperties
{
    private static readonly int Runs = LongRun.Times("engine", 40, 400);

    private static readonly Arbitrary<int[]> Draws = Gen.Choose(0, 9_999).ArrayOf(150).ToArbitrary();

    private static readonly Config Settings = Config.QuickThrowOnFailure.WithMaxTest(Runs).WithQuietOnSuccess(true);

    [Fact]
    public void Whatever_is_pressed_the_replay_of_the_stored_events_is_the_live_case() =>
        Check(office => office.Cases.ToList().ForEach(c => CaseText.ReplayIsLive(c, office.EventsOf(c.Id))));

    [Fact]
    public void Whatever_is_pressed_a_round_is_open_exactly_where_the_stage_has_signers() =>
        Check(office => office.Cases.ToList().ForEach(c =>
        {
            var signers = office.Book[c.Workflow].Stage(c.Stage)?.Signers;
            c.RoundIsOpen.ShouldBe(signers is not null && !c.Ended, $"{c.Workflow}/{c.Stage}");
            c.Seats.IsEmpty.ShouldBe(!c.RoundIsOpen);
            c.Seats.Length.ShouldBeGreaterThanOrEqualTo(c.RoundIsOpen ? signers!.AtLeast : 0); // open, so it has signers
        }));

    [Fact]
    public void Once_the_office_is_quiet_a_wake_changes_nothing_however_often_it_comes() =>
        Check(office =>
        {
            foreach (var @case in office.Cases.ToList())
            {
                var woken = Decisions.Decide(@case, new CaseCommand.Wake(), office.ContextOf(@case));
                woken.ShouldBeOfType<Decision.Permitted>().Events.ShouldBeEmpty($"{@case.Workflow}/{@case.Stage}");
            }
        });

    [Fact]
    public void Whatever_is_pressed_an_ended_case_permits_nothing() =>
        Check(office =>
        {
            foreach (var @case in office.Cases.Where(c => c.Ended).ToList())
            {
                foreach (var stage in office.Book[@case.Workflow].Stages)
                {
                    foreach (var action in stage.Actions)
                    {
                        var act = Press.Of(action.Id.Value, Staff.Clerk).On(@case, office);
                        Decisions.Decide(@case, act, office.ContextOf(@case))
                            .ShouldBe(new Decision.Refused(new Refusal.CaseEnded()));
                    }
                }
            }
        });

    [Fact]
    public void Whatever_is_pressed_a_refused_press_leaves_no_trace() =>
        Prop.ForAll(Draws, draws =>
        {
            var office = Opened();
            foreach (var draw in Drawn(draws))
            {
                var before = office.Cases.Sum(c => c.Version);
                if (draw(office) is not null)
                {
                    office.Cases.Sum(c => c.Version).ShouldBe(before);
                }
            }
        }).Check(Settings);

    [Fact]
    public void The_random_presses_come_as_far_as_an_end()
    {
        var office = Opened();
        var random = new Random(1);
        foreach (var draw in Drawn([.. Enumerable.Range(0, 900).Select(_ => random.Next(10_000))]))
        {
            draw(office);
        }

        office.Cases.Count(c => c.Ended).ShouldBeGreaterThan(2);
        office.Stuck.ShouldBeEmpty();
    }

    private static void Check(Action<World> holds) =>
        Prop.ForAll(Draws, draws =>
        {
            var office = Opened();
            foreach (var draw in Drawn(draws))
            {
                draw(office);
            }

            holds(office);
        }).Check(Settings);

    private static World Opened()
    {
        var office = Office.Of(Shipped.Book, Staff.Directory, Staff.Day, Subject.Settled(
            [Row(1, Staff.Medical, Staff.Nursing), Row(2, Staff.Pharmacy), Row(3, Staff.Wards) with { Facts = [Facts.Lasting] }]));
        office.Open(CaseId.Derive(new DateOnly(2021, 6, 2), "properties"), new WorkflowId("campaign"), null, new ChildSeed(
            "0", "某活动", ImmutableDictionary<Party, PartyMembers>.Empty.Add(Party.HostDepartment, Staff.Bodies(Staff.Quality)), [],
            null))
            .ShouldBeNull();
        return office;
    }

    private static ChildSeed Row(int number, params ImmutableArray<BodyId> bodies) => new(
        $"{number}",
        $"第{number}项",
        ImmutableDictionary<Party, PartyMembers>.Empty
            .Add(Party.ResponsibleLeaders, Staff.People(Staff.Zhang, Staff.Guan))
            .Add(Party.ResponsibleDepartments, PartyMembers.Of(bodies))
            .Add(Party.LeadDepartment, Staff.Bodies(bodies[0])),
        [],
        Staff.Day.AddDays(30));

    /// <summary>
    /// Each number becomes one press: on an open case, by one who may sit or (seldom) by anybody, with a full or an
    /// empty form.
    /// </summary>
    private static IEnumerable<Func<World, Refusal?>> Drawn(IEnumerable<int> draws) =>
        draws.Select(draw => (Func<World, Refusal?>)(office =>
    {
        var open = office.Cases.Where(c => c.RoundIsOpen).ToList();
        if (open.Count == 0)
        {
            return null;
        }

        var @case = open[draw % open.Count];
        var actions = office.Book[@case.Workflow].Stage(@case.Stage)!.Actions; // an open round stands in a stage
        var seat = @case.Seats[draw / 7 % @case.Seats.Length];
        var sitters = Seating.Candidates(seat, office.Directory, office.Today);
        var by = draw % 11 == 0 || sitters.IsEmpty ? Staff.Guan : sitters[draw / 3 % sitters.Length];
        var press = Press.Of(actions[draw / 5 % actions.Length].Id.Value, by) with { Seat = seat.No.Value };
        return office.Do(@case.Id, (draw % 13 == 0 ? press : Full(press, draw)).On(@case, office));
    }));

    private static Press Full(Press press, int draw) => press
        .Because("因").Reporting("报").Until(Staff.Day.AddDays(draw % 40)).Showing("ab")
        .Naming(Party.Inspectors, Staff.People(Staff.InspectorA, Staff.InspectorB, Staff.InspectorC))
        .Naming(Party.AssignedDepartment, Staff.Bodies(draw % 2 == 0 ? Staff.Quality : Staff.Medical))
        .Naming(Party.ConcernedDepartments, draw % 3 == 0 ? PartyMembers.None : Staff.Bodies(Staff.Nursing));
}
