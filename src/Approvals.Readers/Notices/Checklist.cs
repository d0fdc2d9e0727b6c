using System.Collections.Immutable;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>Tables with a head of known columns become entries of the checklist (清单).</summary>
internal sealed class Checklist(SourceDocument source, Lexicon lexicon)
{
    private readonly OwnerClauses _clauses = new(lexicon);
    private readonly List<Entry> _entries = [];
    private TableHead? _head;
    private string? _group;
    private OwnerClause? _over;

    public static ImmutableArray<Entry> Read(SourceDocument source, Lexicon lexicon)
    {
        var checklist = new Checklist(source, lexicon);
        foreach (var table in source.Tables)
        {
            checklist.Read(table);
        }

        return [.. checklist._entries];
    }

    private void Read(SourceTable table)
    {
        var own = TableHead.Find(source, table, lexicon);
        if (own is null && !GoesOn(table))
        {
            _head = null;
            return;
        }

        var first = own?.FirstRow ?? 0;
        (_head, _group, _over) = (own ?? _head, own is null ? _group : null, own is null ? _over : null);
        for (var row = first; row < table.Rows.Length; row++)
        {
            Read(table, row, first);
        }
    }

    /// <summary>A table without head right after a checklist goes on with it: as wide, and its numbers count on.</summary>
    private bool GoesOn(SourceTable table) =>
        _head is { } head && _entries.Count > 0 && table.Rows.Length > 0 && table.Rows[0].Length == head.Texts.Length
        && head.Columns.TryGetValue(Column.No, out var at)
        && NumberOf(source.Passage(table.At(0, at), breaks: false).Text) == _entries[^1].WrittenNo + 1;

    private void Read(SourceTable table, int row, int first)
    {
        var head = _head!; // set by the caller
        if (head.IsRepeatedBy(source, table, row) || IsGroup(table, row))
        {
            return;
        }

        var (title, plan) = (Cell(table, row, Column.Title), Cell(table, row, Column.Plan));
        if (title.Length + plan.Length == 0)
        {
            return;
        }

        if (row > first && _entries.Count > 0 && IsPartOfRowBefore(table, row))
        {
            AddToLast(table, row, plan.Length > 0 ? plan : title);
            return;
        }

        var shared = plan.Length > 0 && _head!.Columns.TryGetValue(Column.Title, out var at) // set by the caller
            && ((row > first && table.IsMerged(row - 1, at, row, at))
                || (row + 1 < table.Rows.Length && table.IsMerged(row, at, row + 1, at) && !IsPartOfRowBefore(table, row + 1)));
        Add(table, row, shared ? Passage.Empty : title, plan, shared ? title.Text : null);
    }

    /// <param name="over">A title that several rows share is what they stand under.</param>
    private void Add(SourceTable table, int row, Passage title, Passage plan, string? over)
    {
        var owners = new[] { Column.Lead, Column.Departments, Column.Support, Column.Leaders, Column.People }
            .Where(c => Cell(table, row, c).Length > 0)
            .Aggregate(Owners.None, (sum, c) => sum.With(OwnersOf(table, row, c)));
        var deadline = Cell(table, row, Column.Deadline);
        var text = plan.Length > 0 ? plan : title;
        // Rows that carry their owners inside the text: （责任科室：医务科；6月底前）.
        if (owners.IsEmpty && _clauses.Find(text) is [var clause, ..] && clause.HasOwners)
        {
            owners = clause.Owners;
            deadline = deadline.Length > 0 ? deadline : clause.Deadline;
            text = text.Without(clause.Start, clause.Length);
            (title, plan) = (plan.Length > 0 ? title : text, text);
        }

        var (fromGroup, dateFromGroup) = (owners.IsEmpty && _over is { HasOwners: true }, deadline.Length == 0 && _over is { Deadline.Length: > 0 });
        var above = row > 0 ? Distinct(table, row - 1).ToHashSet() : [];
        var whole = Distinct(table, row).Where(s => !above.Contains(s)).OrderBy(s => (s.Line, s.Start)).ToList();
        whole = whole.Count > 0 ? whole : [.. Distinct(table, row).OrderBy(s => (s.Line, s.Start))];
        var written = NumberOf(Cell(table, row, Column.No).Text);
        var first = title.Length > 0 ? title : Clauses.Title(plan).Title;
        _entries.Add(new(
            written ?? _entries.Count + 1, written, first.TrimEnd('。', '；'), plan.Length > 0 ? plan : title,
            Cell(table, row, Column.Leaders) is { Length: > 0 } leaders ? leaders : Cell(table, row, Column.People),
            dateFromGroup ? _over!.Deadline : deadline, fromGroup ? owners.With(_over!.Owners) : WithLeaders(owners), // checked above
            new(whole[0].Line, whole[0].Start, whole[^1].Line, whole[^1].End))
        {
            Measure = Cell(table, row, Column.Measure),
            Group = over ?? (Cell(table, row, Column.Group) is { Length: > 0 } group ? group.Text : _group),
            Rule = EntryRule.Row,
            CitesNumber = _head!.Columns.TryGetValue(Column.No, out var at) && _head.Texts[at].StartsWith('原'), // set by the caller
            InheritsDeadline = dateFromGroup,
            InheritsOwners = fromGroup,
        });
    }

