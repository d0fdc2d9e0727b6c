using System.Security.Cryptography;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Directories;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Cases;

public sealed class CaseStoreTests(TestDatabase store, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private static readonly DateTimeOffset Morning = new(2026, 9, 7, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task From_the_draft_to_the_campaign_every_step_leaves_rows_that_its_history_explains()
    {
        var office = await OpenAsync();
        var notice = await office.DraftAsync(rows: 3);
        await office.ProveAsync();
        foreach (var action in new[] { "送核稿", "同意", "同意", "同意", "签发", "编号", "印发" })
        {
            await office.PressAsync(notice, action);
            await office.ProveAsync();
        }

        var done = await office.LookAsync(notice);
        done.Case.Numbers.Values.ShouldHaveSingleItem().ShouldHaveSingleItem().ShouldStartWith("澄市中医党〔2026〕");
        var tree = await office.Cases.LookAsync(office.Unit, await office.TreeAsync(notice), CancellationToken.None);
        tree.GroupBy(l => l.Workflow.Title).ToDictionary(g => g.Key, g => g.Count()).ShouldBe(
            new Dictionary<string, int> { ["科室分工"] = 5, ["事项"] = 3, ["专题活动"] = 1, ["公文办理"] = 1 }, ignoreOrder: true);
        tree.ShouldAllBe(l => l.Root == notice);
    }

    [Fact]
    public async Task The_whole_campaign_is_walked_to_its_end_and_explained_at_every_step()
    {
        var office = await OpenAsync();
        var notice = await office.DraftAsync();
        var presses = 0;
        while (await Walk.NextAsync(office, notice) is { } press)
        {
            await office.DoAsync(press);
            await office.ProveAsync();
            (++presses).ShouldBeLessThan(200);
        }

        output.WriteLine($"{presses} presses");
        (await office.TreeAsync(notice)).ShouldBeEmpty();
        (await office.QueryAsync<long>("SELECT count(*) FROM wake")).ShouldBe([0]);
    }

    /// <summary>Back and forth: returns, refusals, reopenings and transfers, by a seed that is printed.</summary>
    [Fact]
    [Trait("Part", "store")]
    public async Task Whatever_people_press_the_rows_stay_what_their_history_says()
    {
        var office = await OpenAsync();
        var seed = LongRun.Of("store") ? RandomNumberGenerator.GetInt32(int.MaxValue) : 20261121;
        output.WriteLine($"seed {seed}");
        var taste = new Random(seed);
        var notice = await office.IssuedAsync();
        for (var step = 0; step < LongRun.Times("store", 60, 600)
            && await Walk.AnyAsync(office, notice, taste) is { } press; step++)
        {
            var answer = await office.SendAsync(press);
            await office.Waker.SettleAsync(office.Unit, CancellationToken.None);
            if (answer is Answer.Refused refused)
            {
                refused.Why.ShouldBeOfType<Refusal.NobodyToSign>($"seed {seed}, step {step}: {press}");
            }

            if (step % 10 == 9)
            {
                await office.ProveAsync();
            }
        }

        await office.ProveAsync();
        (await office.QueryAsync<string>("SELECT parked FROM wake")).ShouldBeEmpty($"seed {seed}");
    }

    [Fact]
    public async Task The_same_form_sent_again_is_answered_and_not_done_again()
    {
        var office = await OpenAsync();
        var notice = await office.DraftAsync();
        var press = await office.PressOfAsync(notice, "送核稿");
        (await office.SendAsync(press, "twice")).ShouldBe(new Answer.Done(false));
        var after = await CountsAsync();

        (await office.SendAsync(press, "twice")).ShouldBe(new Answer.Done(true));
        (await CountsAsync()).ShouldBe(after);
    }

    [Fact]
    public async Task A_key_that_was_used_for_another_press_is_refused()
    {
        var office = await OpenAsync();
        var notice = await office.DraftAsync();
        var press = await office.PressOfAsync(notice, "送核稿");
        await office.SendAsync(press, "reused");
        var before = await CountsAsync();

        (await office.SendAsync(press with { Act = press.Act with { By = office.Person("许文谦") } }, "reused"))
            .ShouldBe(new Answer.KeyReused());
        (await office.OpenAsync(CaseId.Derive(notice.Month, "another"), 1, "reused")).ShouldBe(new Answer.KeyReused());
        (await CountsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_case_opens_once_whatever_its_form_is_sent()
    {
        var office = await OpenAsync();
        var id = CaseId.Derive(new DateOnly(2026, 9, 7), "once");
        (await office.OpenAsync(id, 2, "opening")).ShouldBe(new Answer.Done(false));
        var before = await CountsAsync();

        (await office.OpenAsync(id, 2, "opening")).ShouldBe(new Answer.Done(true));
        (await office.OpenAsync(id, 2, "opening", body: [2])).ShouldBe(new Answer.KeyReused());
        (await CountsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_case_that_nobody_knows_is_unknown_and_its_key_stays_free()
    {
        var office = await OpenAsync();
        var press = await office.PressOfAsync(await office.DraftAsync(), "送核稿");
        var before = await CountsAsync();

        (await office.SendAsync(press with { Case = CaseId.Derive(press.Case.Month, "nowhere") }, "free"))
            .ShouldBe(new Answer.Unknown());
        (await CountsAsync()).ShouldBe(before);
        (await office.SendAsync(press, "free")).ShouldBe(new Answer.Done(false));
    }

    [Fact]
    public async Task A_refused_press_writes_nothing_and_takes_no_number()
    {
        var office = await OpenAsync();
        var notice = await office.DraftAsync();
        foreach (var action in new[] { "送核稿", "同意", "同意", "同意", "签发" })
        {
            await office.PressAsync(notice, action);
        }

        var press = await office.PressOfAsync(notice, "编号");
        var before = await CountsAsync();
        (await office.SendAsync(press with { Act = press.Act with { By = office.Person("许文谦") } }))
            .ShouldBe(new Answer.Refused(new Refusal.NotYourAssignment()));
        (await office.SendAsync(press with { Act = press.Act with { ContentHash = "v0" } }))
            .ShouldBe(new Answer.Refused(new Refusal.ContentChanged()));
        (await office.SendAsync(press with { Act = press.Act with { Round = press.Act.Round - 1 } }))
            .ShouldBe(new Answer.Refused(new Refusal.RoundIsOver()));
        (await CountsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Numbers_have_no_gap_though_a_press_that_took_one_is_rolled_back()
    {
        var office = await OpenAsync();
        var numbers = new List<int>();
        for (var round = 0; round < 3; round++)
        {
            var notice = await office.DraftAsync();
            foreach (var action in new[] { "送核稿", "同意", "同意", "同意", "签发" })
            {
                await office.PressAsync(notice, action);
            }

            var press = await office.PressOfAsync(notice, "编号");
            // The disk is full, say: the number is taken and the event after it cannot be stored.
            await TestCluster.ExecuteAsync(store.OwnerConnection,
                "ALTER TABLE case_event ADD CONSTRAINT full_disk CHECK (kind <> 'number-taken') NOT VALID");
            await Should.ThrowAsync<PostgresException>(() => office.SendAsync(press));
            await TestCluster.ExecuteAsync(store.OwnerConnection, "ALTER TABLE case_event DROP CONSTRAINT full_disk");
            await office.DoAsync(press);
            var number = (await office.LookAsync(notice)).Case.Numbers.Values.Single().Single();
            numbers.Add(int.Parse(number.Split('〕')[1].TrimEnd('号')));
        }

        numbers.ShouldBe(Enumerable.Range(numbers[0], 3));
    }

    [Fact]
    public async Task Another_units_case_cannot_be_loaded()
    {
        var office = await OpenAsync();
        var notice = await office.DraftAsync();
        var press = await office.PressOfAsync(notice, "送核稿");
        var other = await new UnitImport(store.Database).ImportAsync(ShippedUnit.Real, CancellationToken.None);

        (await office.Cases.LookAsync(other, [notice], CancellationToken.None)).ShouldBeEmpty();
        (await office.Cases.HandleAsync(other, notice, press.Act, office.NewKey(), CancellationToken.None))
            .ShouldBe(new Answer.Unknown());
    }

    [Theory]
    [InlineData("case_event")]
    [InlineData("vote")]
    [InlineData("seat")]
    [InlineData("edition")]
    [InlineData("edition_file")]
    public async Task What_has_happened_cannot_be_changed_or_taken_away(string table)
    {
        var office = await OpenAsync();
        await office.DraftAsync();
        foreach (var sql in new[] { $"UPDATE {table} SET unit_id = unit_id", $"DELETE FROM {table}", $"TRUNCATE {table}" })
        {
            var refused = await Should.ThrowAsync<PostgresException>(() => store.Database.InUnitAsync(
                office.Unit, (connection, _) => connection.ExecuteAsync(sql), CancellationToken.None));
            refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }
    }

    private async Task<Office> OpenAsync()
    {
        await store.StartClockAsync(Morning);
        return await Office.OpenAsync(store);
    }

    /// <summary>Rows of every table, of every unit.</summary>
    private async Task<string> CountsAsync()
    {
        await using var admin = new NpgsqlConnection(store.AdminConnection);
        var tables = await admin.QueryAsync<string>(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename");
        var counts = new List<string>();
        foreach (var table in tables)
        {
            counts.Add($"{table} {await admin.ExecuteScalarAsync<long>($"SELECT count(*) FROM {table}")}");
        }

        return string.Join('\n', counts);
    }
}
