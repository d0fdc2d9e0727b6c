using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>— 2 —, 第3页: numbers of pages that were pasted with the text stand between cells as between paragraphs, and are read as nothing.</summary>
internal static class PageMarks
{
    private static readonly Regex _mark = new($"(?:{string.Join('|', Lexicon.Office.Words("page-marks"))})", RegexOptions.CultureInvariant);

    /// <summary>The lines as they are read, each character in its place; what is shown stays as it was written.</summary>
    public static ImmutableArray<SourceLine> Without(ImmutableArray<SourceLine> lines) => !lines.Any(Is) ? lines
        : [.. lines.Select(l => Is(l) ? l with { Text = new string(' ', l.Text.Length) } : l)];

    private static bool Is(SourceLine line) => line.Cell is null && line.Text.Length <= 16 && _mark.IsMatch(line.Text.Trim());
}
