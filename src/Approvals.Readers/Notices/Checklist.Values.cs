using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>What the cells of a row say together: plan, values, spans of time.</summary>
internal sealed partial class Checklist
{
    private const int LongestHeading = 80;

    private const int LongestPart = 30;

    /// <summary>第二部分 护理管理, before its brackets: more is a task of its own.</summary>
    private const int LongestName = 16;

    /// <summary>主要负责人（签字）：… 填表人：…: who signs the table answers for none of its rows.</summary>
    private static readonly Regex _signing = new(
        $"(?:签字|签名|签章)|(?:{Lexicon.Office.Any("table-feet")})(?:[（(][^）)]{{0,6}}[）)])?[：:]", RegexOptions.CultureInvariant);

    /// <summary>All that says what to do; a goal beside a standard is one thing more.</summary>
    private Passage Plan(SourceTable table, int row)
    {
        var (goal, from) = (Worded(table, row, Column.Goal), Worded(table, row, Column.Baseline));
        var when = Scheduled(table, row).Whole;
        var plan = when is null ? Cell(table, row, Column.Plan)
            : Passage.Join(_head!.Columns.Of(Column.Plan) // set by the caller
                .Select(at => source.Passage(table.At(row, at), breaks: true)).Where(c => c.Whole != when));
        return Passage.Join(
            plan, goal.Length > 0 ? goal.Headed(Label(Column.Goal)) : goal,
            from.Length > 0 && !Quantity.IsValue(Valued(table, row, Column.Baseline).Text) ? from.Headed(Label(Column.Baseline)) : Passage.Empty);
    }

    /// <summary>进度安排 without a column of deadlines: a cell of it that says nothing but until when (全年, 10月底前) is one.</summary>
    private Passage Scheduled(SourceTable table, int row) => _head!.Columns.Has(Column.Deadline) ? Passage.Empty // set by the caller
        : _head.Columns.Of(Column.Plan).Where(at => at > 0).Select(at => CellAt(table, row, at))
            .FirstOrDefault(cell => cell.Length > 0 && OwnerText.IsDeadline(cell.Text)) ?? Passage.Empty;

    /// <summary>The cell of deadlines; without one a day in the plan's column, or among the owners (医务科，6月底前).</summary>
    private Passage DeadlineOf(SourceTable table, int row)
    {
        var own = _head!.Columns.Has(Column.Deadline) ? Passage.Join(_head.Columns.Of(Column.Deadline).Select(at => Dated(table, row, at)))
            : Scheduled(table, row); // set by the caller
        return own.Length > 0 ? own : Owning[..^1].Select(c => OwnerClauses.DayAmong(source.Passage(Cells(table, row, c), breaks: true)))
            .FirstOrDefault(day => day.Length > 0) ?? own;
    }

    /// <summary>一次性 under 频次 beside a day says nothing more.</summary>
    private Passage Dated(SourceTable table, int row, int at) =>
        source.Passage(table.At(row, at), breaks: _head!.Columns.Of(Column.Deadline).Length > 1) is var cell // set by the caller
        && _head.Columns.Of(Column.Deadline).Length > 1 && (CellMarks.IsNothing(cell.Text) || CellMarks.IsOnce(cell.Text)) ? Passage.Empty : cell;

    /// <summary>动员部署（6月5日—6月15日）, for the rows beside it that have no day of their own.</summary>
    private Passage DayOfGroup(SourceTable table, int row) => _head!.Columns.Of(Column.Group) // set by the caller
        .Select(at => CellAt(table, row, at)).Select(DayAtEnd).FirstOrDefault(day => day.Length > 0) ?? Passage.Empty;

    private static Passage DayAtEnd(Passage group) => DeadlineRules.Find(group.Text) is [.., var day]
        && day.Start > 0 && day.Start + day.Length >= group.TrimEnd('）', ')', '】', ']').Length && Items.IsDated(day.Text)
            ? group.Slice(day.Start, day.Length) : Passage.Empty;

    /// <summary>A remark that sets a day (3月10日前报初步方案) is one thing more to be done.</summary>
    private Passage Remark(SourceTable table, int row) =>
        Cell(table, row, Column.Remark) is { Length: > 0 } remark && Items.SetsDay(remark.Text)
            ? remark.Headed(Label(Column.Remark)) : Passage.Empty;

    private string Label(Column column) => $"{_head!.Texts[_head.Columns.Of(column)[0]]}："; // set by the caller, has the column

    /// <summary>完成标准, with the unit where another column has it; several each with its head.</summary>
    private Passage Standard(SourceTable table, int row) => _head!.Columns.Of(Column.Measure) switch // set by the caller
    {
        { Length: < 2 } => Counted(table, row, Worded(table, row, Column.Measure)),
        var several => Passage.Join(several.Select(at => (Head: _head.Texts[at], Cell: CellAt(table, row, at))).Where(m => m.Cell.Length > 0)
            .Select(m => (m.Head.Any(c => c is '%' or '％') ? m.Cell : Counted(table, row, m.Cell)).Headed(m.Head + '：'))),
    };

