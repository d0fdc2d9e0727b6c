using System.Collections.Immutable;

namespace Approvals.Engine.Deadlines;

/// <summary>The sums of the rules that need more than one line.</summary>
internal static class DeadlineSums
{
    private const string Week = "一二三四五六日";

    /// <summary>下班.</summary>
    public static TimeOnly OffWork { get; } = new(17, 0);

    /// <summary>A day that the month does not have (6月31日) is asked about.</summary>
    public static DeadlineReading Day(Phrase m) =>
        m.Number("d") is >= 1 and var day && day <= m.MonthEnd.Day ? m.Due(new DateOnly(m.Year, m.Month, day)) : m.Ask();

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
        var (from, to) = Hours(m.Get("half"));
        return m.Blank with { StartsOn = m.IssuedOn, Recurrence = new(RecurrencePeriod.Week, Weekdays(m.Get("days")), from, to) };
    }

    public static DeadlineReading Each(Phrase m, RecurrencePeriod period)
    {
        var (from, to) = Hours(m.Get("half"));
        return m.Blank with { StartsOn = m.IssuedOn, Recurrence = new(period, [], from, to) };
    }

    public static DeadlineReading Months(Phrase m) => m.Due(m.IssuedOn.AddMonths(m.Number("n")));

    public static DeadlineReading FromNow(Phrase m)
    {
        var until = DeadlineRules.Read(m.Get("until"), m.IssuedOn, m.Calendar);
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

    public static DeadlineReading BeforeHoliday(Phrase m)
    {
        var name = m.Get("name") switch { "" => null, "五一" => "劳动节", "十一" => "国庆", var given => given };
        return m.Calendar.NextHoliday(m.IssuedOn, name) is { } holiday
            ? m.Due(m.Calendar.AddWorkdays(holiday.From, -1))
            : m.Ask();
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
