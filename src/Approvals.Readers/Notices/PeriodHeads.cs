using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>
/// Heads that name a time: 上年完成 and 2023年实际 are where one stands (基数), 2024年目标 is where one must come in the year of the
/// notice, 一季度 or 2025年 what is due at the end of that.
/// </summary>
internal static partial class PeriodHeads
{
    private const int FewestPeriods = 2;
    private const int LongestHead = 16;

    /// <summary>A short text that names a time: 一季度目标, 2023年实际.</summary>
    public static bool Names(string head) => head.Length is > 0 and <= LongestHead && char.IsLetterOrDigit(head[^1])
        && (Span().Match(head) is { Success: true, Index: <= 6 } || (Year().IsMatch(head) && Says(head) != Sense.Neither));

    /// <summary>Whether the heads part the work by quarters, halves or months.</summary>
    public static bool Are(ImmutableArray<string> texts) => Places(texts, null) is var spans && Parts(texts, spans);

    /// <summary>One alone must say that it is aimed at: 上半年目标 beside 全年目标.</summary>
    private static bool Parts(ImmutableArray<string> texts, List<int> spans) =>
        spans.Count >= FewestPeriods || spans.Exists(at => Lexicon.Office.Holds("targets.aimed", texts[at]));

    /// <summary>The columns with those senses that only the year of the notice, or what stands in the cells, can tell.</summary>
    /// <param name="year">That of the notice; null where it names none.</param>
    /// <param name="cells">What stands in a column below its head.</param>
    public static HeadColumns Settle(
        HeadColumns columns, ImmutableArray<Passage> heads, Lexicon lexicon, int? year, Func<int, IReadOnlyList<string>> cells)
    {
        foreach (var at in columns.Of(Column.Departments).Concat(columns.Of(Column.Group)).Where(a => All(a, Quantity.AreUnits)))
        {
            columns = columns.Moved(at, Column.Unit);
        }

        var texts = heads.Select(h => h.Text).ToImmutableArray();
        if (Places(texts, lexicon) is var spans && Parts(texts, spans))
        {
            foreach (var at in spans)
            {
                columns = columns.Moved(at, null);
            }

            columns = columns with { Periods = [.. spans.Select(at => Period(heads[at], at, Span().Match(texts[at])))] };
        }

        columns = Years(columns, heads, lexicon, year, cells, [.. columns.Periods.Select(p => p.At)]);
        columns = ToTheEnd(columns, heads);
        foreach (var at in columns.Of(Column.Plan).Where(a => All(a, Quantity.IsValue)))
        {
            columns = columns.Moved(at, Column.Measure); // 年度目标: 53
        }

        return columns;

        bool All(int at, Func<string, bool> test) => cells(at) is { Count: > 0 } found && found.All(test);
    }

    /// <summary>Beside spans that end before the year does, 全年目标 is what is due at its end.</summary>
    private static HeadColumns ToTheEnd(HeadColumns columns, ImmutableArray<Passage> heads) =>
        columns.Periods.IsEmpty || columns.Periods.Any(p => Last().IsMatch(p.When.Text)) ? columns : columns with
        {
            Periods =
            [
                .. columns.Periods,
                .. columns.Of(Column.Measure).Where(at => Whole().IsMatch(heads[at].Text))
                    .Select(at => Period(heads[at], at, Whole().Match(heads[at].Text))).Take(1),
            ],
        };

