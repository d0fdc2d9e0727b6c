using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Engine.Deadlines;

/// <content>Several dates in one phrase: 4月、7月、10月10日前.</content>
internal static partial class DeadlineSums
{
    /// <summary>
    /// What the last date says of the day (10日, 底) holds for those before it that say nothing; a month before its forerunner is of
    /// the next year. Dates that had passed and name no year are left out; the last date is when the whole is due.
    /// </summary>
    public static DeadlineReading Several(Phrase m)
    {
        var parts = DateParts().Matches(m.Get("dates")).Where(p => p.Length > 0).ToList();
        var last = parts[^1].Groups["end"].Value;
        var (year, month, named) = (m.Year, 0, m.Has("y") || m.Has("ry"));
        var days = ImmutableArray.CreateBuilder<DateOnly>();
        foreach (var part in parts)
        {
            named |= part.Groups["y"].Success;
            year = part.Groups["y"] is { Success: true } y ? int.Parse(y.Value)
                : part.Groups["next"].Success ? m.Year + 1 : year;
            var next = part.Groups["m"] is { Success: true } written ? ChineseNumbers.Parse(written.Value) ?? 0 : month;
            year += next < month && !part.Groups["y"].Success && !part.Groups["next"].Success ? 1 : 0;
            month = next;
            var end = part.Groups["end"].Value is { Length: > 0 } own ? own : last;
            if (month is < 1 or > 12 || On(year, month, end, m) is not { } day)
            {
                return m.Ask();
            }

            days.Add(day);
        }

        var kept = days.Where(d => named || d >= m.IssuedOn).Distinct().Order().ToImmutableArray();
        return kept.IsEmpty ? m.Due(days.Max())
            : m.Due(kept[^1]) with { Days = kept.Length > 1 ? kept : [], MustConfirm = m.Has("before") && last is not ("底" or "末") };
    }

    /// <summary>二、四季度, 上半年、下半年: the last day of each.</summary>
    public static DeadlineReading SeveralQuarters(Phrase m)
    {
        IEnumerable<int> quarters = m.Has("halves") ? [2, 4]
            : m.Get("qs").Where(c => c is not ('季' or '度' or '、' or '和' or '及' or '与' or '以')).Select(c => ChineseNumbers.Parse(c.ToString()) ?? 0);
        var days = quarters.Select(q => Phrase.End(m.Year, 3 * q)).Distinct().Order().ToImmutableArray();
        var kept = m.Has("y") || m.Has("ry") ? days : [.. days.Where(d => d >= m.IssuedOn)];
        return kept.IsEmpty ? m.Due(days[^1]) : m.Due(kept[^1]) with { Days = kept.Length > 1 ? kept : [] };
    }

    /// <summary>A month alone is its end; before a month is the day before its first.</summary>
    private static DateOnly? On(int year, int month, string end, Phrase m)
    {
        var close = Phrase.End(year, month);
        return end.Length == 0 ? m.Has("before") && new DateOnly(year, month, 1) > m.IssuedOn ? new DateOnly(year, month, 1).AddDays(-1) : close
            : DayOf(end) switch { -1 => close, { } day when day <= close.Day => new(year, month, day), _ => null };
    }

    [GeneratedRegex("(?:(?<y>[0-9]{4})年|(?<next>次年|明年|来年|翌年)|今年|当年|本年)?"
        + "(?:(?<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])(?:月份?|(?=、|，|和|及|以及|与)))?"
        + "(?<end>(?:3[01]|[12][0-9]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]|[底末初]|[上中下]旬)?(?<=[月份日号底末初旬0-9])(?=、|，|和|及|以及|与|$)")]
    private static partial Regex DateParts();
}
