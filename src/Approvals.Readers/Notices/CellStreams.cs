using System.Collections.Immutable;

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
                ? columns.IndexOf(Column.No) is var no and >= 0 ? NumberedRows.Read(document, pieces, i + head.Count, columns, no)
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
}
