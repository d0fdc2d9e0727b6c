namespace Approvals.Engine.Deadlines;

/// <content>Days that the words leave half said, and the hours of a day.</content>
internal static partial class DeadlineSums
{
    private static readonly TimeOnly _noon = new(12, 0);

    /// <summary>下班.</summary>
    public static TimeOnly OffWork { get; } = new(17, 0);

    /// <summary>The day with its time; 24点 is its end.</summary>
    public static DeadlineReading DayTime(Phrase m) => Day(m) is { DueOn: not null } day ? day with { DueTime = ClockOf(m) } : Day(m);

    public static DeadlineReading TodayTime(Phrase m) => m.Due(m.IssuedOn.AddDays(m.Get("on")[0] == '明' ? 1 : 0), time: ClockOf(m));

    /// <summary>上午前 is until noon, 下午前 until the office closes.</summary>
    public static DeadlineReading HalfDay(Phrase m) => Day(m) is { DueOn: not null } day
        ? day with { DueTime = m.Get("half") switch { "上午" or "中午" => _noon, "下午" => OffWork, _ => null } } : Day(m);

    /// <summary>15日前 without a month: of the month of the notice, once past of the next one.</summary>
    public static DeadlineReading BareDay(Phrase m)
    {
        var (month, day) = (new DateOnly(m.IssuedOn.Year, m.IssuedOn.Month, 1), m.Number("d"));
        month = day < m.IssuedOn.Day ? month.AddMonths(1) : month;
        return day >= 1 && day <= DateTime.DaysInMonth(month.Year, month.Month)
            ? m.Due(month.AddDays(day - 1), time: m.Has("clock") ? ClockOf(m) : null) : m.Ask();
    }

    /// <summary>6.3 in a sheet may have been typed 6.30: what may have lost its last zero is confirmed.</summary>
    public static DeadlineReading DigitsDay(Phrase m) =>
        m.Get("d").Length > 1 || m.Number("d") > 3 ? Day(m) : Day(m) with { MustConfirm = true, Confidence = .4 };

    /// <summary>6月第2周: seven days a week from the first of the month on.</summary>
    public static DeadlineReading WeekOfMonth(Phrase m) => m.Has("n") && m.Number("n") is >= 1 and <= 4 and var week
        ? m.Due(new DateOnly(m.Year, m.Month, 7 * week)) : m.Due(m.MonthEnd);

    /// <summary>下午5时 is 17:00, 下班 too, 上午下班 noon; null for 24点 and 晚上12点.</summary>
    private static TimeOnly? ClockOf(Phrase m)
    {
        if (m.Has("off"))
        {
            return m.Get("off")[..2] is "上午" or "中午" ? _noon : OffWork;
        }

        var hour = m.Get("noon") switch
        {
            "晚上" or "晚" or "夜间" or "深夜" when m.Number("hour") == 12 => 24,
            "下午" or "午后" or "傍晚" or "晚上" or "晚" or "夜间" or "深夜" when m.Number("hour") < 12 => m.Number("hour") + 12,
            "中午" when m.Number("hour") < 3 => m.Number("hour") + 12,
            "凌晨" when m.Number("hour") == 12 => 0,
            _ => m.Number("hour"),
        };
        return hour is >= 0 and < 24 ? new(hour, m.Get("minute") switch { "" => 0, "半" => 30, var minute => int.Parse(minute) }) : null;
    }
}
