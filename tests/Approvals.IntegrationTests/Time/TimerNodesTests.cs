using System.Diagnostics;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Messages;
using Approvals.IntegrationTests.Postgres;
using Dapper;
using Npgsql;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Time;

/// <summary>
/// Nodes as processes, and thousands of timers due at once. One is frozen inside its transaction and thawed when another has
/// done its work, one is killed inside its own: each timer fires once.
/// </summary>
[Trait("Part", "faults")]
public sealed class TimerNodesTests(TestDatabase store, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    /// <summary>Neither gives up before the gate, however slow the machine: what it waits for there is the test.</summary>
    private const string Waits = "-c lock_timeout=300000 -c statement_timeout=300000";

    /// <summary>Both have their cases and write what was fired.</summary>
    private const string Write = """
        SELECT 2 = (
          SELECT count(DISTINCT application_name)
          FROM pg_stat_activity
          WHERE datname = current_database() AND application_name IN ('frozen', 'killed') AND state = 'active' AND wait_event_type = 'Lock'
            AND backend_xid IS NOT NULL AND query LIKE 'INSERT INTO case_event%')
        """;

    /// <summary>All is written and nothing committed: the server waits for its frozen client.</summary>
    private const string IsInside = """
        SELECT EXISTS (
          SELECT FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'frozen' AND state = 'idle in transaction'
            AND backend_xid IS NOT NULL)
        """;

    /// <summary>Cases that a node has locked or written: their rows name its transaction.</summary>
    private const string Holds = """
        SELECT count(*)::int
        FROM flow_case c
        JOIN pg_stat_activity s ON s.backend_xid = c.xmax
        WHERE s.datname = current_database() AND s.application_name = @name
        """;

    [Fact]
    public async Task One_node_frozen_inside_its_transaction_and_one_killed_and_every_timer_fires_once()
    {
        await store.SetClockAsync(ManyTimers.Issued);
        var office = await Office.OpenAsync(store);
        await TimeOffice.CountedAsync(store, office);
        var watch = Stopwatch.StartNew();
        var timers = await ManyTimers.OpenAsync(store, office, LongRun.Times("faults", 1_000, 100_000));
        var about = $"{timers} timers";
        output.WriteLine($"{about}, {watch.Elapsed.TotalSeconds:F1} s to open them");

        await using var frozen = await store.StartNodeAsync("frozen", $"{Waits} -c idle_in_transaction_session_timeout=5000");
        await using var killed = await store.StartNodeAsync("killed", Waits);
        await using var lives = await store.StartNodeAsync("lives");
        var (held, died) = await StopInsideAsync(frozen, killed, timers);
        held.ShouldBePositive();
        died.ShouldBePositive();
        watch.Restart();
        await ManyTimers.DueAsync(store, left: 0);
        output.WriteLine(
            $"frozen with {held} cases in its hands, killed with {died}, all fired after {watch.Elapsed.TotalSeconds:F1} s "
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
    /// All becomes due; both are stopped while they write their events, which are let through only then. So they have written and will
    /// not commit: one may yet, the other never. How many cases each holds.
    /// </summary>
    private async Task<(int Frozen, int Killed)> StopInsideAsync(ServerProcess frozen, ServerProcess killed, int timers)
    {
        await using var look = new NpgsqlConnection(store.AdminConnection);
        await look.OpenAsync();
        (int Frozen, int Killed) holds;
        await using (var gate = await look.BeginTransactionAsync())
        {
            await look.ExecuteAsync("LOCK TABLE case_event IN SHARE MODE", transaction: gate);
            // Leases of the outbox end by this clock, so it runs.
            await store.StartClockAsync(ManyTimers.Due);
            await Mail.UntilAsync(store.AdminConnection, Write);
            await frozen.FreezeAsync();
            holds = (await HeldByAsync("frozen"), await HeldByAsync("killed"));
            (await ManyTimers.DueAsync(store)).ShouldBe(timers, "nothing has fired yet");
            await killed.KillAsync();
            await gate.RollbackAsync();
        }

        await Mail.UntilAsync(store.AdminConnection, IsInside);
        return holds;

        async Task<int> HeldByAsync(string name) => await look.ExecuteScalarAsync<int>(Holds, new { name });
    }
}
