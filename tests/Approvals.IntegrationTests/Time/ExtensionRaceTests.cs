using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Cases;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Time;

/// <summary>延期, 中止, 提交 and the pump at once, in cases that tell each other: nobody waits for ever for another.</summary>
[Trait("Part", "store")]
public sealed class ExtensionRaceTests(TestDatabase store, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    /// <summary>The rows are due on the first of December.</summary>
    private static readonly DateTimeOffset Issued = new(2026, 10, 20, 1, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset AskedForTime = new(2026, 11, 16, 1, 0, 0, TimeSpan.Zero);

    /// <summary>08:00 of the day of the first reminder, three days before.</summary>
    private static readonly DateTimeOffset Reminded = new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_branch_is_handed_in_while_the_time_asked_for_is_granted()
    {
        var (office, duel) = await OpenAsync();
        for (var done = 0; done < LongRun.Times("store", 24, 1000);)
        {
            var asked = await AskedAsync(office, rows: 8);
            var grants = await PressesAsync(office, asked, a => a.Extension, "批准");
            var hands = await PressesAsync(office, asked, a => a.Branch, "提交");
            var fought = await duel.FightAsync(
                asked.Length, i => office.SendAsync(hands[i]), i => office.SendAsync(grants[i]));
            fought.ShouldAllBe(f => f.One == new Answer.Done(false) && f.Other == new Answer.Done(false));
            await office.Waker.SettleAsync(office.Unit, default);
            foreach (var ended in await office.Cases.LookAsync(office.Unit, [.. asked.SelectMany(a => new[] { a.Branch, a.Extension })], default))
            {
                ended.Case.Ended.ShouldBeTrue();
            }

            done += asked.Length;
        }

        await SoundAsync(office);
    }

    [Fact]
    public async Task Time_is_granted_and_the_item_suspended_while_its_reminder_is_due()
    {
        var (office, duel) = await OpenAsync();
        var timers = TimeOffice.TimersOf(store, office);
        var fired = 0;
        for (var done = 0; done < LongRun.Times("store", 8, 500);)
        {
            var asked = await AskedAsync(office, rows: 4);
            await store.SetClockAsync(Reminded);
            var grants = await PressesAsync(office, asked, a => a.Extension, "批准");
            for (var i = 0; i < asked.Length; i++)
            {
                fired += await AllAtOnceAsync(office, timers, duel, asked[i], grants[i]);
            }

            await store.SetClockAsync(AskedForTime);
            done += asked.Length;
        }

        output.WriteLine($"{fired} times the reminder was first");
        await SoundAsync(office);
    }

    /// <summary>One branch: whoever comes first, it ends up suspended, with the date that was granted and no timer.</summary>
    private static async Task<int> AllAtOnceAsync(Office office, Timers timers, Duel duel, Asked asked, Press grant)
    {
        var suspend = await office.PressOfAsync(asked.Item, "中止");
        var (answers, round) = (await duel.FightAsync(
            1,
            async _ => await Task.WhenAll(office.SendAsync(grant), office.SendAsync(suspend)),
            async _ =>
            {
                var waking = office.Waker.SettleAsync(office.Unit, default);
                var fired = await timers.FireAsync(office.Unit, [asked.Branch], default);
                await waking;
                return fired;
            }))[0];
        answers.ShouldBe([new Answer.Done(false), new Answer.Done(false)]);
        await office.Waker.SettleAsync(office.Unit, default);

        var stopped = await office.LookAsync(asked.Branch);
        stopped.Case.Time.Suspension.ShouldNotBeNull().Inherited.ShouldBeTrue();
        (stopped.Case.DueOn, stopped.Case.Time.Extensions).ShouldBe((grant.Act.Inputs.Said.Date, 1));
        (await TimersOfAsync(office, asked.Branch)).ShouldBeEmpty();
        var reminded = (await Duel.EventsAsync<CaseEvent.RungFired>(office, asked.Branch)).Select(e => e.Event.DueOn).ToList();
        // The pump may also be the first to see that the item stands still; then there is no reminder.
        reminded.Count.ShouldBeLessThanOrEqualTo(round.Fired);
        reminded.ShouldAllBe(due => due == new DateOnly(2026, 12, 1));

        await office.PressAsync(asked.Item, "恢复办理");
        var running = await office.LookAsync(asked.Branch);
        running.Case.Time.Suspension.ShouldBeNull();
        (await TimersOfAsync(office, asked.Branch)).ShouldHaveSingleItem();
        return reminded.Count;
    }

    private static async Task<List<int>> TimersOfAsync(Office office, CaseId id) =>
        [.. await office.QueryAsync<int>("SELECT seat_no FROM timer WHERE case_id = @id", new { id = id.Value })];

    /// <summary>A notice's branches, each with an extension that waits for the leader.</summary>
    private async Task<Asked[]> AskedAsync(Office office, int rows)
    {
        await store.SetClockAsync(Issued);
        var notice = await office.IssuedAsync(rows);
        var branches = (await TreeAsync(office, notice)).Where(l => l.Workflow.Title == "科室分工").Select(l => l.Case.Id).ToList();
        foreach (var branch in branches)
        {
            (await office.SendAsync(await office.PressOfAsync(branch, "签收"))).ShouldBe(new Answer.Done(false));
        }

        await store.SetClockAsync(AskedForTime);
        foreach (var branch in branches)
        {
            (await office.SendAsync(await office.PressOfAsync(branch, "申请延期"))).ShouldBe(new Answer.Done(false));
        }

        await office.Waker.SettleAsync(office.Unit, default);
        var tree = await TreeAsync(office, notice);
        var extensions = tree.Where(l => l.Workflow.Title == "延期申请").Select(l => l.Case).ToList();
        foreach (var extension in extensions)
        {
            (await office.SendAsync(await office.PressOfAsync(extension.Id, "同意，报领导"))).ShouldBe(new Answer.Done(false));
        }

        await office.Waker.SettleAsync(office.Unit, default);
        return
        [
            .. extensions.Select(e => tree.Single(l => l.Case.Id == e.Parent).Case)
                .Zip(extensions, (branch, extension) => new Asked(branch.Parent!.Value, branch.Id, extension.Id)), // of an item
        ];
    }

    private static async Task<IReadOnlyList<Looked>> TreeAsync(Office office, CaseId notice) =>
        await office.Cases.LookAsync(office.Unit, await office.TreeAsync(notice), default);

    private static async Task<Press[]> PressesAsync(Office office, Asked[] asked, Func<Asked, CaseId> which, string action)
    {
        var looked = await office.Cases.LookAsync(office.Unit, [.. asked.Select(which)], default);
        var presses = looked.SelectMany(l => Cases.Walk.Presses(l, office)).Where(p => p.Title == action).DistinctBy(p => p.Case).ToArray();
        presses.Select(p => p.Case).ShouldBe(asked.Select(which));
        return presses;
    }

    private async Task SoundAsync(Office office)
    {
        (await TimeOffice.DeadlocksAsync(store)).ShouldBe(0);
        (await TimeOffice.CountAsync(store, "SELECT count(*)::int FROM wake")).ShouldBe(0);
        (await TimeOffice.CountAsync(store, "SELECT count(*)::int FROM timer WHERE parked IS NOT NULL")).ShouldBe(0);
        await office.ProveAsync();
    }

    private async Task<(Office Office, Duel Duel)> OpenAsync()
    {
        var seed = Seeds.Given();
        output.WriteLine($"APPROVALS_SEED={seed}");
        await store.SetClockAsync(Issued);
        return (await Office.OpenAsync(store), new Duel(seed));
    }

    private sealed record Asked(CaseId Item, CaseId Branch, CaseId Extension);
}
