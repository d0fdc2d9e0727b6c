using System.Diagnostics;

namespace Approvals.Web.Bench.Load;

/// <summary>So many clients, each of which asks again as soon as it was answered, equally often; once warm, it waits for the others.</summary>
internal sealed class ClosedLoop
{
    private readonly (int Clients, int Warming, int Each) _size;
    private readonly Func<int, Task> _work;
    private readonly TaskCompletionSource _warm = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _processor = Environment.CpuUsage.TotalTime;
    private int _cold;

    private ClosedLoop(int clients, int warming, int each, Func<int, Task> work) =>
        (_size, _work, _cold) = ((clients, warming, each), work, clients);

    /// <param name="warming">What a client does before it is measured, so that its connection is open and its statements prepared.</param>
    /// <param name="each">What a client does while it is measured.</param>
    /// <param name="work">Does the one of that number, from 0.</param>
    public static async Task<LoopRun> RunAsync(int clients, int warming, int each, Func<int, Task> work)
    {
        var loop = new ClosedLoop(clients, warming, each, work);
        var answered = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => loop.AskAsync(client))));
        return LoopRun.Of(answered, warming) with { Processor = (Environment.CpuUsage.TotalTime - loop._processor) / (clients * each) };
    }

    private async Task<IReadOnlyList<Answered>> AskAsync(int client)
    {
        var mine = new List<Answered>();
        for (var turn = 0; turn < _size.Warming + _size.Each; turn++)
        {
            mine.Add(await AnsweredAsync((turn * _size.Clients) + client));
            if (turn == _size.Warming - 1)
            {
                await WarmAsync();
            }
        }

        return mine;
    }

    private async Task<Answered> AnsweredAsync(int number)
    {
        var began = _watch.Elapsed;
        try
        {
            await _work(number);
        }
        catch (Exception failure)
        {
            // Nobody waits for one who will never be warm.
            _warm.TrySetException(failure);
            throw;
        }

        var ended = _watch.Elapsed;
        return new Answered(ended, ended - began);
    }

    private async Task WarmAsync()
    {
        if (Interlocked.Decrement(ref _cold) == 0)
        {
            _processor = Environment.CpuUsage.TotalTime;
            _warm.TrySetResult();
        }

        await _warm.Task;
    }
}
