using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>
/// A table that was flattened into lines: a tab begins a cell, a line without tab goes on with the cell before.
/// A table is believed when its first cells are known column heads.
/// </summary>
internal static partial class FlattenedTables
{
    private const int FewestColumns = 3;
    private const int MostColumns = 32;

    public static SourceText Find(ImmutableArray<SourceLine> lines)
    {
        var tables = ImmutableArray.CreateBuilder<SourceTable>();
        var places = new Dictionary<int, CellPlace>();
        var lastTab = lines.LastOrDefault(l => l.Text.Contains('\t', StringComparison.Ordinal))?.Index ?? -1;
        for (var i = 0; i <= lastTab; i++)
        {
            if (lines[i].Text.Contains('\t', StringComparison.Ordinal) && TryRead(lines, i, lastTab) is { } table)
            {
                Mark(table, tables.Count, places);
                tables.Add(table);
                i = Math.Max(i, table.Rows.SelectMany(r => r).SelectMany(c => c).Max(s => s.Line));
            }
        }

        return new([.. lines.Select(l => l with { Cell = places.GetValueOrDefault(l.Index) })], tables.ToImmutable());
    }

    private static void Mark(SourceTable table, int number, Dictionary<int, CellPlace> places)
    {
        for (var row = 0; row < table.Rows.Length; row++)
        {
            for (var column = 0; column < table.Rows[row].Length; column++)
            {
                foreach (var segment in table.Rows[row][column])
                {
                    places.TryAdd(segment.Line, new(number, row, column));
                }
            }
        }
    }

    private static SourceTable? TryRead(ImmutableArray<SourceLine> lines, int first, int lastTab)
    {
        if (!OfficeWords.IsColumnHead(FirstCell(lines[first].Text)))
        {
            return null;
        }

        var head = Cells(lines, first, lastTab).TakeWhile(c => OfficeWords.IsColumnHead(TextOf(lines, c))).Take(MostColumns)
            .ToList();
        var columns = head.Count;
        if (columns < FewestColumns)
        {
            return null;
        }

        var numbered = OfficeWords.ColumnOf(TextOf(lines, head[0])) == Column.No;
        var rows = new List<List<ImmutableArray<Segment>>> { head };
        foreach (var cell in Cells(lines, first, lastTab).Skip(columns))
        {
            var isNumber = RowNumber().IsMatch(TextOf(lines, cell));
            if (rows[^1].Count >= columns || (numbered && isNumber && rows[^1].Count >= FewestColumns))
            {
                if (numbered && !isNumber)
                {
                    break;
                }

                rows.Add([]);
            }

            rows[^1].Add(cell);
        }

        return new([.. rows.Select(r => r.ToImmutableArray())]);
    }

    /// <summary>All cells from a line on, one by one, until the text plainly goes on without the table.</summary>
    private static IEnumerable<ImmutableArray<Segment>> Cells(ImmutableArray<SourceLine> lines, int first, int lastTab)
    {
        ImmutableArray<Segment>? open = null;
        var leading = lines[first].Text.TrimStart(' ', '\u3000').StartsWith('\t');
        var blanks = 0;
        for (var i = first; i < lines.Length; i++)
        {
            var text = lines[i].Text;
            var tabbed = text.Contains('\t', StringComparison.Ordinal);
            blanks = string.IsNullOrWhiteSpace(text) && !tabbed ? blanks + 1 : blanks;
            if (!tabbed && (ClosingMatter().IsMatch(text) || (i > lastTab && blanks >= 3)))
            {
                break;
            }

            foreach (var (segment, opens) in Pieces(lines[i], leading))
            {
                if (opens && open is { } done)
                {
                    yield return done;
                }

                open = opens ? [] : open;
                open = segment is { } piece ? open?.Add(piece) : open;
            }

            blanks = string.IsNullOrWhiteSpace(text) ? blanks : 0;
        }

        if (open is { } last)
        {
            yield return last;
        }
    }

    /// <summary>The pieces between tabs: null for a blank one, with whether it begins a cell.</summary>
    private static IEnumerable<(Segment? Piece, bool Opens)> Pieces(SourceLine line, bool leading)
    {
        var start = 0;
        var pieces = line.Text.Split('\t');
        for (var p = 0; p < pieces.Length; p++)
        {
            var opens = p > 0 || (!leading && pieces.Length > 1);
            yield return (string.IsNullOrWhiteSpace(pieces[p]) ? null : new(line.Index, start, start + pieces[p].Length), opens);
            start += pieces[p].Length + 1;
        }
    }

    private static string FirstCell(string line) =>
        line.Split('\t', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "";

    private static string TextOf(ImmutableArray<SourceLine> lines, ImmutableArray<Segment> cell) =>
        string.Concat(cell.SelectMany(s => lines[s.Line].Text[s.Start..s.End].Where(c => !char.IsWhiteSpace(c))));

    [GeneratedRegex(@"^[0-9０-９]{1,4}[.、．]?$")]
    private static partial Regex RowNumber();

    [GeneratedRegex(@"^\s*(?:抄\s*送|抄\s*报|主题词|附件\s*[0-9０-９]*\s*[：:]?\s*$|附\s*注)|印发\s*$")]
    private static partial Regex ClosingMatter();
}
