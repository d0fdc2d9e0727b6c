using System.Globalization;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>Measures hidden in the words: a share, all of something, none of something, a trend that needs a baseline.</summary>
internal static partial class Measures
{
    public static PointMeasure? Of(string text)
    {
        if (Share().Match(text) is { Success: true } share)
        {
            return new(share.Value, decimal.Parse(share.Groups["value"].Value, CultureInfo.InvariantCulture), "%", NeedsBaseline: false);
        }

        if (Full().Match(text) is { Success: true } full)
        {
            return new(full.Value, full.Groups["none"].Success ? 0 : 100, full.Groups["none"].Success ? null : "%", NeedsBaseline: false);
        }

        return Trend().Match(text) is { Success: true } trend ? new(trend.Value, null, null, NeedsBaseline: true) : null;
    }

    /// <summary>Where measures begin.</summary>
    public static IEnumerable<int> Places(string text) => Any().Matches(text).Select(m => m.Index);

    [GeneratedRegex("(?:[^，。；、0-9]{0,16})(?<value>[0-9]{1,3}(?:\\.[0-9]+)?)[%％]")]
    private static partial Regex Share();

    [GeneratedRegex("[^，。；、]{0,16}(?:全覆盖|百分之百|全员覆盖|全部覆盖|(?<none>零遗漏|零容忍|零事故|零投诉|零差错|零发生|零感染|清零))")]
    private static partial Regex Full();

    [GeneratedRegex("(?:减少|降低|下降|缩短|压缩|压减)[^，。；、]{2,20}")]
    private static partial Regex Trend();

    [GeneratedRegex("[0-9][%％]|全覆盖|百分之百|全员覆盖|减少|降低|下降|缩短|压缩|压减")]
    private static partial Regex Any();
}
