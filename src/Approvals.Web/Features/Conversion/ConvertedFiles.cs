using System.Security.Cryptography;

namespace Approvals.Web.Features.Conversion;

/// <summary>The last files that were converted, by what they held: who looks at one again waits for no other program.</summary>
internal sealed class ConvertedFiles
{
    private const long Most = 16L * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<(string Hash, byte[] Converted)> _kept = [];

    public byte[]? Find(byte[] content)
    {
        var hash = HashOf(content);
        lock (_gate)
        {
            for (var node = _kept.First; node is not null; node = node.Next)
            {
                if (node.Value.Hash == hash)
                {
                    _kept.Remove(node);
                    _kept.AddFirst(node);
                    return node.Value.Converted;
                }
            }

            return null;
        }
    }

    public void Keep(byte[] content, byte[] converted)
    {
        var hash = HashOf(content);
        lock (_gate)
        {
            _kept.AddFirst((hash, converted));
            while (_kept.Count > 0 && _kept.Sum(k => (long)k.Converted.Length) > Most)
            {
                _kept.RemoveLast();
            }
        }
    }

    private static string HashOf(byte[] content) => Convert.ToHexString(SHA256.HashData(content));
}
