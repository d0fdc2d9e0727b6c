using System.Collections.Concurrent;
using System.Diagnostics;
using Approvals.Engine;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;

namespace Approvals.IntegrationTests.Faults;

/// <summary>What one beat of a soak showed.</summary>
/// <param name="Memory">Of the server's process, resident, in MB, at its end.</param>
/// <param name="Median">Of a form and its page, in milliseconds; so is <paramref name="Slow"/>, the slowest of a hundred.</param>
internal sealed record Beat(int No, int Presses, double Memory, double Median, double Slow);

/// <summary>Clerks at their browsers without a pause, notice after notice, at one server.</summary>
internal sealed class Soak(Office office, HttpOffice people, ServerProcess server)
{
    private const int Clerks = 2;
    private const double Megabyte = 1024 * 1024;

    private readonly ConcurrentQueue<double> _times = new();

    /// <summary>What was acknowledged.</summary>
    public ConcurrentQueue<Press> Done { get; } = new();

    public ConcurrentQueue<CaseId> Notices { get; } = new();

    /// <summary>One beat after the other; the clerks work on between them and end what they have in hand after the last.</summary>
    public async IAsyncEnumerable<Beat> BeatAsync(int beats, TimeSpan length)
    {
        using var over = new CancellationTokenSource();
        var clerks = Enumerable.Range(0, Clerks).Select(_ => Task.Run(() => WorkAsync(over.Token))).ToList();
        using var ticks = new PeriodicTimer(length);
        for (var no = 1; no <= beats && !clerks.Exists(c => c.IsFaulted) && await ticks.WaitForNextTickAsync(); no++)
        {
            yield return Measure(no);
        }

        await over.CancelAsync();
        await Task.WhenAll(clerks);
    }

    private Beat Measure(int no)
    {
        var times = new List<double>();
        while (_times.TryDequeue(out var time))
        {
            times.Add(time);
        }

        times.Sort();
        using var process = Process.GetProcessById(server.Id);
        return new Beat(no, times.Count, process.WorkingSet64 / Megabyte, Of(0.5), Of(0.99));

        double Of(double share) => times.Count == 0 ? 0 : times[(int)((times.Count - 1) * share)];
    }

    private async Task WorkAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var notice = await office.DraftAsync(1);
            Notices.Enqueue(notice);
            while (!over.IsCancellationRequested && await Cases.Walk.NextAsync(office, notice) is { } press)
            {
                var watch = Stopwatch.StartNew();
                if (await people.PressAsync(press, office.NewKey()))
                {
                    _times.Enqueue(watch.Elapsed.TotalMilliseconds);
                    Done.Enqueue(press);
                }
            }
        }
    }
}
