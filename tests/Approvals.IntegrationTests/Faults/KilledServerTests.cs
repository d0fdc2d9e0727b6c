using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Faults;

/// <summary>
/// kill -9 of the server, at moments of chance and at named ones: nothing lost, nothing doubled. Rerun one with
/// <c>APPROVALS_SEED=…</c>.
/// </summary>
[Trait("Part", "faults")]
public sealed class KilledServerTests(TestDatabase store, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Killed_at_any_moment_the_server_has_lost_nothing_and_doubles_nothing()
    {
        var (seed, kills) = (Seeds.Given(), LongRun.Times("faults", 10, 500));
        output.WriteLine($"APPROVALS_SEED={seed}");
        await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        var office = await Office.OpenAsync(store);
        await using var wire = new Wire(store.AppConnection);
        await using var server = await KilledServer.StartAsync(store, office, wire);
        var (taste, presses) = (new Random(seed), 0);
        while (server.Killed < kills)
        {
            presses += await new KilledWalk(office, server, taste, $"APPROVALS_SEED={seed}").ToTheEndAsync(kills);
        }

        output.WriteLine($"{presses} presses, kills: {string.Join(", ", server.Kills.Select(k => $"{k.Value} {k.Key}"))}");
        server.Killed.ShouldBe(kills);
        foreach (var moment in Enum.GetValues<Moment>())
        {
            server.Kills[moment].ShouldBeGreaterThanOrEqualTo(kills / Enum.GetValues<Moment>().Length);
        }

        (await office.QueryAsync<long>("SELECT count(*) FROM wake")).ShouldBe([0]);
        await office.ProveAsync();
    }
}
