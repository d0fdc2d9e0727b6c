using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Cases;

namespace Approvals.IntegrationTests.Time;

/// <summary>
/// Two that start from a barrier, again and again, each on a thread of its own. Who is a little later is chance, by the seed.
/// </summary>
internal sealed class Duel(int seed)
{
    private readonly Random _taste = new(seed);

    /// <summary>So many rounds; what each of the two came to, round by round.</summary>
    public async Task<IReadOnlyList<(TOne One, TOther Other)>> FightAsync<TOne, TOther>(
        int rounds, Func<int, Task<TOne>> one, Func<int, Task<TOther>> other)
    {
        // Within the time that a press takes, so that either may be first.
        var (ones, others) = (new TOne[rounds], new TOther[rounds]);
        var late = Enumerable.Range(0, rounds).Select(_ => _taste.Next(-4000, 4000)).ToArray();
        using var barrier = new Barrier(2);
        await Task.WhenAll(
            RunAsync(async i => ones[i] = await one(i), i => Math.Max(0, late[i])),
            RunAsync(async i => others[i] = await other(i), i => Math.Max(0, -late[i])));
        return [.. ones.Zip(others)];

        Task RunAsync(Func<int, Task> side, Func<int, int> spins) => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < rounds; i++)
                {
                    barrier.SignalAndWait(Until.Patience).ShouldBeTrue("the other has broken off");
                    Thread.SpinWait(spins(i) * 10);
                    side(i).GetAwaiter().GetResult();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>The events of a kind in one case, as they are stored, with their places.</summary>
    public static async Task<List<(int Seq, T Event)>> EventsAsync<T>(Office office, CaseId id)
        where T : CaseEvent =>
    [
        .. (await office.QueryAsync<(int Seq, byte[] Payload)>(
            "SELECT seq, payload FROM case_event WHERE case_id = @id ORDER BY seq", new { id = id.Value }))
            .Select(e => (e.Seq, CaseJson.Event(e.Payload))).Where(e => e.Item2 is T).Select(e => (e.Seq, (T)e.Item2)),
    ];
}
