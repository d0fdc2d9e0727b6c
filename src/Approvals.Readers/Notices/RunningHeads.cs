using System.Buffers;
using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>
/// Numbered parts that go on in one line: 三、重点任务（一）优化流程。…（二）… A part begins where a number counts on after a full stop, and
/// where a first number stands under a short heading.
/// </summary>
internal static partial class RunningHeads
{
    private const int Levels = 3;
    private const int LongestHeading = 20;

    private static readonly SearchValues<char> Stops = SearchValues.Create("。，；：！？,;:（）()");

    /// <summary>Places in the line's normal form.</summary>
    public static IEnumerable<int> Cuts(string text)
    {
        var marks = Mark().Matches(text);
        if (marks.Count < 2 || marks[0].Index > 0)
        {
            yield break;
        }

        var (last, running) = (new int[Levels], new bool[Levels]);
        var (at, from) = (0, 0);
        foreach (Match mark in marks)
        {
            var (level, no) = Of(mark);
            var between = text.AsSpan(from, mark.Index - from);
            var begins = no == 1 && at == 0 && level > 0 && IsHeading(between);
            var counts = no == last[level] + 1 && last[level] > 0 && (EndsSentence(between) || (running[level] && between is [.., '；' or ';']));
            if (mark.Index > marks[0].Index && !begins && !counts)
            {
                continue;
            }

            if (mark.Index > marks[0].Index)
            {
                yield return mark.Index;
            }

            (last[level], running[level]) = (no, begins || running[level]);
            last.AsSpan((level + 1)..).Clear();
            running.AsSpan((level + 1)..).Clear();
            (at, from) = (level, mark.Index + mark.Length);
        }
    }

    private static (int Level, int No) Of(Match mark)
    {
        for (var level = 0; level < Levels; level++)
        {
            if (mark.Groups[$"l{level}"] is { Success: true } group)
            {
                return (level, ChineseNumbers.Parse(group.Value) ?? 0);
            }
        }

        throw new System.Diagnostics.UnreachableException();
    }

    /// <summary>Words without a stop; 见附件（一）, 按照（一） and 第（一） speak of a number that stands elsewhere.</summary>
    private static bool IsHeading(ReadOnlySpan<char> text) =>
        text.Length is >= 2 and <= LongestHeading && !text.ContainsAny(Stops) && !Cites().IsMatch(text);

    private static bool EndsSentence(ReadOnlySpan<char> text) => text is [.., '。' or '！' or '？' or '）' or ')' or '】'];

    [GeneratedRegex("(?:第|按|按照|依照|根据|见|附件|附表|的|及|和|与|或)$")]
    private static partial Regex Cites();

    [GeneratedRegex(
        "(?<![第一二三四五六七八九十百、])(?<l0>[一二三四五六七八九十]{1,3})、(?![一二三四五六七八九十]{1,3}[、等级类])"
        + "|[（(](?<l1>[一二三四五六七八九十]{1,3})[）)](?![项条款类级至、和及（(])"
        + @"|(?<![0-9A-Za-z.．第])(?<l2>[0-9]{1,2})[.．、](?![0-9](?!月|[0-9]月))")]
    private static partial Regex Mark();
}