    /// <summary>A group's leaders lead its rows where a row names none.</summary>
    private Owners WithLeaders(Owners owners) =>
        owners.Leaders.IsEmpty && _over is { } over && !over.Owners.Leaders.IsEmpty
            ? owners with { Leaders = over.Owners.Leaders } : owners;

    private Owners OwnersOf(SourceTable table, int row, Column column)
    {
        var cell = Cells(table, row, column);
        var text = string.Join('\n', cell.Select(source.TextOf));
        return OwnerText.Read(text, column, lexicon) with
        {
            Source = column is Column.Leaders or Column.People ? null : source.Passage(cell, breaks: false).Whole,
        };
    }

    /// <summary>A row of one text over the whole width, or numbered as a heading without owners: what follows stands under it.</summary>
    private bool IsGroup(SourceTable table, int row)
    {
        var cells = Distinct(table, row).ToList();
        var texts = table.Rows[row].Where(c => !c.IsEmpty).Select(c => c[0]).Distinct().ToList();
        var whole = source.Passage(cells);
        if (texts.Count == 0)
        {
            return true;
        }

        var only = texts.Count == 1 && table.Rows[row].Length > 2 && !FlattenedTables.IsRowNumber(whole.Text)
            && (!table.Rows[row][0].IsEmpty || table.Rows[row].Count(c => !c.IsEmpty) > 1);
        var numbered = texts.Count == 2 && Cell(table, row, Column.No) is { Length: > 0 and <= 4 } no
            && Group(no.Text) && Owning.All(c => Cell(table, row, c).Length == 0);
        if (!only && !numbered)
        {
            return false;
        }

        var clauses = _clauses.Find(whole);
        var text = clauses.Reverse().Aggregate(whole, (t, c) => t.Without(c.Start, c.Length));
        _over = clauses is [var clause, ..] ? clause : Names.AreBodies(whole.Text)
            ? new(0, 0, OwnerText.Read(whole.Text, Column.Departments) with { Source = whole.Whole }, Passage.Empty, "heading", []) : null;
        if (_over is null && DeadlineRules.Find(text.Text) is [{ } phrase, ..] && text.Length <= 30 && phrase.Text.EndsWith('前'))
        {
            _over = new(0, 0, Owners.None, text.Slice(phrase.Start, phrase.Length), "heading", []);
        }

        _group = text.Text;
        return true;

        static bool Group(string no) => no.Trim('、', '.', '（', '）', '(', ')').All("一二三四五六七八九十".Contains);
    }

    private static readonly Column[] Owning = [Column.Lead, Column.Departments, Column.Support, Column.Leaders, Column.People, Column.Deadline];

    /// <summary>
    /// The number (or title) reaches down from the row above and so do who and until when; or the row has nothing but more text.
    /// </summary>
    private bool IsPartOfRowBefore(SourceTable table, int row)
    {
        var head = _head!; // set by the caller
        var names = head.Columns.ContainsKey(Column.No) ? Column.No : Column.Title;
        if (!head.Columns.TryGetValue(names, out var at))
        {
            return false;
        }

        var same = table.IsMerged(row - 1, at, row, at);
        var owning = Owning.Where(head.Columns.ContainsKey).Select(c => head.Columns[c]).ToList();
        if (same)
        {
            return owning.Count > 0 && owning.TrueForAll(c => table.At(row, c).IsEmpty || table.IsMerged(row - 1, c, row, c));
        }

        return names == Column.No && table.At(row, at).IsEmpty && Cell(table, row, Column.Title).Length == 0
            && owning.TrueForAll(c => table.At(row, c).IsEmpty || table.IsMerged(row - 1, c, row, c));
    }

    private void AddToLast(SourceTable table, int row, Passage plan)
    {
        var (last, cells) = (_entries[^1], Distinct(table, row).ToList());
        _entries[^1] = last with
        {
            Plan = last.Plan.Whole == plan.Whole ? last.Plan : Passage.Join(last.Plan, plan),
            Source = last.Source with { EndLine = cells[^1].Line, End = cells[^1].End },
        };
    }

    private Passage Cell(SourceTable table, int row, Column column) =>
        source.Passage(Cells(table, row, column), breaks: column is Column.Plan);

    private ImmutableArray<Segment> Cells(SourceTable table, int row, Column column) =>
        _head!.Columns.TryGetValue(column, out var at) ? table.At(row, at) : []; // set by the caller

    private static IEnumerable<Segment> Distinct(SourceTable table, int row) => table.Rows[row].SelectMany(c => c).Distinct();

    private static int? NumberOf(string text)
    {
        var bare = text.Trim('.', '、', '．', '（', '）', '(', ')', '★', '*');
        return bare.Length > 0 && bare.All(c => char.IsAsciiDigit(c) || c is (>= '０' and <= '９') || "一二三四五六七八九十".Contains(c))
            ? ChineseNumbers.Parse(bare) : null;
    }
}
