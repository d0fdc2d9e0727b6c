using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Approvals.Tests.Notices.Corpus.Generated;

/// <summary>One notice in each layout, made from a seed; what it says is known because it was made from it.</summary>
internal static class GeneratedCorpus
{
    private const int FirstSeed = 20_210;

    public static ImmutableArray<string> Names { get; } =
        [.. Layout.All.Select((layout, at) => $"generated-{at + 1:00}-{layout.Name}")];

    public static CorpusDocument Load(string name)
    {
        var (layout, notice, blocks) = Lay(name);
        var expected = Expect(notice, layout);
        return layout.Word
            ? new CorpusDocument(name, $"{name}.docx", WordBuilder.Build(blocks, new WordHabits()), expected)
            : new CorpusDocument(name, $"{name}.txt", Encoding.UTF8.GetBytes(Text(blocks, layout)), expected);
    }

    public static ImmutableArray<WordBlock> Blocks(string name) => Lay(name).Blocks;

    /// <summary>Null for a .docx.</summary>
    public static string? Text(string name)
    {
        var (layout, _, blocks) = Lay(name);
        return layout.Word ? null : Text(blocks, layout);
    }

    private static (Layout Layout, GeneratedNotice Notice, ImmutableArray<WordBlock> Blocks) Lay(string name)
    {
        var at = Names.IndexOf(name);
        var (layout, notice) = (Layout.All[at], GeneratedNotice.From(FirstSeed + at));
        var world = notice.World;
        return (layout, notice,
        [
            Centred($"{world.Unit}文件"), Centred(notice.Number), Title(notice.Title), Plain(string.Join("，", world.Addressees) + "："),
            Plain($"现将《{world.Subject}实施方案》印发给你们，请认真贯彻执行。"), Right(world.Unit), Right(Day(notice.IssuedOn)),
            Title($"{world.Subject}实施方案"), Plain("一、总体目标"), Plain("坚持统筹兼顾、分类施策，推动各项工作再上新台阶。"), Plain("二、主要任务"),
            .. layout.Set(notice), Plain($"抄送：{string.Join("，", world.Cc)}。"), Plain($"{world.Unit}办公室    {Day(notice.PrintedOn)}印发"),
        ]);
    }

    private static string Text(ImmutableArray<WordBlock> blocks, Layout layout) => string.Join(
        layout.OneLine ? ' ' : '\n', blocks.OfType<WordBlock.Text>().Select(t => t.Words)) + "\n";

    private static ExpectedNotice Expect(GeneratedNotice notice, Layout layout) => new(
        layout.Name, "", [], notice.Number, [notice.World.Unit], notice.Title, null, notice.World.Addressees, Iso(notice.IssuedOn),
        Iso(notice.PrintedOn), notice.World.Cc,
        [.. notice.Tasks.Select((task, at) => Expect(task, at + 1, layout.Told))], [])
    {
        Urgency = "",
        Secrecy = "",
        PlanTitle = $"{notice.World.Subject}实施方案",
        Annexes = [],
        Phones = ImmutableDictionary<int, ImmutableArray<string>>.Empty,
        Standards = ImmutableDictionary<int, string>.Empty,
    };

    private static ExpectedItem Expect(Task task, int no, Told told)
    {
        var promises = told.HasFlag(Told.Promises)
            ? task.Work.Promises.Select(Expect)
            : [new ExpectedPoint(task.Work.Title, ExpectedPoint.Unsaid, null, null, null)];
        return new ExpectedItem(
            no, task.Work.Title, null, told.HasFlag(Told.Leader) ? [task.Leader] : [], [.. task.Leads, .. task.Supports],
            told.HasFlag(Told.Leads) ? task.Leads : [], told.HasFlag(Told.Supports) ? task.Supports : [], task.Term.Words,
            task.Term.Due is { } due ? Iso(due) : null, task.Term.MustConfirm, task.Term.Recurrence, [.. promises],
            task.Term.YearLong ? ["recurrence"] : []);
    }

    private static ExpectedPoint Expect(Promise promise) => new(
        promise.Text, promise.Kind,
        promise.Percent is { } percent
            ? JsonSerializer.SerializeToElement(new { value = percent, unit = "%", needsBaseline = false })
            : null,
        null, null);

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd");

    private static string Day(DateOnly day) => $"{day.Year}年{day.Month}月{day.Day}日";

    private static WordBlock.Text Plain(string words) => new(WordLook.Plain, 0, words);

    private static WordBlock.Text Centred(string words) => new(WordLook.Centred, 0, words);

    private static WordBlock.Text Title(string words) => new(WordLook.Title, 0, words);

    private static WordBlock.Text Right(string words) => new(WordLook.Right, 0, words);
}
