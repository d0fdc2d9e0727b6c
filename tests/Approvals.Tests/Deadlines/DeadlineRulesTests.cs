using Approvals.Engine.Calendars;
using Approvals.Engine.Deadlines;
using Approvals.Tests.Calendars;
using FsCheck;
using FsCheck.Fluent;

namespace Approvals.Tests.Deadlines;

public sealed class DeadlineRulesTests
{
    private static readonly DateOnly _issued = new(2021, 6, 2);
    private static readonly WorkCalendar _calendar = OfficialCalendars.Shipped;

    /// <summary>Every row of the table of the field, read on Wednesday 2021-06-02.</summary>
    [Theory]
    [InlineData("6月底前", "month-end", "2021-06-30", .95, false)]
    [InlineData("12月底前", "month-end", "2021-12-31", .95, false)]
    [InlineData("2022年2月底前", "month-end", "2022-02-28", .95, false)]
    [InlineData("2024年2月底", "month-end", "2024-02-29", .95, false)]
    [InlineData("明年1月底前", "month-end", "2022-01-31", .95, false)]
    [InlineData("1月底前", "month-end", null, .95, true)]
    [InlineData("6月25日前", "day-before", "2021-06-25", .6, true)]
    [InlineData("六月二十五日之前", "day-before", "2021-06-25", .6, true)]
    [InlineData("6月31日前", "day-before", null, .6, true)]
    [InlineData("7月15日", "day", "2021-07-15", .9, false)]
    [InlineData("6月前", "month-before", "2021-06-30", .4, true)]
    [InlineData("9月前", "month-before", "2021-08-31", .4, true)]
    [InlineData("6月", "month", "2021-06-30", .85, false)]
    [InlineData("６月份", "month", "2021-06-30", .85, false)]
    [InlineData("7月上旬", "third", "2021-07-10", .9, false)]
    [InlineData("6月中旬", "third", "2021-06-20", .9, false)]
    [InlineData("6月下旬", "third", "2021-06-30", .9, false)]
    [InlineData("6月中旬前", "third-before", null, .4, true)]
    [InlineData("中旬前", "third-before", null, .4, true)]
    [InlineData("一季度", "quarter", null, .95, true)]
    [InlineData("三季度末前", "quarter", "2021-09-30", .95, false)]
    [InlineData("2022年第一季度", "quarter", "2022-03-31", .95, false)]
    [InlineData("上半年", "half-year", "2021-06-30", .95, false)]
    [InlineData("下半年", "half-year", "2021-12-31", .95, false)]
    [InlineData("年底前", "year-end", "2021-12-31", .95, false)]
    [InlineData("2021年底前", "year-end", "2021-12-31", .95, false)]
    [InlineData("明年年底前", "year-end", "2022-12-31", .95, false)]
    [InlineData("年内", "year-end", "2021-12-31", .95, false)]
    [InlineData("全年", "whole-year", "2021-12-31", .9, false)]
    [InlineData("贯穿全年", "whole-year", "2021-12-31", .9, false)]
    [InlineData("每周二、周五上午", "weekly", null, .9, false)]
    [InlineData("每月", "each-month", null, .8, false)]
    [InlineData("每季度", "each-quarter", null, .8, false)]
    [InlineData("夏季", "season", null, .4, true)]
    [InlineData("3个工作日内", "workdays", "2021-06-07", .8, false)]
    [InlineData("三个工作日以内", "workdays", "2021-06-07", .8, false)]
    [InlineData("10日内", "days", "2021-06-12", .7, false)]
    [InlineData("两周内", "weeks", "2021-06-16", .7, false)]
    [InlineData("3个月内", "months", "2021-09-02", .7, false)]
    [InlineData("即日起至8月底", "from-now-until", "2021-08-31", .95, false)]
    [InlineData("即日起至8月31日", "from-now-until", "2021-08-31", .95, false)]
    [InlineData("本周五下班前", "weekday", "2021-06-04", .9, false)]
    [InlineData("下周一前", "weekday", "2021-06-07", .9, false)]
    [InlineData("下班前", "off-work", "2021-06-02", .8, false)]
    [InlineData("节前", "before-holiday", "2021-06-11", .7, false)]
    [InlineData("端午节前", "before-holiday", "2021-06-11", .7, false)]
    [InlineData("国庆前", "before-holiday", "2021-09-30", .7, false)]
    [InlineData("立行立改", "at-once", "2021-06-09", .5, true)]
    [InlineData("限期整改", "rectify-bare", null, 0, true)]
    [InlineData("长期坚持", "long-term", null, .8, false)]
    [InlineData("常态化", "long-term", null, .8, false)]
    [InlineData("尽快", "soon", null, .2, true)]
    [InlineData("及时", "soon", null, .2, true)]
    [InlineData("", "none", null, .2, true)]
    [InlineData("择日另行通知", null, null, 0, true)]
    public void A_phrase_is_read_by_its_rule(string phrase, string? rule, string? due, double confidence, bool confirm)
    {
        var reading = Read(phrase);
        reading.RuleId.ShouldBe(rule);
        reading.DueOn.ShouldBe(due is null ? null : DateOnly.Parse(due, null));
        reading.Confidence.ShouldBe(confidence);
        reading.MustConfirm.ShouldBe(confirm);
    }

