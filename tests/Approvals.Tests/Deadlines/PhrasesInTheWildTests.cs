using Approvals.Engine.Calendars;
using Approvals.Engine.Deadlines;
using Approvals.Tests.Calendars;

namespace Approvals.Tests.Deadlines;

/// <summary>Phrases beyond the field's own table, as public notices write them; year ends, leap years, holidays and made-up days.</summary>
public sealed class PhrasesInTheWildTests
{
    private static readonly WorkCalendar _calendar = OfficialCalendars.Shipped;

    [Theory]
    [InlineData("2021-06-02", "6月1日至6月10日", "stretch", "2021-06-10")]
    [InlineData("2021-06-02", "6月1日—10日", "stretch", "2021-06-10")]
    [InlineData("2021-06-02", "3月—11月", "stretch", "2021-11-30")]
    [InlineData("2021-06-02", "1-9月", "month-stretch", "2021-09-30")]
    [InlineData("2021-11-02", "11月至次年2月", "stretch", "2022-02-28")]
    [InlineData("2023-11-02", "11月至2月底", "stretch", "2024-02-29")]
    [InlineData("2023-02-24", "2023年2月—2025年12月", "stretch", "2025-12-31")]
    [InlineData("2021-06-02", "2021-06-30前", "digits-before", "2021-06-30")]
    [InlineData("2021-06-02", "2021.12.31", "digits", "2021-12-31")]
    [InlineData("2021-06-02", "2021.12", "digits-month", "2021-12-31")]
    [InlineData("2021-06-02", "12.31前", "digits-day-before", "2021-12-31")]
    [InlineData("2021-06-02", "6月10日（星期四）17:00前", "day-time", "2021-06-10")]
    [InlineData("2021-06-02", "6月10日下班前", "day-time", "2021-06-10")]
    [InlineData("2021-06-02", "月底前", "this-month-end", "2021-06-30")]
    [InlineData("2021-06-02", "本季度末", "this-quarter", "2021-06-30")]
    [InlineData("2021-11-02", "下季度", "this-quarter", "2022-03-31")]
    [InlineData("2021-06-02", "到2025年", "until-year", "2025-12-31")]
    [InlineData("2021-06-02", "2023年前", "year-before", "2022-12-31")]
    [InlineData("2021-06-02", "“十四五”末", "five-years", "2025-12-31")]
    [InlineData("2021-06-02", "6月底前完成", "month-end", "2021-06-30")]
    [InlineData("2021-06-02", "2021年底前全面完成整改", "year-end", "2021-12-31")]
    [InlineData("2021-06-02", "半个月内", "half-month", "2021-06-17")]
    [InlineData("2021-08-31", "半年内", "half-year-within", "2022-02-28")]
    [InlineData("2020-02-29", "一年内", "years-within", "2021-02-28")]
    [InlineData("2021-06-02", "接到通知后3个工作日内", "after-issue", "2021-06-07")]
    [InlineData("2021-09-30", "通知印发后3个工作日内", "after-issue", "2021-10-11")]
    [InlineData("2021-06-02", "周五前", "weekday-bare", "2021-06-04")]
    [InlineData("2021-06-02", "本周内", "week", "2021-06-06")]
    [InlineData("2021-12-31", "下周一前", "weekday", "2022-01-03")]
    [InlineData("2021-06-02", "七一前", "before-day", "2021-06-30")]
    [InlineData("2021-04-20", "五一前", "before-holiday", "2021-04-30")]
    [InlineData("2020-12-28", "春节前", "before-holiday", "2021-02-10")]
    [InlineData("2024-12-25", "2026年元旦前", "before-holiday", "2025-12-31")]
    [InlineData("2024-12-25", "明年国庆节前", "before-holiday", "2025-09-30")]
    [InlineData("2025-12-10", "2027年春节前", "before-holiday", null)]
    [InlineData("2024-02-01", "2月底前", "month-end", "2024-02-29")]
    [InlineData("2021-06-02", "会议结束后3日内", "after-event", null)]
    [InlineData("2021-06-02", "下达后10日内", "after-event", null)]
    [InlineData("2021-06-02", "通知书后3个工作日内", "after-event", null)]
    [InlineData("2021-06-02", "台风过后3日内", "after-event", null)]
    [InlineData("2021-06-02", "汛期前", "before-event", null)]
    [InlineData("2021-06-02", "按要求推进", "as-required", null)]
    [InlineData("2021-06-02", "已完成", "already-done", null)]
    [InlineData("2021-06-02", "持续推进", "long-term", null)]
    [InlineData("2021-06-02", "常态化开展", "long-term", null)]
    [InlineData("2021-06-02", "贯穿始终", "long-term", null)]
    public void A_phrase_is_read_by_its_rule(string issued, string phrase, string rule, string? due)
    {
        var reading = DeadlineRules.Read(phrase, DateOnly.Parse(issued, null), _calendar);
        reading.RuleId.ShouldBe(rule);
        reading.DueOn.ShouldBe(due is null ? null : DateOnly.Parse(due, null));
    }

