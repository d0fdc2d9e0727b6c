using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
using Approvals.Tests.Calendars;
using Approvals.Tests.Cases;

namespace Approvals.Tests.Time;

/// <summary>A rung that fired: what its event and its message say.</summary>
/// <param name="At">The instant at which it was asked to fire.</param>
internal sealed record Fired(
    DateTimeOffset At, CaseId Case, CaseEvent.RungFired Event, Rung Rung, Request.Tell? Tell, SeatClock Clock)
{
    public override string ToString() => $"{Clockwork.Text(At)} {Clockwork.Spelt(Rung)}";
}

/// <summary>The office's clock and the pump of a scenario, with the official calendar of 2021.</summary>
internal static class Clockwork
{
    /// <param name="local">The office's time of 2021, or with its year.</param>
    public static DateTimeOffset At(string local)
    {
        var at = DateTime.ParseExact(local.Length > 11 ? local : $"2021-{local}", "yyyy-MM-dd HH:mm", null);
        return OfficeHours.Usual.At(DateOnly.FromDateTime(at), TimeOnly.FromDateTime(at));
    }

    public static DateOnly On(string day) => DateOnly.FromDateTime(At($"{day} 00:00").ToOffset(TimeSpan.FromHours(8)).DateTime);

    public static string Text(DateTimeOffset instant) => $"{instant.ToOffset(TimeSpan.FromHours(8)):MM-dd HH:mm}";

    /// <summary>As the definition writes it.</summary>
    public static string Spelt(Rung rung)
    {
        var when = rung.When.Unit switch
        {
            OffsetUnit.Days => $"{rung.When.Amount:+0;-0;0}d",
            OffsetUnit.Workdays => $"{rung.When.Amount}wd",
            _ => $"{rung.When.Amount:+0;-0;0}h",
        };
        return $"{rung.GetType().Name} {when}";
    }

    public static Opened Opened(string now, string? dueOn = null) => new()
    {
        Now = At(now),
        DueOn = dueOn is null ? null : On(dueOn),
        Calendar = OfficialCalendars.Shipped,
    };

    /// <summary>The clock alone is moved: nobody is at the pump.</summary>
    public static Scenario Later(this Scenario scenario, string now) => scenario.Once(office => office.Now = At(now));

    /// <summary>The pump runs until then: every rung fires at its own time.</summary>
    public static Scenario Until(this Scenario scenario, string until) => Until(scenario, until, out _);

    public static Scenario Until(this Scenario scenario, string until, out IReadOnlyList<Fired> fired)
    {
        fired = RunTo(scenario.Office, At(until));
        return scenario;
    }

    /// <summary>The pump runs until then, and this is what fires, in every case, in the order of time.</summary>
    public static Scenario ThenFires(this Scenario scenario, string until, params string[] expected)
    {
        RunTo(scenario.Office, At(until)).Select(f => f.ToString()).ShouldBe(expected);
        return scenario;
    }

    /// <summary>As <see cref="ThenFires"/>, of the case in view alone.</summary>
    public static Scenario ThenFiresHere(this Scenario scenario, string until, params string[] expected)
    {
        RunTo(scenario.Office, At(until)).Where(f => f.Case == scenario.Case.Id).Select(f => f.ToString()).ShouldBe(expected);
        return scenario;
    }

    /// <summary>From here on the child that was opened last is in view.</summary>
    public static Scenario OnLastChild(this Scenario scenario) =>
        scenario.OnChild(scenario.Office.ChildrenOf(scenario.Case.Id).Last().Key);

    /// <summary>The pump stood still until then, and now fires what it missed.</summary>
    public static Scenario ThenFiresAtOnce(this Scenario scenario, string now, params string[] expected)
    {
        scenario.Later(now);
        FireAll(scenario.Office).Select(f => Spelt(f.Rung)).ShouldBe(expected);
        return scenario;
    }

    public static Scenario ThenNextIs(this Scenario scenario, string? next, int seat = 0)
    {
        var rung = Next(scenario.Office, scenario.Case, new SeatNo(seat));
        (rung is null ? null : $"{Text(rung.At)} {Spelt(rung.Rung)}").ShouldBe(next);
        return scenario;
    }

    public static Scenario ThenDueOn(this Scenario scenario, string dueOn) => scenario.Then(c =>
    {
        c.DueOn.ShouldBe(On(dueOn));
        c.Time.Clocks.Select(clock => clock.DueOn).ShouldAllBe(day => day == On(dueOn));
    });

    public static Scenario ThenSeatsAreDueOn(this Scenario scenario, params string[] days) =>
        scenario.Then(c => c.Time.Clocks.Select(clock => clock.DueOn).ShouldBe(days.Select(On)));

    public static RungTime? Next(World office, Case @case, SeatNo seat) =>
        Ladders.Next(@case, seat, office.Book, office.Calendar, OfficeHours.Usual);

    public static IEnumerable<RungTime> NextOf(World office, Case @case) =>
        @case.Time.Clocks.Select(clock => Next(office, @case, clock.Seat)).OfType<RungTime>();

    public static IReadOnlyList<Fired> RunTo(World office, DateTimeOffset until)
    {
        var fired = new List<Fired>();
        while (office.Cases.SelectMany(c => NextOf(office, c)).Select(r => (DateTimeOffset?)r.At).Min() is { } next && next <= until)
        {
            office.Now = next > office.Now ? next : office.Now;
            var now = FireAll(office);
            fired.AddRange(now);
            fired.Count.ShouldBeLessThan(10_000, "the pump never comes to rest");
        }

        office.Now = until > office.Now ? until : office.Now;
        return fired;
    }

    /// <summary>Whatever is due at this instant, case by case.</summary>
    public static IReadOnlyList<Fired> FireAll(World office)
    {
        var fired = new List<Fired>();
        foreach (var id in office.Cases.Where(c => NextOf(office, c).Any(r => r.At <= office.Now)).Select(c => c.Id).ToList())
        {
            fired.AddRange(Fire(office, id));
        }

        return fired;
    }

    public static IReadOnlyList<Fired> Fire(World office, CaseId id)
    {
        var before = office[id];
        if (before.Ended)
        {
            return [];
        }

        var decision = Decisions.Decide(before, new CaseCommand.Fire(), office.ContextOf(before)).ShouldBeOfType<Decision.Permitted>();
        var ladder = office.Book[before.Workflow].Stage(before.Stage)?.Ladder ?? [];
        var tells = decision.Requests.OfType<Request.Tell>().ToList();
        office.Do(id, new CaseCommand.Fire()).ShouldBeNull();
        return
        [
            .. decision.Events.OfType<CaseEvent.RungFired>().Select(e => new Fired(
                office.Now, id, e, ladder[e.Rung], tells.Find(t => t.Seat == e.Seat && t.Rung == e.Rung),
                before.ClockOf(e.Seat).ShouldNotBeNull())),
        ];
    }
}
