using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Audit;
using Approvals.Web.Store.Verify;
using Dapper;
using Npgsql;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Identity;

/// <summary>
/// kill -9 of the first start, again and again in its middle: what stands in the end is what one whole start makes.
/// </summary>
[Trait("Part", "faults")]
public sealed class KilledFirstStartTests(TestDatabase store, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    // Every step writes its key with it: how many there are says how far a start has come.
    private const string Steps = "SELECT count(*) FROM command_key";

    private const string Standing = """
        SELECT format('%s %s %s/%s: %s', u.name, c.workflow, c.stage, c.child_key, count(*))
        FROM flow_case c
        JOIN unit u USING (unit_id)
        GROUP BY u.name, c.workflow, c.stage, c.child_key
        UNION ALL
        SELECT format('%s %s events: %s', u.name, e.kind, count(*))
        FROM case_event e
        JOIN unit u USING (unit_id)
        GROUP BY u.name, e.kind
        UNION ALL
        SELECT format('%s %s rows: %s, confirmed: %s', u.name, n.number, count(*), count(r.confirmed_at))
        FROM notice n
        JOIN unit u USING (unit_id)
        JOIN notice_row r USING (unit_id, opened_month, case_id)
        GROUP BY u.name, n.number
        UNION ALL
        SELECT format('%s ruled: %s of %s', u.name, count(d.ruled_at), count(*))
        FROM notice_difference d
        JOIN unit u USING (unit_id)
        GROUP BY u.name
        ORDER BY 1
        """;

    // The real notice is registered and nothing ruled on; the twin is ruled on, split into ten items, and worked at.
    private const string Promise = """
        SELECT u.demonstration,
               (SELECT count(*) FROM notice n WHERE n.unit_id = u.unit_id) AS notices,
               EXISTS (SELECT FROM notice_difference d WHERE d.unit_id = u.unit_id AND d.ruled_at IS NOT NULL) AS ruled,
               (SELECT count(*) FROM flow_case c JOIN flow_case p ON p.unit_id = c.unit_id AND p.case_id = c.parent_id
                WHERE c.unit_id = u.unit_id AND p.parent_id = p.root_id) AS items,
               (SELECT count(DISTINCT e.case_id) FROM case_event e JOIN flow_case c USING (unit_id, opened_month, case_id)
                WHERE e.unit_id = u.unit_id AND e.kind = 'vote-cast' AND c.parent_id <> c.root_id) AS begun
        FROM unit u
        ORDER BY u.demonstration
        """;

    [Fact]
    public async Task What_is_half_made_is_made_whole_by_the_next_start_and_nothing_twice()
    {
        var seed = Seeds.Given();
        output.WriteLine($"APPROVALS_SEED={seed}");
        var taste = new Random(seed);
        var whole = await WholeAsync();
        var folder = TestCluster.NewFolder();
        await using var look = new NpgsqlConnection(store.AdminConnection);
        foreach (var moment in Enumerable.Range(1, whole.Steps - 1).OrderBy(_ => taste.Next()).Take(LongRun.Times("faults", 3, 8)).Order())
        {
            await using var start = ServerProcess.Start(
                "serve", "--Urls=http://127.0.0.1:0", "--Samples=true", $"--Data={folder}",
                $"--ConnectionStrings:Approvals={store.AppConnection}",
                $"--ConnectionStrings:ApprovalsOwner={store.OwnerConnection}");
            await Until.TrueAsync(
                async () =>
                {
                    start.HasExited.ShouldBeFalse(start.Errors);
                    return await look.ExecuteScalarAsync<int>(Steps) >= moment;
                },
                () => $"never {moment} of {whole.Steps} steps: {start.Errors} {start.Output}");

            await start.KillAsync();
            output.WriteLine($"killed after {await look.ExecuteScalarAsync<int>(Steps)} of {whole.Steps} steps");
        }

        await using (await store.StartProcessAsync("--Samples=true", $"--Data={folder}"))
        {
            (await look.QueryAsync<string>(Standing)).ShouldBe(whole.Standing, $"APPROVALS_SEED={seed}");
            (await look.ExecuteScalarAsync<int>(Steps)).ShouldBe(whole.Steps);
            (await look.ExecuteScalarAsync<long>("SELECT count(*) FROM wake")).ShouldBe(0);
            foreach (var unit in await store.Database.UnitsAsync(CancellationToken.None))
            {
                (await new CaseAudit(store.Database).AuditAsync(unit, CancellationToken.None)).First.ShouldBeNull();
                (await new StoreCheck(store.Database).RunAsync(unit.Id, CancellationToken.None)).Where(b => b.Rule.Fault)
                    .Select(b => b.Sentence).ShouldBeEmpty($"APPROVALS_SEED={seed}");
            }
        }

        // Once more: nothing is left to do.
        await using var again = await store.StartProcessAsync("--Samples=true", $"--Data={folder}");
        (await look.QueryAsync<string>(Standing)).ShouldBe(whole.Standing);
        again.Output.ShouldNotContain("已不在数据文件夹中");
    }

    /// <summary>What one start makes that nobody disturbs; it must be what a visitor is promised.</summary>
    private static async Task<(int Steps, IReadOnlyList<string> Standing)> WholeAsync()
    {
        var undisturbed = new TestDatabase();
        await undisturbed.InitializeAsync();
        await using (await undisturbed.StartProcessAsync("--Samples=true", $"--Data={TestCluster.NewFolder()}"))
        {
            await using var look = new NpgsqlConnection(undisturbed.AdminConnection);
            var promised = (await look.QueryAsync<(bool, long Notices, bool Ruled, long Items, long Begun)>(Promise)).ToList();
            promised.Select(p => (p.Notices, p.Ruled, p.Items)).ShouldBe([(1, false, 0), (1, true, 10)]);
            promised.Select(p => p.Begun > 3).ShouldBe([false, true]);
            var standing = (await look.QueryAsync<string>(Standing)).ToList();
            var steps = await look.ExecuteScalarAsync<int>(Steps);
            await undisturbed.DisposeAsync();
            return (steps, standing);
        }
    }
}
