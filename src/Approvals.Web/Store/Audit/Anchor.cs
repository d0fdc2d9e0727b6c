using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Approvals.Engine;

namespace Approvals.Web.Store.Audit;

/// <summary>How far one case had come.</summary>
internal sealed record AnchorHead(CaseId Case, int Version, byte[] Head)
{
    /// <summary>SHA-256 over the list in its order: id, version and hash of each.</summary>
    public static byte[] Digest(IEnumerable<AnchorHead> heads)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> key = stackalloc byte[16 + 4];
        foreach (var (id, version, head) in heads)
        {
            _ = id.Value.TryWriteBytes(key, bigEndian: true, out _);
            BinaryPrimitives.WriteInt32BigEndian(key[16..], version);
            hash.AppendData(key);
            hash.AppendData(head);
        }

        return hash.GetHashAndReset();
    }
}

/// <summary>审计锚: a signed statement of how far histories had come, chained to the one before.</summary>
/// <param name="About">The case whose whole tree it covers; null for the anchor of a day.</param>
/// <param name="ThroughAt">What was recorded before it is covered.</param>
/// <param name="Fingerprint">Of the key that signed.</param>
internal sealed record Anchor(
    int No, DateOnly Day, CaseId? About, DateTimeOffset ThroughAt, int Cases, long Events, byte[] Heads, byte[] PrevHash,
    DateTimeOffset CreatedAt, string Fingerprint)
{
    /// <summary>Before the first.</summary>
    public static byte[] Start { get; } = new byte[32];

    /// <summary>What is signed: every field as a line of text, so that anybody can recompute it without this program.</summary>
    public byte[] Hash(UnitId unit) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [
        "approvals anchor 1",
        $"unit {unit.Value}",
        $"no {No}",
        $"day {Day:yyyy-MM-dd}",
        $"about {About?.ToString() ?? "-"}",
        $"through {Microseconds(ThroughAt)}",
        $"cases {Cases}",
        $"events {Events}",
        $"heads {Convert.ToHexStringLower(Heads)}",
        $"before {Convert.ToHexStringLower(PrevHash)}",
        $"created {Microseconds(CreatedAt)}",
        $"key {Fingerprint}",
    ])));

    private static long Microseconds(DateTimeOffset instant) => instant.UtcTicks / TimeSpan.TicksPerMicrosecond;
}

/// <summary>An anchor as it is cited on paper.</summary>
public sealed record AnchorStamp(DateOnly Day, string Hash, string Fingerprint)
{
    private const int ShortLength = 16;

    /// <summary>Enough of the hash to compare by eye, in groups of four.</summary>
    public string Short => Grouped(Hash[..ShortLength]);

    public string Key => Grouped(Fingerprint);

    public static string Grouped(string hex) => string.Join(' ', hex.Chunk(4).Select(four => new string(four)));
}
