using Approvals.IntegrationTests.Postgres;

namespace Approvals.IntegrationTests.Time;

/// <summary>Several that start from a barrier, each on a thread of its own. Who is how much later is chance, by the seed.</summary>
internal sealed class Melee(int seed)
{
    /// <summary>Within the time that a press takes, so that any of them may be first.</summary>
    private const int MostSpins = 40_000;

    private readonly Random _taste = new(seed);

    /// <summary>So many rounds; what each side came to, round by round.</summary>
    public async Task<IReadOnlyList<T[]>> FightAsync<T>(int rounds, params Func<int, Task<T>>[] sides)
    {
        var answers = Enumerable.Range(0, rounds).Select(_ => new T[sides.Length]).ToList();
        var late = answers.ConvertAll(_ => sides.Select(_ => _taste.Next(MostSpins)).ToArray());
        using var barrier = new Barrier(sides.Length);
        await Task.WhenAll(sides.Select((side, at) => Task.Factory.StartNew(
            () =>
            {
                for (var round = 0; round < rounds; round++)
                {
                    barrier.SignalAndWait(Until.Patience).ShouldBeTrue("another has broken off");
                    Thread.SpinWait(late[round][at]);
                    answers[round][at] = side(round).GetAwaiter().GetResult();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        return answers;
    }
}
