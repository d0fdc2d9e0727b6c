using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;
using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

/// <summary>
/// Every pattern of the reader over text of the kinds on which a pattern goes back and forth. One that needs the square of a text's length
/// would take minutes for a long file: such runs are refused or shortened (numbers, blanks), or the pattern is mended.
/// </summary>
[Trait("Part", "readers")]
public sealed class PatternTimesTests
{
    private static readonly string[] _repeated =
    [
        "甲", "9,", "一", "一、", "（", "）", "（一）", "(1)", "1.", "1、", "①", "《", "“甲", "。", "；", "，", "、", "：", "甲：", "甲、", "甲，",
        "|", "| ", "·", "—", "-", "=", "A", "a1", "甲 ", "甲科", "甲科、", "医务科", "由甲局牵头，", "各科室", "责任单位：甲科；", "（甲科）", "年", "月", "6月", "6月10日",
        "6月、", "2021年", "每", "每周", "每周一、", "上午8时至", "第一批", "全年6月", "底前", "10%", "降到3", "不少于", "关于", "关于甲的通知", "附件", "附件：1.", "抄送：", "印发",
        "〔2021〕1号", "第1号", "电话：1", "甲（乙）", "甲院", "委员会", "一、甲。", "是", "一是", "完成", "按期",
    ];

    private static readonly TimeSpan _most = TimeSpan.FromSeconds(1);

    [Fact]
    public void None_goes_back_and_forth_over_what_repeats()
    {
        var patterns = new[] { typeof(NoticeReader).Assembly, typeof(DeadlineRules).Assembly }.SelectMany(a => a.GetTypes())
            .Where(t => !t.IsGenericType && t.Namespace is "Approvals.Readers.Notices" or "Approvals.Engine.Deadlines").SelectMany(PatternsOf).ToList();
        patterns.Count.ShouldBeGreaterThan(200);
        var slow =
            from unit in _repeated.Where((_, at) => at % LongRun.Times("readers", 5, 1) == 0)
            let run = string.Concat(Enumerable.Repeat(unit, Stretches.LongestParagraph / unit.Length))
            from text in new[] { run, $"一、甲乙。二、丙丁。{run[..^20]}" }
            from pattern in patterns
            where IsSlow(pattern.Pattern, text)
            select $"{pattern.Name} over [{unit}]";
        slow.ShouldBeEmpty();
    }

    /// <summary>Slow each time: once may be the machine's doing.</summary>
    private static bool IsSlow(Regex pattern, string text) => Enumerable.Range(0, 4).All(_ => Time(pattern, text) > _most);

    private static TimeSpan Time(Regex pattern, string text)
    {
        var clock = Stopwatch.StartNew();
        _ = pattern.Count(text);
        return clock.Elapsed;
    }

    private static IEnumerable<(string Name, Regex Pattern)> PatternsOf(Type type)
    {
        const BindingFlags Own = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var method in type.GetMethods(Own).Where(m => m.ReturnType == typeof(Regex) && m.GetParameters().Length == 0))
        {
            yield return ($"{type.Name}.{method.Name}", (Regex)method.Invoke(null, null)!); // such a method gives a pattern
        }

        foreach (var field in type.GetFields(Own).Where(f => f.FieldType == typeof(Regex)))
        {
            yield return ($"{type.Name}.{field.Name}", (Regex)field.GetValue(null)!); // no pattern is null
        }
    }
}
