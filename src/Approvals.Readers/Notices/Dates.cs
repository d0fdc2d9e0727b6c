using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>Whole dates: 2021年6月2日, 二〇二一年六月二日.</summary>
internal static partial class Dates
{
    public static Match Find(string text) => Written().Match(ChineseNumbers.Narrow(text));

    /// <summary>Null where nothing, or no day of the calendar, is written.</summary>
    public static DateOnly? Parse(Match match)
    {
        if (!match.Success
            || ChineseNumbers.Parse(match.Groups["y"].Value.Replace('0', '〇') is var y && char.IsAsciiDigit(match.Groups["y"].Value[0])
                ? match.Groups["y"].Value : y) is not { } year
            || ChineseNumbers.Parse(match.Groups["m"].Value) is not (>= 1 and <= 12 and var month)
            || ChineseNumbers.Parse(match.Groups["d"].Value) is not { } day)
        {
            return null;
        }

        return day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
    }

    [GeneratedRegex(
        @"(?<y>[0-9]{4}|[一二][〇○零Ｏ0一二三四五六七八九]{3})年(?<m>[0-9]{1,2}|十[一二]?|[一二三四五六七八九])月"
        + @"(?<d>[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日"
        + @"|(?<![0-9])(?<y>[12][0-9]{3})(?<s>[-./])(?<m>[0-9]{1,2})\k<s>(?:(?<d>[0-9]{2})(?=[0-9]{2}[:：][0-9]{2})|(?<d>[0-9]{1,2})(?![0-9]))")]
    private static partial Regex Written();
}
