using Approvals.Engine.Calendars;

namespace Approvals.Engine.Simulation;

/// <summary>When people are at their desks: on working days, from half past eight to five (下班).</summary>
internal sealed class WorkTime(WorkCalendar calendar, OfficeHours hours)
{
    private const int MinutesOfDay = 510;

    private static readonly TimeOnly Begins = new(8, 30);

    public DateTimeOffset On(DateOnly workday, int minute) => hours.At(workday, Begins.AddMinutes(minute % MinutesOfDay));

    /// <summary>So many minutes of work later; at least one.</summary>
    public DateTimeOffset After(DateTimeOffset from, int minutes)
    {
        var day = hours.DayOf(from);
        var worked = calendar.IsWorkday(day) ? (int)(hours.MinuteOf(from) - Begins).TotalMinutes : MinutesOfDay;
        if (hours.MinuteOf(from) < Begins)
        {
            worked = calendar.IsWorkday(day) ? 0 : MinutesOfDay;
        }

        var left = Math.Min(worked, MinutesOfDay) + Math.Max(1, minutes);
        for (; left >= MinutesOfDay; left -= MinutesOfDay)
        {
            day = calendar.NextWorkday(day);
        }

        return On(day, left);
    }

    /// <summary>Workdays after the one day up to the other, that one included.</summary>
    public int Workdays(DateOnly after, DateOnly until)
    {
        var count = 0;
        for (var day = after.AddDays(1); day <= until; day = day.AddDays(1))
        {
            count += calendar.IsWorkday(day) ? 1 : 0;
        }

        return count;
    }
}
