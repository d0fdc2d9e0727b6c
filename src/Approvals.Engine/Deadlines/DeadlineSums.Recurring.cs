using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Engine.Deadlines;

/// <content>What comes again on a counted day, and by an hour.</content>
internal static partial class DeadlineSums
{
    private static readonly ImmutableArray<DayOfWeek> _workdays =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    public static DeadlineReading EachWorkday(Phrase m)
    {
        var (from, to) = TimesOf(m);
        return m.Again(new(RecurrencePeriod.Week, _workdays, from, to));
    }

    /// <summary>每月最后一个工作日, 每月第二个周三, 每季度首月第5个工作日; days that the month cannot have are asked about.</summary>
    public static DeadlineReading EachPosition(Phrase m)
    {
        var days = m.Has("day") ? Weekdays(m.Get("day")) : _workdays;
        var position = m switch
        {
            _ when m.Has("back") => -m.Number("back"),
            _ when m.Has("at") => m.Number("at"),
            _ => m.Get("end") is "首" or "头" or "第一" ? 1 : -1,
        };
        return Math.Abs(position) is >= 1 and <= 23 && (!m.Has("day") || Math.Abs(position) <= 5)
            ? m.Again(new(RecurrencePeriod.Month, days) { Position = position, Months = MonthsOf(m) }) : m.Ask();
    }

    /// <summary>隔周周二, 每两周的周五下午.</summary>
    public static DeadlineReading EachFewWeekdays(Phrase m)
    {
        var (from, to) = TimesOf(m);
        var every = m.Has("n") ? Math.Max(m.Number("n"), 1) : 2;
        return m.Again(new(RecurrencePeriod.Week, Weekdays(m.Get("days")), from, to) { Every = every });
    }

    /// <summary>每年3月、9月, 每年6月、12月20日前: one day in several months; different days are asked about.</summary>
    public static DeadlineReading EachYearMonths(Phrase m)
    {
        var parts = NamedParts().Matches(m.Get("dates")).ToList();
        var ends = parts.Select(p => p.Groups["end"].Value).Where(e => e.Length > 0).Distinct().ToList();
        var months = parts.Select(p => ChineseNumbers.Parse(p.Groups["m"].Value) ?? 0).ToList();
        if (ends.Count > 1 || months.Exists(n => n is < 1 or > 12) || (ends is [var named] && parts[^1].Groups["end"].Value != named))
        {
            return m.Ask();
        }

        var day = ends is [var end] ? DayOf(end) : null;
        return m.Again(new(RecurrencePeriod.Year, [])
        {
            Months = [.. months.Distinct().Order()],
            MonthDays = day is { } on ? [on] : [],
        });
    }

    /// <summary>每月5日、15日、25日前, 每月10日、20日、月底.</summary>
    public static DeadlineReading EachMonthDays(Phrase m)
    {
        var days = Numerals().Matches(m.Get("dates")).Select(d => ChineseNumbers.Parse(d.Value) ?? 0).Distinct().Order().ToList();
        ImmutableArray<int> last = m.Get("dates")[^1] is '底' or '末' ? [-1] : [];
        return days.TrueForAll(d => d is >= 1 and <= 31) ? m.Again(new(RecurrencePeriod.Month, []) { MonthDays = [.. days, .. last] }) : m.Ask();
    }

    /// <summary>每年第一季度, 每年上半年.</summary>
    public static DeadlineReading EachYearQuarter(Phrase m) => m.Again(new(RecurrencePeriod.Year, [])
    {
        Months = [m.Has("q") ? 3 * m.Number("q") : m.Get("half") == "上" ? 6 : 12],
        MonthDays = [-1],
    });

    /// <summary>2次/月, 1次每周.</summary>
    public static DeadlineReading TimesPer(Phrase m) => m.Get("per") switch
    {
        "工作日" => m.Again(new(RecurrencePeriod.Week, _workdays)),
        "日" or "天" => m.Again(new(RecurrencePeriod.Day, [])),
        "旬" => m.Again(new(RecurrencePeriod.Month, []) { MonthDays = [10, 20, -1] }),
        "月" => m.Again(new(RecurrencePeriod.Month, [])),
        "季" or "季度" => m.Again(new(RecurrencePeriod.Quarter, [])),
        "半年" => m.Again(new(RecurrencePeriod.HalfYear, [])),
        "年" or "年度" => m.Again(new(RecurrencePeriod.Year, [])),
        _ => m.Again(new(RecurrencePeriod.Week, [])),
    };

    /// <summary>每季度结束后10日内, 每月结束后5个工作日内: days of the month that follows.</summary>
    public static DeadlineReading EachAfter(Phrase m)
    {
        ImmutableArray<int> months = m.Get("period") switch { "月" => [], "年" or "年度" => [1], "半年" => [1, 7], _ => [1, 4, 7, 10] };
        var period = months.IsEmpty ? RecurrencePeriod.Month : RecurrencePeriod.Year;
        return m.Number("n") switch
        {
            0 or > 31 => m.Ask(),
            var n when m.Has("work") => n > 23 ? m.Ask() : m.Again(new(RecurrencePeriod.Month, _workdays) { Position = n, Months = months }),
            var n => m.Again(new(period, []) { Months = months, MonthDays = [n] }),
        };
    }

    /// <summary>全年每月…: what comes again, until the end of the year.</summary>
    public static DeadlineReading WholeYearEach(Phrase m)
    {
        var inner = DeadlineRules.Read(m.Get("inner"), m.IssuedOn, m.Calendar, m.PlannedYear);
        return m.Due(Phrase.End(m.Year, 12), m.IssuedOn) with { Recurrence = inner.Recurrence };
    }

    private static ImmutableArray<int> MonthsOf(Phrase m)
    {
        if (!m.Has("quarter"))
        {
            return [];
        }

        var first = m.Get("which") switch { "首" or "第一" or "头一" or "第1" => 1, "第二" or "第2" => 2, _ => 3 };
        return [first, first + 3, first + 6, first + 9];
    }

    /// <summary>底, 上旬, 20日 → a day of the month, the last one as -1.</summary>
    private static int? DayOf(string end) => end[0] switch
    {
        '底' or '末' or '下' => -1,
        '上' or '初' => 10,
        '中' => 20,
        _ => ChineseNumbers.Parse(end.TrimEnd('日', '号')) is >= 1 and <= 31 and var day ? day : null,
    };

    /// <summary>上午 is the morning; 10时前 is until then, 下班前 until 17:00, a bare 10时 at that time.</summary>
    private static (TimeOnly? From, TimeOnly? To) TimesOf(Phrase m)
    {
        if (!m.Has("clock"))
        {
            return Hours(m.Get("half"));
        }

        if (ClockOf(m) is not { } time)
        {
            return (null, null);
        }

        return m.Has("until") ? (TimeOnly.MinValue, time) : (time, time);
    }

    [GeneratedRegex("(?<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])(?:月份?)?(?<end>(?:3[01]|[12][0-9]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]|[底末初]"
        + "|[上中下]旬)?(?=、|，|和|及|以及|与|前|之前|以前|止|$)")]
    private static partial Regex NamedParts();

    [GeneratedRegex("[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]")]
    private static partial Regex Numerals();
}
