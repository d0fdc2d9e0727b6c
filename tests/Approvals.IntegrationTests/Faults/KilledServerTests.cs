using System.Globalization;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Faults;

/// <summary>
/// kill -9 of the server, at moments of chance and at named ones: nothing lost, nothing doubled. Rerun a walk with
/// <c>APPROVALS_SEED=…</c>; one of the long run with <c>APPROVALS_LONG=faults</c> beside it.
/// </summary>
[Trait("Part", "faults")]
public sealed class KilledServerTests(ITestOutputHelper output)
{
    /// <summary>In depth 500, twenty a walk.</summary>
    private const int WalksInDepth = 25;

    private static readonly int Kills = LongRun.Times("faults", 10, 20);

    /// <summary>Side by side, each with a database, a wire and a server of its own.</summary>
    private static readonly int Lanes = LongRun.Times("faults", 1, 2);

    [Fact]
    public async Task Killed_at_any_moment_the_server_has_lost_nothing_and_doubles_nothing()
    {
        var (seed, taken, walks) = (Seeds.Given(), -1, RunsDone.Of("kills", 1, WalksInDepth));
        output.WriteLine($"APPROVALS_SEED={seed}");
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => LaneAsync(walks, () => unchecked(seed + Interlocked.Increment(ref taken)))));
        foreach (var line in walks.Lines)
        {
            output.WriteLine(line);
        }

        walks.Lines.Count.ShouldBe(LongRun.Times("faults", 1, WalksInDepth));
    }

    /// <summary>One walk after the other, until all are taken or one does not hold.</summary>
    private static async Task LaneAsync(RunsDone walks, Func<int> nextSeed)
    {
        try
        {
            while (walks.TakeNext())
            {
                walks.Done(await WalkAsync(nextSeed()));
            }
        }
        catch
        {
            walks.Stop();
            throw;
        }
    }

    /// <summary>In a database of its own, which begins on the same morning; all histories are replayed before it counts.</summary>
    private static async Task<string> WalkAsync(int seed)
    {
        var store = new TestDatabase();
        await store.InitializeAsync();
        try
        {
            await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
            var office = await Office.OpenAsync(store);
            await using var wire = new Wire(store.AppConnection);
            await using var server = await KilledServer.StartAsync(store, office, wire);
            var walk = new KilledWalk(office, server, seed);
            await walk.ToTheEndAsync(Kills);
            return string.Create(CultureInfo.InvariantCulture, $"{walk.Story} ({walk.Moments}); a kill took {walk.Medians()}");
        }
        finally
        {
            await store.DisposeAsync();
        }
    }
}
