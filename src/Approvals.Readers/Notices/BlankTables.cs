using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>Tables whose cells are parted by blanks, a row a line; a line without number goes on with the row before.</summary>
internal static class BlankTables
{
    public static void Find(SourceDocument document, List<Segment> pieces, Lexicon lexicon, Action<SourceTable> add)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            if (Head(document, pieces[i], lexicon) is { } head && Read(document, pieces, i, head, lexicon) is { } table)
            {
                add(table);
                var last = table.Rows.SelectMany(r => r).SelectMany(c => c).Max(s => s.Line);
                while (i + 1 < pieces.Count && pieces[i + 1].Line <= last)
                {
                    i++;
                }
            }
        }
    }

    private static List<Segment>? Head(SourceDocument document, Segment line, Lexicon lexicon)
    {
        if (line.End - line.Start > 120)
        {
            return null;
        }

        var cells = Split(document, line, 1);
        var named = cells.ConvertAll(c => lexicon.ColumnOf(FlattenedTables.Squeeze(document.TextOf(c))));
        return cells.Count is >= FlattenedTables.FewestColumns and <= FlattenedTables.MostColumns
            && cells.Zip(named).All(c => c.Second is not null || PeriodHeads.Names(FlattenedTables.Squeeze(document.TextOf(c.First))))
            && named.Exists(c => c is Column.Title or Column.Plan or Column.Problem or Column.Goal) ? cells : null;
    }

    private static SourceTable? Read(
        SourceDocument document, List<Segment> pieces, int first, List<Segment> head, Lexicon lexicon)
    {
        var columns = head.ConvertAll(c => lexicon.ColumnOf(FlattenedTables.Squeeze(document.TextOf(c))) ?? Column.Other);
        var wide = Split(document, pieces[first], 2).Count == head.Count;
        var starts = head.ConvertAll(c => Offset(document, c));
        var numbered = columns[0] == Column.No;
        var rows = new List<List<ImmutableArray<Segment>>> { head.ConvertAll(c => ImmutableArray.Create(c)) };
        for (var i = first + 1; i < pieces.Count; i++)
        {
            var text = document.TextOf(pieces[i]);
            if (FlattenedTables.Closes(text))
            {
                break;
            }

            var cells = Split(document, pieces[i], wide ? 2 : 1);
            var opens = numbered ? FlattenedTables.IsRowNumber(FlattenedTables.Squeeze(document.TextOf(cells[0])))
                : cells.Count == columns.Count;
            if (opens && cells.Count >= 2)
            {
                rows.Add(ColumnFit.Lay(document, cells, columns));
            }
            else if (Outline.IsHeading(FlattenedTables.Squeeze(text)) || !wide || rows.Count < 2
                || !GoesOn(document, cells, starts, columns, rows[^1]))
            {
                break;
            }
        }

        return rows.Count < 2 ? null : new([.. rows.Select(r => r.ToImmutableArray())]);
    }

    /// <summary>A line that begins under a later column goes on with that cell.</summary>
    private static bool GoesOn(
        SourceDocument document, List<Segment> cells, List<int> starts, List<Column> columns, List<ImmutableArray<Segment>> row)
    {
        var places = cells.ConvertAll(c => starts.FindLastIndex(s => s <= Offset(document, c) + 2));
        if (places.Exists(p => p < 0) || (columns[0] == Column.No && places[0] == 0))
        {
            return false;
        }

        for (var i = 0; i < cells.Count; i++)
        {
            row[places[i]] = row[places[i]].Add(cells[i]);
        }

        return true;
    }

    /// <summary>Where a cell begins on the screen, a Chinese character being two wide.</summary>
    private static int Offset(SourceDocument document, Segment cell)
    {
        var offset = 0;
        foreach (var c in document.Lines[cell.Line].Text.AsSpan(0, cell.Start))
        {
            offset += c > '\u2e7f' ? 2 : 1;
        }

        return offset;
    }

    /// <summary>The stretches between at least so many blanks; an ideographic blank counts two.</summary>
    private static List<Segment> Split(SourceDocument document, Segment line, int blanks)
    {
        var text = document.Lines[line.Line].Text;
        var cells = new List<Segment>();
        var (start, end, gap) = (-1, -1, 0);
        for (var i = line.Start; i < line.End; i++)
        {
            if (char.IsWhiteSpace(text[i]) || text[i] == '|')
            {
                gap += text[i] is '\u3000' or '|' ? 2 : 1;
                continue;
            }

            if (start >= 0 && gap >= blanks)
            {
                cells.Add(new(line.Line, start, end));
                start = -1;
            }

            start = start < 0 ? i : start;
            (end, gap) = (i + 1, 0);
        }

        if (start >= 0)
        {
            cells.Add(new(line.Line, start, end));
        }

        return cells;
    }
}
