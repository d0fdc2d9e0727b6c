using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>Tables with a head of known columns become entries of the checklist (清单).</summary>
internal sealed partial class Checklist(SourceDocument source, Lexicon lexicon)
{
    /// <summary>A merged cell over more columns beside a number is the heading of a group.</summary>
    private const int MostNumbered = 2;

    private readonly OwnerClauses _clauses = new(lexicon);
    private readonly List<Entry> _entries = [];
    private TableHead? _head;
    /// <summary>What the next rows stand under, and where that stands.</summary>
    private (string? Name, SourceSpan? At) _group;
    private Passage? _named;
    private OwnerClause? _over;

    /// <summary>What is said of all rows of the table, whatever group they stand under.</summary>
    private OwnerClause? _ofAll;

    /// <param name="notice">When the notice was issued, and of what year it speaks.</param>
    public static ImmutableArray<Entry> Read(SourceDocument source, Lexicon lexicon, NoticeDay notice)
    {
        var checklist = new Checklist(source, lexicon);
        foreach (var table in source.Tables)
        {
            var before = checklist._entries.Count;
            checklist.Read(table, TableHead.Find(source, table, lexicon, notice));
            checklist.Close(table, before);
        }

        return [.. checklist._entries];
    }

    private void Read(SourceTable table, TableHead? own)
    {
        if (own is null && !GoesOn(table))
        {
            _head = null;
            return;
        }

        // The head repeated on the next page parts nothing.
        _named = null;
        var anew = own is not null && !(_head is { } before && before.Texts.SequenceEqual(own.Texts) && CountsOn(table, own));
        var first = own?.FirstRow ?? 0;
        _ofAll = Heading(table, first) ?? (anew ? null : _ofAll);
        (_head, _group, _over) = (own ?? _head, anew ? PartOf(table) : _group, Heading(table, first) ?? (anew ? null : _over));
        var rows = CellMarks.Resolve(source, table, first);
        for (var row = first; row < rows.Rows.Length; row++)
        {
            Read(rows, row, first);
        }
    }

    private bool CountsOn(SourceTable table, TableHead head) => _entries.Count > 0 && head.FirstRow < table.Rows.Length
        && head.Columns.Of(Column.No) is [var at, ..]
        && NumberOf(source.Passage(table.At(head.FirstRow, at), breaks: false).Text) == _entries[^1].WrittenNo + 1;

    /// <summary>The sentence for all of them that stands right below the rows.</summary>
    private void Close(SourceTable table, int first)
    {
        if (_entries.Count == first || table.Rows is not [.., var row] || row.SelectMany(c => c).ToList() is not { Count: > 0 } cells)
        {
            return;
        }

        if (After(cells.Max(c => c.Line)) is var next && next < source.Paragraphs.Length
            && Closing.Of(source.Passage(source.Paragraphs[next]), _clauses) is { } closing)
        {
            for (var i = first; i < _entries.Count; i++)
            {
                _entries[i] = _entries[i].Under(closing);
            }
        }
    }

    /// <summary>The first paragraph that begins after a line.</summary>
    private int After(int line)
    {
        var at = source.Paragraphs.BinarySearch([new(line, int.MaxValue, 0)], Comparer<ImmutableArray<Segment>>.Create(
            (one, two) => (one[0].Line, one[0].Start).CompareTo((two[0].Line, two[0].Start))));
        return at < 0 ? ~at : at;
    }

    /// <summary>A table without head right after a checklist goes on with it: as wide, and its numbers count on.</summary>
    private bool GoesOn(SourceTable table) =>
        _head is { } head && _entries.Count > 0 && table.Rows.Length > 0 && table.Rows[0].Length == head.Texts.Length
        && head.Columns.Of(Column.No) is [var at, ..]
        && NumberOf(source.Passage(table.At(0, at), breaks: false).Text) == _entries[^1].WrittenNo + 1;

    private void Read(SourceTable table, int row, int first)
    {
        var head = _head!; // set by the caller
        if (head.IsRepeatedBy(source, table, row) || IsGroup(table, row))
        {
            return;
        }

        var (title, plan) = (Cell(table, row, Column.Title), Plan(table, row));
        var problem = Cell(table, row, Column.Problem);
        if (title.Length + plan.Length + problem.Length == 0 || IsSum(table, row) || IsFoot(table, row))
        {
            return;
        }

        if (row > first && _entries.Count > 0 && IsPartOfRowBefore(table, row))
        {
            AddToLast(table, row, plan.Length > 0 ? plan : title);
            return;
        }

        var shared = plan.Length > 0 && IsShared(table, row, first);
        var goesOn = title.Length == 0 && plan.Length > 0 && row > first && Cell(table, row, Column.No).Length == 0 ? _named : null;
        _named = title.Length > 0 ? title : _named;
        // What several rows stand under is no name of one of them; the problem that is to be mended is.
        var name = shared || title.Length == 0 ? problem : title;
        plan = name == title && problem.Length > 0 ? Passage.Join(problem.Headed(Label(Column.Problem)), plan) : plan;
        plan = Remark(table, row) is { Length: > 0 } remark ? Passage.Join(plan.Length > 0 ? plan : name, remark) : plan;
        Add(table, row, name, plan, shared ? title : problem.Length == 0 ? goesOn : null);
    }

