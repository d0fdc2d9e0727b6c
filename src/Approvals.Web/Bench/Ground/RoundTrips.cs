using System.Net.Sockets;

namespace Approvals.Web.Bench.Ground;

/// <summary>
/// Lies between the program and the server, forwards what they say, and counts how often the program spoke after an answer: what it
/// says before it is answered is one round trip.
/// </summary>
internal sealed class RoundTrips : IAsyncDisposable
{
    private const int Buffer = 64 * 1024;

    private readonly Relay _relay;
    private int _count;

    /// <param name="connection">Of the server, over TCP.</param>
    public RoundTrips(string connection)
    {
        _relay = new Relay(connection, CarryAsync);
        Connection = _relay.Through(connection);
    }

    /// <summary>The same database through here.</summary>
    public string Connection { get; }

    /// <summary>On all connections since the last time it was asked.</summary>
    public int Take() => Interlocked.Exchange(ref _count, 0);

    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    private Task CarryAsync(NetworkStream program, NetworkStream server, CancellationToken closed)
    {
        var answered = new Answered();
        return Task.WhenAny(
            ForwardAsync(program, server, _ => Asked(answered), closed),
            ForwardAsync(server, program, said => answered.Hear(said.Span), closed));
    }

    private void Asked(Answered answered)
    {
        if (answered.Whole)
        {
            answered.Whole = false;
            Interlocked.Increment(ref _count);
        }
    }

    private static async Task ForwardAsync(
        NetworkStream from, NetworkStream to, Action<ReadOnlyMemory<byte>> before, CancellationToken closed)
    {
        var said = new byte[Buffer];
        try
        {
            while (await from.ReadAsync(said, closed) is > 0 and var size)
            {
                before(said.AsMemory(0, size));
                await to.WriteAsync(said.AsMemory(0, size), closed);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the two has closed.
        }
    }

    private sealed class Answered
    {
        /// <summary>ReadyForQuery is the last message of an answer: its letter, a length of five, and one letter more.</summary>
        private const int Size = 6;

        public volatile bool Whole;

        /// <summary>What was heard last: a message may arrive in two parts.</summary>
        private byte[] _last = [];

        public void Hear(ReadOnlySpan<byte> said)
        {
            _last = said.Length >= Size ? said[^Size..].ToArray() : [.. _last.AsSpan()[^Math.Min(_last.Length, Size - said.Length)..], .. said];
            if (_last.Length == Size && _last.AsSpan(0, Size - 1).SequenceEqual("Z\0\0\0\u0005"u8))
            {
                Whole = true;
            }
        }
    }
}
