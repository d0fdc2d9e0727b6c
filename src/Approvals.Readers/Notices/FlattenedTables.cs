using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>
/// Finds what layout has lost: paragraphs that were glued to one line, and tables that were flattened to lines by tabs, by blanks
/// or one cell a line. A table is believed when its first cells are known heads of columns.
/// </summary>
internal static partial class FlattenedTables
{
    public const int FewestColumns = 3;
    public const int MostColumns = 32;

    /// <param name="tables">Those that the file itself has.</param>
    public static SourceDocument Recover(
        ImmutableArray<SourceLine> lines, ImmutableArray<SourceTable> tables, Lexicon lexicon)
    {
        var found = new FoundTables(lines, tables);
        TabTables.Find(lines, lexicon, found.Add);
        var read = WesternMarks.Read(lines);
        var document = new SourceDocument(lines, [], []) { Read = read };
        var pieces = read.Where(l => l.Cell is null && !found.Holds(l.Index))
            .SelectMany(Stretches.Of).SelectMany(stretch => GluedText.Split(document, stretch, lexicon)).ToList();
        BlankTables.Find(document, pieces, lexicon, found.Add);
        pieces.RemoveAll(found.Holds);
        CellStreams.Find(document, pieces, lexicon, found.Add);
        pieces.RemoveAll(found.Holds);
        Stretches.Check(found.Tables);
        return new([.. lines.Select(found.Placed)], [.. found.Tables], Stretches.Part(document, WrappedLines.Join(document, pieces)))
        {
            Read = read,
        };
    }

    /// <summary>What comes after a table and never in it.</summary>
    public static bool Closes(string line) => ClosingMatter().IsMatch(line);

    public static bool IsRowNumber(string cell) => RowNumber().IsMatch(cell);

    public static string Squeeze(ReadOnlySpan<char> text)
    {
        Span<char> kept = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c) && c is not ('\u200b' or '\ufeff'))
            {
                kept[length++] = c;
            }
        }

        return kept[..length].ToString();
    }

    [GeneratedRegex(@"^[（(]?[0-9０-９]{1,4}[）)]?[.、．]?$")]
    private static partial Regex RowNumber();

    [GeneratedRegex(@"^\s*(?:抄\s*送|抄\s*报|主题词|附件\s*[0-9０-９一二三四五六七八九十]*\s*[：:]?\s*$|附\s*注)|印\s*发\s*$")]
    private static partial Regex ClosingMatter();
}
