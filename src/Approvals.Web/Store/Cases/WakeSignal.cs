using System.Collections.Immutable;
using System.Threading.Channels;

namespace Approvals.Web.Store.Cases;

/// <summary>
/// Tells the loops of this node that a transaction left work: something to look at, to fire or to send. A hint: the rows are
/// what counts. The bell carries it to the other nodes.
/// </summary>
public sealed class WakeSignal
{
    private readonly Channel<bool> _outside = NewChannel();
    private ImmutableArray<Channel<bool>> _loops = [];

    /// <summary>What to tell the other nodes; what is raised while nobody reads counts once.</summary>
    internal ChannelReader<bool> Outside => _outside.Reader;

    /// <summary>For one loop.</summary>
    public Waiting Listen()
    {
        var channel = NewChannel();
        ImmutableInterlocked.Update(ref _loops, loops => loops.Add(channel));
        return new Waiting(channel.Reader);
    }

    /// <summary>After the commit.</summary>
    public void Hint(bool any)
    {
        if (any)
        {
            RingHere();
            _outside.Writer.TryWrite(true);
        }
    }

    /// <summary>Another node said it.</summary>
    internal void RingHere()
    {
        foreach (var loop in _loops)
        {
            loop.Writer.TryWrite(true);
        }
    }

    private static Channel<bool> NewChannel() =>
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
}

/// <summary>One loop's ear.</summary>
public sealed class Waiting(ChannelReader<bool> raised)
{
    /// <summary>Returns when something was raised or the time is over.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(atMost);
        try
        {
            await raised.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The poll: what another node left behind, or this one before it was killed.
        }
    }
}
