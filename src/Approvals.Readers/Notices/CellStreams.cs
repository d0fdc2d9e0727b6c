using System.Collections.Immutable;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>Tables that lie one cell a line, without any mark between rows but their numbers.</summary>
internal static class CellStreams
{
    private const int MostUnknown = 6;
    private const int LongestUnknown = 14;

    public static void Find(SourceDocument document, List<Segment> pieces, Lexicon lexicon, Action<SourceTable> add)
    {
        for (var i = 0; i + FlattenedTables.FewestColumns < pieces.Count; i++)
        {
            var head = pieces.Skip(i).Take(FlattenedTables.MostColumns).TakeWhile(p => IsHead(document, p, lexicon)).ToList();
            if (head.Count < FlattenedTables.FewestColumns || i + head.Count >= pieces.Count)
            {
                continue;
            }

            head.AddRange(Unknown(document, pieces, i + head.Count, lexicon));
            // A heading that looks like a head stands above the table, where the numbers begin after it.
            var at = head.FindIndex(h => lexicon.ColumnOf(FlattenedTables.Squeeze(document.TextOf(h))) == Column.No);
            if (at > 0 && FlattenedTables.IsRowNumber(FlattenedTables.Squeeze(document.TextOf(pieces[i + head.Count]))))
            {
                i += at;
                head.RemoveRange(0, at);
            }

            var columns = head.ConvertAll(c => lexicon.ColumnOf(FlattenedTables.Squeeze(document.TextOf(c))) ?? Column.Other);
            var rows = columns.Exists(c => c is Column.Title or Column.Plan or Column.Problem or Column.Goal)
                ? columns.IndexOf(Column.No) is var no and >= 0 ? Numbered(document, pieces, i + head.Count, columns, no)
                    : Counted(document, pieces, i + head.Count, columns)
                : [];
            if (rows.Count > 0)
            {
                add(new([[.. head.Select(h => ImmutableArray.Create(h))], .. rows.Select(r => r.ToImmutableArray())]));
                i += head.Count + rows.Sum(r => r.Distinct().Sum(c => c.Length)) - 1;
            }
        }
    }

    /// <summary>Heads that nobody knows (是否达序) between those that are known and the first row's number.</summary>
    private static List<Segment> Unknown(SourceDocument document, List<Segment> pieces, int from, Lexicon lexicon)
    {
        for (var to = from; to < Math.Min(pieces.Count, from + MostUnknown + 1); to++)
        {
            var text = FlattenedTables.Squeeze(document.TextOf(pieces[to]));
            if (FlattenedTables.IsRowNumber(text))
            {
                return pieces[from..to];
            }

            if (text.Length > LongestUnknown || text.Any(c => c is '，' or '。' or '；' or '：' or ':' or ';') || Outline.IsHeading(text))
            {
                break;
            }
        }

        return [];
    }

    private static bool IsHead(SourceDocument document, Segment piece, Lexicon lexicon) =>
        piece.End - piece.Start <= 40 && FlattenedTables.Squeeze(document.TextOf(piece)) is var text
        && lexicon.IsHead(text) && !Outline.IsHeading(text); // （一）任务 heads a part

