using System.Diagnostics;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Cases;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Cases;

/// <summary>Two presses that start from a barrier, on real PostgreSQL.</summary>
[Trait("Part", "store")]
public sealed class RaceTests(TestDatabase store, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private static readonly int Rounds = LongRun.Times("store", 40, 1000);

    /// <summary>Pairs that race side by side; what is prepared is prepared by as many hands.</summary>
    private const int Lanes = 3;

    [Fact]
    public async Task The_last_two_signers_at_once_complete_the_stage_once_whoever_is_faster()
    {
        var office = await OpenAsync();
        var watch = Stopwatch.StartNew();
        var (notices, pairs) = await CountersigningAsync(office, Rounds);
        var prepared = watch.Elapsed;
        await Task.WhenAll(pairs.Chunk((Rounds / Lanes) + 1).Select(lane => RaceAsync(office, lane)));
        output.WriteLine(
            $"{pairs.Count} rounds: {prepared.TotalSeconds:F1} s to prepare, "
            + $"{(watch.Elapsed - prepared).TotalSeconds:F1} s to race");

        foreach (var after in await LookAsync(office, notices))
        {
            after.Workflow.TitleOf(after.Case.Stage).ShouldBe("签发");
            after.Case.Round.ShouldBe(4);
            after.Case.Votes.Count(v => v.Round == 3).ShouldBe(2);
        }

        var closed = await office.QueryAsync<(Guid Case, byte[] Payload)>(
            "SELECT case_id, payload FROM case_event WHERE kind = 'round-closed' AND case_id = ANY(@ids)",
            new { ids = notices.Select(n => n.Value).ToArray() });
        var completions = closed.Where(e => CaseJson.Event(e.Payload) is CaseEvent.RoundClosed { Round: 3 }).Select(e => e.Case)
            .ToList();
        completions.Count.ShouldBe(Rounds);
        completions.Distinct().Count().ShouldBe(Rounds);
        await office.ProveAsync();
    }

    [Fact]
    public async Task Yes_and_no_of_one_signer_at_once_are_one_outcome()
    {
        var office = await OpenAsync();
        await RepeatAsync(async round =>
        {
            var notice = await office.DraftAsync(1);
            foreach (var action in new[] { "送核稿", "同意", "同意", "同意" })
            {
                await office.SendAsync(await office.PressOfAsync(notice, action));
            }

            var (sign, back) = (await office.PressOfAsync(notice, "签发"), await office.PressOfAsync(notice, "退回修改"));
            var answers = await AtOnceAsync(() => office.SendAsync(sign), () => office.SendAsync(back));

            answers.Count(a => a == new Answer.Done(false)).ShouldBe(1, $"round {round}: {answers[0]} {answers[1]}");
            answers.OfType<Answer.Refused>().ShouldHaveSingleItem().Why.ShouldBe(new Refusal.RoundIsOver());
            (await office.LookAsync(notice)).Case.Votes.Count(v => v.Round == 4).ShouldBe(1);
            (await OutcomesAsync(office, notice, 4)).ShouldBe(1);
        });
        await office.ProveAsync();
    }

    [Fact]
    public async Task One_agrees_while_the_other_returns_and_it_is_returned_once()
    {
        var office = await OpenAsync();
        await RepeatAsync(async round =>
        {
            var notice = await CountersigningAsync(office);
            var presses = Walk.Presses(await office.LookAsync(notice), office).ToList();
            var agree = presses.First(p => p.Title == "同意");
            var back = presses.First(p => p.Title == "退回修改" && p.Act.Seat != agree.Act.Seat);
            var answers = await AtOnceAsync(() => office.SendAsync(agree), () => office.SendAsync(back));

            answers[1].ShouldBe(new Answer.Done(false), $"round {round}");
            (answers[0] == new Answer.Done(false) || answers[0] == new Answer.Refused(new Refusal.RoundIsOver()))
                .ShouldBeTrue($"round {round}: {answers[0]}");
            var after = await office.LookAsync(notice);
            after.Workflow.TitleOf(after.Case.Stage).ShouldBe("拟稿");
            (await OutcomesAsync(office, notice, 3)).ShouldBe(1);
        });
        await office.ProveAsync();
    }

    [Fact]
    public async Task The_same_form_twice_at_once_has_one_effect()
    {
        var office = await OpenAsync();
        await RepeatAsync(async round =>
        {
            var notice = await office.DraftAsync(1);
            var (press, key) = (await office.PressOfAsync(notice, "送核稿"), office.NewKey());
            var answers = await AtOnceAsync(() => office.SendAsync(press, key), () => office.SendAsync(press, key));

            answers.OfType<Answer.Done>().Select(d => d.Before).Order().ShouldBe([false, true]);
            (await office.LookAsync(notice)).Case.Votes.ShouldHaveSingleItem();
        });
        await office.ProveAsync();
    }

    /// <summary>A notice whose two countersigners have not signed.</summary>
    private static async Task<CaseId> CountersigningAsync(Office office) => (await CountersigningAsync(office, 1)).Notices[0];

    /// <summary>So many of them, by many hands, and for each the two presses that complete it.</summary>
    private static async Task<(IReadOnlyList<CaseId> Notices, IReadOnlyList<Press[]> Pairs)> CountersigningAsync(
        Office office, int count)
    {
        var today = await office.TodayAsync();
        var opened = new CaseId[count];
        await EachAsync(count, async i => opened[i] = await office.DraftAsync(today, 1));
        foreach (var action in new[] { "送核稿", "同意" })
        {
            var presses = await PressesAsync(office, opened, action);
            await EachAsync(count, async i => (await office.SendAsync(presses[i][0])).ShouldBe(new Answer.Done(false)));
        }

        var pairs = await PressesAsync(office, opened, "同意");
        pairs.ShouldAllBe(p => p.Length == 2);
        return (opened, pairs);
    }

    private static async Task<IReadOnlyList<Press[]>> PressesAsync(Office office, IReadOnlyList<CaseId> ids, string action) =>
        [.. (await LookAsync(office, ids)).Select(l => Walk.Presses(l, office).Where(p => p.Title == action).ToArray())];

    private static async Task<IReadOnlyList<Looked>> LookAsync(Office office, IReadOnlyList<CaseId> ids)
    {
        var looked = new List<Looked>();
        foreach (var some in ids.Chunk(100))
        {
            looked.AddRange(await office.Cases.LookAsync(office.Unit, some, CancellationToken.None));
        }

        looked.Count.ShouldBe(ids.Count);
        return looked;
    }

    private static Task EachAsync(int count, Func<int, Task> work) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = Lanes }, async (i, _) => await work(i));

    /// <summary>Two signers, each on a thread of his own, go through their cases side by side; before each they meet.</summary>
    private static async Task RaceAsync(Office office, IReadOnlyList<Press[]> lane)
    {
        using var barrier = new Barrier(2);
        await Task.WhenAll(new[] { 0, 1 }.Select(who => Task.Factory.StartNew(
            () =>
            {
                foreach (var pair in lane)
                {
                    barrier.SignalAndWait(Until.Patience).ShouldBeTrue("the other signer has broken off");
                    office.SendAsync(pair[who]).GetAwaiter().GetResult().ShouldBe(new Answer.Done(false), $"{pair[who]}");
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }

    private static async Task<int> OutcomesAsync(Office office, CaseId id, int round) => (await office.QueryAsync<byte[]>(
        "SELECT payload FROM case_event WHERE case_id = @id AND kind = 'round-closed'", new { id = id.Value }))
        .Select(payload => CaseJson.Event(payload)).OfType<CaseEvent.RoundClosed>().Count(e => e.Round == round);

    private static async Task<Answer[]> AtOnceAsync(params Func<Task<Answer>>[] presses)
    {
        using var barrier = new Barrier(presses.Length);
        return await Task.WhenAll(presses.Select(press => Task.Run(async () =>
        {
            barrier.SignalAndWait();
            return await press();
        })));
    }

    private async Task RepeatAsync(Func<int, Task> round)
    {
        var times = LongRun.Times("store", 20, 1000);
        for (var done = 1; done <= times; done++)
        {
            await round(done);
        }

        output.WriteLine($"{times} rounds");
    }

    private async Task<Office> OpenAsync()
    {
        await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        return await Office.OpenAsync(store);
    }
}
