using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Approvals.Web.Bench.Ground;

/// <summary>Lies between the program and the server: whoever connects to it reaches the server through what carries the two streams.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly Func<NetworkStream, NetworkStream, CancellationToken, Task> _carry;
    private readonly Task _accepting;

    /// <param name="connection">Of the server, over TCP.</param>
    /// <param name="carry">Given the program's stream and the server's; the connection ends when it returns.</param>
    public Relay(string connection, Func<NetworkStream, NetworkStream, CancellationToken, Task> carry)
    {
        (_server, _carry) = (new NpgsqlConnectionStringBuilder(connection), carry);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The same database through here.</summary>
    public string Through(string connection) => new NpgsqlConnectionStringBuilder(connection)
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _closed.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carried = new List<Task>();
        try
        {
            while (true)
            {
                carried.RemoveAll(c => c.IsCompletedSuccessfully);
                carried.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_closed.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(carried);
        }
    }

    private async Task CarryAsync(TcpClient program)
    {
        using var server = new TcpClient { NoDelay = true };
        using (program)
        {
            program.NoDelay = true;
            try
            {
                await server.ConnectAsync(_server.Host ?? "127.0.0.1", _server.Port, _closed.Token);
                await _carry(program.GetStream(), server.GetStream(), _closed.Token);
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException)
            {
                // One side is gone; so is the other, then.
            }
        }
    }
}