    [Fact]
    public void The_twice_weekly_clinic_falls_on_58_days_of_2021()
    {
        var duty = Read("每周二、周五上午").Recurrence!;
        duty.Rule.ShouldBe("FREQ=WEEKLY;BYDAY=TU,FR");
        (duty.From, duty.To).ShouldBe((new TimeOnly(8, 0), new TimeOnly(12, 0)));
        var days = duty.Occurrences(_issued, new DateOnly(2021, 12, 31), _calendar).ToList();
        days.Count.ShouldBe(58);
        days.ShouldNotContain(new DateOnly(2021, 9, 21));
        days.ShouldNotContain(new DateOnly(2021, 10, 1));
        days.ShouldNotContain(new DateOnly(2021, 10, 5));
        days.ShouldNotContain(new DateOnly(2021, 9, 18), "a make-up Saturday is not a Tuesday");
    }

    [Theory]
    [InlineData("每周一至周三", "FREQ=WEEKLY;BYDAY=MO,TU,WE")]
    [InlineData("每周五、周二下午", "FREQ=WEEKLY;BYDAY=TU,FR")]
    [InlineData("每星期天", "FREQ=WEEKLY;BYDAY=SU")]
    [InlineData("每季度", "FREQ=MONTHLY;INTERVAL=3")]
    public void Recurrences_are_rules_of_the_calendar_standard(string phrase, string rule) =>
        Read(phrase).Recurrence!.Rule.ShouldBe(rule);

    [Fact]
    public void What_runs_all_year_is_reported_every_quarter_until_its_end()
    {
        var reading = Read("全年");
        reading.StartsOn.ShouldBe(_issued);
        reading.Recurrence!.Occurrences(_issued, reading.DueOn!.Value, _calendar)
            .ShouldBe([new(2021, 6, 30), new(2021, 9, 30), new(2021, 12, 31)]);
    }

    [Fact]
    public void A_due_day_off_stays_and_shows_the_workday_before_as_its_target()
    {
        Read("6月中旬").TargetOn.ShouldBe(new DateOnly(2021, 6, 18));
        Read("6月").TargetOn.ShouldBeNull();
    }

    [Fact]
    public void Five_workdays_over_the_mid_autumn_holiday_end_on_the_made_up_Sunday() =>
        DeadlineRules.Read("5个工作日内", new DateOnly(2021, 9, 17), _calendar).DueOn.ShouldBe(new DateOnly(2021, 9, 26));

    [Fact]
    public void Before_a_month_that_has_begun_shows_the_literal_day_that_had_passed()
    {
        var reading = Read("6月前");
        reading.AlreadyPast.ShouldBeTrue();
        reading.MentionedOn.ShouldBe(new DateOnly(2021, 5, 31));
    }

    [Fact]
    public void A_season_shows_its_window_and_asks()
    {
        var reading = Read("夏季");
        (reading.StartsOn, reading.MentionedOn).ShouldBe((new DateOnly(2021, 6, 1), new DateOnly(2021, 8, 31)));
        reading.Asks.ShouldBeTrue();
    }

    [Fact]
    public void End_of_work_is_five_o_clock() => Read("本周五下班前").DueTime.ShouldBe(new TimeOnly(17, 0));

    [Fact]
    public void A_draft_without_date_gets_only_the_dates_that_state_their_year()
    {
        DeadlineRules.Read("6月底前", null, _calendar)
            .ShouldSatisfyAllConditions(r => r.DueOn.ShouldBeNull(), r => r.MustConfirm.ShouldBeTrue());
        DeadlineRules.Read("2021年6月底前", null, _calendar).DueOn.ShouldBe(new DateOnly(2021, 6, 30));
    }

    [Fact]
    public void A_date_in_a_year_without_calendar_is_marked_provisional() => Read("2031年6月底前").Provisional.ShouldBeTrue();

    [Fact]
    public void The_festival_of_a_year_without_calendar_is_asked_about() =>
        DeadlineRules.Read("春节前", new DateOnly(2026, 11, 21), _calendar)
            .ShouldSatisfyAllConditions(r => r.DueOn.ShouldBeNull(), r => r.Asks.ShouldBeTrue());

    [Fact]
    public void Deadline_words_are_found_in_running_text_with_their_places()
    {
        const string Text = "6月，组织义诊。6月前，录制视频；每周二、周五上午坐诊，环节前移，3月龄婴儿及时随访，100周年。";
        DeadlineRules.Find(Text).Select(p => p.Text).ShouldBe(["6月", "6月前", "每周二、周五上午"]);
        DeadlineRules.Find(Text).ShouldAllBe(p => Text.Substring(p.Start, p.Length) == p.Text);
    }

    [Fact]
    public void Every_rule_has_an_id_of_its_own() => DeadlineRules.All.Select(r => r.Id).ShouldBeUnique();

    [Fact]
    public void No_words_whatever_break_the_reading() => Prop.ForAll<string, int>((text, day) =>
    {
        var issued = DateOnly.FromDayNumber((day & int.MaxValue) % DateOnly.MaxValue.DayNumber);
        foreach (var phrase in new[] { text ?? "", $"{text}月底前", $"每周{text}", $"{text}个工作日内", $"{text}年底" })
        {
            DeadlineRules.Find(phrase);
            var reading = DeadlineRules.Read(phrase, issued, _calendar);
            (reading.Asks && reading.DueOn is not null).ShouldBeFalse();
        }
    }).QuickCheckThrowOnFailure();

    private static DeadlineReading Read(string phrase) => DeadlineRules.Read(phrase, _issued, _calendar);
}
