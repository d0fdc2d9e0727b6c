using Approvals.Engine;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Messages;

namespace Approvals.Web.Jobs;

/// <summary>
/// Sends what waits in the outbox. A loop on every node; each row is sent by the one that holds its lease, outside the
/// transaction that took it, and what a killed node held is taken again when the lease is over.
/// </summary>
public sealed class Sender(Database database, WakeSignal signal, ILogger<Sender> log) : BackgroundService
{
    private const int Most = 500;

    private readonly WorkLoop _loop = new("sender", signal, log);

    private readonly Outbox _outbox = new(database);

    /// <summary>Everything or nothing of it arrives; may be called again with the same rows.</summary>
    private delegate Task Deliver(UnitId unit, IReadOnlyList<Claimed> rows, CancellationToken cancellation);

    /// <summary>One batch of what is due in the unit; how many were taken.</summary>
    public async Task<int> SendAsync(UnitId unit, CancellationToken cancellation)
    {
        var taken = await _outbox.ClaimAsync(unit, Most, cancellation);
        foreach (var channel in taken.GroupBy(r => r.Channel))
        {
            await SendAsync(unit, By(channel.Key), [.. channel], cancellation);
        }

        return taken.Count;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _loop.RunAsync(
        database.UnitIdsAsync, _outbox.ReleaseAllAsync,
        // One batch of every unit in turn, so that none waits for another's thousands.
        async (unit, cancellation) => await SendAsync(unit, cancellation) > 0,
        stoppingToken);

    /// <summary>
    /// Together; where that fails, each half by itself, down to the row that is at fault. A database that is away is
    /// nobody's fault: the loop waits for it.
    /// </summary>
    private async Task SendAsync(UnitId unit, Deliver deliver, Claimed[] rows, CancellationToken cancellation)
    {
        try
        {
            await deliver(unit, rows, cancellation);
        }
        catch (Exception failure) when (StoreFailures.IsLasting(failure))
        {
            if (rows is [var one])
            {
                await GiveBackAsync(unit, one, failure, cancellation);
                return;
            }

            foreach (var half in rows.Chunk((rows.Length + 1) / 2))
            {
                await SendAsync(unit, deliver, half, cancellation);
            }

            return;
        }

        if (await _outbox.MarkSentAsync(unit, rows, cancellation) is var marked && marked < rows.Length)
        {
            Log.LeaseWasOver(log, unit, rows.Length - marked);
        }
    }

    private async Task GiveBackAsync(UnitId unit, Claimed row, Exception failure, CancellationToken cancellation)
    {
        if (await _outbox.GiveBackAsync(unit, row, failure.Message, cancellation))
        {
            Log.MessageParked(log, unit, row.OutboxId, failure);
        }
        else
        {
            Log.MessageFailed(log, unit, row.OutboxId, failure);
        }
    }

    private Deliver By(string channel) => channel switch
    {
        InApp.Channel => (unit, rows, cancellation) => InApp.DeliverAsync(database, unit, rows, cancellation),
        _ => (_, _, _) => throw new NotSupportedException($"No messages leave by {channel}."),
    };
}
