namespace Approvals.Engine.Calendars;

/// <summary>Sums that stop at the ends of the calendar: a date that somebody typed may be its last day.</summary>
internal static class Days
{
    public static DateOnly After(DateOnly day, int days) => DateOnly.FromDayNumber(
        (int)Math.Clamp((long)day.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));

    public static DateTimeOffset After(DateTimeOffset instant, TimeSpan span) => new(
        Math.Clamp(instant.UtcTicks + span.Ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
}
