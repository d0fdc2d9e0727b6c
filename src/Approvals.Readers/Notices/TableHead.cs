using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>The head of a checklist's table: which columns are what, and the first row after it.</summary>
internal sealed record TableHead(ImmutableDictionary<Column, int> Columns, int FirstRow, ImmutableArray<string> Texts)
{
    private const int DeepestHead = 6;
    private const int MostHeadRows = 3;

    /// <summary>
    /// The first rows of which one names three columns or more (two, with 序号 or an owner), a title or a plan among them; rows
    /// of heads below it that split a merged head are part of it.
    /// </summary>
    public static TableHead? Find(SourceDocument source, SourceTable table, Lexicon lexicon)
    {
        for (var row = 0; row < Math.Min(table.Rows.Length, DeepestHead); row++)
        {
            var texts = TextsOf(source, table, row);
            if (Read(texts, lexicon) is not { } columns)
            {
                continue;
            }

            var last = row;
            while (last + 1 < Math.Min(table.Rows.Length, row + MostHeadRows) && Splits(source, table, last, lexicon))
            {
                var below = TextsOf(source, table, last + 1);
                texts = [.. Enumerable.Range(0, Math.Max(texts.Length, below.Length)).Select(i =>
                    (i < texts.Length ? texts[i] : "", i < below.Length ? below[i] : "") switch
                    {
                        (var up, "") => up,
                        (var up, var down) when up == down => up,
                        (var up, var down) => lexicon.IsExactHead(up + down) || !lexicon.IsHead(down) ? up + down : down,
                    })];
                columns = Read(texts, lexicon) ?? columns;
                last++;
            }

            return new(columns, last + 1, texts);
        }

        return null;
    }

    /// <summary>Whether a row repeats the head (a table that goes on over the page).</summary>
    public bool IsRepeatedBy(SourceDocument source, SourceTable table, int row) =>
        TextsOf(source, table, row) is var texts && texts.Length == Texts.Length
        && texts.Zip(Texts).Count(t => t.First.Length > 0 && t.First == t.Second) >= Math.Max(2, texts.Length / 2);

    /// <summary>The next row is a head as well: some cells go on from above, the others are heads below a merged one.</summary>
    private static bool Splits(SourceDocument source, SourceTable table, int row, Lexicon lexicon)
    {
        var (width, heads) = (table.Rows[row + 1].Length, 0);
        for (var column = 0; column < width; column++)
        {
            var text = source.Passage(table.At(row + 1, column), breaks: false).Text;
            if (text.Length == 0 || table.IsMerged(row, column, row + 1, column))
            {
                continue;
            }

            var splits = (column > 0 && table.IsMerged(row, column - 1, row, column)) || table.IsMerged(row, column, row, column + 1);
            if (text.Length > 12 || FlattenedTables.IsRowNumber(text) || !(lexicon.IsHead(text) || splits))
            {
                return false;
            }

            heads++;
        }

        return heads >= 2;
    }

    private static ImmutableDictionary<Column, int>? Read(ImmutableArray<string> texts, Lexicon lexicon)
    {
        var columns = ImmutableDictionary.CreateBuilder<Column, int>();
        var named = 0;
        for (var i = 0; i < texts.Length; i++)
        {
            if (i > 0 && texts[i] == texts[i - 1])
            {
                continue; // one merged head
            }

            if (lexicon.ColumnOf(texts[i]) is { } column)
            {
                named++;
                if (!columns.TryAdd(column, i) && column == Column.Title && !columns.ContainsKey(Column.Plan))
                {
                    // Two heads of the same kind: the problem or the name is the title, whichever stands first; the other says what to do.
                    var latter = lexicon.NamesTask(texts[i]) && !lexicon.NamesTask(texts[columns[Column.Title]]);
                    columns.Add(Column.Plan, latter ? columns[Column.Title] : i);
                    columns[Column.Title] = latter ? i : columns[Column.Title];
                }
            }
        }

        Settle(columns);
        var owns = columns.Keys.Any(c => c is Column.Leaders or Column.People or Column.Departments or Column.Lead or Column.Support
            or Column.Deadline);
        var says = columns.ContainsKey(Column.Title) || columns.ContainsKey(Column.Plan);
        return says && ((owns && named >= 2) || (columns.ContainsKey(Column.Title) && columns.ContainsKey(Column.Plan) && named >= 3))
            ? columns.ToImmutable() : null;
    }

    /// <summary>类别 without any title is the title's place.</summary>
    private static void Settle(ImmutableDictionary<Column, int>.Builder columns)
    {
        if (!columns.ContainsKey(Column.Title) && !columns.ContainsKey(Column.Plan))
        {
            foreach (var stand in new[] { Column.Measure, Column.Group })
            {
                if (columns.Remove(stand, out var at))
                {
                    columns[Column.Title] = at;
                    return;
                }
            }
        }
    }

    private static ImmutableArray<string> TextsOf(SourceDocument source, SourceTable table, int row) =>
        [.. Enumerable.Range(0, table.Rows[row].Length).Select(i => source.Passage(table.At(row, i), breaks: false).Text)];
}
