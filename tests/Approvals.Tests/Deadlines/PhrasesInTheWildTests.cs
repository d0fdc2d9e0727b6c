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
    [InlineData("2021-06-02", "到货后30日内", "after-event", null)]
    [InlineData("2021-06-02", "通过之日起10日内", "after-event", null)]
    [InlineData("2021-06-02", "自通知之日起5个工作日内", "after-issue", "2021-06-09")]
    [InlineData("2020-12-28", "春节后一周内", "after-holiday", "2021-02-24")]
    [InlineData("2021-06-02", "次年3月底前", "month-end", "2022-03-31")]
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
    [InlineData("每月最后一个工作日", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1")]
    [InlineData("每月第5个工作日前", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5")]
    [InlineData("每月前3个工作日内", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=3")]
    [InlineData("每月倒数第二个工作日", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2")]
    [InlineData("每月第二个周三", "FREQ=MONTHLY;BYDAY=WE;BYSETPOS=2")]
    [InlineData("每月最后一天", "FREQ=MONTHLY;BYMONTHDAY=-1")]
    [InlineData("每月5日、15日、25日前", "FREQ=MONTHLY;BYMONTHDAY=5,15,25")]
    [InlineData("每月中旬", "FREQ=MONTHLY;BYMONTHDAY=20")]
    [InlineData("每月结束后5个工作日内", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5")]
    [InlineData("每季度结束后10日内", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10")]
    [InlineData("每季度最后一个工作日", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1")]
    [InlineData("每季度首月第5个工作日前", "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5")]
    [InlineData("隔周周二", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")]
    [InlineData("每两周的周五下午", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR")]
    [InlineData("每年3月、9月", "FREQ=YEARLY;BYMONTH=3,9")]
    [InlineData("每年1、4、7、10月", "FREQ=YEARLY;BYMONTH=1,4,7,10")]
    [InlineData("每年6月20日和12月20日前", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=20")]
    [InlineData("每年6月、12月底前", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1")]
    [InlineData("全年每月", "FREQ=MONTHLY")]
    public void A_duty_that_comes_again_is_a_rule_of_the_calendar_standard(string phrase, string rule) =>
        DeadlineRules.Read(phrase, new DateOnly(2021, 6, 2), _calendar).Recurrence!.Rule.ShouldBe(rule);

    [Fact]
    public void Two_hours_a_day_are_a_duty_of_each_day_and_asked_about()
    {
        var reading = DeadlineRules.Read("每日8时、20时", new DateOnly(2021, 6, 2), _calendar);
        (reading.Recurrence?.Rule, reading.Asks, reading.MustConfirm).ShouldBe(("FREQ=DAILY", true, true));
    }

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
    [InlineData("每月最后一个工作日")]
    [InlineData("隔周周二")]
    [InlineData("每季度最后一个工作日")]
    [InlineData("每年6月20日和12月20日前")]
    [InlineData("每日上午10时前")]
    [InlineData("每季度首月10日前")]
    [InlineData("每半年")]
    [InlineData("每两年")]
    [InlineData("每周二、周五上午")]
    public void A_rule_that_is_written_is_read_back(string phrase)
    {
        var duty = DeadlineRules.Read(phrase, new DateOnly(2021, 6, 2), _calendar).Recurrence!;
        Recurrence.Parse($"{duty}").ShouldBe(duty);
    }

    [Theory]
    [InlineData("每日上午10时前", "00:00", "10:00")]
    [InlineData("每个工作日17:00前", "00:00", "17:00")]
    [InlineData("每周五下班前", "00:00", "17:00")]
    [InlineData("每周一下午2时30分", "14:30", "14:30")]
    [InlineData("每周二、周五上午", "08:00", "12:00")]
    public void The_hour_of_a_duty_is_kept(string phrase, string from, string to)
    {
        var duty = DeadlineRules.Read(phrase, new DateOnly(2021, 6, 2), _calendar).Recurrence!;
        ($"{duty.From:HH\\:mm}", $"{duty.To:HH\\:mm}").ShouldBe((from, to));
    }

    [Theory]
    [InlineData("每年3月10日、9月20日")]
    [InlineData("每月第六个周三")]
    public void What_no_rule_of_the_calendar_standard_can_say_is_asked_about(string phrase)
    {
        var reading = DeadlineRules.Read(phrase, new DateOnly(2021, 6, 2), _calendar);
        reading.Recurrence.ShouldBeNull();
        reading.Asks.ShouldBeTrue();
    }

    [Fact]
    public void The_last_workday_of_a_month_is_one_of_the_official_calendar() =>
        DeadlineRules.Read("每月最后一个工作日", new DateOnly(2021, 1, 10), _calendar).Recurrence!
            .Occurrences(new DateOnly(2021, 1, 10), new DateOnly(2021, 5, 31), _calendar)
            .ShouldBe([new(2021, 1, 29), new(2021, 2, 26), new(2021, 3, 31), new(2021, 4, 30), new(2021, 5, 31)]);

    [Fact]
    public void A_workday_that_is_made_up_for_a_holiday_counts() =>
        DeadlineRules.Read("每月第5个工作日", new DateOnly(2021, 5, 1), _calendar).Recurrence!
            .Occurrences(new DateOnly(2021, 5, 1), new DateOnly(2021, 6, 30), _calendar).ShouldBe([new(2021, 5, 11), new(2021, 6, 7)]);

    [Theory]
    [InlineData("4月10日、7月10日、10月10日前", "2024-04-10|2024-07-10|2024-10-10", true)]
    [InlineData("4月、7月、10月10日前", "2024-04-10|2024-07-10|2024-10-10", true)]
    [InlineData("6月20日和12月20日前", "2024-06-20|2024-12-20", true)]
    [InlineData("3、6、9、12月底前", "2024-03-31|2024-06-30|2024-09-30|2024-12-31", false)]
    [InlineData("4月10日、20日、30日前", "2024-04-10|2024-04-20|2024-04-30", true)]
    [InlineData("11月、次年2月底前", "2024-11-30|2025-02-28", false)]
    [InlineData("12月20日和1月20日", "2024-12-20|2025-01-20", false)]
    [InlineData("三月、六月底前", "2024-03-31|2024-06-30", false)]
    [InlineData("2024年4月、2025年4月", "2024-04-30|2025-04-30", false)]
    [InlineData("2月10日、4月10日、6月10日", "2024-04-10|2024-06-10", false)]
    public void Of_several_dates_in_one_phrase_each_is_kept_and_the_last_is_due(string phrase, string days, bool confirm)
    {
        var reading = DeadlineRules.Read(phrase, new DateOnly(2024, 3, 4), _calendar);
        reading.RuleId.ShouldBe("several");
        reading.Days.ShouldBe(days.Split('|').Select(d => DateOnly.Parse(d, null)));
        reading.DueOn.ShouldBe(reading.Days[^1]);
        reading.MustConfirm.ShouldBe(confirm);
    }

    [Theory]
    [InlineData("2月31日、4月10日前")]
    [InlineData("4月10日、45日前")]
    public void A_day_that_is_none_among_several_is_asked_about(string phrase) =>
        DeadlineRules.Read(phrase, new DateOnly(2024, 3, 4), _calendar).DueOn.ShouldBeNull();

    [Theory]
    [InlineData("1、3月底前完成整改。", "3月底前")]
    [InlineData("3月1日至5月底开展。", "3月1日至5月底")]
    [InlineData("4月10日，5月10日前完成。", "4月10日|5月10日前")]
    public void A_number_of_a_point_and_a_stretch_are_no_list_of_dates(string text, string phrases) =>
        DeadlineRules.Find(text).Select(p => p.Text).ShouldBe(phrases.Split('|'));

    [Theory]
    [InlineData("整改验收后，质控科在10个工作日内提交报告。", true)]
    [InlineData("发生不良事件，护理部应在24小时内上报。", true)]
    [InlineData("收到通知后，各科室应在5个工作日内反馈。", false)]
    [InlineData("会后各科室应在5个工作日内反馈。", false)]
    public void A_span_after_something_that_happened_is_asked_about(string text, bool asks)
    {
        var phrase = DeadlineRules.Find(text).ShouldHaveSingleItem();
        DeadlineRules.Read(phrase, new DateOnly(2024, 3, 4), _calendar).Asks.ShouldBe(asks);
    }

    [Fact]
    public void The_holiday_is_the_one_that_is_spoken_of()
    {
        var issued = new DateOnly(2024, 12, 20);
        DeadlineRules.Read("节前", issued, _calendar).DueOn.ShouldBe(new DateOnly(2024, 12, 31));
        DeadlineRules.Read("节前", issued, _calendar, holiday: new("春节", 2025)).DueOn.ShouldBe(new DateOnly(2025, 1, 27));
        DeadlineRules.Read("放假前", issued, _calendar, holiday: new("春节", null)).DueOn.ShouldBe(new DateOnly(2025, 1, 27));
        DeadlineRules.Read("元旦前", issued, _calendar, holiday: new("春节", 2025)).DueOn.ShouldBe(new DateOnly(2024, 12, 31));
    }

    [Fact]
    public void In_a_plan_the_following_year_follows_the_year_of_the_plan()
    {
        var issued = new DateOnly(2023, 12, 20);
        DeadlineRules.Read("次年1月底前", issued, _calendar, 2024).DueOn.ShouldBe(new DateOnly(2025, 1, 31));
        DeadlineRules.Read("明年1月底前", issued, _calendar, 2024).DueOn.ShouldBe(new DateOnly(2024, 1, 31));
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
