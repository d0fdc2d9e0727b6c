using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
using Approvals.Tests.Calendars;
using Approvals.Tests.Cases;
using Approvals.Tests.Definitions;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace Approvals.Tests.Time;

/// <summary>
/// A campaign of three items over a year of 2021's calendar, moved at random: presses, wakes, hours and weeks that go by with
/// the pump running or standing still, extensions, suspensions. Whatever happens, the rules of time below hold.
/// </summary>
[Trait("Part", "engine")]
public sealed class TimeProperties(ITestOutputHelper output)
{
    private static readonly int Runs = LongRun.Times("engine", 40, 1_000);

    /// <summary>Of the rules that are looked at after every step: each run is 150 looks.</summary>
    private static readonly int CloseRuns = LongRun.Times("engine", 8, 200);

    private static readonly Arbitrary<int[]> Draws = Gen.Choose(0, 999_999).ArrayOf(150).ToArbitrary();

    [Fact]
    public void Every_open_dated_seat_that_has_not_voted_has_one_clock_and_nothing_else_has_any() =>
        EveryStep(office =>
        {
            foreach (var @case in office.Cases)
            {
                var waiting = @case.Seats.Where(s => @case.RoundIsOpen && !@case.HasVoted(s.No)).ToList();
                var clocks = @case.Time.Clocks.Select(c => c.Seat).ToList();
                clocks.ShouldBeUnique();
                clocks.ShouldBeSubsetOf(waiting.Select(s => s.No));
                waiting.Where(s => s.DueOn is not null).Select(s => s.No).ShouldBeSubsetOf(clocks);
                clocks.ShouldAllBe(_ => !@case.Ended);
            }
        });

    [Fact]
    public void Once_fired_the_next_rung_lies_ahead_and_what_is_asked_before_it_changes_nothing() =>
        EveryStep(office =>
        {
            Clockwork.FireAll(office);
            foreach (var @case in office.Cases.ToList())
            {
                Clockwork.NextOf(office, @case).ShouldAllBe(next => next.At > office.Now);
                Decisions.Decide(@case, new CaseCommand.Fire(), office.ContextOf(@case))
                    .ShouldBeOfType<Decision.Permitted>().Events.ShouldBeEmpty();
            }
        });

    [Fact]
    public void What_stands_still_has_no_next_rung_and_so_has_what_is_below_it() =>
        EveryStep(office =>
        {
            foreach (var @case in office.Cases.Where(c => !c.Ended && c.Time.Suspension is not null))
            {
                Clockwork.NextOf(office, @case).ShouldBeEmpty();
                office.ChildrenOf(@case.Id).Where(c => !c.Ended).ShouldAllBe(c => c.Time.Suspension != null);
            }
        });

    [Fact]
    public void No_rung_of_a_seat_fires_twice_for_one_due_date() =>
        AtTheEnd(office =>
        {
            foreach (var @case in office.Cases)
            {
                office.EventsOf(@case.Id).OfType<CaseEvent.RungFired>()
                    .SelectMany(e => e.Coalesced.Append(e.Rung).Select(rung => (e.Round, e.Seat, rung, e.DueOn)))
                    .ShouldBeUnique();
            }
        });

    [Fact]
    public void Fired_late_in_one_go_the_escalations_are_those_fired_in_time_and_no_reminder_is_lost() =>
        EveryStep(office =>
        {
            foreach (var @case in office.Cases.Where(c => c.Time.Clocks.Length > 0))
            {
                var until = office.Now.AddDays(1 + (@case.Version % 40));
                var inTime = InTime(office, @case, until);
                var late = Rungs(office, @case, until);

                late.Where(f => f.Escalates).Select(f => (f.Event.Seat, f.Event.Rung))
                    .ShouldBe(inTime.Where(f => f.Escalates).Select(f => (f.Event.Seat, f.Event.Rung)));
                Said(late).ShouldBe(Said(inTime), ignoreOrder: true);
                late.Count(f => !f.Escalates).ShouldBeLessThanOrEqualTo(@case.Time.Clocks.Length);
            }
        });

    [Fact]
    public void Whatever_time_does_the_replay_of_the_stored_events_is_the_live_case() =>
        AtTheEnd(office => office.Cases.ToList().ForEach(c => CaseText.ReplayIsLive(c, office.EventsOf(c.Id))));