    /// <summary>小计 and 合计 count what other rows say.</summary>
    private bool IsSum(SourceTable table, int row) => table.Rows[row].Any(c => !c.IsEmpty && Lexicon.Office.Words("cells.sum")
        .Contains(source.Passage(c, breaks: false).Text));

    /// <summary>制表人：… 审核人：… below the rows.</summary>
    private bool IsFoot(SourceTable table, int row) => table.Rows[row].Where(c => !c.IsEmpty).Select(c => source.Passage(c, breaks: false).Text)
        .All(text => text.IndexOfAny(['：', ':']) is > 0 and var colon && Lexicon.Office.Words("table-feet").Contains(text[..colon]));

    private bool IsShared(SourceTable table, int row, int first) => _head!.Columns.Of(Column.Title) is [var at, ..] // set by the caller
        && ((row > first && table.IsMerged(row - 1, at, row, at))
            || (row + 1 < table.Rows.Length && table.IsMerged(row, at, row + 1, at) && !IsPartOfRowBefore(table, row + 1)));

    /// <param name="over">A title that several rows share is what they stand under.</param>
    private void Add(SourceTable table, int row, Passage title, Passage plan, Passage? over)
    {
        var (group, groupAt) = over is null ? GroupOf(table, row) ?? _group : (over.Text, over.Whole);
        var owners = OwnersOf(table, row);
        var deadline = DeadlineOf(table, row);
        var text = plan.Length > 0 ? plan : title;
        // Rows that carry their owners inside the text: （责任科室：医务科；6月底前）.
        if (owners.IsEmpty && _clauses.Find(text) is [var clause, ..] && clause.HasOwners)
        {
            owners = clause.Owners;
            deadline = deadline.Length > 0 ? deadline : clause.Deadline;
            text = text.Without(clause.Start, clause.Length);
            (title, plan) = (plan.Length > 0 ? title : text, text);
        }

        var written = NumberOf(Cell(table, row, Column.No).Text);
        var first = title.Length > 0 ? title : Clauses.Title(plan).Title;
        if (!_head!.Columns.Has(Column.No) && OwnNumber().Match(first.Text) is { Success: true } number)
        {
            (written, first) = (ChineseNumbers.Parse(number.Groups["no"].Value), first.Slice(number.Length));
        }

        var ofGroup = deadline.Length == 0 && !Entry.HasDay(text.Text) ? DayOfGroup(table, row) : Passage.Empty;
        var entry = new Entry(
            written ?? _entries.Count + 1, written, first.TrimEnd('。', '；'), plan.Length > 0 ? plan : title,
            Cell(table, row, Column.Leaders) is { Length: > 0 } leaders ? leaders : Cell(table, row, Column.People),
            deadline.Length > 0 ? deadline : ofGroup, owners, Whole(table, row))
        {
            Measure = Standard(table, row),
            Goal = Goal(table, row),
            Aim = Valued(table, row, Column.Measure),
            Baseline = Valued(table, row, Column.Baseline),
            Unit = Worded(table, row, Column.Unit),
            Stages = [.. Stages(table, row)],
            Group = group,
            GroupSource = groupAt,
            Rule = EntryRule.Row,
            CitesNumber = _head.Columns.Of(Column.No) is [var at, ..] && _head.Texts[at].StartsWith('原'), // set by the caller
            AsksDeadline = _head!.GuessesDays, // set by the caller
            InheritsDeadline = ofGroup.Length > 0,
            SharesNumber = row > 0 && _head.Columns.Of(Column.No) is [var no, ..] && table.IsMerged(row - 1, no, row, no),
        };
        _entries.Add(_over is { } said ? entry.Under(said) : entry);
    }

    /// <summary>The row's place: its cells without those that reach down into it.</summary>
    private static SourceSpan Whole(SourceTable table, int row)
    {
        var above = row > 0 ? Distinct(table, row - 1).ToHashSet() : [];
        var whole = Distinct(table, row).Where(s => !above.Contains(s)).OrderBy(s => (s.Line, s.Start)).ToList();
        whole = whole.Count > 0 ? whole : [.. Distinct(table, row).OrderBy(s => (s.Line, s.Start))];
        return new(whole[0].Line, whole[0].Start, whole[^1].Line, whole[^1].End);
    }

