using System.Globalization;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>Measures hidden in the words: a share, all of something, none of something, a trend that needs a baseline.</summary>
internal static partial class Measures
{
    /// <summary>So many of something, at the end: 新增学位540个, 不少于30名.</summary>
    private static readonly Regex _count = new(
        $@"[^，。；、0-9]{{1,40}}(?<![第—-])(?<value>[0-9]+(?:\.[0-9]+)?)(?<unit>[余多]?[万亿千百]?(?:{Lexicon.Office.Any("units.counted")}))"
        + @"(?:/?[\p{IsCJKUnifiedIdeographs}]{0,2}以[上下内]|左右|以上|以下)?$", RegexOptions.CultureInvariant);

    public static PointMeasure? Of(string text)
    {
        if (Share().Match(text) is { Success: true } share)
        {
            return new(
                Words(share), decimal.Parse(share.Groups["value"].Value, CultureInfo.InvariantCulture),
                share.Groups["unit"].Value == "‰" ? "‰" : "%", NeedsBaseline: false);
        }

        if (Full().Match(text) is { Success: true } full)
        {
            return new(Words(full), full.Groups["none"].Success ? 0 : 100, full.Groups["none"].Success ? null : "%", NeedsBaseline: false);
        }

        if ((Level().Match(text) is { Success: true } level ? level : _count.Match(text)) is { Success: true } count)
        {
            return new(
                Words(count), decimal.Parse(count.Groups["value"].Value, CultureInfo.InvariantCulture), count.Groups["unit"].Value,
                NeedsBaseline: false);
        }

        return Trend().Match(text) is { Success: true } trend ? new(Words(trend), null, null, NeedsBaseline: true) : null;
    }

    /// <summary>A count that is a bound (3200人以上) is what is measured; a bare one (培训班2期) is how much is done.</summary>
    public static bool IsBound(PointMeasure measure) => measure.Unit is null or "%" or "‰" || Bound().IsMatch(measure.Phrase);

    /// <summary>Whole words: 12月底前合格率达到95% is measured from 合格率 on.</summary>
    private static string Words(Match match) => DateLeft().Match(match.Value) is { Success: true } date && date.Length < match.Length - 3
        ? match.Value[date.Length..] : match.Value;

    /// <summary>Clauses that begin with a trend of their own: 减少平均住院日，降低人均住院费 are two; values that commas join are one.</summary>
    public static IEnumerable<int> Places(string text) => Lessening().Matches(text).Select(m => m.Index);

    [GeneratedRegex("^(?:[年月日号]|(?:年|月)?[底末])(?:[底末中内])?(?:以前|之前|前|止)?")]
    private static partial Regex DateLeft();

    [GeneratedRegex("(?:[^，。；、0-9]{0,40})(?<value>[0-9]{1,3}(?:\\.[0-9]+)?)(?<unit>[%％‰])")]
    private static partial Regex Share();

    [GeneratedRegex("[^，。；、0-9]{0,40}(?:全覆盖|百分之百|全员覆盖|全部覆盖|(?<none>零遗漏|零容忍|零事故|零投诉|零差错|零发生|零感染|清零))")]
    private static partial Regex Full();

    [GeneratedRegex("以上|以下|以内|不少于|不低于|不超过|达到|突破|控制在|至少|(?:降|减|压缩|缩短|提高|提升)(?:到|至|为)")]
    private static partial Regex Bound();

    [GeneratedRegex(
        @"[^，。；、0-9]{2,40}(?:降|降低|减少|控制|压缩|缩短|提高|提升|增加)(?:到|至|在)(?<value>[0-9]+(?:\.[0-9]+)?)"
        + @"(?<unit>[A-Za-z]{1,6}|[\p{IsCJKUnifiedIdeographs}]{0,3}?)(?:以下|以内|以上|之内|内)?$")]
    private static partial Regex Level();

    [GeneratedRegex(
        "(?:减少|降低|下降|缩短|压缩|压减)[^，。；、]{2,40}"
        + "|[^，。；、0-9]{2,40}(?:较上年(?:同期)?|较去年(?:同期)?|同比|逐年|逐步|持续|明显|稳步)+(?:下降|降低|减少|缩短|提高|提升|增长|上升)$|[^，。；、0-9]{2,40}(?:稳中有降|只降不升|只减不增)$")]
    private static partial Regex Trend();

    [GeneratedRegex(@"(?<=^|[，,])[\p{L}]{0,4}?(?:减少|降低|缩短|压缩|压减)")]
    private static partial Regex Lessening();
}
