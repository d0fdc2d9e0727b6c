using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>
/// Cuts a plan into 要点 at sentence ends and at numbers of its own, and within a sentence so that none holds two deadline phrases
/// or begins two trends.
/// </summary>
internal static partial class Points
{
    /// <summary>Words that tell the kind; the first row that matches wins.</summary>
    private static readonly ImmutableArray<(PointKind Kind, Regex Words)> _kinds =
    [
        (PointKind.Mechanism, Words("points.mechanism")),
        (PointKind.YearRound, Words("points.year-round")),
        (PointKind.Conduct, Words("points.conduct")),
        (PointKind.Facility, Words("points.facility")),
    ];

    public static ImmutableArray<Passage> Cut(Passage plan)
    {
        var points = ImmutableArray.CreateBuilder<Passage>();
        foreach (var sentence in Sentences(plan))
        {
            var start = 0;
            foreach (var at in Cuts(sentence.Text).Append(sentence.Length))
            {
                var piece = sentence.Slice(start, at - start).TrimEnd('，', '。', '；', ';', '！', '\n', ',');
                if (piece.Text.Any(char.IsLetterOrDigit))
                {
                    points.Add(piece);
                }

                start = at;
            }
        }

        return points.ToImmutable();
    }

    public static PointKind KindOf(string text, DeadlineReading? reading, PointMeasure? measure) => reading switch
    {
        { RuleId: "whole-year" or "long-term" } => PointKind.YearRound,
        // 建立每日备份机制 is a mechanism, whatever it will do every day.
        { Recurrence: not null } when MakesMechanism().IsMatch(text) => PointKind.Mechanism,
        { Recurrence: not null } or { RuleId: "each-term" } => PointKind.Periodic,
        _ when measure is not null && Measures.IsBound(measure) && !Sets(text, measure) => PointKind.Measure,
        _ => _kinds.FirstOrDefault(k => k.Words.IsMatch(text), (PointKind.OneOff, _kinds[0].Words)).Item1,
    };

    /// <summary>Says until when, not only on which day.</summary>
    public static bool EndsBefore(string phrase) => Until().IsMatch(phrase);

    /// <summary>A rule of a bare day or month, which may be when something was.</summary>
    public static bool IsBareDay(string ruleId) => ruleId is "day" or "day-time" or "month" or "third" or "digits" or "stretch";

    private static IEnumerable<Passage> Sentences(Passage plan)
    {
        var start = 0;
        foreach (Match end in SentenceEnd().Matches(plan.Text))
        {
            yield return WithoutNumber(plan.Slice(start, end.Index + end.Length - start));
            start = end.Index + end.Length;
        }

        if (start < plan.Length)
        {
            yield return WithoutNumber(plan.Slice(start));
        }
    }

    /// <summary>1. and （1） before a point are no part of it.</summary>
    private static Passage WithoutNumber(Passage point) =>
        OwnNumber().Match(point.Text) is { Success: true } number ? point.Slice(number.Length) : point;

    /// <summary>Places after a comma before the second deadline phrase or measure.</summary>
    private static SortedSet<int> Cuts(string sentence)
    {
        var cuts = new SortedSet<int>();
        var dates = DeadlineRules.Find(sentence).Select(p => (p.Start, End: p.Start + p.Length));
        foreach (var marks in new[] { dates.ToList(), [.. Measures.Places(sentence).Select(at => (Start: at, End: at))] })
        {
            for (var i = 1; i < marks.Count; i++)
            {
                var comma = sentence.LastIndexOfAny(['，', ','], marks[i].Start);
                if (comma > marks[i - 1].Start)
                {
                    cuts.Add(comma + 1);
                }
                else if (Then().Match(sentence, marks[i - 1].Start, marks[i].Start - marks[i - 1].Start) is { Success: true } then
                    && then.Index > marks[i - 1].End)
                {
                    cuts.Add(then.Index);
                }
            }
        }

        return cuts;
    }

    /// <summary>
    /// 增设探头64个，录像保存不少于90天; 按不低于3‰的标准配备保安员: what is set up counts, not how it is to be. A rate of its own does.
    /// </summary>
    private static bool Sets(string text, PointMeasure measure)
    {
        var (facility, at) = (_kinds[^1].Words.Match(text), text.IndexOf(measure.Phrase, StringComparison.Ordinal));
        return facility.Success && at >= 0
            && (measure.Unit is "%" or "‰" ? at + measure.Phrase.Length <= facility.Index
                : text.IndexOf('，', facility.Index) is > 0 and var comma && comma < at + measure.Phrase.Length);
    }

    private static Regex Words(string list) =>
        new(string.Join('|', Lexicon.Office.Words(list)), RegexOptions.CultureInvariant);

    [GeneratedRegex("(?:前|止|内|底|末|截止)$")]
    private static partial Regex Until();

    /// <summary>…初稿、4月底前定稿, …并于4月底前定稿: the second date begins another thing.</summary>
    [GeneratedRegex("(?<=\\p{L}{3})(?:、|并|再|随后|然后)(?:在|于|确保|力争)?$")]
    private static partial Regex Then();

    [GeneratedRegex("^(?:建立|健全|完善|制定|修订|出台).{0,30}(?:机制|制度|办法|预案|流程|规范)$")]
    private static partial Regex MakesMechanism();

    [GeneratedRegex("[。；;！\n]+[”’」』）)]*|(?<=[^0-9])(?=[①-⑳])")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"^(?:[0-9]{1,2}[.．、](?:(?![0-9])|(?=[0-9]{1,2}月|20[0-9]{2}年))|[（(][0-9一二三四五六七八九十]{1,2}[）)]|[①-⑳]|[一二三四五六七八九十]{1,2}、)")]
    private static partial Regex OwnNumber();
}