    /// <summary>A row begins with the next number alone; what does not fit the columns by number is laid by its looks.</summary>
    private static List<List<ImmutableArray<Segment>>> Numbered(
        SourceDocument document, List<Segment> pieces, int first, List<Column> columns, int numberAt)
    {
        var rows = new List<List<ImmutableArray<Segment>>>();
        var open = new List<Segment>();
        var last = 0;
        for (var i = first; i < pieces.Count; i++)
        {
            var text = FlattenedTables.Squeeze(document.TextOf(pieces[i]));
            var number = FlattenedTables.IsRowNumber(text) ? ChineseNumbers.Parse(text.Trim('.', '、', '．', '（', '）', '(', ')')) : null;
            if (FlattenedTables.Closes(text))
            {
                break;
            }

            if (number is { } no && (no == last + 1 || (no == 1 && last > 0) || (last == 0 && i == first)) && (open.Count >= 3 || last == 0))
            {
                // What stands before the number in its row was taken for the row above.
                var own = open.TakeLast(Math.Min(numberAt, open.Count)).ToList();
                open.RemoveRange(open.Count - own.Count, own.Count);
                Close(groupFollows: true);
                (last, open) = (no, [.. own, pieces[i]]);
            }
            else if (last == 0 && numberAt > open.Count)
            {
                open.Add(pieces[i]);
            }
            else if (last == 0)
            {
                if (!Outline.IsHeading(text) || text.Length > 100)
                {
                    return [];
                }

                rows.Add(Group(pieces[i]));
            }
            else
            {
                open.Add(pieces[i]);
            }
        }

        Close(groupFollows: false);
        return last == 0 ? [] : rows;

        List<ImmutableArray<Segment>> Group(Segment piece)
        {
            ImmutableArray<Segment> cell = [piece];
            return columns.ConvertAll(_ => cell);
        }

        void Close(bool groupFollows)
        {
            if (open.Count == 0)
            {
                return;
            }

            var group = groupFollows && open.Count > 3
                && Outline.IsHeading(FlattenedTables.Squeeze(document.TextOf(open[^1]))) ? open[^1] : (Segment?)null;
            if (group is not null)
            {
                open.RemoveAt(open.Count - 1);
            }

            rows.Add(Row(document, groupFollows ? open : End(document, open, columns), columns));
            if (group is { } heading)
            {
                rows.Add(Group(heading));
            }
        }
    }

    /// <summary>The last row has no number after it: it ends where it makes the best row.</summary>
    private static List<Segment> End(SourceDocument document, List<Segment> open, List<Column> columns)
    {
        // Who signs and the day, right behind a full row, are no cells of it.
        var signed = Enumerable.Range(0, Math.Max(open.Count - 1, 0)).FirstOrDefault(
            at => at >= columns.Count - 1 && HeadLines.IsSigner(Text(at)) && HeadLines.IsDateLine(Text(at + 1)), open.Count);
        var texts = open.Take(Math.Min(signed, columns.Count + 12)).Select(document.TextOf).ToList();
        var best = Enumerable.Range(Math.Min(3, texts.Count), texts.Count - Math.Min(3, texts.Count) + 1)
            .MaxBy(count => ColumnFit.Score(texts[..count], columns));
        return open[..best];

        string Text(int at) => FlattenedTables.Squeeze(document.TextOf(open[at]));
    }

    /// <summary>Without numbers a row is so many pieces as there are columns.</summary>
    private static List<List<ImmutableArray<Segment>>> Counted(
        SourceDocument document, List<Segment> pieces, int first, List<Column> columns)
    {
        var rows = new List<List<ImmutableArray<Segment>>>();
        for (var i = first; i + columns.Count <= pieces.Count; i += columns.Count)
        {
            var row = pieces.GetRange(i, columns.Count);
            var wrong = columns.Select((c, at) => (c, Text: FlattenedTables.Squeeze(document.TextOf(row[at])))).Any(x =>
                FlattenedTables.Closes(x.Text) || (x.c is Column.Departments or Column.Lead or Column.Support && x.Text.Length > 80)
                || (x.c is Column.Deadline && x.Text.Length > 40));
            if (wrong)
            {
                break;
            }

            rows.Add(row.ConvertAll(c => ImmutableArray.Create(c)));
        }

        return rows;
    }

    private static List<ImmutableArray<Segment>> Row(SourceDocument document, List<Segment> cells, List<Column> columns)
    {
        var row = columns.ConvertAll(_ => ImmutableArray<Segment>.Empty);
        var places = cells.Count == columns.Count ? [.. Enumerable.Range(0, cells.Count)]
            : ColumnFit.Assign(cells.ConvertAll(document.TextOf), columns);
        for (var i = 0; i < cells.Count; i++)
        {
            row[places[i]] = row[places[i]].Add(cells[i]);
        }

        return row;
    }
}
