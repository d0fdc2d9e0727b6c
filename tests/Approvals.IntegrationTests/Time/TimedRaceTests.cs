using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Cases;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Time;

/// <summary>A person and the end of his time at the same case, from a barrier: one of them moves it.</summary>
[Trait("Part", "store")]
public sealed class TimedRaceTests(TestDatabase store, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private const int Batch = 25;

    private const string Asking = """
        apiVersion: approvals/1
        workflow: asking
        title: 限时答复
        starts: [{on: drafted, at: asked}]
        stages:
          - id: asked
            title: 待答复
            signers: {people: drafter}
            deadline: 2 hours
            remind: [-1h]
            on_deadline: lapsed
            actions: {answer: {title: 答复, to: answered}}
          - {id: answered, title: 已答复, signers: {people: drafter}, actions: {again: {title: 再问, to: asked}, stop: {title: 了结, to: over}}}
          - {id: lapsed, title: 已过时, signers: {people: drafter}, actions: {again: {title: 再问, to: asked}, stop: {title: 了结, to: over}}}
        ends:
          - {id: over, title: 了结}
        """;

    private DateTimeOffset _now = new(2026, 9, 7, 1, 0, 0, TimeSpan.Zero);

    private static int Rounds => LongRun.Times("store", 50, 3_000);

    [Fact]
    public async Task A_press_at_the_end_of_the_time_moves_the_case_or_the_time_does_and_never_both()
    {
        var (office, timers, duel) = await OpenAsync();
        var (pressed, lapsed) = (0, 0);
        await EachBatchAsync(office, 2, async (cases, presses) =>
        {
            var fought = await duel.FightAsync(
                cases.Length, i => office.SendAsync(presses[i]), i => timers.FireAsync(office.Unit, [cases[i]], default));
            var after = await office.Cases.LookAsync(office.Unit, cases, default);
            foreach (var ((answer, fired), looked) in fought.Zip(after))
            {
                if (looked.Workflow.TitleOf(looked.Case.Stage) == "已答复")
                {
                    pressed++;
                    (answer, fired.Fired).ShouldBe((new Answer.Done(false), 0));
                }
                else
                {
                    lapsed++;
                    looked.Workflow.TitleOf(looked.Case.Stage).ShouldBe("已过时");
                    (answer, fired.Fired).ShouldBe((new Answer.Refused(new Refusal.RoundIsOver()), 1));
                }
            }
        });

        output.WriteLine($"{pressed} times the press, {lapsed} times the end of the time");
        if (LongRun.Of("store"))
        {
            Math.Min(pressed, lapsed).ShouldBeGreaterThan(Rounds / 20, "both must happen");
        }

        await SoundAsync(office, roundsClosed: Rounds);
    }

    [Fact]
    public async Task A_press_when_its_reminder_is_due_always_goes_through_and_is_reminded_of_before_it_or_never()
    {
        var (office, timers, duel) = await OpenAsync();
        var (reminded, never) = (0, 0);
        await EachBatchAsync(office, 1, async (cases, presses) =>
        {
            var fought = await duel.FightAsync(
                cases.Length, i => office.SendAsync(presses[i]), i => timers.FireAsync(office.Unit, [cases[i]], default));
            for (var i = 0; i < cases.Length; i++)
            {
                fought[i].One.ShouldBe(new Answer.Done(false));
                var round = presses[i].Act.Round;
                var vote = (await Duel.EventsAsync<CaseEvent.VoteCast>(office, cases[i])).Single(e => e.Event.Round == round);
                var rungs = (await Duel.EventsAsync<CaseEvent.RungFired>(office, cases[i])).Where(e => e.Event.Round == round).ToList();
                rungs.Count.ShouldBe(fought[i].Other.Fired);
                rungs.ShouldAllBe(rung => rung.Seq < vote.Seq);
                (reminded, never) = (reminded + rungs.Count, never + 1 - rungs.Count);
            }
        });

        output.WriteLine($"{reminded} times reminded before the press, {never} times never");
        if (LongRun.Of("store"))
        {
            Math.Min(reminded, never).ShouldBeGreaterThan(Rounds / 20, "both must happen");
        }

        await SoundAsync(office, roundsClosed: Rounds);
    }

    [Fact]
    public async Task Two_pumps_at_one_case_fire_it_once()
    {
        var (office, timers, duel) = await OpenAsync();
        var other = TimeOffice.TimersOf(store, office);
        await EachBatchAsync(office, 2, async (cases, presses) =>
        {
            var fought = await duel.FightAsync(
                cases.Length,
                i => timers.FireAsync(office.Unit, [cases[i]], default),
                i => other.FireAsync(office.Unit, [cases[i]], default));
            fought.ShouldAllBe(f => f.One.Fired + f.Other.Fired == 1 && f.One.Parked + f.Other.Parked == 0);
            for (var i = 0; i < cases.Length; i++)
            {
                // The reminder an hour before, which nobody had sent, and the end of the time.
                (await Duel.EventsAsync<CaseEvent.RungFired>(office, cases[i]))
                    .Where(e => e.Event.Round == presses[i].Act.Round).Select(e => e.Event.Rung).ShouldBeUnique();
            }
        });
        await SoundAsync(office, roundsClosed: Rounds);
    }

    /// <summary>Cases in whose round the time is over after so many hours, a batch a time, until all rounds are done.</summary>
    private async Task EachBatchAsync(Office office, int hours, Func<CaseId[], Press[], Task> round)
    {
        var cases = new CaseId[Batch];
        for (var i = 0; i < Batch; i++)
        {
            cases[i] = await office.DraftAsync(rows: 0);
        }

        for (var done = 0; done < Rounds; done += Batch)
        {
            var presses = await PressesAsync(office, cases, "答复");
            await MoveAsync(hours);
            await round(cases, presses);
            foreach (var again in await PressesAsync(office, cases, LeadsBack))
            {
                (await office.SendAsync(again)).ShouldBe(new Answer.Done(false));
            }
        }
    }

    private const string LeadsBack = "再问";

    private static async Task<Press[]> PressesAsync(Office office, CaseId[] cases, string action)
    {
        var looked = await office.Cases.LookAsync(office.Unit, cases, default);
        var presses = looked.SelectMany(l => Cases.Walk.Presses(l, office)).Where(p => p.Title == action).DistinctBy(p => p.Case).ToArray();
        // Whose time ran out in the last round of two pumps stands where it can be asked again too.
        presses.Select(p => p.Case).ShouldBe(cases);
        return presses;
    }

    private async Task SoundAsync(Office office, int roundsClosed)
    {
        (await TimeOffice.DeadlocksAsync(store)).ShouldBe(0);
        // Once for the outcome, once for asking again.
        (await TimeOffice.CountAsync(store, "SELECT count(*)::int FROM case_event WHERE kind = 'round-closed'")
            - _closedBefore).ShouldBe(2 * roundsClosed);
        (await TimeOffice.CountAsync(store, "SELECT count(*)::int FROM timer WHERE parked IS NOT NULL")).ShouldBe(0);
        await office.ProveAsync();
    }

    private int _closedBefore;

    private async Task MoveAsync(int hours)
    {
        _now = _now.AddHours(hours);
        await store.SetClockAsync(_now);
    }

    private async Task<(Office Office, Timers Timers, Duel Duel)> OpenAsync()
    {
        var seed = Seeds.Given();
        output.WriteLine($"APPROVALS_SEED={seed}");
        await store.SetClockAsync(_now);
        var office = await Office.OpenAsync(store, TimeOffice.Workflows(Asking));
        _closedBefore = await TimeOffice.CountAsync(store, "SELECT count(*)::int FROM case_event WHERE kind = 'round-closed'");
        return (office, TimeOffice.TimersOf(store, office), new Duel(seed));
    }
}
