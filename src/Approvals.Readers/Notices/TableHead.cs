using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>The head of a checklist's table: which columns are what, and the first row after it.</summary>
internal sealed record TableHead(HeadColumns Columns, int FirstRow, ImmutableArray<string> Texts)
{
    private const int DeepestHead = 6;
    private const int MostHeadRows = 3;
    private const int MostSamples = 200;

    /// <summary>One cell alone makes no column of days.</summary>
    private const int FewestDays = 2;

    /// <summary>The column of deadlines was known by its cells alone.</summary>
    public bool GuessesDays { get; private init; }

    /// <summary>
    /// The first rows of which one names three columns or more (two, with 序号 or an owner), a title or a plan among them; rows
    /// of heads below it that split a merged head are part of it.
    /// </summary>
    /// <param name="notice">Tells this year's target from last year's value, and days to come from days gone by.</param>
    public static TableHead? Find(SourceDocument source, SourceTable table, Lexicon lexicon, NoticeDay notice)
    {
        for (var row = 0; row < Math.Min(table.Rows.Length, DeepestHead); row++)
        {
            var texts = TextsOf(source, table, row);
            if (ColumnsOf(source, table, row, texts, lexicon) is not { } columns)
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
                        (var up, var down) when up == down || (lexicon.ColumnOf(up) == Column.Other && !lexicon.IsTold(down)) => up,
                        (var up, var down) => lexicon.IsExactHead(up + down) || !lexicon.IsHead(down) ? up + down : down,
                    })];
                columns = ColumnsOf(source, table, ++last, texts, lexicon) ?? columns;
            }

            return Settled(columns, source, table, last, texts, lexicon, notice);
        }

        return null;
    }

    /// <summary>By the cells below where the head has no known word for the work, else by the heads.</summary>
    private static HeadColumns? ColumnsOf(
        SourceDocument source, SourceTable table, int row, ImmutableArray<string> texts, Lexicon lexicon) =>
        WorkColumn.Find(texts, lexicon, at => Below(source, table, row, at, texts)) ?? HeadColumns.Read(texts, lexicon);

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

    private static TableHead Settled(
        HeadColumns columns, SourceDocument source, SourceTable table, int last, ImmutableArray<string> texts, Lexicon lexicon, NoticeDay notice)
    {
        var heads = texts.Select((text, at) => HeadAt(text, at)).ToImmutableArray();
        var days = DaysOf(columns, texts, lexicon, notice, Cells);
        var known = days is { } found ? columns.Moved(found, Column.Deadline) : columns;
        return new(PeriodHeads.Settle(known, heads, lexicon, notice.Year, Cells), last + 1, texts) { GuessesDays = days is not null };

        IReadOnlyList<string> Cells(int at) => Below(source, table, last, at, texts);

        // The head's own words with their places: those of the last row, after those that it splits.
        Passage HeadAt(string text, int at)
        {
            var cell = source.Passage(table.At(last, at), breaks: false);
            var up = last == 0 || cell.Text == text ? Passage.Empty : source.Passage(table.At(last - 1, at), breaks: false);
            return up.Text + cell.Text == text ? Passage.Run(up, cell) : cell;
        }
    }

    /// <summary>Where no head says until when: a column with any other name, most of whose cells do, and none of them a day gone by.</summary>
    private static int? DaysOf(
        HeadColumns columns, ImmutableArray<string> texts, Lexicon lexicon, NoticeDay notice, Func<int, IReadOnlyList<string>> cells) =>
        columns.Has(Column.Deadline) ? null : Enumerable.Range(0, texts.Length)
            .Where(at => texts[at].Length > 0 && lexicon.ColumnOf(texts[at]) is null && !columns.Places.Any(p => p.Value.Contains(at)))
            .Select(at => (int?)at).FirstOrDefault(at => cells(at ?? 0) is { Count: >= FewestDays } below
                && 2 * below.Count(IsDay) > below.Count && below.All(notice.MayBeAhead));

    /// <summary>3月, 每季度, 6月底前; 2.5 may be anything, and 2023年 when something was.</summary>
    private static bool IsDay(string cell) =>
        cell.Any(c => c is >= '\u4e00' and <= '\u9fff') && !cell.EndsWith('年') && OwnerText.IsDeadline(cell);

    /// <summary>What stands in a column below its head.</summary>
    private static IReadOnlyList<string> Below(SourceDocument source, SourceTable table, int last, int at, ImmutableArray<string> texts) =>
    [
        .. Enumerable.Range(last + 1, Math.Min(table.Rows.Length - last - 1, MostSamples)).Where(row => !IsOneText(table, row))
            .Select(row => source.Passage(table.At(row, at), breaks: false).Text)
            .Where(text => text.Length > 0 && text != texts[at] && !CellMarks.IsNothing(text) && !CellMarks.IsSame(text)),
    ];

    private static bool IsOneText(SourceTable table, int row) =>
        table.Rows[row].Where(c => !c.IsEmpty).Select(c => c[0]).Distinct().Take(2).Count() == 1;

    private static ImmutableArray<string> TextsOf(SourceDocument source, SourceTable table, int row) =>
        [.. Enumerable.Range(0, table.Rows[row].Length).Select(i => source.Passage(table.At(row, i), breaks: false).Text)];
}
