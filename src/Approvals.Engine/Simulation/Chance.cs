using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Approvals.Engine.Simulation;

/// <summary>
/// Everything that is drawn. A draw depends on the seed and on what it is for, never on the draws before it: one person more
/// changes what he does and nothing else.
/// </summary>
internal sealed class Chance(long seed)
{
    /// <summary>From 0; <paramref name="bound"/> excluded.</summary>
    public int Below(int bound, string about)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{about}"), hash);
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(hash) % (ulong)bound);
    }
}
