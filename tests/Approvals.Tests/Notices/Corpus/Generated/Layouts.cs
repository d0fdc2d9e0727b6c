using System.Collections.Immutable;

namespace Approvals.Tests.Notices.Corpus.Generated;

/// <summary>What a layout tells of a task beside its words, its departments and its deadline.</summary>
[Flags]
internal enum Told
{
    Departments = 0,
    Leads = 1,
    Supports = 2,
    Leader = 4,
    Promises = 8,
}

/// <summary>A way to set the tasks of a notice, as it is met in the wild.</summary>
/// <param name="Set">The blocks between the head of the notice and its last lines.</param>
internal sealed record Layout(
    string Name, Told Told, Func<GeneratedNotice, IEnumerable<WordBlock>> Set, bool Word = false, bool OneLine = false)
{
    private const Told LeadsAndSupports = Told.Leads | Told.Supports;

    public static ImmutableArray<Layout> All { get; } =
    [
        new("real-table", Told.Leader | Told.Promises, n => [Table(1, Row("编号", "工作项目", "主要措施", "分管领导", "责任部门", "完成期限"),
            n.Tasks.Select((t, at) => Row($"{at + 1}", t.Work.Title, Promises(t), t.Leader, Bodies(t), t.Term.Words)))], Word: true),
        new("real-table", LeadsAndSupports | Told.Promises, Merged, Word: true),
        new("several-tables", LeadsAndSupports, n => n.Tasks.Chunk(3).SelectMany((tasks, at) => new[]
        {
            Line($"表{at + 1}"),
            Table(1, Row("序号", "项目", "牵头部门", "协助部门", "时间节点"), tasks.Select((t, row) =>
                Row($"{row + 1}", t.Work.Title, Join(t.Leads), Join(t.Supports), t.Term.Words))),
        }), Word: true),
        new("flattened-tabs", Told.Leader, n => Rows(n, "\t", "序号", "事项", "责任领导", "承办部门", "办结时间", Bodies)),
        new("flattened-blanks", Told.Leader, n => Rows(n, "     ", "序号", "工作任务", "责任领导", "责任部门", "时间要求", Bodies)),
        new("flattened-one-cell-a-line", Told.Leader, n => Rows(n, "\n", "序号", "重点事项", "分管领导", "责任单位", "完成时限", Bodies)
            .SelectMany(l => l is WordBlock.Text text ? text.Words.Split('\n').Select(Line) : [l])),
        new("paragraph-brackets", Told.Supports | Told.Promises, n => n.Tasks.Select((t, at) => Line(
            $"{at + 1}.{t.Work.Title}。{Promises(t)}（责任部门：{Join(t.Leads)}；配合部门：{Join(t.Supports)}；完成时间：{t.Term.Words}）"))),
        new("paragraph-division", LeadsAndSupports | Told.Promises, n => n.Tasks.Select((t, at) => Line(
            $"（{Chinese(at + 1)}）{t.Work.Title}。{Promises(t)}（{Join(t.Leads)}牵头，{Join(t.Supports)}配合；{t.Term.Words}）"))),
        new("labels", Told.Promises, n => n.Tasks.SelectMany((t, at) => new[]
        {
            Line($"{Chinese(at + 1)}、{t.Work.Title}"), Line(Promises(t)),
            Line($"完成时限：{t.Term.Words}"), Line($"责任部门：{Bodies(t)}"),
        })),
        new("labels", LeadsAndSupports | Told.Promises, n => n.Tasks.SelectMany((t, at) => new[]
        {
            new WordBlock.Text(WordLook.Numbered, 3, t.Work.Title), Line(Promises(t)),
            at % 2 == 0
                ? Line($"牵头部门：{Join(t.Leads)}  配合部门：{Join(t.Supports)}  完成时限：{t.Term.Words}")
                : Line($"完成时限：{t.Term.Words}  牵头部门：{Join(t.Leads)}  配合部门：{Join(t.Supports)}"),
        }), Word: true),
        new("nested", Told.Promises, n => n.Tasks.Chunk(2).SelectMany((tasks, at) => tasks.Select((t, row) =>
            Line($"{row + 1}.{t.Work.Title}。{Promises(t)}（责任部门：{Bodies(t)}；时限：{t.Term.Words}）"))
            .Prepend(Line($"（{Chinese(at + 1)}）第{Chinese(at + 1)}专班负责的任务")))),
        new("group-deadlines", Told.Departments, n => n.Tasks.GroupBy(t => t.Term.Words).SelectMany((group, at) => group
            .Select((t, row) => Line($"{row + 1}.{t.Work.Title}。（责任部门：{Bodies(t)}）"))
            .Prepend(Line($"（{Chinese(at + 1)}）完成时限：{group.Key}")))),
        new("glued", Told.Promises, n => n.Tasks.Select((t, at) => Line(
            $"{at + 1}.{t.Work.Title}。{Promises(t)}（责任部门：{Bodies(t)}；完成时限：{t.Term.Words}）")), OneLine: true),
        new("dropped-labels", Told.Promises, n => n.Tasks.Select((t, at) => Line(
            $"{at + 1}.{t.Work.Title}。{Promises(t)}（{Bodies(t)}，{t.Term.Words}）"))),
    ];

    public static string Chinese(int number) => "零一二三四五六七八九十"[number].ToString();

    private static IEnumerable<WordBlock> Merged(GeneratedNotice notice)
    {
        var rows = notice.Tasks.Chunk(2).SelectMany((tasks, group) => tasks.Select((t, row) =>
        {
            var cells = Row($"{(group * 2) + row + 1}", t.Work.Title, Promises(t), Join(t.Leads), Join(t.Supports), t.Term.Words);
            return row == 0 ? [new GridCell($"板块{Chinese(group + 1)}", 1, tasks.Length), .. cells] : cells;
        }));
        ImmutableArray<GridCell> top =
        [
            new("板块", 1, 2), new("序号", 1, 2), new("重点任务", 1, 2), new("具体措施", 1, 2), new("任务分工", 2), new("完成时限", 1, 2),
        ];
        return [Table(2, top, rows.Prepend(Row("牵头部门", "配合部门")))];
    }

    private static IEnumerable<WordBlock> Rows(
        GeneratedNotice notice, string gap, string no, string title, string leader, string owner, string term,
        Func<Task, string> owners) =>
        notice.Tasks.Select((t, at) => Line(string.Join(gap, $"{at + 1}", t.Work.Title, t.Leader, owners(t), t.Term.Words)))
            .Prepend(Line(string.Join(gap, no, title, leader, owner, term)));

    private static WordBlock Table(
        int header, ImmutableArray<GridCell> first, IEnumerable<ImmutableArray<GridCell>> rows) =>
        new WordBlock.Table(new Grid(header, [first, .. rows]));

    private static ImmutableArray<GridCell> Row(params string[] cells) => [.. cells.Select(c => new GridCell(c))];

    private static WordBlock Line(string words) => new WordBlock.Text(WordLook.Plain, 0, words);

    private static string Promises(Task task) => string.Join('；', task.Work.Promises.Select(p => p.Text)) + "。";

    private static string Bodies(Task task) => Join([.. task.Leads, .. task.Supports]);

    private static string Join(ImmutableArray<string> names) => string.Join('、', names);
}