    [Fact]
    public void An_extension_never_moves_a_date_back_and_the_first_one_is_kept() =>
        AtTheEnd(office =>
        {
            foreach (var @case in office.Cases)
            {
                var events = office.EventsOf(@case.Id);
                var dates = events.OfType<CaseEvent.DueOnMoved>().Select(e => e.CaseDueOn).OfType<DateOnly>().ToList();
                dates.ShouldBe(dates.Order());
                @case.Time.FirstDueOn.ShouldBe(events.OfType<CaseEvent.CaseOpened>().Single().DueOn);
                @case.Time.Extensions.ShouldBe(
                    events.OfType<CaseEvent.DueOnMoved>().Count(e => e is { Why: DueCause.Extended, CaseDueOn: not null }));
            }
        });

    [Fact]
    public void The_random_year_sees_everything_that_time_does()
    {
        var office = Opened();
        var random = new Random(3);
        foreach (var draw in Enumerable.Range(0, 1_500).Select(_ => random.Next(1_000_000)))
        {
            Step(office, draw);
        }

        var seen = office.Cases.SelectMany(c => office.EventsOf(c.Id)).ToList();
        output.WriteLine($"cases {office.Cases.Count()}, events {seen.Count}, until {office.Now:u}: "
            + string.Join(", ", seen.GroupBy(e => e.GetType().Name).OrderBy(g => g.Key).Select(g => $"{g.Key} {g.Count()}")));
        seen.OfType<CaseEvent.RungFired>().Count(e => e.Coalesced.Length > 0).ShouldBeGreaterThan(0);
        seen.OfType<CaseEvent.DueOnMoved>().Select(e => e.Why).Distinct()
            .ShouldBe([DueCause.Extended, DueCause.Resumed, DueCause.Rescheduled], ignoreOrder: true);
        office.Cases.Select(c => c.Workflow.Value).ShouldContain("reporting-up");
        office.Cases.Select(c => c.Workflow.Value).ShouldContain("extension");
    }

    private void EveryStep(Action<World> holds) => Run(holds, atEveryStep: true);

    private void AtTheEnd(Action<World> holds) => Run(holds, atEveryStep: false);

