using System.Collections.Concurrent;
using System.Diagnostics;

namespace Approvals.Web.Bench.Load;

/// <summary>What a run of a closed loop gave.</summary>
/// <param name="Processor">Of this process, without the server's.</param>
internal sealed record LoopRun(int Clients, int Done, TimeSpan Took, TimeSpan Processor, Latencies Latencies)
{
    public double PerSecond => Done / Took.TotalSeconds;
}

/// <summary>So many clients, each of which asks again as soon as it was answered, until all is done.</summary>
internal static class ClosedLoop
{
    /// <param name="work">Does the one of that number.</param>
    public static async Task<LoopRun> RunAsync(int clients, int total, Func<int, Task> work)
    {
        var next = -1;
        var taken = new ConcurrentBag<List<long>>();
        var (watch, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(ClientAsync)));
        return new LoopRun(clients, total, watch.Elapsed, Environment.CpuUsage.TotalTime - processor, Latencies.Of(taken.SelectMany(t => t), corrected: true));

        async Task ClientAsync()
        {
            var mine = new List<long>();
            for (int one; (one = Interlocked.Increment(ref next)) < total;)
            {
                var began = Stopwatch.GetTimestamp();
                await work(one);
                mine.Add(Stopwatch.GetTimestamp() - began);
            }

            taken.Add(mine);
        }
    }
}
