using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Npgsql;

namespace Approvals.Web.Jobs;

/// <summary>
/// Carries the hint that there is work from node to node, by NOTIFY: after the commit, on connections of its own, at most
/// once in a hundredth of a second. A node that misses it finds the rows at its next look, a second later at most.
/// </summary>
public sealed class Bell(Database database, WakeSignal signal, ILogger<Bell> log) : BackgroundService
{
    private const string Listen = "LISTEN approvals_work";

    private const string Notify = "NOTIFY approvals_work";

    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <summary>The connection that rings for this node: its own sound is no news.</summary>
    private int _ours;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(KeepAsync(HearAsync, stoppingToken), KeepAsync(RingAsync, stoppingToken));

    private async Task KeepAsync(Func<NpgsqlConnection, CancellationToken, Task> work, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.Source.OpenConnectionAsync(cancellation);
                await work(connection, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception lost) when (lost is NpgsqlException or TimeoutException or InvalidOperationException)
            {
                // Without it the nodes hear of each other's work by looking.
                Log.BellIsSilent(log, lost);
                await Task.WhenAny(Task.Delay(Again, cancellation));
            }
        }
    }

    private async Task HearAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        connection.Notification += (_, heard) =>
        {
            if (heard.PID != Volatile.Read(ref _ours))
            {
                signal.RingHere();
            }
        };
        await using (var listen = new NpgsqlCommand(Listen, connection))
        {
            await listen.ExecuteNonQueryAsync(cancellation);
        }

        while (true)
        {
            await connection.WaitAsync(cancellation);
        }
    }

    private async Task RingAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        Volatile.Write(ref _ours, connection.ProcessID);
        await foreach (var _ in signal.Outside.ReadAllAsync(cancellation))
        {
            await using var notify = new NpgsqlCommand(Notify, connection);
            await notify.ExecuteNonQueryAsync(cancellation);
            await Task.Delay(Apart, cancellation);
        }
    }
}
