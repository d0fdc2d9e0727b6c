using Approvals.Engine.Calendars;
using FsCheck;
using FsCheck.Fluent;

namespace Approvals.Tests.Calendars;

public sealed class WorkCalendarTests
{
    private static readonly WorkCalendar _calendar = OfficialCalendars.Shipped;

    [Theory]
    [InlineData("2021-02-07")]
    [InlineData("2021-02-20")]
    [InlineData("2021-04-25")]
    [InlineData("2021-05-08")]
    [InlineData("2021-09-18")]
    [InlineData("2021-09-26")]
    [InlineData("2021-10-09")]
    public void The_seven_make_up_days_of_2021_are_worked(string day) => _calendar.IsWorkday(On(day)).ShouldBeTrue();

    [Fact]
    public void The_calendar_of_2021_has_no_other_make_up_days_and_cites_its_notice()
    {
        var year = _calendar.Years.Single(y => y.Year == 2021);
        year.Workdays.Length.ShouldBe(7);
        year.Notices.ShouldBe(["国办发明电〔2020〕27号（2020-11-25）"]);
    }

    [Theory]
    [InlineData("2021-06-14")]
    [InlineData("2021-09-21")]
    [InlineData("2021-10-05")]
    [InlineData("2021-06-20")]
    [InlineData("2026-02-23")]
    [InlineData("2020-01-31")]
    public void Holidays_and_ordinary_weekends_are_off(string day) => _calendar.IsWorkday(On(day)).ShouldBeFalse();

    /// <summary>Days off in the runs of each year, as the notices give them (2020 with the longer Spring Festival).</summary>
    [Theory]
    [InlineData(2020, 30, 6)]
    [InlineData(2021, 31, 7)]
    [InlineData(2023, 27 - 1, 7)]
    [InlineData(2024, 28, 8)]
    [InlineData(2025, 28, 5)]
    [InlineData(2026, 33, 6)]
    public void Each_year_has_as_many_days_off_and_made_up_as_its_notice(int year, int off, int worked)
    {
        var loaded = _calendar.Years.Single(y => y.Year == year);
        loaded.Holidays.Sum(h => h.To.DayNumber - h.From.DayNumber + 1).ShouldBe(off);
        loaded.Workdays.Length.ShouldBe(worked);
        loaded.Workdays.ShouldAllBe(d => d.DayOfWeek == DayOfWeek.Saturday || d.DayOfWeek == DayOfWeek.Sunday);
    }

    [Fact]
    public void Three_workdays_after_2_June_2021_end_on_7_June() =>
        _calendar.AddWorkdays(On("2021-06-02"), 3).ShouldBe(On("2021-06-07"));

    [Fact]
    public void Five_workdays_after_17_September_2021_end_on_the_made_up_Sunday() =>
        _calendar.AddWorkdays(On("2021-09-17"), 5).ShouldBe(On("2021-09-26"));

    [Fact]
    public void The_workday_before_a_holiday_is_found_backwards()
    {
        _calendar.WorkdayOnOrBefore(On("2021-10-04")).ShouldBe(On("2021-09-30"));
        _calendar.WorkdayOnOrBefore(On("2021-09-30")).ShouldBe(On("2021-09-30"));
        _calendar.AddWorkdays(On("2021-10-08"), -1).ShouldBe(On("2021-09-30"));
    }

    [Fact]
    public void A_year_that_is_not_loaded_is_provisional_but_never_without_holidays()
    {
        _calendar.IsProvisional(2027).ShouldBeTrue();
        _calendar.IsProvisional(2026).ShouldBeFalse();
        _calendar.IsWorkday(On("2027-01-01")).ShouldBeFalse();
        _calendar.IsWorkday(On("2027-10-01")).ShouldBeFalse();
        _calendar.IsWorkday(On("2027-01-02")).ShouldBeFalse();
        _calendar.IsWorkday(On("2027-01-04")).ShouldBeTrue();
        _calendar.HolidayOn(On("2027-05-02"))!.Name.ShouldBe("劳动节");
    }

    [Fact]
    public void Counting_across_the_end_of_the_loaded_years_or_of_time_does_not_throw()
    {
        _calendar.AddWorkdays(On("2026-12-30"), 5).ShouldBe(On("2027-01-07"));
        _calendar.AddWorkdays(DateOnly.MaxValue, 3).ShouldBe(DateOnly.MaxValue);
        _calendar.WorkdayOnOrBefore(DateOnly.MinValue).ShouldBe(DateOnly.MinValue);
    }

    [Fact]
    public void A_next_holiday_is_named_only_where_every_year_until_then_is_loaded()
    {
        _calendar.NextHoliday(On("2021-06-02"))!.Name.ShouldBe("端午节");
        _calendar.NextHoliday(On("2021-06-02"), "国庆")!.From.ShouldBe(On("2021-10-01"));
        _calendar.NextHoliday(On("2026-11-21")).ShouldBeNull();
    }

    [Fact]
    public void Between_a_day_and_its_nth_workday_lie_n_workdays() => Prop.ForAll<int, int>((day, count) =>
    {
        var from = On("2019-06-01").AddDays(Math.Abs(day % 3000));
        var n = Math.Abs(count % 60) + 1;
        var to = _calendar.AddWorkdays(from, n);
        Enumerable.Range(1, to.DayNumber - from.DayNumber).Count(d => _calendar.IsWorkday(from.AddDays(d))).ShouldBe(n);
        _calendar.IsWorkday(to).ShouldBeTrue();
        _calendar.AddWorkdays(_calendar.AddWorkdays(to, -n), n).ShouldBe(to);
    }).QuickCheckThrowOnFailure();

    private static DateOnly On(string day) => DateOnly.Parse(day, null);
}
