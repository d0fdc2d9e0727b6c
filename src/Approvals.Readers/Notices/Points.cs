using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>
/// Cuts a plan into 要点 at sentence ends, and within a sentence so that none holds two deadline phrases or two measures.
/// </summary>
internal static partial class Points
{
    /// <summary>Words that tell the kind; the first row that matches wins.</summary>
    private static readonly ImmutableArray<(PointKind Kind, Regex Words)> _kinds =
    [
        (PointKind.Mechanism, new("建立|健全|机制|制度|责任制|负责制|完善.{0,8}(?:方式|流程|体系|服务)|优化.{0,16}流程", RegexOptions.CultureInvariant)),
        (PointKind.Conduct, new("作风|态度|热情|耐心|倾听|冷漠|文明用语", RegexOptions.CultureInvariant)),
        (PointKind.Facility,
            new("设置|增设|配备|设立|开设|添置|安装|设.{1,4}(?:吧|角|箱)|提供.{0,6}(?:轮椅|平车|充电)|增加.{0,8}系统", RegexOptions.CultureInvariant)),
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
                if (piece.Length > 0)
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
        { Recurrence: not null } => PointKind.Periodic,
        _ when measure is not null => PointKind.Measure,
        _ => _kinds.FirstOrDefault(k => k.Words.IsMatch(text), (PointKind.OneOff, _kinds[0].Words)).Item1,
    };

    public static PointMeasure? MeasureOf(string text)
    {
        if (Share().Match(text) is { Success: true } share)
        {
            var value = decimal.Parse(share.Groups["value"].Value, CultureInfo.InvariantCulture);
            return new(share.Value, value, "%", NeedsBaseline: false);
        }

        if (Full().Match(text) is { Success: true } full)
        {
            return new(full.Value, 100, "%", NeedsBaseline: false);
        }

        return Trend().Match(text) is { Success: true } trend ? new(trend.Value, null, null, NeedsBaseline: true) : null;
    }

    private static IEnumerable<Passage> Sentences(Passage plan)
    {
        var start = 0;
        foreach (Match end in SentenceEnd().Matches(plan.Text))
        {
            yield return plan.Slice(start, end.Index + end.Length - start);
            start = end.Index + end.Length;
        }

        if (start < plan.Length)
        {
            yield return plan.Slice(start);
        }
    }

    /// <summary>Places after a comma before the second deadline phrase or measure.</summary>
    private static SortedSet<int> Cuts(string sentence)
    {
        var cuts = new SortedSet<int>();
        var dates = DeadlineRules.Find(sentence).Select(p => p.Start);
        var measures = Measures().Matches(sentence).Select(m => m.Index);
        foreach (var marks in new[] { dates.ToList(), [.. measures] })
        {
            for (var i = 1; i < marks.Count; i++)
            {
                var comma = sentence.LastIndexOf('，', marks[i]);
                if (comma > marks[i - 1])
                {
                    cuts.Add(comma + 1);
                }
            }
        }

        return cuts;
    }

    [GeneratedRegex("[。；;！\n]+[”’」』）)]*")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"(?:[^，。；、0-9]{0,16})(?<value>[0-9]{1,3}(?:\.[0-9]+)?)[%％]")]
    private static partial Regex Share();

    [GeneratedRegex("[^，。；、]{0,16}(?:全覆盖|百分之百|全员覆盖|零遗漏)")]
    private static partial Regex Full();

    [GeneratedRegex("(?:减少|降低|下降|缩短|压缩|压减)[^，。；、]{2,20}")]
    private static partial Regex Trend();

    [GeneratedRegex("[0-9][%％]|全覆盖|百分之百|全员覆盖|减少|降低|下降|缩短|压缩|压减")]
    private static partial Regex Measures();
}
