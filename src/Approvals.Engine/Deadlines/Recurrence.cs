using System.Collections.Immutable;
using Approvals.Engine.Calendars;

namespace Approvals.Engine.Deadlines;

public enum RecurrencePeriod
{
    Day,
    Week,
    Month,
    Quarter,
    HalfYear,
    Year,
}

/// <summary>
/// A periodic duty (每周二、周五上午). It is held unless 停诊 or 改期 is recorded, so nobody ticks its dates;
/// official holidays are skipped, and a make-up Saturday is not the weekday that it stands in for.
/// </summary>
/// <param name="Days">The weekdays of a weekly duty, in the order of the week; empty for other periods.</param>
/// <param name="From">Beginning of the time of day, null for the whole day.</param>
public sealed record Recurrence(
    RecurrencePeriod Period, ImmutableArray<DayOfWeek> Days, TimeOnly? From = null, TimeOnly? To = null)
{
    private const int LastDay = -1;
    private readonly int _every = 1;

    /// <summary>Every second week is 2.</summary>
    public int Every
    {
        get => _every;
        init => _every = Math.Clamp(value, 1, 100);
    }

    /// <summary>Days of the month, -1 for the last one; empty where the words name none.</summary>
    public ImmutableArray<int> MonthDays { get; init; } = [];

    /// <summary>Months of the year; empty where the words name none.</summary>
    public ImmutableArray<int> Months { get; init; } = [];

    /// <summary>The value of an RRULE (RFC 5545) without its end and time of day.</summary>
    public string Rule => Frequency + (Step > 1 ? $";INTERVAL={Step}" : "")
        + (Months.IsEmpty ? "" : $";BYMONTH={string.Join(',', Months)}")
        + (MonthDays.IsEmpty ? "" : $";BYMONTHDAY={string.Join(',', MonthDays)}")
        + (Days.IsEmpty ? "" : ";BYDAY=" + string.Join(',', Days.Select(d => d.ToString()[..2].ToUpperInvariant())));

    private string Frequency => Period switch
    {
        RecurrencePeriod.Day => "FREQ=DAILY",
        RecurrencePeriod.Week => "FREQ=WEEKLY",
        RecurrencePeriod.Year => "FREQ=YEARLY",
        _ => Months.IsEmpty ? "FREQ=MONTHLY" : "FREQ=YEARLY",
    };

    private int Step => !Months.IsEmpty ? Every : Period switch
    {
        RecurrencePeriod.Quarter => 3 * Every,
        RecurrencePeriod.HalfYear => 6 * Every,
        _ => Every,
    };

    /// <summary>Days on which it falls, both bounds inclusive; for months and longer the last day of each period.</summary>
    public IEnumerable<DateOnly> Occurrences(DateOnly from, DateOnly until, WorkCalendar calendar)
    {
        var first = from;
        for (var day = from; day <= until; day = day.AddDays(1))
        {
            if (FallsOn(day) && InStep(first, day) && (Period > RecurrencePeriod.Week || calendar.HolidayOn(day) is null))
            {
                yield return day;
            }

            if (day == DateOnly.MaxValue)
            {
                yield break;
            }
        }
    }

    public bool Equals(Recurrence? other) => other is not null && Rule == other.Rule && From == other.From && To == other.To;

    public override int GetHashCode() => HashCode.Combine(Rule, From, To);

    /// <summary>Every second week counts from the week of the first day, and so for months.</summary>
    private bool InStep(DateOnly first, DateOnly day) => Every == 1 || Period switch
    {
        RecurrencePeriod.Day => (day.DayNumber - first.DayNumber) % Every == 0,
        // Day 0 is a Monday.
        RecurrencePeriod.Week => ((day.DayNumber / 7) - (first.DayNumber / 7)) % Every == 0,
        RecurrencePeriod.Year => (day.Year - first.Year) % Every == 0,
        var period => ((12 * (day.Year - first.Year)) + day.Month - first.Month) / Length(period) % Every == 0,
    };

    private bool FallsOn(DateOnly day) => Period switch
    {
        RecurrencePeriod.Day => true,
        RecurrencePeriod.Week => Days.IsEmpty ? day.DayOfWeek == DayOfWeek.Friday : Days.Contains(day.DayOfWeek),
        _ => InMonth(day.Month) && (MonthDays.IsEmpty ? IsMonthEnd(day)
            : MonthDays.Contains(day.Day) || (MonthDays.Contains(LastDay) && IsMonthEnd(day))),
    };

    private bool InMonth(int month) => Months.IsEmpty ? month % Length(Period) == 0 : Months.Contains(month);

    private static int Length(RecurrencePeriod period) => period switch
    {
        RecurrencePeriod.Quarter => 3,
        RecurrencePeriod.HalfYear => 6,
        RecurrencePeriod.Year => 12,
        _ => 1,
    };

    private static bool IsMonthEnd(DateOnly day) => day.Day == DateTime.DaysInMonth(day.Year, day.Month);
}
