namespace Approvals.Engine.Calendars;

/// <summary>Where the office is, and when its day begins: turns days into instants and back.</summary>
/// <param name="Opening">Rungs that name a day fire at this time of it; messages of days off wait for it.</param>
public sealed record OfficeHours(TimeZoneInfo Zone, TimeOnly Opening)
{
    /// <summary>08:00, China's one zone.</summary>
    public static OfficeHours Usual { get; } = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), new TimeOnly(8, 0));

    /// <summary>The calendar day of an instant.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant));

    /// <summary>The time of day of an instant, cut to the minute.</summary>
    public TimeOnly MinuteOf(DateTimeOffset instant)
    {
        var local = Local(instant);
        return new TimeOnly(local.Hour, local.Minute);
    }

    public DateTimeOffset Opens(DateOnly day) => At(day, Opening);

    /// <summary>24:00 of the day.</summary>
    public DateTimeOffset EndOf(DateOnly day) =>
        day == DateOnly.MaxValue ? DateTimeOffset.MaxValue : At(day.AddDays(1), TimeOnly.MinValue);

    /// <summary>The instant, UTC. A time that the clocks leap over that day is taken an hour later.</summary>
    public DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        return new DateTimeOffset(
            TimeZoneInfo.ConvertTimeToUtc(Zone.IsInvalidTime(local) ? local.AddHours(1) : local, Zone), TimeSpan.Zero);
    }

    private DateTime Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone).DateTime;
}
