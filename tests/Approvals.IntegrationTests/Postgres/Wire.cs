using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Approvals.IntegrationTests.Postgres;

/// <summary>
/// Lies between the program and PostgreSQL and forwards what they say to each other, message by message. It counts their round
/// trips; and at a moment that a test names it stops and forwards nothing more of that connection, so that whoever is killed then
/// is killed exactly there.
/// </summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly Task _accepting;
    private CancellationTokenSource _cut = new();
    private Trap? _trap;
    private int _trips;

    /// <param name="connection">Of the server, over TCP.</param>
    public Wire(string connection)
    {
        _server = new NpgsqlConnectionStringBuilder(connection);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The same database through the wire.</summary>
    public string Through(string connection) => new NpgsqlConnectionStringBuilder(connection)
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

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
        await _closed.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _closed.Dispose();
        _cut.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_closed.Token);
                _ = CarryAsync(client, _cut.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }

    private async Task CarryAsync(TcpClient client, CancellationToken cut)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cut);
        using var server = new TcpClient { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(_server.Host ?? "127.0.0.1", _server.Port, ended.Token);
                var line = new Line(client.GetStream(), server.GetStream(), () => _trap, () => Interlocked.Increment(ref _trips));
                await Task.WhenAny(line.AskAsync(ended.Token), line.AnswerAsync(ended.Token));
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException)
            {
                // One side is gone; so is the other, then.
            }

            await ended.CancelAsync();
        }
    }
}
