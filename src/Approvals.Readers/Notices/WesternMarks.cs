using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>
/// 甲局负责,乙局配合. Commas, semicolons and colons of a western keyboard beside Chinese words are read as the Chinese ones; a dot
/// after such a word is a full stop where a document has no others.
/// </summary>
internal static partial class WesternMarks
{
    private const int FewestStops = 3;

    /// <summary>The lines as they are read, each character in its place, and page numbers as nothing; what is shown stays as it was written.</summary>
    public static ImmutableArray<SourceLine> Read(ImmutableArray<SourceLine> shown)
    {
        var lines = PageMarks.Without(shown);
        var stops = !lines.Any(l => l.Text.Contains('。', StringComparison.Ordinal)) && lines.Sum(l => Stop().Count(l.Text)) >= FewestStops;
        var marks = lines.Any(l => l.Text.AsSpan().ContainsAny(',', ';', ':'));
        return !stops && !marks ? lines : [.. lines.Select(l => Read(l, stops))];
    }

    private static SourceLine Read(SourceLine line, bool stops)
    {
        var text = stops ? Stop().Replace(line.Text, "。") : line.Text;
        text = text.AsSpan().ContainsAny(',', ';', ':') ? Mark().Replace(text, m => m.ValueSpan[0] switch { ',' => "，", ';' => "；", _ => "：" }) : text;
        return ReferenceEquals(text, line.Text) ? line : line with { Text = text };
    }

    /// <summary>After a Chinese word, or before one; a colon, which also stands in clock times and addresses, only after one.</summary>
    [GeneratedRegex(@"(?<=[\u4e00-\u9fff）)”》】%％][ \p{Cf}]*)[,;:]|[,;](?=[ \p{Cf}]*[\u4e00-\u9fff（“《])")]
    private static partial Regex Mark();

    /// <summary>一. and （一）. begin a part.</summary>
    [GeneratedRegex(
        @"(?<=[\u4e00-\u9fff）)”》][\p{Cf}]*)(?<!(?:^|[.。；;])\s*[（(]?[一二三四五六七八九十百]{1,3}[）)]?)[.．](?=[\s\p{Cf}]*(?:$|[\u4e00-\u9fff（(“《0-9]))")]
    private static partial Regex Stop();
}
