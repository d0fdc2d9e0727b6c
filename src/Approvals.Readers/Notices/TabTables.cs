using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>Tables whose cells begin with a tab: a row a line, or a cell a line.</summary>
internal static class TabTables
{
    public static void Find(ImmutableArray<SourceLine> lines, Lexicon lexicon, Action<SourceTable> add)
    {
        var last = lines.LastOrDefault(IsTabbed)?.Index ?? -1;
        for (var i = 0; i <= last; i++)
        {
            if (IsTabbed(lines[i]) && (ReadRows(lines, i, lexicon) ?? ReadCells(lines, i, last, lexicon)) is { } table)
            {
                add(table);
                i = Math.Max(i, table.Rows.SelectMany(r => r).SelectMany(c => c).Max(s => s.Line));
            }
        }
    }

    private static bool IsTabbed(SourceLine line) => line.Cell is null && line.Text.Contains('\t', StringComparison.Ordinal);

    /// <summary>A row a line: the first line names at least three columns.</summary>
    private static SourceTable? ReadRows(ImmutableArray<SourceLine> lines, int first, Lexicon lexicon)
    {
        var head = Split(lines[first]);
        var named = head.Count(s => lexicon.IsHead(TextOf(lines, s)) || PeriodHeads.Names(TextOf(lines, s)));
        var filled = head.Count(s => TextOf(lines, s).Length > 0);
        if (named < FlattenedTables.FewestColumns || named * 2 <= filled || filled > FlattenedTables.MostColumns)
        {
            return null;
        }

        var rows = new List<List<ImmutableArray<Segment>>> { Row(head, lines) };
        var blanks = 0;
        for (var i = first + 1; i < lines.Length && lines[i].Cell is null && !FlattenedTables.Closes(lines[i].Text); i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i].Text))
            {
                blanks++;
                continue;
            }

            if (IsTabbed(lines[i]))
            {
                AddRow(rows, Row(Split(lines[i]), lines), head.Count, afterBlank: blanks > 0);
            }
            else if (IsGroup(lines, i))
            {
                ImmutableArray<Segment> group = [Whole(lines[i])];
                rows.Add([.. head.Select(_ => group)]);
            }
            else if (blanks > 0 || IsSignature(lines[i].Text) || Closing.Begins(FlattenedTables.Squeeze(lines[i].Text))
                || !GoesOn(lines, i, rows[^1], head.Count, lexicon))
            {
                break;
            }
            else
            {
                rows[^1][^1] = rows[^1][^1].Add(Whole(lines[i]));
            }

            blanks = 0;
        }

        return rows.Count < 2 ? null : new([.. rows.Select(r => r.ToImmutableArray())]);
    }

    /// <summary>区住建局、⏎各街道办事处⇥10月底前: a line that was broken within a cell is the rest of the row above.</summary>
    private static void AddRow(List<List<ImmutableArray<Segment>>> rows, List<ImmutableArray<Segment>> row, int columns, bool afterBlank)
    {
        if (!afterBlank && rows.Count > 1 && row.Count > 1 && rows[^1].Count + row.Count - 1 == columns)
        {
            rows[^1][^1] = rows[^1][^1].AddRange(row[0]);
            rows[^1].AddRange(row[1..]);
        }
        else
        {
            rows.Add(row);
        }
    }

    /// <summary>一、优化诊前服务 between rows.</summary>
    private static bool IsGroup(ImmutableArray<SourceLine> lines, int at) => Outline.IsHeading(FlattenedTables.Squeeze(lines[at].Text))
        && lines.Skip(at + 1).FirstOrDefault(l => !string.IsNullOrWhiteSpace(l.Text)) is { } next && IsTabbed(next);

    /// <summary>
    /// Whether a line without a tab is the rest of the cell above: rows of the same table follow it, or the row waits for it.
    /// </summary>
    private static bool GoesOn(
        ImmutableArray<SourceLine> lines, int at, List<ImmutableArray<Segment>> row, int columns, Lexicon lexicon)
    {
        var next = lines.Skip(at).FirstOrDefault(l => string.IsNullOrWhiteSpace(l.Text) || IsTabbed(l));
        if (next is not null && IsTabbed(next))
        {
            return Split(next).Count(s => lexicon.IsHead(TextOf(lines, s))) < FlattenedTables.FewestColumns;
        }

        var last = row.Count < columns || row[^1].IsEmpty ? "" : TextOf(lines, row[^1]);
        return row.Count < columns || last is [.., '、' or '，' or '；' or ','];
    }

    /// <summary>Who signs, or when, right below the last row.</summary>
    private static bool IsSignature(string line) => FlattenedTables.Squeeze(line) is var text
        && (HeadLines.IsDateLine(text) || (HeadLines.IsSigner(text) && text.Length >= 4 && !text.Contains('、', StringComparison.Ordinal)));

    private static List<ImmutableArray<Segment>> Row(List<Segment> cells, ImmutableArray<SourceLine> lines) =>
        cells.ConvertAll(s => TextOf(lines, s).Length == 0 ? ImmutableArray<Segment>.Empty : [s]);

    /// <summary>A cell a line: a tab begins a cell, a line without tab goes on with the cell before.</summary>
    private static SourceTable? ReadCells(ImmutableArray<SourceLine> lines, int first, int lastTab, Lexicon lexicon)
    {
        if (!lexicon.IsHead(FirstCell(lines[first].Text)))
        {
            return null;
        }

        var head = Cells(lines, first, lastTab).TakeWhile(c => lexicon.IsHead(TextOf(lines, c)))
            .Take(FlattenedTables.MostColumns).ToList();
        var columns = head.Count;
        if (columns < FlattenedTables.FewestColumns)
        {
            return null;
        }

        var numbered = lexicon.ColumnOf(TextOf(lines, head[0])) == Column.No;
        var rows = new List<List<ImmutableArray<Segment>>> { head };
        foreach (var cell in Cells(lines, first, lastTab).Skip(columns))
        {
            var isNumber = FlattenedTables.IsRowNumber(TextOf(lines, cell));
            if (rows[^1].Count >= columns || (numbered && isNumber && rows[^1].Count >= FlattenedTables.FewestColumns))
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
        for (var i = first; i < lines.Length && lines[i].Cell is null; i++)
        {
            var text = lines[i].Text;
            var tabbed = text.Contains('\t', StringComparison.Ordinal);
            blanks = string.IsNullOrWhiteSpace(text) && !tabbed ? blanks + 1 : blanks;
            if (!tabbed && (FlattenedTables.Closes(text) || (i > lastTab && blanks >= 3)))
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
        var pieces = Split(line);
        for (var p = 0; p < pieces.Count; p++)
        {
            var opens = p > 0 || (!leading && pieces.Count > 1);
            yield return (string.IsNullOrWhiteSpace(line.Text[pieces[p].Start..pieces[p].End]) ? null : pieces[p], opens);
        }
    }

    private static List<Segment> Split(SourceLine line)
    {
        var pieces = new List<Segment>();
        for (var start = 0; start <= line.Text.Length;)
        {
            var end = line.Text.IndexOf('\t', start);
            end = end < 0 ? line.Text.Length : end;
            pieces.Add(new(line.Index, start, end));
            start = end + 1;
        }

        return pieces;
    }

    private static Segment Whole(SourceLine line) => new(line.Index, 0, line.Text.Length);

    private static string FirstCell(string line) => FlattenedTables.Squeeze(
        line.Split('\t', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "");

    private static string TextOf(ImmutableArray<SourceLine> lines, Segment cell) =>
        FlattenedTables.Squeeze(lines[cell.Line].Text.AsSpan(cell.Start, cell.End - cell.Start));

    private static string TextOf(ImmutableArray<SourceLine> lines, ImmutableArray<Segment> cell) =>
        string.Concat(cell.Select(s => TextOf(lines, s)));
}
