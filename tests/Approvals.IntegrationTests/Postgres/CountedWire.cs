using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Approvals.IntegrationTests.Postgres;

/// <summary>
/// Stands between a program and its PostgreSQL and counts round trips: a client that sends after it was answered begins another one.
/// What it sends in pieces before any answer is one.
/// </summary>
internal sealed class CountedWire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Task> _pumps = [];
    private readonly CancellationTokenSource _end = new();
    private readonly int _server;
    private int _trips;

    /// <param name="connection">Straight to the server.</param>
    public CountedWire(string connection)
    {
        _server = new NpgsqlConnectionStringBuilder(connection).Port;
        _listener.Start();
        Connection = new NpgsqlConnectionStringBuilder(connection)
        {
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        }.ConnectionString;
        _pumps.Add(AcceptAsync());
    }

    /// <summary>The same through here.</summary>
    public string Connection { get; }

    /// <summary>Round trips of all connections since the start.</summary>
    public int Trips => Volatile.Read(ref _trips);

    public async Task<int> CountAsync(Func<Task> work)
    {
        var before = Trips;
        await work();
        return Trips - before;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll(_pumps);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _pumps.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var mine = client;
        using var server = new TcpClient { NoDelay = true };
        mine.NoDelay = true;
        await server.ConnectAsync(IPAddress.Loopback, _server, _end.Token);
        var answered = true;
        await Task.WhenAny(
            PumpAsync(mine, server, () =>
            {
                if (answered)
                {
                    answered = false;
                    Interlocked.Increment(ref _trips);
                }
            }),
            PumpAsync(server, mine, () => answered = true));
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, Action passing)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = await from.GetStream().ReadAsync(buffer, _end.Token)) > 0;)
            {
                passing();
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _end.Token);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // One side hung up.
        }
    }
}