    private static HeadColumns Years(
        HeadColumns columns, ImmutableArray<Passage> heads, Lexicon lexicon, int? year, Func<int, IReadOnlyList<string>> cells,
        HashSet<int> taken)
    {
        var found = Enumerable.Range(0, heads.Length)
            .Where(at => !taken.Contains(at) && (at == 0 || heads[at].Text != heads[at - 1].Text) && IsOfYear(heads[at].Text, lexicon))
            .Select(at => (At: at, Year: YearOf(heads[at].Text, year), Said: Says(heads[at].Text)))
            .Where(h => h.Year is not null && h.Said != Sense.Neither).ToList();
        foreach (var (at, _, _) in found.Where(h => lexicon.IsTold(heads[h.At].Text)))
        {
            // Somebody has said that it tells what to do, in the year that it names.
            columns = columns.Moved(at, null);
            columns = columns with { Periods = columns.Periods.Add(Period(heads[at], at, Year().Match(heads[at].Text))) };
        }

        found.RemoveAll(h => lexicon.IsTold(heads[h.At].Text));
        if (found.Count == 0)
        {
            return columns;
        }

        // Without a year that the heads know, the last one is what is aimed at.
        var now = found.Exists(h => h.Year == year) ? year
            : found.Where(h => h.Said != Sense.Reached).Select(h => h.Year).Max() ?? found.Max(h => h.Year) + 1;
        var ahead = found.Where(h => h.Year > now && h.Said != Sense.Reached).Select(h => h.At).ToHashSet();
        var before = found.Where(h => h.Year < now && h.Said != Sense.Aimed).OrderByDescending(h => h.Year)
            .Select(h => (int?)h.At).FirstOrDefault();
        foreach (var (at, of, said) in found)
        {
            var aim = of == now && said != Sense.Reached;
            var text = aim && !cells(at).All(Quantity.IsValue);
            columns = columns.Moved(at, aim && !text ? Column.Measure : at == before ? Column.Baseline : null);
            if (ahead.Contains(at) || text || (aim && ahead.Count > 0))
            {
                columns = columns with { Periods = columns.Periods.Add(Period(heads[at], at, Year().Match(heads[at].Text))) };
            }
        }

        return columns;
    }

    private enum Sense
    {
        Neither,
        Year,
        Reached,
        Aimed,
    }

    private static PeriodColumn Period(Passage head, int at, Match when) => new(at, head.Slice(when.Index, when.Length));

    private static List<int> Places(ImmutableArray<string> texts, Lexicon? lexicon) =>
    [
        .. Enumerable.Range(0, texts.Length).Where(at => (at == 0 || texts[at] != texts[at - 1])
            && texts[at].Length <= LongestHead && Span().IsMatch(texts[at]) && !Lexicon.Office.Holds("targets.progress", texts[at])
            && (lexicon is null || IsFree(texts[at], lexicon))),
    ];

    /// <summary>Nobody has told another sense of the head, and it names no owner, number or kind.</summary>
    private static bool IsFree(string head, Lexicon lexicon) => lexicon.IsTold(head)
        ? lexicon.ColumnOf(head) is Column.Plan
        : lexicon.ColumnOf(head) is null or Column.Plan or Column.Measure or Column.Goal or Column.Baseline
            || Span().Replace(head, "").Length <= 2;

    /// <summary>2023年完成情况 of a year that is over is where one stands.</summary>
    private static bool IsOfYear(string head, Lexicon lexicon) =>
        IsFree(head, lexicon) || (!lexicon.IsTold(head) && lexicon.ColumnOf(head) is Column.Other);

    private static int? YearOf(string head, int? now) => Year().Match(head) is not { Success: true } match ? null
        : match.Groups["y"].Success ? int.Parse(match.Groups["y"].ValueSpan) : (now ?? 2000) - (match.Groups["last"].Success ? 1 : 0);

    /// <summary>What the head says of its year besides naming it.</summary>
    private static Sense Says(string head)
    {
        var rest = Year().Replace(head, "", 1).Trim('（', '）', '(', ')', '度', '末', '底');
        return rest.Length == 0 || Lexicon.Office.Holds("targets.value", rest) ? Sense.Year
            : Lexicon.Office.Holds("targets.reached", rest) ? Sense.Reached
            : Lexicon.Office.Holds("targets.aimed", rest) ? Sense.Aimed : Sense.Neither;
    }

    [GeneratedRegex("(?:第?[一二三四1-4]季度|[上下]半年|(?<![0-9])(?:1[0-2]|[1-9])月(?!报|度|例|[0-9]))")]
    private static partial Regex Span();

    [GeneratedRegex("[四4]季度|下半年|12月|20[0-9]{2}年")]
    private static partial Regex Last();

    [GeneratedRegex("全年|20[0-9]{2}年")]
    private static partial Regex Whole();

    [GeneratedRegex("(?<y>20[0-9]{2})年(?:底|末)?|(?<last>上年|去年|上一年)|(?<now>本年|今年)")]
    private static partial Regex Year();
}
