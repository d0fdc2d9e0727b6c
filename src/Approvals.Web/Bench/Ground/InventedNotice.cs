using System.Collections.Immutable;

namespace Approvals.Web.Bench.Ground;

/// <summary>A notice that the bench registers.</summary>
/// <param name="Rows">At least one. The first row's first department hosts it.</param>
internal sealed record InventedNotice(string Title, ImmutableArray<InventedRow> Rows)
{
    private const int UsualDays = 90;

    private static readonly ImmutableArray<string> Fields =
        ["医疗质量", "护理", "院感", "药事", "医保", "采购", "基建", "信息", "消防", "档案", "行风", "科研"];

    private static readonly ImmutableArray<string> Works = ["整改", "排查", "培训", "考核", "公开"];

    /// <summary>What somebody may look for among the believable ones: a word of many rows, of some, of few. Each is found in small provinces too.</summary>
    public static ImmutableArray<string> Sought { get; } = [Works[1], Fields[2], Fields[1] + Works[1]];

    /// <summary>All rows of the same leader and departments.</summary>
    public static InventedNotice Alike(int rows) => Of(Enumerable.Repeat(0, rows));

    /// <summary>Its rows go round the leaders and departments.</summary>
    public static InventedNotice Round(int rows) => Of(Enumerable.Range(0, rows));

    /// <summary>
    /// One of a province: of a field of work and a year, its rows about one thing each, due from three weeks to half a year after it came.
    /// </summary>
    /// <param name="first">Where its rows begin to go round.</param>
    public static InventedNotice Believable(int first, int rows, int year) => new(
        $"关于做好{year}年{Of(Fields, first)}{Of(Works, first / Fields.Length)}工作的通知",
        [
            .. Enumerable.Range(first, rows).Select(n => (n, Work: Of(Fields, n) + Of(Works, n / Fields.Length))).Select(r => new InventedRow(
                r.n, $"{r.Work}（{r.n - first + 1}）", $"按方案落实{r.Work}，逐条记录，有佐证。", 20 + (37 * r.n % 160))),
        ]);

    private static InventedNotice Of(IEnumerable<int> turns) => new(
        "关于落实重点工作的通知",
        [.. turns.Select((turn, at) => new InventedRow(turn, $"重点工作{at + 1}", "按方案逐条落实，有记录、有佐证。", UsualDays))]);

    private static string Of(ImmutableArray<string> words, int turn) => words[turn % words.Length];
}

/// <param name="Turn">Equal numbers have the same leader and departments.</param>
/// <param name="Days">From the notice's day to the day on which it is due.</param>
internal sealed record InventedRow(int Turn, string Title, string Plan, int Days);
