using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>甲局负责.乙局配合. A dot after a Chinese word is a full stop where a document has no others.</summary>
internal static partial class WesternStops
{
    private const int Fewest = 3;

    /// <summary>The lines as they are read, each character in its place; what is shown stays as it was written.</summary>
    public static ImmutableArray<SourceLine> Read(ImmutableArray<SourceLine> lines) =>
        lines.Any(l => l.Text.Contains('。', StringComparison.Ordinal)) || lines.Sum(l => Stop().Count(l.Text)) < Fewest
            ? lines : [.. lines.Select(l => l with { Text = Stop().Replace(l.Text, "。") })];

    /// <summary>一. and （一）. begin a part.</summary>
    [GeneratedRegex(
        @"(?<=[\u4e00-\u9fff）)”》][\p{Cf}]*)(?<!(?:^|[.。；;])\s*[（(]?[一二三四五六七八九十百]{1,3}[）)]?)[.．](?=[\s\p{Cf}]*(?:$|[\u4e00-\u9fff（(“《0-9]))")]
    private static partial Regex Stop();
}
