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

    /// <summary>The value of an RRULE (RFC 5545) without its end and time of day.</summary>
    [JsonIgnore]
    public string Rule => Period switch
    {
        RecurrencePeriod.Day => "FREQ=DAILY",
        RecurrencePeriod.Week when Days.IsEmpty => "FREQ=WEEKLY",
        RecurrencePeriod.Week => "FREQ=WEEKLY;BYDAY=" + string.Join(',', Days.Select(Letters)),
        RecurrencePeriod.Month => "FREQ=MONTHLY",
        RecurrencePeriod.Quarter => "FREQ=MONTHLY;INTERVAL=3",
        RecurrencePeriod.HalfYear => "FREQ=MONTHLY;INTERVAL=6",
        RecurrencePeriod.Year => "FREQ=YEARLY",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

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
        var period = rule switch
        {
            "FREQ=DAILY" => RecurrencePeriod.Day,
            "FREQ=MONTHLY" => RecurrencePeriod.Month,
            "FREQ=MONTHLY;INTERVAL=3" => RecurrencePeriod.Quarter,
            "FREQ=MONTHLY;INTERVAL=6" => RecurrencePeriod.HalfYear,
            "FREQ=YEARLY" => RecurrencePeriod.Year,
            _ => RecurrencePeriod.Week,
        };
        const string onDays = "FREQ=WEEKLY;BYDAY=";
        ImmutableArray<DayOfWeek> days = rule.StartsWith(onDays, StringComparison.Ordinal)
            ? [.. rule[onDays.Length..].Split(',').SelectMany(word => WeekFromMonday.Where(day => Letters(day) == word))]
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

        var read = new Recurrence(period, days, from, to);
        return $"{read}" == text ? read : null;
    }

    public override string ToString() => From is { } from && To is { } to ? $"{Rule} {from:HH\\:mm}-{to:HH\\:mm}" : Rule;

    /// <summary>Days on which it falls, both bounds inclusive; for months and longer the last day of each period.</summary>
    public IEnumerable<DateOnly> Occurrences(DateOnly from, DateOnly until, WorkCalendar calendar)
    {
        for (var day = from; day <= until; day = day.AddDays(1))
        {
            if (FallsOn(day) && (Period > RecurrencePeriod.Week || calendar.HolidayOn(day) is null))
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

    private bool FallsOn(DateOnly day) => Period switch
    {
        RecurrencePeriod.Day => true,
        RecurrencePeriod.Week => Days.IsEmpty ? day.DayOfWeek == DayOfWeek.Friday : Days.Contains(day.DayOfWeek),
        RecurrencePeriod.Month => IsMonthEnd(day),
        RecurrencePeriod.Quarter => IsMonthEnd(day) && day.Month % 3 == 0,
        RecurrencePeriod.HalfYear => IsMonthEnd(day) && day.Month % 6 == 0,
        _ => IsMonthEnd(day) && day.Month == 12,
    };

    private static string Letters(DayOfWeek day) => day.ToString()[..2].ToUpperInvariant();

    private static TimeOnly? Minute(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static bool IsMonthEnd(DateOnly day) => day.Day == DateTime.DaysInMonth(day.Year, day.Month);
}
