using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Npgsql;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Cases;

/// <summary>Many cases in one transaction: read, locked and written by one statement a table.</summary>
public sealed class LoadingTests(TestDatabase store, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Many_cases_read_at_once_are_what_each_is_alone()
    {
        var office = await OpenAsync();
        var seed = 20261122;
        var taste = new Random(seed);
        var notices = new List<CaseId>();
        foreach (var rows in new[] { 1, 2, 4 })
        {
            notices.Add(await office.IssuedAsync(rows));
            await office.DraftAsync(rows);
        }

        for (var step = 0; step < 60; step++)
        {
            if (await Walk.AnyAsync(office, notices[step % notices.Count], taste) is { } press)
            {
                await office.SendAsync(press);
                await office.Waker.SettleAsync(office.Unit, CancellationToken.None);
            }
        }

        var ids = await EveryCaseAsync(office);
        var alone = new List<LoadedCase>();
        foreach (var id in ids)
        {
            alone.AddRange(await ReadAsync(office, [id], CaseLock.None));
        }

        foreach (var locking in Enum.GetValues<CaseLock>())
        {
            var many = await ReadAsync(office, [.. ids.Reverse(), CaseId.Derive(ids[0].Month, "nowhere")], locking);
            many.Select(l => l.Now).Distinct().ShouldHaveSingleItem();
            // Every reading has its own instant; all else is the same, in key order or, locked from above, no child before its parent.
            many.Select(l => CaseJson.Text(l with { Now = default })).ShouldBe(
                alone.Select(l => CaseJson.Text(l with { Now = default })), locking == CaseLock.WaitDown, $"seed {seed}, {locking}");
            if (locking == CaseLock.WaitDown)
            {
                var places = many.Select((l, place) => (l.Case.Id, place)).ToDictionary(l => l.Id, l => l.place);
                many.ShouldAllBe(l => l.Case.Parent == null || places[l.Case.Parent.Value] < places[l.Case.Id]);
            }
        }

        // There was something to mix up.
        alone.ShouldContain(l => l.Case.Votes.Length > 0 && l.Grants.Parent != null && l.Grants.Parent.Parties.Count > 0);
        alone.ShouldContain(l => l.Grants.Children.Length > 0 && l.Grants.ChildVotes.Length > 0);
        alone.ShouldContain(l => l.Grants.Measured.Count > 0 && l.Grants.ContentHash != "");
        output.WriteLine($"{ids.Count} cases, {alone.Count(l => l.Case.Matters.Length > 0)} with matters");
    }

    [Fact]
    public async Task Pages_get_cases_in_the_order_in_which_they_asked()
    {
        var office = await OpenAsync();
        var (first, second) = (await office.DraftAsync(1), await office.DraftAsync(1));
        foreach (var ids in new CaseId[][] { [first, second], [second, first], [second, CaseId.Derive(first.Month, "none"), first] })
        {
            (await office.Cases.LookAsync(office.Unit, ids, CancellationToken.None)).Select(l => l.Case.Id)
                .ShouldBe(ids.Where(id => id == first || id == second));
        }
    }

    [Fact]
    public async Task What_somebody_holds_is_left_out_and_the_rest_comes()
    {
        var office = await OpenAsync();
        var ids = await DraftsAsync(office, 5);
        await using var other = await store.Database.Source.OpenConnectionAsync();
        await using var holding = await other.BeginTransactionAsync();
        (await CaseLoading.ForFiringAsync(other, office.Unit, [ids[1], ids[3]], CancellationToken.None)).Count.ShouldBe(2);

        await using var connection = await store.Database.Source.OpenConnectionAsync();
        await using (await connection.BeginTransactionAsync())
        {
            var loaded = await CaseLoading.ForFiringAsync(
                connection, office.Unit, [.. ids.Reverse()], CancellationToken.None);
            loaded.Select(l => l.Case.Id).ShouldBe([ids[0], ids[2], ids[4]]);
            (await CaseLoading.ForFiringAsync(connection, office.Unit, [], CancellationToken.None)).ShouldBeEmpty();
        }

        await holding.RollbackAsync();
        await using (await connection.BeginTransactionAsync())
        {
            (await CaseLoading.ForFiringAsync(connection, office.Unit, ids, CancellationToken.None))
                .Select(l => l.Case.Id).ShouldBe(ids);
        }
    }

    [Fact]
    public async Task Cases_of_two_editions_are_written_in_one_transaction_and_keep_their_own()
    {
        var (office, other) = (await OpenAsync(), await OpenAsync(AnotherEdition()));
        other.Editions.Current.Hash.ShouldNotBe(office.Editions.Current.Hash);
        var presses = new List<Press>();
        foreach (var one in new[] { office, other })
        {
            var notice = await one.DraftAsync(2);
            foreach (var action in new[] { "送核稿", "同意", "同意", "同意", "签发", "编号" })
            {
                await one.PressAsync(notice, action);
            }

            presses.Add(await one.PressOfAsync(notice, "印发"));
        }

        await WriteAsync(office, presses);

        foreach (var (one, press) in new[] { office, other }.Zip(presses))
        {
            // The press opened the campaign, its items and theirs, and of two editions in one statement each got its own.
            var tree = await office.TreeAsync(press.Case, endedToo: true);
            tree.Count.ShouldBeGreaterThan(2);
            (await office.QueryAsync<string>(
                "SELECT DISTINCT book_hash FROM flow_case WHERE case_id = ANY (@tree)",
                new { tree = tree.Select(id => id.Value).ToArray() })).ShouldBe([one.Editions.Current.Hash]);
        }

        await office.Waker.SettleAsync(office.Unit, CancellationToken.None);
        await office.ProveAsync();
    }

    private async Task WriteAsync(Office office, List<Press> presses)
    {
        await using var connection = await store.Database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var loaded = await CaseLoading.ForFiringAsync(
            connection, office.Unit, [.. presses.Select(p => p.Case)], CancellationToken.None);
        loaded.Count.ShouldBe(presses.Count);
        CaseWrites? writes = null;
        foreach (var one in loaded)
        {
            var act = presses.Single(p => p.Case == one.Case.Id).Act;
            var context = await office.Deciding.AboutAsync(connection, office.Unit, one, CancellationToken.None);
            var decision = (await office.Deciding.DecideAsync(
                connection, office.Unit, one, [act], context, act.By, CancellationToken.None))
                .ShouldBeOfType<Decision.Permitted>();
            writes ??= new CaseWrites(office.Unit, one.Now, context.Today, act.By);
            await Writing.TakeAsync(connection, writes, one, decision, context, CancellationToken.None);
            // One statement writes a row once: a case is asked everything in one decision.
            await Should.ThrowAsync<InvalidOperationException>(
                () => Writing.TakeAsync(connection, writes, one, decision, context, CancellationToken.None));
        }

        await Writing.SendAsync(connection, writes.ShouldNotBeNull(), null, CancellationToken.None);
        await transaction.CommitAsync();
    }

    private async Task<IReadOnlyList<LoadedCase>> ReadAsync(Office office, IReadOnlyList<CaseId> ids, CaseLock locking)
    {
        await using var connection = await store.Database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(CaseRows.Command(Database.SetUnit, office.Unit, ids[0]));
        CaseRows.AddTo(batch, office.Unit, ids, locking);
        await using var rows = await CaseRows.AskAsync(batch, CancellationToken.None);
        await rows.NextResultAsync();
        return await CaseAnswers.ReadAsync(rows, CancellationToken.None);
    }

    private static async Task<IReadOnlyList<CaseId>> EveryCaseAsync(Office office) =>
    [
        .. (await office.QueryAsync<Guid>("SELECT case_id FROM flow_case ORDER BY opened_month, case_id"))
            .Select(id => new CaseId(id)),
    ];

    /// <summary>In key order.</summary>
    private static async Task<IReadOnlyList<CaseId>> DraftsAsync(Office office, int count)
    {
        var (today, drafts) = (await office.TodayAsync(), ImmutableArray.CreateBuilder<CaseId>());
        while (drafts.Count < count)
        {
            drafts.Add(await office.DraftAsync(today, 1));
        }

        return [.. drafts.OrderBy(id => id.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>The shipped definitions with a comment more.</summary>
    private static string AnotherEdition()
    {
        var folder = TestCluster.NewFolder();
        foreach (var path in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "workflows"), "*.yaml"))
        {
            File.WriteAllText(Path.Combine(folder, Path.GetFileName(path)), File.ReadAllText(path) + "# another\n");
        }

        return folder;
    }

    private async Task<Office> OpenAsync(string? workflows = null)
    {
        await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        return await Office.OpenAsync(store, workflows);
    }
}
