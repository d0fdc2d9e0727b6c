using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Cases;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Time;

/// <summary>
/// Agreeing, 退回, 撤回 and the end of the time at one stage, from a barrier on real PostgreSQL: exactly one of them moves the
/// case, and the three others are told that it moved.
/// </summary>
[Trait("Part", "store")]
public sealed class FourWaysRaceTests(TestDatabase store, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private const int Batch = 25;

    private const string Weighing = """
        apiVersion: approvals/1
        workflow: weighing
        title: 审核
        starts: [{on: drafted, at: draft}]
        stages:
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            actions:
              hand-in: {title: 提交, to: weigh, recall: true}
              stop: {title: 了结, to: over}
          - id: weigh
            title: 审核
            signers: {role: office}
            deadline: 2 hours
            on_deadline: lapsed
            actions:
              agree: {title: 同意, to: agreed}
              return: {title: 退回, to: draft, needs: [reason]}
          - {id: agreed, title: 已同意, signers: {people: drafter}, actions: {again: {title: 再拟, to: draft}}}
          - {id: lapsed, title: 已过时, signers: {people: drafter}, actions: {again: {title: 再拟, to: draft}}}
        ends:
          - {id: over, title: 了结}
        """;

    private DateTimeOffset _now = new(2026, 9, 7, 1, 0, 0, TimeSpan.Zero);

    private static int Rounds => LongRun.Times("store", 50, 10_000);

    [Fact]
    public async Task Exactly_one_of_agreeing_returning_taking_back_and_the_end_of_the_time_wins()
    {
        var seed = Seeds.Given();
        await store.SetClockAsync(_now);
        var office = await Office.OpenAsync(store, TimeOffice.Workflows(Weighing));
        var timers = TimeOffice.TimersOf(store, office);
        var melee = new Melee(seed);
        var won = new int[4];
        var cases = new CaseId[Batch];
        for (var i = 0; i < Batch; i++)
        {
            cases[i] = await office.DraftAsync(rows: 0);
        }

        for (var done = 0; done < Rounds; done += Batch)
        {
            await SendAsync(office, cases, "提交");
            _now = _now.AddHours(2);
            await store.SetClockAsync(_now);
            var (agree, back) = (await PressesAsync(office, cases, "同意"), await PressesAsync(office, cases, "退回"));
            var before = await office.Cases.LookAsync(office.Unit, cases, default);
            var answers = await melee.FightAsync(
                cases.Length,
                async i => Outcome.Of(await office.SendAsync(agree[i])),
                async i => Outcome.Of(await office.SendAsync(back[i])),
                async i => Outcome.Of(await office.Cases.HandleAsync(
                    office.Unit, cases[i], Recall(before[i].Case, office), office.NewKey(), default)),
                async i => Outcome.Of(await timers.FireAsync(office.Unit, [cases[i]], default)));
            await JudgeAsync(office, cases, before, answers, won);
        }

        output.WriteLine(
            $"APPROVALS_SEED={seed}, {Rounds} rounds: agreed {won[0]}, returned {won[1]}, taken back {won[2]}, lapsed {won[3]}");
        won.Sum().ShouldBe(Rounds);
        if (LongRun.Of("store"))
        {
            won.Min().ShouldBeGreaterThanOrEqualTo(Rounds / 20, "each must win one time in twenty at least");
        }

        (await TimeOffice.DeadlocksAsync(store)).ShouldBe(0);
        (await TimeOffice.CountAsync(store, "SELECT count(*)::int FROM timer WHERE parked IS NOT NULL")).ShouldBe(0);
        await office.ProveAsync();
    }

    /// <summary>Who won is where the case stands; its round was closed once, and the losers were told so. All go on to the draft.</summary>
    private static async Task JudgeAsync(
        Office office, CaseId[] cases, IReadOnlyList<Looked> before, IReadOnlyList<Outcome[]> answers, int[] won)
    {
        var after = await office.Cases.LookAsync(office.Unit, cases, default);
        for (var i = 0; i < cases.Length; i++)
        {
            var winner = Array.FindIndex(answers[i], a => a.Won);
            answers[i].Count(a => a.Won).ShouldBe(1, string.Join(' ', answers[i].Select(a => $"{a}")));
            answers[i].Where(a => !a.Won).ShouldAllBe(a => a.WasTold);
            after[i].Workflow.TitleOf(after[i].Case.Stage).ShouldBe(winner switch { 0 => "已同意", 3 => "已过时", _ => "拟稿" });
            (await Duel.EventsAsync<CaseEvent.RoundClosed>(office, cases[i]))
                .Count(e => e.Event.Round == before[i].Case.Round).ShouldBe(1);
            won[winner]++;
        }

        await SendAsync(office, [.. cases.Where((_, i) => after[i].Workflow.TitleOf(after[i].Case.Stage) != "拟稿")], "再拟");
    }

    private static CaseCommand.Recall Recall(Engine.Cases.Case @case, Office office) => new(@case.Round, office.Person("叶秋水"), "还要改");

    private static async Task SendAsync(Office office, CaseId[] cases, string action)
    {
        foreach (var press in await PressesAsync(office, cases, action))
        {
            (await office.SendAsync(press)).ShouldBe(new Answer.Done(false));
        }
    }

    private static async Task<Press[]> PressesAsync(Office office, CaseId[] cases, string action)
    {
        var looked = await office.Cases.LookAsync(office.Unit, cases, default);
        var presses = looked.SelectMany(l => Cases.Walk.Presses(l, office)).Where(p => p.Title == action).DistinctBy(p => p.Case).ToArray();
        presses.Select(p => p.Case).ShouldBe(cases);
        return presses;
    }

    /// <summary>What one of the four was answered.</summary>
    private sealed record Outcome(bool Won, bool WasTold)
    {
        public static Outcome Of(Answer answer) => new(
            answer == new Answer.Done(false),
            answer is Answer.Refused { Why: Refusal.RoundIsOver or Refusal.TooLateToRecall });

        /// <summary>Somebody was faster: nothing is due any more, or the case is held and is looked at again.</summary>
        public static Outcome Of(FiringRound fired) => new(fired.Fired == 1, fired is { Fired: 0, Left: 1, Parked: 0 });
    }
}
