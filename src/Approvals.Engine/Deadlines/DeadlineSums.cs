using System.Collections.Immutable;
using Approvals.Engine.Calendars;

namespace Approvals.Engine.Deadlines;

/// <summary>The sums of the rules that need more than one line.</summary>
internal static partial class DeadlineSums
{
    private const string Week = "一二三四五六日";

    /// <summary>A day that the month does not have (6月31日) is asked about.</summary>
    public static DeadlineReading Day(Phrase m) =>
        m.Number("d") is >= 1 and var day && day <= m.MonthEnd.Day ? m.Due(new DateOnly(m.Year, m.Month, day)) : m.Ask();

    public static DeadlineReading YearBefore(Phrase m)
    {
        var literal = new DateOnly(m.Year, 1, 1).AddDays(-1);
        return literal >= m.IssuedOn ? m.Due(literal)
            : m.Due(Phrase.End(m.Year, 12)) with { MustConfirm = true, AlreadyPast = true, MentionedOn = literal };
    }

    public static DeadlineReading ThisQuarter(Phrase m)
    {
        var end = Phrase.End(m.IssuedOn.Year, (((m.IssuedOn.Month - 1) / 3) + 1) * 3);
        return m.Due(m.Get("rq") == "下" ? Phrase.End(end.AddDays(1).Year, end.AddDays(1).Month + 2) : end);
    }

    /// <summary>3月—11月, 6月1日至10日: an end before its beginning is of the next year.</summary>
    public static DeadlineReading Stretch(Phrase m)
    {
        var month = m.Has("em") ? m.Number("em") : m.Month;
        var year = m.Has("ey") ? m.Number("ey") : m.Has("ery") && m.Get("ery")[0] is not ('当' or '同') ? m.Year + 1
            : m.Year + (month < m.Month ? 1 : 0);
        var last = Phrase.End(year, month);
        if (m.Has("ed") && (m.Number("ed") is not (>= 1 and var ed) || ed > last.Day))
        {
            return m.Ask();
        }

        var due = m.Has("ed") ? new(year, month, m.Number("ed"))
            : m.Get("et") switch { "上" => new(year, month, 10), "中" => new(year, month, 20), _ => last };
        var starts = m.Has("d") && m.Number("d") <= m.MonthEnd.Day && m.Number("d") > 0
            ? new(m.Year, m.Month, m.Number("d")) : new DateOnly(m.Year, m.Month, 1);
        return m.Due(due, starts);
    }

    public static DeadlineReading MonthBefore(Phrase m)
    {
        var literal = new DateOnly(m.Year, m.Month, 1).AddDays(-1);
        return literal >= m.IssuedOn
            ? m.Due(literal)
            : m.Due(m.MonthEnd) with { MustConfirm = true, AlreadyPast = true, MentionedOn = literal };
    }

    public static DeadlineReading Third(Phrase m) => m.Get("third") switch
    {
        "上" => m.Due(new DateOnly(m.Year, m.Month, 10), new DateOnly(m.Year, m.Month, 1)),
        "中" => m.Due(new DateOnly(m.Year, m.Month, 20), new DateOnly(m.Year, m.Month, 11)),
        _ => m.Due(m.MonthEnd, new DateOnly(m.Year, m.Month, 21)),
    };

    /// <summary>Seasons of the weather bureau: three whole months from March, June, September, December.</summary>
    public static DeadlineReading Season(Phrase m)
    {
        var first = new DateOnly(m.Year, 3 * (1 + "春夏秋冬".IndexOf(m.Get("season"), StringComparison.Ordinal)), 1);
        return m.Ask(first.AddMonths(3).AddDays(-1)) with { StartsOn = first };
    }

    public static DeadlineReading Weekly(Phrase m)
    {
        var (from, to) = TimesOf(m);
        return m.Blank with { StartsOn = m.IssuedOn, Recurrence = new(RecurrencePeriod.Week, Weekdays(m.Get("days")), from, to) };
    }

    public static DeadlineReading Each(Phrase m, RecurrencePeriod period)
    {
        var (from, to) = TimesOf(m);
        return m.Blank with { StartsOn = m.IssuedOn, Recurrence = new(period, [], from, to) };
    }

    public static DeadlineReading EachFew(Phrase m)
    {
        var every = m.Has("n") ? Math.Max(m.Number("n"), 1) : 2;
        var period = m.Get("unit") switch
        {
            "日" or "天" or "隔日" or "隔天" => RecurrencePeriod.Day,
            "月" or "隔月" => RecurrencePeriod.Month,
            "季度" => RecurrencePeriod.Quarter,
            "年" => RecurrencePeriod.Year,
            _ => RecurrencePeriod.Week,
        };
        return m.Again(new(period, []) { Every = every });
    }

    public static DeadlineReading EachQuarterDay(Phrase m)
    {
        var first = m.Get("which") switch { "末" or "最后一" or "第3" => 3, "第2" => 2, _ => 1 };
        return m.Again(new(RecurrencePeriod.Quarter, [])
        {
            Months = [first, first + 3, first + 6, first + 9],
            MonthDays = [m.Has("d") && m.Number("d") is >= 1 and <= 31 and var day ? day : -1],
        });
    }

