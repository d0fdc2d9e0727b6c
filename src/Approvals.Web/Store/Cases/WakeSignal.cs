using System.Threading.Channels;

namespace Approvals.Web.Store.Cases;

/// <summary>
/// Tells the waker of this node that a transaction left something to look at. A hint: the rows are what counts.
/// </summary>
public sealed class WakeSignal
{
    private readonly Channel<bool> _raised = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Hint(bool any)
    {
        if (any)
        {
            _raised.Writer.TryWrite(true);
        }
    }

    /// <summary>Returns when something was raised or the time is over.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(atMost);
        try
        {
            await _raised.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The poll: what another node left behind, or this one before it was killed.
        }
    }
}
