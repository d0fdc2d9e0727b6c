using Approvals.Engine.Calendars;

namespace Approvals.Tests.Time;

public sealed class OfficeHoursTests
{
    private static readonly OfficeHours Shaoxing = OfficeHours.Usual;

    private static readonly OfficeHours Beirut = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Beirut"), new TimeOnly(8, 0));

    [Fact]
    public void The_office_opens_at_eight_of_chinas_one_zone() =>
        Shaoxing.Opens(new DateOnly(2021, 6, 18)).ShouldBe(new DateTimeOffset(2021, 6, 18, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_day_is_over_at_its_24_00_which_is_the_next_days_midnight()
    {
        var end = Shaoxing.EndOf(new DateOnly(2021, 6, 18));

        end.ShouldBe(new DateTimeOffset(2021, 6, 18, 16, 0, 0, TimeSpan.Zero));
        Shaoxing.DayOf(end).ShouldBe(new DateOnly(2021, 6, 19));
        Shaoxing.DayOf(end.AddTicks(-1)).ShouldBe(new DateOnly(2021, 6, 18));
    }

    [Fact]
    public void An_evening_in_london_is_the_next_morning_in_the_office()
    {
        var instant = new DateTimeOffset(2021, 6, 17, 19, 30, 59, TimeSpan.FromHours(1));

        Shaoxing.DayOf(instant).ShouldBe(new DateOnly(2021, 6, 18));
        Shaoxing.MinuteOf(instant).ShouldBe(new TimeOnly(2, 30));
    }

    [Fact]
    public void Every_day_of_the_office_begins_where_the_day_before_ends()
    {
        for (var day = new DateOnly(1949, 10, 1); day < new DateOnly(2100, 1, 1); day = day.AddDays(1))
        {
            Shaoxing.DayOf(Shaoxing.EndOf(day)).ShouldBe(day.AddDays(1));
            Shaoxing.DayOf(Shaoxing.EndOf(day).AddTicks(-1)).ShouldBe(day);
            Shaoxing.MinuteOf(Shaoxing.Opens(day)).ShouldBe(new TimeOnly(8, 0));
        }
    }

    [Fact]
    public void Where_the_clocks_leap_over_midnight_the_day_ends_at_the_leap()
    {
        // Summer time began on 28 March 2021 at 00:00, which became 01:00.
        var end = Beirut.EndOf(new DateOnly(2021, 3, 27));

        end.ShouldBe(new DateTimeOffset(2021, 3, 27, 22, 0, 0, TimeSpan.Zero));
        Beirut.DayOf(end).ShouldBe(new DateOnly(2021, 3, 28));
        Beirut.At(new DateOnly(2021, 3, 28), new TimeOnly(0, 30)).ShouldBe(end.AddMinutes(30));
    }

    [Fact]
    public void The_last_day_of_the_calendar_has_an_end_too() =>
        Shaoxing.EndOf(DateOnly.MaxValue).ShouldBe(DateTimeOffset.MaxValue);
}
