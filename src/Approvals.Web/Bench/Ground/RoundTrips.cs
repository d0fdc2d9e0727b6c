using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Approvals.Web.Bench.Ground;

/// <summary>
/// Lies between the program and the server, forwards what they say, and counts how often the program spoke after an answer: what it
/// says before it is answered is one round trip.
/// </summary>
internal sealed class RoundTrips : IAsyncDisposable
{
    private const int Buffer = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly Task _accepting;
    private int _count;

    /// <param name="connection">Of the server, over TCP.</param>
    public RoundTrips(string connection)
    {
        _server = new NpgsqlConnectionStringBuilder(connection);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The same database through here.</summary>
    public string Connection => new NpgsqlConnectionStringBuilder(_server.ConnectionString)
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>On all connections since the last time it was asked.</summary>
    public int Take() => Interlocked.Exchange(ref _count, 0);

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
                var answered = new Answered();
                await Task.WhenAny(
                    ForwardAsync(program.GetStream(), server.GetStream(), said => Asked(answered)),
                    ForwardAsync(server.GetStream(), program.GetStream(), said => answered.Whole |= EndsAnswer(said.Span)));
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException)
            {
                // So is the other side, then.
            }
        }
    }

    private void Asked(Answered answered)
    {
        if (answered.Whole)
        {
            answered.Whole = false;
            Interlocked.Increment(ref _count);
        }
    }

    private async Task ForwardAsync(NetworkStream from, NetworkStream to, Action<ReadOnlyMemory<byte>> before)
    {
        var said = new byte[Buffer];
        try
        {
            while (await from.ReadAsync(said, _closed.Token) is > 0 and var size)
            {
                before(said.AsMemory(0, size));
                await to.WriteAsync(said.AsMemory(0, size), _closed.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the two has closed.
        }
    }

    /// <summary>ReadyForQuery is the last message of an answer: its letter, a length of five, and one letter more.</summary>
    private static bool EndsAnswer(ReadOnlySpan<byte> said) => said.Length >= 6 && said[^6..^1].SequenceEqual("Z\0\0\0\u0005"u8);

    private sealed class Answered
    {
        public volatile bool Whole;
    }
}
