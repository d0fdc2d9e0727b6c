using System.Diagnostics;

namespace Approvals.Web.Bench.Load;

/// <summary>So many clients, each of which asks again as soon as it was answered, equally often; once warm, it waits for the others.</summary>
internal static class ClosedLoop
{
    /// <param name="warming">What a client does before it is measured, so that its connection is open and its statements prepared.</param>
    /// <param name="each">What a client does while it is measured.</param>
    /// <param name="work">Does the one of that number, from 0.</param>
    public static async Task<LoopRun> RunAsync(int clients, int warming, int each, Func<int, Task> work)
    {
        var (cold, done, doneCold) = (clients, 0, 0);
        var warm = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (watch, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var answered = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => AskAsync(client))));
        return LoopRun.Of(answered, warming) with { Processor = (Environment.CpuUsage.TotalTime - processor) / (done - doneCold) };

        async Task<IReadOnlyList<Answered>> AskAsync(int client)
        {
            var mine = new List<Answered>();
            for (var turn = 0; turn < warming + each; turn++)
            {
                mine.Add(await AnsweredAsync((turn * clients) + client));
                Interlocked.Increment(ref done);
                if (turn == warming - 1)
                {
                    await WarmAsync();
                }
            }

            return mine;
        }

        async Task<Answered> AnsweredAsync(int number)
        {
            var began = watch.Elapsed;
            try
            {
                await work(number);
            }
            catch (Exception failure)
            {
                // Nobody waits for one who will never be warm.
                warm.TrySetException(failure);
                throw;
            }

            var ended = watch.Elapsed;
            return new Answered(ended, ended - began);
        }

        async Task WarmAsync()
        {
            if (Interlocked.Decrement(ref cold) == 0)
            {
                (processor, doneCold) = (Environment.CpuUsage.TotalTime, done);
                warm.TrySetResult();
            }

            await warm.Task;
        }
    }
}