    public static DeadlineReading EachYearDay(Phrase m) => m.Again(new(RecurrencePeriod.Year, [])
    {
        Months = [m.Month],
        MonthDays = m.Has("d") && m.Number("d") is >= 1 and <= 31 and var day ? [day] : [],
    });

    /// <summary>N个工作日内 after the notice itself.</summary>
    public static DeadlineReading Inner(Phrase m) =>
        DeadlineRules.Read(m.Get("inner"), m.IssuedOn, m.Calendar) with { Phrase = m.Text, RuleId = m.Rule.Id, Says = m.Rule.Says };

    public static DeadlineReading Months(Phrase m) => m.Due(m.IssuedOn.AddMonths(m.Number("n")));

    public static DeadlineReading FromNow(Phrase m)
    {
        var until = DeadlineRules.Read(m.Get("until"), m.IssuedOn, m.Calendar, m.PlannedYear);
        return until.DueOn is { } due
            ? m.Due(due, m.IssuedOn) with { MustConfirm = until.RuleId != "day-before" && until.MustConfirm }
            : m.Ask() with { StartsOn = m.IssuedOn };
    }

    public static DeadlineReading Weekday(Phrase m)
    {
        var monday = m.IssuedOn.AddDays(-(((int)m.IssuedOn.DayOfWeek + 6) % 7) + (m.Get("week") == "下" ? 7 : 0));
        var day = monday.AddDays(Week.IndexOf(m.Get("day").Replace('天', '日'), StringComparison.Ordinal));
        return m.Due(day, time: m.Has("off") ? OffWork : null);
    }

    public static DeadlineReading NextWeekday(Phrase m)
    {
        var day = (Week.IndexOf(m.Get("day").Replace('天', '日'), StringComparison.Ordinal) + 1) % 7;
        var ahead = (day - (int)m.IssuedOn.DayOfWeek + 7) % 7;
        return m.Due(m.IssuedOn.AddDays(ahead), time: m.Has("off") ? OffWork : null);
    }

    public static DeadlineReading WeekEnd(Phrase m) =>
        m.Due(m.IssuedOn.AddDays(6 - (((int)m.IssuedOn.DayOfWeek + 6) % 7) + (m.Get("week") == "下" ? 7 : 0)));

    public static DeadlineReading BeforeDay(Phrase m)
    {
        var (month, day) = m.Get("fest") switch
        {
            "七一" => (7, 1),
            "八一" => (8, 1),
            "护士节" => (5, 12),
            "医师节" => (8, 19),
            "教师节" => (9, 10),
            "儿童节" or "六一" => (6, 1),
            "青年节" or "五四" => (5, 4),
            _ => (3, 8),
        };
        return m.Due(new DateOnly(m.Year, month, day).AddDays(-1));
    }

    public static DeadlineReading BeforeHoliday(Phrase m) =>
        // 放假前 of a school is before its vacation, unless the notice is about a holiday.
        m.Text.StartsWith("放假", StringComparison.Ordinal) && m.Holiday is null ? m.Ask()
            : HolidayOf(m) is { } holiday ? m.Due(m.Calendar.AddWorkdays(holiday.From, -1)) : m.Ask();

    /// <summary>节后一周内: from the last day of the holiday.</summary>
    public static DeadlineReading AfterHoliday(Phrase m) =>
        HolidayOf(m) is { } holiday && DeadlineRules.Read(m.Get("inner"), holiday.To, m.Calendar) is { DueOn: { } due } ? m.Due(due) : m.Ask();

    public static DeadlineReading FirstAfterHoliday(Phrase m) =>
        HolidayOf(m) is { } holiday ? m.Due(m.Calendar.NextWorkday(holiday.To)) : m.Ask();

    /// <summary>The one that is named, else the one that the notice is about, else the next.</summary>
    private static Holiday? HolidayOf(Phrase m)
    {
        var name = m.Get("name") switch { "" => m.Holiday?.Name, "五一" => "劳动节", "十一" => "国庆", var given => given };
        // A year that is named counts: its 元旦 may begin in the last days of the year before.
        var year = m.Has("y") || m.Has("ry") ? m.Year : m.Has("name") && m.Get("name") != m.Holiday?.Name ? null : m.Holiday?.Year;
        return m.Calendar.NextHoliday(year is { } of ? new DateOnly(of, 1, 1).AddDays(-8) : m.IssuedOn, name);
    }

    private static (TimeOnly? From, TimeOnly? To) Hours(string half) => half switch
    {
        "上午" => (new(8, 0), new(12, 0)),
        "下午" => (new(13, 0), OffWork),
        "晚上" => (new(18, 0), new(21, 0)),
        _ => (null, null),
    };

    private static ImmutableArray<DayOfWeek> Weekdays(string words)
    {
        var days = new SortedSet<int>();
        var (last, through) = (-1, false);
        foreach (var c in words)
        {
            var day = Week.IndexOf(c == '天' ? '日' : c, StringComparison.Ordinal);
            if (day >= 0)
            {
                days.UnionWith(through && last < day ? Enumerable.Range(last, day - last + 1) : [day]);
                (last, through) = (day, false);
            }
            else
            {
                through |= c is '至' or '到' or '—' or '-';
            }
        }

        return [.. days.Select(d => (DayOfWeek)((d + 1) % 7))];
    }
}
