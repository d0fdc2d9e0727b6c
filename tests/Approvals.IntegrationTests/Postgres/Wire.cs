using System.Net.Sockets;
using Approvals.Web.Bench.Ground;

namespace Approvals.IntegrationTests.Postgres;

/// <summary>
/// Lies between the program and PostgreSQL and forwards what they say to each other, message by message. It counts their round
/// trips; and at a moment that a test names it stops and forwards nothing more of that connection, so that whoever is killed then
/// is killed exactly there.
/// </summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly Relay _relay;
    private CancellationTokenSource _cut = new();
    private Trap? _trap;
    private int _trips;

    /// <param name="connection">Of the server, over TCP.</param>
    public Wire(string connection) => _relay = new Relay(connection, CarryAsync);

    /// <summary>The same database through the wire.</summary>
    public string Through(string connection) => _relay.Through(connection);

    /// <summary>How often the program spoke and was answered, on all connections: what it says before it is answered is one.</summary>
    public async Task<int> CountAsync(Func<Task> work)
    {
        var before = Volatile.Read(ref _trips);
        await work();
        return Volatile.Read(ref _trips) - before;
    }

    /// <summary>Stops at the next such moment; the task ends when it has come. One moment at a time.</summary>
    public Task StopAt(Trap trap)
    {
        _trap = trap;
        return trap.Reached;
    }

    /// <summary>Ends every connection, as the death of the program does.</summary>
    public async Task CutAsync()
    {
        _trap = null;
        var cut = _cut;
        _cut = new CancellationTokenSource();
        await cut.CancelAsync();
        cut.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await CutAsync();
        await _relay.DisposeAsync();
        _cut.Dispose();
    }

    private async Task CarryAsync(NetworkStream program, NetworkStream server, CancellationToken closed)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_cut.Token, closed);
        var line = new Line(program, server, () => _trap, () => Interlocked.Increment(ref _trips));
        await Task.WhenAny(line.AskAsync(ended.Token), line.AnswerAsync(ended.Token));
        await ended.CancelAsync();
    }
}
