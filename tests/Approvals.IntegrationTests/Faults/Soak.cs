using System.Collections.Concurrent;
using System.Diagnostics;
using Approvals.Engine;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.IntegrationTests.Products;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Faults;

/// <summary>What one beat of a soak showed.</summary>
/// <param name="Memory">Of the server's process, resident, in MB, at its end.</param>
/// <param name="Median">Of a form and its page, in milliseconds; so is <paramref name="Slow"/>, the slowest of a hundred.</param>
/// <param name="Work">What PostgreSQL did in the database, whoever asked.</param>
internal sealed record Beat(int No, int Presses, double Memory, double Median, double Slow, DatabaseWork Work)
{
    /// <summary>Of a press with all that belongs to it: its page, what follows from it, and the look for the next one.</summary>
    public double Buffers => (double)Work.Buffers / Math.Max(Presses, 1);

    public double Transactions => (double)Work.Transactions / Math.Max(Presses, 1);
}

/// <param name="Buffers">Pages looked at, in memory or not.</param>
internal sealed record DatabaseWork(long Transactions, long Buffers);

/// <summary>Clerks at their browsers without a pause, notice after notice, at one server.</summary>
internal sealed class Soak(TestDatabase store, Office office, HttpOffice people, ServerProcess server) : IAsyncDisposable
{
    private const int Clerks = 2;
    private const double Megabyte = 1024 * 1024;

    private const string Works = """
        SELECT xact_commit + xact_rollback AS transactions, blks_hit + blks_read AS buffers
        FROM pg_stat_database
        WHERE datname = current_database()
        """;

    private const string IsDone = """
        SELECT EXISTS (
          SELECT
          FROM vote
          WHERE opened_month = @month AND case_id = @case AND round = @round AND seat_no = @seat)
        """;

    private readonly NpgsqlConnection _look = new(new NpgsqlConnectionStringBuilder(store.AdminConnection) { Pooling = false }.ConnectionString);
    private readonly Invariants _invariants = new(store.Database, office);
    private readonly ConcurrentQueue<double> _times = new();

    /// <summary>What was acknowledged.</summary>
    public ConcurrentQueue<Press> Done { get; } = new();

    /// <summary>One beat after the other; the clerks work on between them and end what they have in hand after the last.</summary>
    /// <exception cref="ShouldAssertException">A press was not done: at once, with the story of its case.</exception>
    public async IAsyncEnumerable<Beat> BeatAsync(int beats, TimeSpan length)
    {
        using var over = new CancellationTokenSource();
        var clerks = Enumerable.Range(0, Clerks).Select(_ => Task.Run(() => WorkAsync(over.Token))).ToList();
        using var ticks = new PeriodicTimer(length);
        var before = await _look.QuerySingleAsync<DatabaseWork>(Works);
        for (var no = 1; no <= beats; no++)
        {
            var tick = ticks.WaitForNextTickAsync().AsTask();
            if (await Task.WhenAny([tick, .. clerks]) != tick)
            {
                break;
            }

            var after = await _look.QuerySingleAsync<DatabaseWork>(Works);
            yield return Measure(no, new(after.Transactions - before.Transactions, after.Buffers - before.Buffers));
            before = after;
        }

        await over.CancelAsync();
        await Task.WhenAll(clerks);
    }

    public ValueTask DisposeAsync() => _look.DisposeAsync();

    private Beat Measure(int no, DatabaseWork work)
    {
        var times = new List<double>();
        while (_times.TryDequeue(out var time))
        {
            times.Add(time);
        }

        times.Sort();
        using var process = Process.GetProcessById(server.Id);
        return new Beat(no, times.Count, process.WorkingSet64 / Megabyte, Of(0.5), Of(0.99), work);

        double Of(double share) => times.Count == 0 ? 0 : times[(int)((times.Count - 1) * share)];
    }

    private async Task WorkAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var notice = await office.DraftAsync(1);
            // Its files can be made: those that cannot are tried again, and what waits for them is looked at with every one after it.
            await ReadableText.GiveAsync(store, office, notice);
            await _invariants.TellingAsync(() => WalkAsync(notice, over), () => notice);
        }
    }

    private async Task WalkAsync(CaseId notice, CancellationToken over)
    {
        while (!over.IsCancellationRequested && await Cases.Walk.NextAsync(office, notice) is { } press)
        {
            var watch = Stopwatch.StartNew();
            (await people.PressAsync(press, office.NewKey())).ShouldBeTrue($"it was not answered: {press}");
            _times.Enqueue(watch.Elapsed.TotalMilliseconds);
            var vote = new { month = press.Case.Month, @case = press.Case.Value, round = press.Act.Round, seat = press.Act.Seat.Value };
            (await office.QueryAsync<bool>(IsDone, vote)).ShouldBe([true], $"it was answered and is not done: {press}");
            Done.Enqueue(press);
        }
    }
}