    private void Run(Action<World> holds, bool atEveryStep)
    {
        var (runs, steps, cases, events) = (atEveryStep ? CloseRuns : Runs, 0L, 0L, 0L);
        Prop.ForAll(Draws, draws =>
        {
            var office = Opened();
            foreach (var draw in draws)
            {
                Step(office, draw);
                if (atEveryStep)
                {
                    holds(office);
                }
            }

            holds(office);
            steps += draws.Length;
            cases += office.Cases.Count();
            events += office.Cases.Sum(c => c.Version);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(runs).WithQuietOnSuccess(true));
        output.WriteLine($"{runs} runs, {steps} steps, {cases} cases, {events} events");
    }

    private static World Opened()
    {
        var office = Office.Of(Shipped.Book, Staff.Directory, Staff.Day, Subject.Settled(
            [Row(1, 20, Staff.Medical, Staff.Nursing), Row(2, 45, Staff.Pharmacy), Row(3, 5, Staff.Wards)]));
        office.Calendar = OfficialCalendars.Shipped;
        office.Moved = _ => { }; // replayed at the end, not at every step
        var seed = new ChildSeed(
            "0", "某活动", ImmutableDictionary<Party, PartyMembers>.Empty.Add(Party.HostDepartment, Staff.Bodies(Staff.Quality)), [], null)
        {
            Dates = CaseTime.NoDates.Add("checks", Staff.Day.AddDays(70)).Add("finish", Staff.Day.AddDays(160)),
        };
        office.Open(CaseId.Derive(Staff.Day, "time"), new WorkflowId("campaign"), null, seed).ShouldBeNull();
        return office;
    }

    private static ChildSeed Row(int number, int days, params ImmutableArray<BodyId> bodies) => new(
        $"{number}",
        $"第{number}项",
        ImmutableDictionary<Party, PartyMembers>.Empty
            .Add(Party.ResponsibleLeaders, Staff.People(Staff.Zhang, Staff.Guan))
            .Add(Party.ResponsibleDepartments, PartyMembers.Of(bodies))
            .Add(Party.LeadDepartment, Staff.Bodies(bodies[0])),
        [],
        Staff.Day.AddDays(days));

    /// <summary>One number is one thing that happens.</summary>
    private static void Step(World office, int draw)
    {
        var cases = office.Cases.Where(c => !c.Ended).ToList();
        var @case = cases[draw / 10 % cases.Count];
        var span = draw / 100;
        switch (draw % 10)
        {
            case 0:
                Clockwork.RunTo(office, office.Now.AddHours(span % 60));
                break;
            case 1:
                office.Now = office.Now.AddHours(span % 300); // nobody at the pump
                break;
            case 2:
                Clockwork.FireAll(office);
                break;
            case 3:
                office.Do(@case.Id, new CaseCommand.Wake());
                Clockwork.Fire(office, @case.Id);
                break;
            case 4 when span % 4 == 0:
                office.Do(@case.Id, new CaseCommand.Extend(office.Today.AddDays((span % 40) - 5)));
                office.Do(@case.Id, new CaseCommand.Recount());
                break;
            default:
                Act(office, @case, draw);
                break;
        }
    }

    private static void Act(World office, Case @case, int draw)
    {
        if (!@case.RoundIsOpen)
        {
            return;
        }

        var workflow = office.Book[@case.Workflow];
        ImmutableArray<ActionId> clocks =
            [.. workflow.Standing.Select(s => s.Action).Where(a => a.Effects.Any(e => e is Effect.Suspend or Effect.Resume)).Select(a => a.Id)];
        ImmutableArray<ActionId> actions = [.. workflow.Stage(@case.Stage)!.Actions.Select(a => a.Id), .. clocks]; // a round stands in a stage
        var action = actions[draw / 50 % actions.Length];
        var seat = clocks.Contains(action)
            ? AtAnyStage.SeatOf(workflow.StandingAction(action)!, @case, office.ContextOf(@case)) ?? @case.Seats[0] // it is one of them
            : @case.Seats[draw / 700 % @case.Seats.Length];
        var sitters = Seating.Candidates(seat, office.Directory, office.Today);
        var by = sitters.IsEmpty ? Staff.Guan : sitters[draw / 30 % sitters.Length];
        var press = Press.Of(action.Value, by) with { Seat = seat.No.Value };
        var checks = office.Today.AddDays(10 + (draw / 90 % 50));
        press = press.Because("因").Reporting("报").Until(office.Today.AddDays((draw / 70 % 60) - 10)).Showing("ab")
            .Naming(Party.Inspectors, Staff.People(Staff.InspectorA, Staff.InspectorB))
            .Naming(Party.AssignedDepartment, Staff.Bodies(Staff.Quality));
        office.Do(@case.Id, (press with
        {
            Inputs = press.Inputs with { Dates = CaseTime.NoDates.Add("checks", checks).Add("finish", checks.AddDays(90)) },
        }).On(@case, office));
    }

    private sealed record One(CaseEvent.RungFired Event, bool Escalates);

    /// <summary>Every rung at its own time, as long as the round is the same.</summary>
    private static IReadOnlyList<One> InTime(World office, Case @case, DateTimeOffset until)
    {
        var fired = new List<One>();
        var now = @case;
        while (now.Round == @case.Round && !now.Ended
            && Clockwork.NextOf(office, now).Select(r => (DateTimeOffset?)r.At).Min() is { } next && next <= until)
        {
            var (events, after) = FireAt(office, now, next > office.Now ? next : office.Now);
            fired.AddRange(events);
            now = after;
        }

        return fired;
    }

    private static IReadOnlyList<One> Rungs(World office, Case @case, DateTimeOffset until) => FireAt(office, @case, until).Events;

    private static (IReadOnlyList<One> Events, Case After) FireAt(World office, Case @case, DateTimeOffset at)
    {
        var context = office.ContextOf(@case) with { Now = at, Today = Approvals.Engine.Calendars.OfficeHours.Usual.DayOf(at) };
        var decision = Decisions.Decide(@case, new CaseCommand.Fire(), context).ShouldBeOfType<Decision.Permitted>();
        var ladder = office.Book[@case.Workflow].Stage(@case.Stage)!.Ladder; // a clock runs in a stage
        return (
            [.. decision.Events.OfType<CaseEvent.RungFired>().Select(e => new One(e, ladder[e.Rung] is not Rung.Remind))],
            decision.After);
    }

    private static IEnumerable<(SeatNo Seat, int Rung)> Said(IEnumerable<One> fired) =>
        fired.SelectMany(f => f.Event.Coalesced.Append(f.Event.Rung).Select(rung => (f.Event.Seat, rung)));
}
