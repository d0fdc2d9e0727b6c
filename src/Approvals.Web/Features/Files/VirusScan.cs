using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Approvals.Web.Hosting;

namespace Approvals.Web.Features.Files;

/// <summary>What the scanner said of a file.</summary>
public abstract record ScanAnswer
{
    private ScanAnswer()
    {
    }

    /// <summary>Nothing was found, or there is no scanner.</summary>
    public sealed record Clean : ScanAnswer;

    /// <param name="Name">As the scanner calls it.</param>
    public sealed record Infected(string Name) : ScanAnswer;

    /// <summary>It did not answer, or not as it should: what cannot be scanned is not taken.</summary>
    public sealed record NoAnswer : ScanAnswer;
}

/// <summary>Where clamd listens.</summary>
/// <param name="Port">Null: the place is the path of its socket.</param>
public sealed record ClamdPlace(string Place, int? Port)
{
    private const string Setting = "Scan:ClamAv";

    /// <summary>From the setting <c>Scan:ClamAv</c>: HOST:PORT or a path; null where there is none.</summary>
    /// <exception cref="OfficeException">It is neither.</exception>
    public static ClamdPlace? Of(IConfiguration settings) => settings[Setting] is not { Length: > 0 } place ? null
        : place.StartsWith('/') ? new(place, null)
        : place.LastIndexOf(':') is > 0 and var at && ushort.TryParse(place.AsSpan(at + 1), out var port) ? new(place[..at], port)
        : throw new OfficeException($"设置 {Setting} 写的“{place}”看不懂：请写成 127.0.0.1:3310，或者 clamd 套接字的路径。");
}

/// <summary>
/// Virus scanning (病毒检查) by ClamAV's clamd. Its protocol: zINSTREAM, then pieces with their length in four bytes, big end first,
/// then a length of zero.
/// </summary>
/// <param name="clamd">Null: nothing is scanned.</param>
public sealed class VirusScan(ClamdPlace? clamd, ILogger<VirusScan> log)
{
    private const int Piece = 64 * 1024;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    public async Task<ScanAnswer> ScanAsync(byte[] content, CancellationToken cancellation)
    {
        if (clamd is not var (place, port))
        {
            return new ScanAnswer.Clean();
        }

        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(_patience);
        try
        {
            using var socket = port is null ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
                : new Socket(SocketType.Stream, ProtocolType.Tcp);
            await (port is { } number ? socket.ConnectAsync(place, number, late.Token)
                : socket.ConnectAsync(new UnixDomainSocketEndPoint(place), late.Token));
            await using var stream = new NetworkStream(socket);
            await SendAsync(stream, content, late.Token);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return Read(await reader.ReadToEndAsync(late.Token));
        }
        catch (Exception failure) when (failure is SocketException or IOException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            Log.ScannerSilent(log, failure.GetType().Name);
            return new ScanAnswer.NoAnswer();
        }
    }

    private static async Task SendAsync(NetworkStream stream, byte[] content, CancellationToken cancellation)
    {
        await stream.WriteAsync("zINSTREAM\0"u8.ToArray(), cancellation);
        var length = new byte[4];
        for (var at = 0; at < content.Length; at += Piece)
        {
            var size = Math.Min(Piece, content.Length - at);
            BinaryPrimitives.WriteInt32BigEndian(length, size);
            await stream.WriteAsync(length, cancellation);
            await stream.WriteAsync(content.AsMemory(at, size), cancellation);
        }

        BinaryPrimitives.WriteInt32BigEndian(length, 0);
        await stream.WriteAsync(length, cancellation);
    }

    private ScanAnswer Read(string answer)
    {
        const string head = "stream: ";
        var said = answer.TrimEnd('\0', '\n');
        if (said == head + "OK")
        {
            return new ScanAnswer.Clean();
        }

        if (said.StartsWith(head, StringComparison.Ordinal) && said.EndsWith(" FOUND", StringComparison.Ordinal))
        {
            return new ScanAnswer.Infected(said[head.Length..^" FOUND".Length]);
        }

        Log.ScannerSilent(log, "an answer that is none");
        return new ScanAnswer.NoAnswer();
    }
}
