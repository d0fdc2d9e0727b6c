using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Engine.Directories;

namespace Approvals.Readers.Units;

/// <summary>How unit files and the store spell a <see cref="BodyKind"/>: <c>party-branch</c>.</summary>
public static partial class BodyKinds
{
    private static readonly ImmutableSortedDictionary<string, BodyKind> BySpelling =
        Enum.GetValues<BodyKind>().ToImmutableSortedDictionary(Spelling, k => k);

    public static IEnumerable<string> All => BySpelling.Keys;

    public static string Spelling(BodyKind kind) => InnerCapital().Replace(kind.ToString(), "-$0").ToLowerInvariant();

    public static bool TryParse(string spelling, out BodyKind kind) => BySpelling.TryGetValue(spelling, out kind);

    /// <summary>For what the store keeps: its constraint knows the same ten.</summary>
    public static BodyKind Parse(string spelling) => BySpelling[spelling];

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex InnerCapital();
}
