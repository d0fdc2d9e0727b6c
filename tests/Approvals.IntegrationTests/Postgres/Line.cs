using System.Buffers.Binary;
using System.Text;

namespace Approvals.IntegrationTests.Postgres;

/// <summary>One connection of the <see cref="Wire"/>: both directions of the frontend/backend protocol, version 3.</summary>
internal sealed class Line(Stream program, Stream server, Func<Trap?> trap, Action asked)
{
    private const int LengthSize = 4;
    private const int Buffer = 64 * 1024;
    private const byte ReadyForQuery = (byte)'Z';

    /// <summary>Messages after which the program waits for an answer, and the server for what comes next.</summary>
    private const string Asks = "SQHpXcf";
    private const string Answers = "ZRGHWN";
    private static readonly byte[] Committed = "COMMIT\0"u8.ToArray();

    /// <summary>Statements by the name under which the program prepared them.</summary>
    private readonly Dictionary<string, string> _prepared = [];

    private volatile Trap? _awaitsCommitted;
    private volatile bool _answered = true;
    private Trap? _carriesWordsOf;

    /// <summary>What the program says.</summary>
    public async Task AskAsync(CancellationToken ended)
    {
        await server.WriteAsync(await UntypedAsync(program, ended), ended);
        await using var said = new BufferedStream(program, Buffer);
        await using var heard = new BufferedStream(server, Buffer);
        while (true)
        {
            var message = await TypedAsync(said, ended);
            if (StopsBefore(message))
            {
                await heard.FlushAsync(ended);
                trap()?.Spring();
                await HoldAsync(ended);
            }

            Count();

            await ForwardAsync(message, heard, Asks, ended);
        }
    }

    /// <summary>What the server answers.</summary>
    public async Task AnswerAsync(CancellationToken ended)
    {
        await using var said = new BufferedStream(server, Buffer);
        await using var heard = new BufferedStream(program, Buffer);
        while (true)
        {
            var message = await TypedAsync(said, ended);
            if (_awaitsCommitted is { } waiting && message[0] == (byte)'C' && message.AsSpan()[(1 + LengthSize)..].SequenceEqual(Committed))
            {
                waiting.Spring();
                await HoldAsync(ended);
            }

            _answered |= message[0] == ReadyForQuery;

            await ForwardAsync(message, heard, Answers, ended);
        }
    }

    /// <summary>Until the connection is cut.</summary>
    private static Task HoldAsync(CancellationToken ended) => new TaskCompletionSource().Task.WaitAsync(ended);

    private void Count()
    {
        (trap() as Trap.AfterMessages)?.Pass();
        if (_answered)
        {
            _answered = false;
            asked();
        }
    }

    private static async Task ForwardAsync(byte[] message, BufferedStream to, string waits, CancellationToken ended)
    {
        await to.WriteAsync(message, ended);
        if (waits.Contains((char)message[0], StringComparison.Ordinal))
        {
            await to.FlushAsync(ended);
        }
    }

    private bool StopsBefore(byte[] message)
    {
        var statement = StatementOf(message);
        switch (trap())
        {
            case Trap.BeforeStatement before:
                return statement?.Contains(before.Text, StringComparison.Ordinal) == true;
            case Trap.BeforeCommit before:
                Mind(before, before.Words, message);
                return ReferenceEquals(_carriesWordsOf, before) && statement == "COMMIT";
            case Trap.AfterCommit after:
                Mind(after, after.Words, message);
                _awaitsCommitted = ReferenceEquals(_carriesWordsOf, after) && statement == "COMMIT" ? after : _awaitsCommitted;
                return false;
            default:
                return false;
        }
    }

    private void Mind(Trap of, byte[] words, byte[] message) =>
        _carriesWordsOf = message.AsSpan().IndexOf(words) >= 0 ? of : _carriesWordsOf;

    /// <summary>The text that a message has the server run, be it prepared now or before; null where it has none.</summary>
    private string? StatementOf(byte[] message)
    {
        var body = message.AsSpan(1 + LengthSize);
        switch ((char)message[0])
        {
            case 'Q':
                return Text(body, out _);
            case 'P':
                var name = Text(body, out var size);
                return _prepared[name] = Text(body[size..], out _);
            case 'B':
                _ = Text(body, out var portal);
                return _prepared.GetValueOrDefault(Text(body[portal..], out _));
            default:
                return null;
        }
    }

    private static string Text(ReadOnlySpan<byte> from, out int size)
    {
        size = from.IndexOf((byte)0) + 1;
        return Encoding.UTF8.GetString(from[..(size - 1)]);
    }

    /// <summary>The start-up: four bytes of length, itself included, and no type.</summary>
    private static async Task<byte[]> UntypedAsync(Stream from, CancellationToken ended) => await RestAsync(from, [], ended);

    private static async Task<byte[]> TypedAsync(Stream from, CancellationToken ended)
    {
        var type = new byte[1];
        await from.ReadExactlyAsync(type, ended);
        return await RestAsync(from, type, ended);
    }

    private static async Task<byte[]> RestAsync(Stream from, byte[] type, CancellationToken ended)
    {
        var length = new byte[LengthSize];
        await from.ReadExactlyAsync(length, ended);
        var message = new byte[type.Length + BinaryPrimitives.ReadInt32BigEndian(length)];
        type.CopyTo(message, 0);
        length.CopyTo(message, type.Length);
        await from.ReadExactlyAsync(message.AsMemory(type.Length + LengthSize), ended);
        return message;
    }
}
