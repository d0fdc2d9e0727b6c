using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Approvals.Engine;

namespace Approvals.Web.Store.Cases;

/// <summary>
/// The hash that ties each event of a case to the one before: SHA-256 over the exact stored bytes with unit, case, place,
/// kind, actor and both times (the instant cut to microseconds, as PostgreSQL keeps it), and the hash before.
/// </summary>
internal static class Chain
{
    public static byte[] Start { get; } = new byte[32];

    public static byte[] Link(
        ReadOnlySpan<byte> before, UnitId unit, CaseId @case, int seq, string kind, int? actor,
        DateTimeOffset recordedAt, DateOnly effectiveOn, ReadOnlySpan<byte> payload)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        Span<byte> head = stackalloc byte[4 + 16 + 4 + 4 + 8 + 4];
        BinaryPrimitives.WriteInt32BigEndian(head, unit.Value);
        _ = @case.Value.TryWriteBytes(head[4..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(head[20..], seq);
        BinaryPrimitives.WriteInt32BigEndian(head[24..], actor ?? -1);
        BinaryPrimitives.WriteInt64BigEndian(head[28..], recordedAt.UtcTicks / TimeSpan.TicksPerMicrosecond);
        BinaryPrimitives.WriteInt32BigEndian(head[36..], effectiveOn.DayNumber);
        hash.AppendData(head);
        hash.AppendData(Encoding.UTF8.GetBytes(kind));
        hash.AppendData([0]);
        hash.AppendData(payload);
        return hash.GetHashAndReset();
    }
}
