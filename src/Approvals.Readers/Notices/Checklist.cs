using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>One row as it stands, before dates are read and the body is compared.</summary>
internal sealed record ChecklistRow(
    int No, int? WrittenNo, Passage Title, Passage Plan, Passage Leaders, Passage Deadline, Owners Owners, SourceSpan Source)
{
    /// <summary>Title and plan, as they are compared with the body.</summary>
    public string Whole => Title.Text + Plan.Text;
}

/// <summary>Names of a row, with what the text says of 牵头 and 配合.</summary>
internal sealed record Owners(
    ImmutableArray<string> Leaders, ImmutableArray<string> Departments, ImmutableArray<string> Lead,
    ImmutableArray<string> Support, SourceSpan? Source);

/// <summary>Tables with a head of known columns become rows of the checklist (清单).</summary>
internal static partial class Checklist
{
    private const int FewestColumns = 3;

    public static ImmutableArray<ChecklistRow> Read(SourceText source)
    {
        var rows = ImmutableArray.CreateBuilder<ChecklistRow>();
        foreach (var table in source.Tables)
        {
            var head = HeadRow(source, table);
            if (head >= 0)
            {
                var columns = Columns(source, table, head);
                for (var row = head + 1; row < table.Rows.Length; row++)
                {
                    Add(source, table, row, columns, rows);
                }
            }
        }

        return rows.ToImmutable();
    }

    /// <summary>The first of the first rows that names three columns, a title or a plan among them.</summary>
    private static int HeadRow(SourceText source, SourceTable table)
    {
        for (var row = 0; row < Math.Min(table.Rows.Length, 4); row++)
        {
            var columns = Columns(source, table, row);
            if (columns.Count >= FewestColumns && (columns.ContainsKey(Column.Title) || columns.ContainsKey(Column.Plan)))
            {
                return row;
            }
        }

        return -1;
    }

    private static Dictionary<Column, int> Columns(SourceText source, SourceTable table, int row)
    {
        var columns = new Dictionary<Column, int>();
        for (var i = 0; i < table.Rows[row].Length; i++)
        {
            var text = source.Passage(table.At(row, i), breaks: false).Text;
            if (OfficeWords.IsColumnHead(text) && OfficeWords.ColumnOf(text) is not Column.Other and var column)
            {
                columns.TryAdd(column, i);
            }
        }

        return columns;
    }

    private static void Add(
        SourceText source, SourceTable table, int row, Dictionary<Column, int> columns, ImmutableArray<ChecklistRow>.Builder rows)
    {
        Passage Cell(Column column, bool breaks) =>
            columns.TryGetValue(column, out var at) ? source.Passage(table.At(row, at), breaks) : Passage.Empty;

        var (title, plan) = (Cell(Column.Title, breaks: false), Cell(Column.Plan, breaks: true));
        if (title.Length + plan.Length == 0)
        {
            return;
        }

        var written = ChineseNumbers.Parse(Cell(Column.No, breaks: false).Text.TrimEnd('.', '、', '．'));
        var owners = new[] { Column.Leaders, Column.Departments, Column.Lead, Column.Support }
            .ToDictionary(
                c => c, c => columns.TryGetValue(c, out var at) ? Names.Read(source, table.At(row, at)) : NameList.None);
        var whole = table.Rows[row].SelectMany(c => c).ToList();
        rows.Add(new(
            written ?? rows.Count + 1, written,
            title.Length > 0 ? title : FirstClause(plan), plan.Length > 0 ? plan : title,
            Cell(Column.Leaders, breaks: false), Cell(Column.Deadline, breaks: false), Merge(owners, columns, source, table, row),
            new(whole[0].Line, whole[0].Start, whole[^1].Line, whole[^1].End)));
    }

    private static Owners Merge(
        Dictionary<Column, NameList> names, Dictionary<Column, int> columns, SourceText source, SourceTable table, int row)
    {
        ImmutableArray<string> All(params ReadOnlySpan<ImmutableArray<string>> lists)
        {
            var all = ImmutableArray.CreateBuilder<string>();
            foreach (var list in lists)
            {
                all.AddRange(list.Where(n => !all.Contains(n)));
            }

            return all.ToImmutable();
        }

        var (leaders, departments, lead, support) =
            (names[Column.Leaders], names[Column.Departments], names[Column.Lead], names[Column.Support]);
        var cells = new[] { Column.Lead, Column.Departments, Column.Support }
            .Where(columns.ContainsKey).SelectMany(c => table.At(row, columns[c])).ToImmutableArray();
        return new(
            leaders.Names, All(lead.Names, departments.Names, support.Names), All(lead.Names, departments.Lead),
            All(support.Names, departments.Support), source.Passage(cells, breaks: false).Whole);
    }

    private static Passage FirstClause(Passage plan)
    {
        var end = ClauseEnd().Match(plan.Text);
        return end.Success ? plan.Slice(0, end.Index) : plan;
    }

    [GeneratedRegex("[，。；\n]")]
    private static partial Regex ClauseEnd();
}