    /// <summary>A goal that stands for the standard (整改目标 beside 整改措施), in words.</summary>
    private Passage Goal(SourceTable table, int row) => Passage.Join(_head!.Columns.Of(Column.Measure) // set by the caller
        .Where(at => lexicon.ColumnOf(_head.Texts[at]) == Column.Goal).Select(at => CellAt(table, row, at))
        .Where(goal => !Quantity.IsValue(goal.Text)));

    private Passage Counted(SourceTable table, int row, Passage value) => value.Length > 0 && char.IsAsciiDigit(value.Text[^1])
        ? value.Followed(Worded(table, row, Column.Unit).Text) : value;

    /// <summary>The first value of several.</summary>
    private Passage Valued(SourceTable table, int row, Column column) =>
        _head!.Columns.Of(column) is [var at, ..] ? Counted(table, row, CellAt(table, row, at)) : Passage.Empty; // set by the caller

    private Passage CellAt(SourceTable table, int row, int at) =>
        source.Passage(table.At(row, at), breaks: false) is var cell && CellMarks.IsNothing(cell.Text) ? Passage.Empty : cell;

    /// <summary>What its columns of groups say, the last of them nearest.</summary>
    private (string? Name, SourceSpan? At)? GroupOf(SourceTable table, int row)
    {
        var groups = _head!.Columns.Of(Column.Group).Select(at => CellAt(table, row, at)).Where(c => c.Length > 0).ToList(); // set by the caller
        return groups.Count == 0 ? null : (string.Join('/', groups.Select(g => g.Text)), groups[^1].Whole);
    }

    /// <summary>二、德育工作 right above a table, or above who answers for it, is what its rows stand under.</summary>
    private (string? Name, SourceSpan? At) PartOf(SourceTable table) =>
        LinesAbove(table).SkipWhile(line => Answers(line) is { Start: 0 }).FirstOrDefault() is { } line && Outline.IsHeading(line.Text)
            && (Answers(line) is { } who ? line.Without(who.Start, who.Length) : line) is { Length: <= LongestPart } name
            ? (name.Text, line.Whole) : (null, null);

    private IEnumerable<Stage> Stages(SourceTable table, int row) => _head!.Columns.Periods // set by the caller
        .Select(p => new Stage(p.When, source.Passage(table.At(row, p.At), breaks: true)))
        .Where(s => s.Text.Length > 0 && !CellMarks.IsNothing(s.Text.Text));

    private Passage Worded(SourceTable table, int row, Column column) =>
        Cell(table, row, column) is var cell && CellMarks.IsNothing(cell.Text) ? Passage.Empty : cell;

    /// <summary>
    /// What a line that says only who (责任领导：…) right above the table, or a row of it above the head, says of all its rows.
    /// </summary>
    private OwnerClause? Heading(SourceTable table, int first)
    {
        var inside = table.Rows[..Math.Max(first - 1, 0)].Select(row => row.Where(c => !c.IsEmpty).ToList())
            .Where(row => row.Count > 0 && row.TrueForAll(c => c[0] == row[0][0])).Select(row => source.Passage(row[0], breaks: false));
        return inside.Select(Answers).OfType<OwnerClause>()
            .Concat(LinesAbove(table).Select(Answers).TakeWhile(c => c is not null).OfType<OwnerClause>())
            .Aggregate((OwnerClause?)null, (sum, clause) => sum is null ? clause : sum.With(clause));
    }

    private OwnerClause? Answers(Passage line) => line.Length <= LongestHeading && !_signing.IsMatch(line.Text)
        && _clauses.Find(line) is [{ HasOwners: true, Start: <= LongestName } clause] && clause.End >= line.Length - 1 ? clause : null;

    /// <summary>The paragraphs before a table, the nearest first, up to the first that something stands between.</summary>
    private IEnumerable<Passage> LinesAbove(SourceTable table)
    {
        var line = table.Rows.SelectMany(r => r).SelectMany(c => c).Select(c => c.Line).DefaultIfEmpty(-1).Min();
        for (var at = After(line) - 1; at >= 0; at--)
        {
            var paragraph = source.Paragraphs[at];
            var last = paragraph[^1].Line;
            if (last >= line || source.Lines.Skip(last + 1).Take(line - last - 1).Any(l => !string.IsNullOrWhiteSpace(l.Text)))
            {
                yield break;
            }

            yield return source.Passage(paragraph);
            line = paragraph[0].Line;
        }
    }
}
