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
    private const int Deep = 1000;

    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_last_two_signers_at_once_complete_the_stage_once()
    {
        var office = await OpenAsync();
        await RepeatAsync(Enough, async round =>
        {
            var notice = await CountersigningAsync(office);
            var presses = Walk.Presses(await office.LookAsync(notice), office).Where(p => p.Title == "同意").ToList();
            presses.Count.ShouldBe(2);
            var answers = await AtOnceAsync(
                () => office.SendAsync(presses[0]),
                () => office.SendAsync(presses[1]));

            answers.ShouldAllBe(a => a == new Answer.Done(false), $"round {round}");
            var after = await office.LookAsync(notice);
            after.Workflow.TitleOf(after.Case.Stage).ShouldBe("签发", $"round {round}");
            after.Case.Round.ShouldBe(4);
            after.Case.Votes.Count(v => v.Round == 3).ShouldBe(2);
            (await OutcomesAsync(office, notice, 3)).ShouldBe(1);
        });
        await office.ProveAsync();
    }

    [Fact]
    public async Task Yes_and_no_of_one_signer_at_once_are_one_outcome()
    {
        var office = await OpenAsync();
        await RepeatAsync(Enough / 4, async round =>
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
        await RepeatAsync(Enough / 4, async round =>
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
        await RepeatAsync(Enough / 4, async round =>
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
    private static async Task<CaseId> CountersigningAsync(Office office)
    {
        var notice = await office.DraftAsync(1);
        foreach (var action in new[] { "送核稿", "同意" })
        {
            await office.SendAsync(await office.PressOfAsync(notice, action));
        }

        return notice;
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

    /// <summary>As often as fits, and in depth a thousand times.</summary>
    private async Task RepeatAsync(TimeSpan fits, Func<int, Task> round)
    {
        var watch = Stopwatch.StartNew();
        var done = 0;
        while (LongRun.Of("store") ? done < Deep : watch.Elapsed < fits)
        {
            await round(++done);
        }

        output.WriteLine($"{done} rounds in {watch.Elapsed.TotalSeconds:F1} s");
    }

    private async Task<Office> OpenAsync()
    {
        await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        return await Office.OpenAsync(store);
    }
}