    [Theory]
    [InlineData("每月28日前", "FREQ=MONTHLY;BYMONTHDAY=28")]
    [InlineData("每月5日、20日", "FREQ=MONTHLY;BYMONTHDAY=5,20")]
    [InlineData("每两周", "FREQ=WEEKLY;INTERVAL=2")]
    [InlineData("每半月", "FREQ=MONTHLY;BYMONTHDAY=15,-1")]
    [InlineData("每季度首月10日前", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10")]
    [InlineData("每季度末", "FREQ=MONTHLY;INTERVAL=3")]
    [InlineData("每年6月30日前", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30")]
    [InlineData("每个工作日", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")]
    [InlineData("每两年", "FREQ=YEARLY;INTERVAL=2")]
    public void A_duty_that_comes_again_is_a_rule_of_the_calendar_standard(string phrase, string rule) =>
        DeadlineRules.Read(phrase, new DateOnly(2021, 6, 2), _calendar).Recurrence!.Rule.ShouldBe(rule);

    [Fact]
    public void A_duty_on_a_day_of_the_month_falls_on_that_day() =>
        DeadlineRules.Read("每月28日前", new DateOnly(2021, 1, 10), _calendar).Recurrence!
            .Occurrences(new DateOnly(2021, 1, 10), new DateOnly(2021, 3, 31), _calendar)
            .ShouldBe([new(2021, 1, 28), new(2021, 2, 28), new(2021, 3, 28)]);

    [Fact]
    public void Every_second_week_is_the_same_week_whenever_one_begins_to_look()
    {
        var duty = DeadlineRules.Read("每两周", new DateOnly(2021, 6, 2), _calendar).Recurrence!;
        var days = duty.Occurrences(new DateOnly(2021, 6, 2), new DateOnly(2021, 7, 31), _calendar).ToList();
        days.Zip(days.Skip(1)).ShouldAllBe(d => d.Second.DayNumber - d.First.DayNumber == 14);
        duty.Occurrences(new DateOnly(2021, 6, 9), new DateOnly(2021, 7, 31), _calendar).ShouldBeSubsetOf(days);
    }

    [Theory]
    [InlineData("每月28日前")]
    [InlineData("每两周")]
    [InlineData("每半月")]
    [InlineData("每季度首月10日前")]
    [InlineData("每半年")]
    [InlineData("每两年")]
    [InlineData("每周二、周五上午")]
    public void A_rule_that_is_written_is_read_back(string phrase)
    {
        var duty = DeadlineRules.Read(phrase, new DateOnly(2021, 6, 2), _calendar).Recurrence!;
        Recurrence.Parse($"{duty}").ShouldBe(duty);
    }

    [Fact]
    public void A_month_without_year_is_of_the_year_that_the_notice_plans_for()
    {
        var issued = new DateOnly(2022, 12, 27);
        DeadlineRules.Read("6月底前", issued, _calendar, 2023).DueOn.ShouldBe(new DateOnly(2023, 6, 30));
        DeadlineRules.Read("全年", issued, _calendar, 2023).DueOn.ShouldBe(new DateOnly(2023, 12, 31));
        DeadlineRules.Read("6月底前", issued, _calendar).AlreadyPast.ShouldBeTrue();
    }

    [Theory]
    [InlineData("审批时限压缩至5个工作日内。")]
    [InlineData("自2023年7月1日起施行。")]
    public void How_long_a_thing_may_take_and_when_it_began_are_no_deadlines(string text) => DeadlineRules.Find(text).ShouldBeEmpty();
}
