using Approvals.Web.Store.Cases;

namespace Approvals.Web.Store.Messages;

/// <summary>Tells the sender of this node that a transaction left messages. A hint: the rows are what counts.</summary>
public sealed class OutboxSignal
{
    private readonly WakeSignal _raised = new();

    public void Hint(bool any) => _raised.Hint(any);

    /// <summary>Returns when something was raised or the time is over.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellation) => _raised.WaitAsync(atMost, cancellation);
}
