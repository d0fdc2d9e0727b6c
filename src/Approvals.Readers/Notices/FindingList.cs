using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Approvals.Readers.Notices;

/// <summary>Collects findings and gives each a key that depends on what it shows, not on where or when it was found.</summary>
internal sealed class FindingList
{
    private readonly List<NoticeFinding> _findings = [];
    private readonly Dictionary<string, int> _seeds = [];

    public void Add(
        FindingKind kind, int? item, string message, SourceSpan? source, string? body = null, string? annex = null,
        SourceSpan? other = null)
    {
        var seed = $"{kind}\n{item}\n{body}\n{annex}\n{(body is null && annex is null ? message : "")}";
        var again = _seeds[seed] = _seeds.GetValueOrDefault(seed) + 1;
        var key = KeyOf(again == 1 ? seed : $"{seed}\n{again}");

        _findings.Add(new(key, kind, item, message, body, annex, source ?? new(0, 0, 0, 0), other));
    }

    public IEnumerable<SourceSpan> PlacesOf(params FindingKind[] kinds) => _findings.Where(f => kinds.Contains(f.Kind)).Select(f => f.Source);

    /// <summary>The notice's own first, then item by item, each as found.</summary>
    public ImmutableArray<NoticeFinding> InOrder() => [.. _findings.OrderBy(f => f.Item ?? 0)];

    private static string KeyOf(string seed) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 8));
}
