using System.Diagnostics;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Messages;
using Approvals.IntegrationTests.Postgres;
using Dapper;
using Npgsql;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Time;

/// <summary>
/// Nodes as processes, and thousands of timers due at once. One is frozen inside its transaction and thawed when others have
/// done its work, one is killed: each timer fires once.
/// </summary>
[Trait("Part", "faults")]
public sealed class TimerNodesTests(TestDatabase store, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    /// <summary>It has its cases and writes what was fired.</summary>
    private const string Writes = """
        SELECT EXISTS (
          SELECT FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'frozen' AND state = 'active' AND wait_event_type = 'Lock'
            AND backend_xid IS NOT NULL AND query LIKE 'INSERT INTO case_event%')
        """;

    /// <summary>All is written and nothing committed: the server waits for its frozen client.</summary>
    private const string IsInside = """
        SELECT EXISTS (
          SELECT FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'frozen' AND state = 'idle in transaction'
            AND backend_xid IS NOT NULL)
        """;

    [Fact]
    public async Task One_node_frozen_inside_its_transaction_and_one_killed_and_every_timer_fires_once()
    {
        var seed = Seeds.Given();
        var taste = new Random(seed);
        await store.SetClockAsync(ManyTimers.Issued);
        var office = await Office.OpenAsync(store);
        await TimeOffice.CountedAsync(store, office);
        var watch = Stopwatch.StartNew();
        var timers = await ManyTimers.OpenAsync(store, office, LongRun.Times("faults", 1_000, 100_000));
        var about = $"APPROVALS_SEED={seed}, {timers} timers";
        output.WriteLine($"{about}, {watch.Elapsed.TotalSeconds:F1} s to open them");

        await using var frozen = await store.StartNodeAsync("frozen", "-c idle_in_transaction_session_timeout=5000");
        await using var killed = await store.StartNodeAsync("killed");
        await using var lives = await store.StartNodeAsync("lives");
        var held = await FreezeInsideAsync(frozen);
        watch.Restart();
        var left = await KillAsync(killed, (int)(timers * (0.3 + (taste.NextDouble() / 2))));
        await ManyTimers.DueAsync(store, left: 0);
        output.WriteLine(
            $"frozen with {held} cases in its hands, killed with {left} timers left, all fired after {watch.Elapsed.TotalSeconds:F1} s "
            + $"({timers / watch.Elapsed.TotalSeconds:F0}/s)");

        (await ManyTimers.FiredAsync(office)).Count.ShouldBe(timers, about);
        await frozen.ThawAsync();
        // It finds its transaction gone: it has looked around, and says so.
        await Until.TrueAsync(
            () => Task.FromResult(frozen.Output.Contains("The pump waits", StringComparison.Ordinal)), () => about + frozen.Output);
        (await ManyTimers.FiredAsync(office)).Count.ShouldBe(timers, about);
        // What the killed one had taken to send is taken again when its lease is over.
        await store.StartClockAsync(ManyTimers.Due.AddMinutes(3));
        await ManyTimers.SentAsync(store);
        await ManyTimers.FiredOnceAsync(store, office, timers, about);
        foreach (var node in new[] { frozen, lives })
        {
            await node.StopAsync();
            node.Output.ShouldNotContain("The pump failed", Case.Sensitive, about);
        }

        await ManyTimers.SoundAsync(store, office);
    }

    /// <summary>
    /// All becomes due; it is stopped while it writes its events, which are let through only then. So it has written and will
    /// not commit. How many cases it holds.
    /// </summary>
    private async Task<int> FreezeInsideAsync(ServerProcess node)
    {
        await using var look = new NpgsqlConnection(store.AdminConnection);
        await look.OpenAsync();
        await using (var gate = await look.BeginTransactionAsync())
        {
            await look.ExecuteAsync("LOCK TABLE case_event IN SHARE MODE", transaction: gate);
            // Leases of the outbox end by this clock, so it runs.
            await store.StartClockAsync(ManyTimers.Due);
            await Mail.UntilAsync(store.AdminConnection, Writes);
            await node.FreezeAsync();
            await gate.RollbackAsync();
        }

        await Mail.UntilAsync(store.AdminConnection, IsInside);
        return await look.ExecuteScalarAsync<int>(
            """
            SELECT count(*)::int
            FROM (SELECT case_id FROM flow_case WHERE workflow = 'branch'
                  EXCEPT SELECT case_id FROM (SELECT case_id FROM flow_case WHERE workflow = 'branch' FOR UPDATE SKIP LOCKED) f) held
            """);
    }

    /// <summary>kill -9 once so few are left; how many were then.</summary>
    private async Task<int> KillAsync(ServerProcess node, int left)
    {
        await ManyTimers.DueAsync(store, left);
        await node.KillAsync();
        return await ManyTimers.DueAsync(store);
    }
}
