using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
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
    private static readonly DayOfWeek[] WeekFromMonday =
    [
        DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday,
        DayOfWeek.Sunday,
    ];

    private const int LastDay = -1;
    private readonly int _every = 1;

    /// <summary>Every second week is 2; which weeks these are does not hang on when one begins to look.</summary>
    public int Every
    {
        get => _every;
        init => _every = Math.Clamp(value, 1, 100);
    }

    /// <summary>Days of the month, -1 for the last one; empty where the words name none.</summary>
    public ImmutableArray<int> MonthDays { get; init; } = [];

    /// <summary>Months of the year; empty where the words name none.</summary>
    public ImmutableArray<int> Months { get; init; } = [];

    /// <summary>
    /// Which of <see cref="Days"/> of a month: 1 the first, -1 the last; null for each of them. Monday to Friday then stand for the
    /// workdays of the official calendar (每月最后一个工作日).
    /// </summary>
    public int? Position { get; init; }

    /// <summary>The value of an RRULE (RFC 5545) without its end and time of day.</summary>
    [JsonIgnore]
    public string Rule => Frequency + (Step > 1 ? $";INTERVAL={Step}" : "")
        + (Months.IsEmpty ? "" : $";BYMONTH={string.Join(',', Months)}")
        + (MonthDays.IsEmpty ? "" : $";BYMONTHDAY={string.Join(',', MonthDays)}")
        + (Days.IsEmpty ? "" : $";BYDAY={string.Join(',', Days.Select(Letters))}")
        + (Position is { } position ? $";BYSETPOS={position}" : "");

    private string Frequency => Period switch
    {
        RecurrencePeriod.Day => "FREQ=DAILY",
        RecurrencePeriod.Week => "FREQ=WEEKLY",
        RecurrencePeriod.Year => "FREQ=YEARLY",
        _ => Months.IsEmpty || Position is not null ? "FREQ=MONTHLY" : "FREQ=YEARLY",
    };

    private int Step => !Months.IsEmpty ? Every : Every * (Period is RecurrencePeriod.Year ? 1 : Length(Period));

    /// <summary>It falls on days of the week, not at the end of a month or of something longer.</summary>
    [JsonIgnore]
    public bool IsOnDays => Period <= RecurrencePeriod.Week;

    /// <summary>
    /// The rule and, where it has one, its time of day: <c>FREQ=WEEKLY;BYDAY=TU,FR 08:00-12:00</c>. Null for a text that
    /// <see cref="ToString"/> never writes.
    /// </summary>
    public static Recurrence? Parse(string text)
    {
        var (rule, time) = text.Split(' ', 2) is [var first, var second] ? (first, second) : (text, null);
        var parts = rule.Split(';').Select(p => p.Split('=')).Where(p => p.Length == 2).DistinctBy(p => p[0])
            .ToDictionary(p => p[0], p => p[1]);
        var step = int.TryParse(parts.GetValueOrDefault("INTERVAL", "1"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 1;
        var (months, monthDays) = (Numbers(parts.GetValueOrDefault("BYMONTH")), Numbers(parts.GetValueOrDefault("BYMONTHDAY")));
        var (period, length) = parts.GetValueOrDefault("FREQ") switch
        {
            "DAILY" => (RecurrencePeriod.Day, 1),
            "MONTHLY" when step % 6 == 0 => (RecurrencePeriod.HalfYear, 6),
            "MONTHLY" when step % 3 == 0 => (RecurrencePeriod.Quarter, 3),
            "MONTHLY" => (RecurrencePeriod.Month, 1),
            "YEARLY" => (RecurrencePeriod.Year, 1),
            _ => (RecurrencePeriod.Week, 1),
        };
        ImmutableArray<DayOfWeek> days = parts.TryGetValue("BYDAY", out var letters)
            ? [.. letters.Split(',').SelectMany(word => WeekFromMonday.Where(day => Letters(day) == word))]
            : [];
        TimeOnly? from = null, to = null;
        if (time is not null)
        {
            if (time.Split('-') is not [var begins, var ends] || Minute(begins) is not { } start || Minute(ends) is not { } end)
            {
                return null;
            }

            (from, to) = (start, end);
        }

        var read = new Recurrence(period, days, from, to)
        {
            Every = step / length,
            Months = months,
            MonthDays = monthDays,
            Position = Numbers(parts.GetValueOrDefault("BYSETPOS")) is [var at] ? at : null,
        };
        return $"{read}" == text ? read : null;
    }

    public override string ToString() => From is { } from && To is { } to ? $"{Rule} {from:HH\\:mm}-{to:HH\\:mm}" : Rule;

    /// <summary>Days on which it falls, both bounds inclusive; for months and longer the last day of each period.</summary>
    public IEnumerable<DateOnly> Occurrences(DateOnly from, DateOnly until, WorkCalendar calendar)
    {
        for (var day = from; day <= until; day = day.AddDays(1))
        {
            if (FallsOn(day, calendar) && InStep(day) && (Period > RecurrencePeriod.Week || calendar.HolidayOn(day) is null))
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

    private bool FallsOn(DateOnly day, WorkCalendar calendar) => Period switch
    {
        RecurrencePeriod.Day => true,
        RecurrencePeriod.Week => Days.IsEmpty ? day.DayOfWeek == DayOfWeek.Friday : Days.Contains(day.DayOfWeek),
        _ when !Days.IsEmpty => InMonth(day.Month) && IsCounted(day, calendar) && IsAtPosition(day, calendar),
        _ => InMonth(day.Month) && (MonthDays.IsEmpty ? IsMonthEnd(day)
            : MonthDays.Contains(day.Day) || (MonthDays.Contains(LastDay) && IsMonthEnd(day))),
    };

    /// <summary>One of the days that <see cref="Position"/> counts; made-up Saturdays are workdays, holidays are none.</summary>
    private bool IsCounted(DateOnly day, WorkCalendar calendar) => Position is not null && Days.SequenceEqual(WeekFromMonday[..5])
        ? calendar.IsWorkday(day) : Days.Contains(day.DayOfWeek);

    private bool IsAtPosition(DateOnly day, WorkCalendar calendar)
    {
        if (Position is not { } position)
        {
            return true;
        }

        var others = position > 0 ? Enumerable.Range(1, day.Day - 1)
            : Enumerable.Range(day.Day + 1, DateTime.DaysInMonth(day.Year, day.Month) - day.Day);
        return others.Count(d => IsCounted(new(day.Year, day.Month, d), calendar)) == Math.Abs(position) - 1;
    }

    private bool InStep(DateOnly day) => Every == 1 || Period switch
    {
        RecurrencePeriod.Day => day.DayNumber % Every == 0,
        // Day 0 is a Monday.
        RecurrencePeriod.Week => day.DayNumber / 7 % Every == 0,
        RecurrencePeriod.Year => day.Year % Every == 0,
        var period => ((12 * day.Year) + day.Month - 1) / Length(period) % Every == 0,
    };

    private bool InMonth(int month) => Months.IsEmpty ? month % Length(Period) == 0 : Months.Contains(month);

    /// <summary>Months of a period that is so long, else 1.</summary>
    private static int Length(RecurrencePeriod period) => period switch
    {
        RecurrencePeriod.Quarter => 3,
        RecurrencePeriod.HalfYear => 6,
        RecurrencePeriod.Year => 12,
        _ => 1,
    };

    private static ImmutableArray<int> Numbers(string? list) => list is null ? []
        : [.. list.Split(',').Select(t => int.TryParse(t, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : 0)];

    private static string Letters(DayOfWeek day) => day.ToString()[..2].ToUpperInvariant();

    private static TimeOnly? Minute(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static bool IsMonthEnd(DateOnly day) => day.Day == DateTime.DaysInMonth(day.Year, day.Month);
}
