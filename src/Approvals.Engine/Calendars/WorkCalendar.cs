using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Approvals.Engine.Calendars;

/// <summary>
/// Working days with 调休. A year that is not loaded is provisional: weekends and the holidays of fixed date
/// (全国年节及纪念日放假办法) are off, nothing throws, and who shows a date of it marks it.
/// </summary>
public sealed class WorkCalendar
{
    private readonly FrozenDictionary<int, CalendarYear> _years;
    private readonly FrozenDictionary<DateOnly, Holiday> _off;
    private readonly FrozenSet<DateOnly> _worked;
    private readonly ImmutableArray<Holiday> _holidays;

    /// <exception cref="ArgumentException">A year is given twice.</exception>
    public WorkCalendar(IEnumerable<CalendarYear> years)
    {
        _years = years.ToFrozenDictionary(y => y.Year);
        _holidays = [.. _years.Values.SelectMany(y => y.Holidays).OrderBy(h => h.From)];
        _off = _holidays.SelectMany(h => DaysOf(h).Select(d => (d, h))).ToFrozenDictionary(x => x.d, x => x.h);
        _worked = _years.Values.SelectMany(y => y.Workdays).ToFrozenSet();
    }

    /// <summary>Knows no official year at all.</summary>
    public static WorkCalendar WithoutYears { get; } = new([]);

    public ImmutableArray<CalendarYear> Years => [.. _years.Values.OrderBy(y => y.Year)];

    public bool IsProvisional(int year) => !_years.ContainsKey(year);

    public bool IsWorkday(DateOnly day) =>
        _worked.Contains(day) || (!_off.ContainsKey(day) && !IsWeekend(day) && !IsFixedHolidayOfUnknownYear(day));

    /// <summary>The holiday that makes this day off; null on an ordinary day or weekend.</summary>
    public Holiday? HolidayOn(DateOnly day) =>
        _off.GetValueOrDefault(day) ?? (IsFixedHolidayOfUnknownYear(day) ? new Holiday(FixedName(day), day, day) : null);

    /// <summary>The first workday after the day, the day itself excluded.</summary>
    public DateOnly NextWorkday(DateOnly after) => AddWorkdays(after, 1);

    /// <summary>
    /// The nth workday after the day (before it when n is negative), the day itself excluded; n = 0 is the day.
    /// </summary>
    public DateOnly AddWorkdays(DateOnly from, int n)
    {
        var step = Math.Sign(n);
        var last = step > 0 ? DateOnly.MaxValue : DateOnly.MinValue;
        var day = from;
        for (var left = Math.Abs(n); left > 0 && day != last;)
        {
            day = day.AddDays(step);
            left -= IsWorkday(day) ? 1 : 0;
        }

        return day;
    }

    /// <summary>The day itself if it is worked, else the last workday before it (目标日).</summary>
    public DateOnly WorkdayOnOrBefore(DateOnly day) => IsWorkday(day) ? day : AddWorkdays(day, -1);

    /// <summary>
    /// The next official holiday that begins after the day; null where no loaded year within a year's reach has one.
    /// </summary>
    /// <param name="name">A part of the festival's name (端午), or null for any.</param>
    public Holiday? NextHoliday(DateOnly after, string? name = null)
    {
        var next = _holidays.FirstOrDefault(
            h => h.From > after && (name is null || h.Name.Contains(name, StringComparison.Ordinal)));
        var gap = next is null
            || Enumerable.Range(after.Year, next.From.Year - after.Year + 1).Any(IsProvisional);
        return gap ? null : next;
    }

    private bool IsFixedHolidayOfUnknownYear(DateOnly day) => IsProvisional(day.Year) && FixedName(day).Length > 0;

    private static string FixedName(DateOnly day) => (day.Month, day.Day) switch
    {
        (1, 1) => "元旦",
        (5, 1) => "劳动节",
        (5, 2) when day.Year >= 2025 => "劳动节",
        (10, >= 1 and <= 3) => "国庆节",
        _ => "",
    };

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static IEnumerable<DateOnly> DaysOf(Holiday holiday)
    {
        for (var day = holiday.From; day <= holiday.To; day = day.AddDays(1))
        {
            yield return day;
        }
    }
}