    /// <summary>Beside 责任领导 and departments a 责任人 is who does it for his department, and no leader.</summary>
    private Owners OwnersOf(SourceTable table, int row) => Owning[..^1]
        .Where(c => Cell(table, row, c).Length > 0 && !(c == Column.People && Cell(table, row, Column.Leaders).Length > 0
            && (_head!.Columns.Has(Column.Departments) || _head.Columns.Has(Column.Lead)))) // set by the caller
        .Aggregate(Owners.None, (sum, c) => sum.With(OwnersOf(table, row, c)));

    private Owners OwnersOf(SourceTable table, int row, Column column)
    {
        var cell = Cells(table, row, column);
        var text = string.Join('\n', cell.Select(source.TextOf));
        var owners = OwnerText.Read(text, column, lexicon).At(source.Passage([.. cell.OrderBy(c => (c.Line, c.Start))], breaks: false));
        return column is Column.Leaders or Column.People ? owners with { Source = null } : owners;
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
            && Group(no.Text) && (Owning.All(c => Cell(table, row, c).Length == 0) || Reaches(texts[^1]));
        if (!only && !numbered)
        {
            return false;
        }

        var clauses = _signing.IsMatch(whole.Text) ? [] : _clauses.Find(whole);
        var text = clauses.Reverse().Aggregate(whole, (t, c) => t.Without(c.Start, c.Length));
        _over = clauses is [var clause, .. var more] ? more.Aggregate(clause, (sum, c) => sum.With(c)) : Names.AreBodies(whole.Text)
            ? new(0, 0, OwnerText.Read(whole.Text, Column.Departments).At(whole), Passage.Empty, "heading", []) : null;
        if (_over is null && DeadlineRules.Find(text.Text) is [{ } phrase, ..] && text.Length <= 30 && phrase.Text.EndsWith('前'))
        {
            _over = new(0, 0, Owners.None, text.Slice(phrase.Start, phrase.Length), "heading", []);
        }

        _over = _ofAll is { } all ? _over is { } own ? own with { Owners = own.Owners.Under(all.Owners) } : all : _over;
        _group = (text.Text, whole.Whole);
        return true;

        bool Reaches(Segment text) => table.Rows[row].Count(c => !c.IsEmpty && c[0] == text) > MostNumbered;

        static bool Group(string no) => no.Trim('、', '.', '（', '）', '(', ')').All("一二三四五六七八九十".Contains);
    }

    /// <summary>Who, in the order in which they are listed, and until when.</summary>
    private static readonly Column[] Owning = [Column.Lead, Column.Departments, Column.Support, Column.Leaders, Column.People, Column.Deadline];

    /// <summary>
    /// The number (or title) reaches down from the row above and so do who and until when; or the row has nothing but more text.
    /// </summary>
    private bool IsPartOfRowBefore(SourceTable table, int row)
    {
        var head = _head!; // set by the caller
        var names = head.Columns.Has(Column.No) ? Column.No : Column.Title;
        if (head.Columns.Of(names) is not [var at, ..])
        {
            return false;
        }

        var same = table.IsMerged(row - 1, at, row, at);
        var owning = Owning.SelectMany(c => head.Columns.Of(c)).ToList();
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
        source.Passage(Cells(table, row, column), breaks: column is Column.Plan || _head!.Columns.Of(column).Length > 1); // set by the caller

    private ImmutableArray<Segment> Cells(SourceTable table, int row, Column column) => _head!.Columns.Of(column) switch // set by the caller
    {
        [] => [],
        [var at] => table.At(row, at),
        var several => [.. several.SelectMany(at => table.At(row, at)).Distinct()],
    };

    private static IEnumerable<Segment> Distinct(SourceTable table, int row) => table.Rows[row].SelectMany(c => c).Distinct();

    /// <summary>1.创建胸痛中心, where no column has the numbers.</summary>
    [GeneratedRegex("^(?:(?<no>[0-9]{1,3})[.．、]|[（(](?<no>[0-9]{1,3})[）)])(?![0-9])")]
    private static partial Regex OwnNumber();

    private static int? NumberOf(string text)
    {
        var bare = text.Trim('.', '、', '．', '（', '）', '(', ')', '★', '*');
        return bare.Length > 0 && bare.All(c => char.IsAsciiDigit(c) || c is (>= '０' and <= '９') || "一二三四五六七八九十".Contains(c))
            ? ChineseNumbers.Parse(bare) : null;
    }
}
