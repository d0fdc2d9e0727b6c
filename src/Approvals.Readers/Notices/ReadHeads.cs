using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>
/// The columns of the document's tables as they were understood: for the clerk to see, and to correct where one was not known or was
/// taken for another.
/// </summary>
internal static class ReadHeads
{
    private const int LongestHead = 16;
    private const int FewestColumns = 3;

    public static ImmutableArray<ReadHead> Of(SourceDocument source, Lexicon lexicon, NoticeDay notice)
    {
        var heads = new Dictionary<string, ReadHead>();
        foreach (var table in source.Tables)
        {
            foreach (var head in Of(source, table, lexicon, notice))
            {
                heads.TryAdd(head.Text, head);
            }
        }

        return [.. heads.Values.OrderBy(h => (h.Source.Line, h.Source.Start))];
    }

    private static IEnumerable<ReadHead> Of(SourceDocument source, SourceTable table, Lexicon lexicon, NoticeDay notice)
    {
        if (TableHead.Find(source, table, lexicon, notice) is not { } head)
        {
            return Unknown(source, table, lexicon);
        }

        var used = head.Columns.Places.SelectMany(p => p.Value.Select(at => (at, Column: p.Key)))
            .Concat(head.Columns.Periods.Select(p => (at: p.At, Column: Column.Plan))).ToLookup(p => p.at, p => p.Column);
        return Cells(source, table, head.FirstRow - 1, head.Texts)
            .Select(c => new ReadHead(c.Text, Name(used[c.At].Cast<Column?>().FirstOrDefault() ?? lexicon.ColumnOf(c.Text)), c.Source));
    }

    /// <summary>A table without a known head whose first row looks like one: three short texts that are no numbers, over more rows.</summary>
    private static IEnumerable<ReadHead> Unknown(SourceDocument source, SourceTable table, Lexicon lexicon)
    {
        if (table.Rows.Length < 3 || table.Rows[0].Length < FewestColumns)
        {
            return [];
        }

        var texts = table.Rows[0].Select(c => source.Passage(c).Text).ToImmutableArray();
        var cells = Cells(source, table, 0, texts).ToList();
        return cells.Count >= FewestColumns && texts.All(t => t.Length <= LongestHead && !t.Any(char.IsDigit))
            ? cells.Select(c => new ReadHead(c.Text, Name(lexicon.ColumnOf(c.Text)), c.Source)) : [];
    }

    private static IEnumerable<(int At, string Text, SourceSpan Source)> Cells(
        SourceDocument source, SourceTable table, int row, ImmutableArray<string> texts)
    {
        for (var at = 0; at < texts.Length; at++)
        {
            if (texts[at].Length is 0 or > 2 * LongestHead || (at > 0 && texts[at] == texts[at - 1]))
            {
                continue;
            }

            if (source.Passage(table.At(row, at)).Whole is { } whole)
            {
                yield return (at, texts[at], whole);
            }
        }
    }

    private static string? Name(Column? column) => column is { } known ? ChecklistColumns.Name(known) : null;
}
