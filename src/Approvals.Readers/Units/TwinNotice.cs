using System.Text.RegularExpressions;

namespace Approvals.Readers.Units;

/// <summary>
/// The same notice in an invented unit: nobody real is shown late or failing. Names, places and telephone numbers
/// are replaced as the twin's unit file says; days, months and seasons move with the day of issue.
/// </summary>
public static partial class TwinNotice
{
    private const string Seasons = "春夏秋冬";

    /// <param name="notice">The real notice; its first full date is its day of issue.</param>
    /// <param name="issuedOn">The twin's day of issue; that of the real notice leaves every date as it stands.</param>
    public static string Write(string notice, UnitFile twin, DateOnly issuedOn)
    {
        var words = Words(twin);
        var renamed = words.Count == 0
            ? notice
            : Regex.Replace(
                notice, string.Join('|', words.Keys.OrderByDescending(w => w.Length).Select(Regex.Escape)), m => words[m.Value]);
        return FullDate().Match(notice) is { Success: true } first && Day(first) is { } original
            ? TimeWords().Replace(renamed, m => Shifted(m, original, issuedOn))
            : renamed;
    }

    /// <summary>The day of issue that puts today in the campaign's middle: two months ago, moved back to a weekday.</summary>
    public static DateOnly IssuedFor(DateOnly today)
    {
        var day = today.AddMonths(-2);
        return day.DayOfWeek switch
        {
            DayOfWeek.Saturday => day.AddDays(-1),
            DayOfWeek.Sunday => day.AddDays(-2),
            _ => day,
        };
    }

    private static Dictionary<string, string> Words(UnitFile twin) => twin.Replacements.Select(r => (r.Text, r.With))
        .Concat(twin.People.Where(p => p.StandsFor is not null).Select(p => (p.StandsFor ?? "", p.Name)))
        .Concat(twin.Bodies.Where(b => b.StandsFor is not null).Select(b => (b.StandsFor ?? "", b.Name)))
        .DistinctBy(w => w.Item1)
        .ToDictionary(w => w.Item1, w => w.Item2);

    private static string Shifted(Match word, DateOnly original, DateOnly issuedOn)
    {
        var months = ((issuedOn.Year - original.Year) * 12) + issuedOn.Month - original.Month;
        var days = issuedOn.DayNumber - original.DayNumber;
        int Number(string group) => int.Parse(word.Groups[group].ValueSpan);

        if (Day(word) is { } day)
        {
            var moved = day.AddDays(days);
            return $"{moved.Year}年{moved.Month}月{moved.Day}日";
        }

        if (word.Groups["dayOfMonth"].Success)
        {
            var moved = new DateOnly(original.Year, Number("monthOfDay"), Number("dayOfMonth")).AddDays(days);
            return $"{moved.Month}月{moved.Day}日";
        }

        return word switch
        {
            _ when word.Groups["numberYear"].Success => $"〔{Number("numberYear") + issuedOn.Year - original.Year}〕",
            _ when word.Groups["bareMonth"].Success => $"{Month(Number("bareMonth"), months)}月",
            _ when word.Groups["season"].Success => $"{Season(word.Groups["season"].Value[0], original.Month, months)}季",
            // 成立100周年 counts from a year that stays.
            _ => $"{Number("anniversary") + issuedOn.Year - original.Year}周年",
        };
    }

    private static DateOnly? Day(Match match) =>
        match.Groups["year"].Success
            ? new DateOnly(int.Parse(match.Groups["year"].ValueSpan), int.Parse(match.Groups["month"].ValueSpan),
                int.Parse(match.Groups["day"].ValueSpan))
            : null;

    private static int Month(int month, int shift) => ((((month - 1 + shift) % 12) + 12) % 12) + 1;

    /// <summary>
    /// Spring begins in March. A season that holds the month of issue moves with it, another with its first month.
    /// </summary>
    private static char Season(char season, int issued, int shift)
    {
        var first = (Seasons.IndexOf(season) * 3) + 3;
        var anchor = Enumerable.Range(first, 3).Select(m => Month(m, 0)).Contains(issued) ? issued : first;
        return Seasons[(Month(anchor, shift - 2) - 1) / 3];
    }

    [GeneratedRegex("(?<year>[0-9]{4})年(?<month>[0-9]{1,2})月(?<day>[0-9]{1,2})日")]
    private static partial Regex FullDate();

    [GeneratedRegex(
        "(?<year>[0-9]{4})年(?<month>[0-9]{1,2})月(?<day>[0-9]{1,2})日"
        + "|(?<![0-9])(?<monthOfDay>[0-9]{1,2})月(?<dayOfMonth>[0-9]{1,2})日"
        + "|〔(?<numberYear>[0-9]{4})〕"
        + "|(?<![0-9])(?<bareMonth>1[0-2]|[1-9])月"
        + "|(?<season>[春夏秋冬])季"
        + "|(?<anniversary>[0-9]+)周年")]
    private static partial Regex TimeWords();
}
