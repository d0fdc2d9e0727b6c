using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>Dates that contradict themselves: a day of the week that it is not, a day that the month does not have.</summary>
internal static partial class DateChecks
{
    private const string Week = "日一二三四五六";

    public static void Weekdays(Passage text, DateOnly? issuedOn, FindingList findings)
    {
        foreach (Match match in Dated().Matches(text.Text))
        {
            var year = match.Groups["y"].Success ? int.Parse(match.Groups["y"].Value) : issuedOn?.Year;
            var (month, day) = (int.Parse(match.Groups["m"].Value), int.Parse(match.Groups["d"].Value));
            if (year is not (>= 1900 and < 2200) || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year.Value, month))
            {
                continue;
            }

            var weekday = Week[(int)new DateOnly(year.Value, month, day).DayOfWeek];
            if (match.Groups["w"].Value.Replace('天', '日')[0] != weekday)
            {
                findings.Add(
                    FindingKind.WeekdayDiffers, null, $"{Quote.Of(match.Value)}与日历不符，{year}年{month}月{day}日是星期{weekday}。",
                    text.Span(match.Index, match.Length), body: match.Value);
            }
        }
    }

    [GeneratedRegex("(?:(?<y>[0-9]{4})年)?(?<m>[0-9]{1,2})月(?<d>[0-9]{1,2})日[（(](?:星期|周|礼拜)(?<w>[一二三四五六日天])[^）)]{0,6}[）)]")]
    private static partial Regex Dated();
}
