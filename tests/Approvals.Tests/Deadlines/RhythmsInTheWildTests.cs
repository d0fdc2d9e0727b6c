using Approvals.Engine.Calendars;
using Approvals.Engine.Deadlines;
using Approvals.Tests.Calendars;

namespace Approvals.Tests.Deadlines;

/// <summary>How often, on which days and at what hour, in the many ways of saying it.</summary>
public sealed class RhythmsInTheWildTests
{
    private static readonly WorkCalendar _calendar = OfficialCalendars.Shipped;
    private static readonly DateOnly _issued = new(2021, 6, 2);

    [Theory]
    [InlineData("每周一次", "FREQ=WEEKLY")]
    [InlineData("每周三次", "FREQ=WEEKLY")]
    [InlineData("每周1-2次", "FREQ=WEEKLY")]
    [InlineData("每周至少两次", "FREQ=WEEKLY")]
    [InlineData("每周三", "FREQ=WEEKLY;BYDAY=WE")]
    [InlineData("每周一例会", null)]
    [InlineData("每两周一次", "FREQ=WEEKLY;INTERVAL=2")]
    [InlineData("每月1次", "FREQ=MONTHLY")]
    [InlineData("每月2-3次", "FREQ=MONTHLY")]
    [InlineData("每月不少于2次", "FREQ=MONTHLY")]
    [InlineData("1次/月", "FREQ=MONTHLY")]
    [InlineData("不少于2次/月", "FREQ=MONTHLY")]
    [InlineData("2次每月", "FREQ=MONTHLY")]
    [InlineData("1次/周", "FREQ=WEEKLY")]
    [InlineData("1次/季度", "FREQ=MONTHLY;INTERVAL=3")]
    [InlineData("每季度1次", "FREQ=MONTHLY;INTERVAL=3")]
    [InlineData("半年1次", "FREQ=MONTHLY;INTERVAL=6")]
    [InlineData("半年一次", "FREQ=MONTHLY;INTERVAL=6")]
    [InlineData("每年2次", "FREQ=YEARLY")]
    [InlineData("一年两次", "FREQ=YEARLY")]
    [InlineData("每日一次", "FREQ=DAILY")]
    [InlineData("每3天一次", "FREQ=DAILY;INTERVAL=3")]
    [InlineData("每15天一次", "FREQ=DAILY;INTERVAL=15")]
    [InlineData("每月月底前", "FREQ=MONTHLY;BYMONTHDAY=-1")]
    [InlineData("每月底", "FREQ=MONTHLY;BYMONTHDAY=-1")]
    [InlineData("每年年底前", "FREQ=YEARLY")]
    [InlineData("每年第一季度", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1")]
    [InlineData("每年上半年", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1")]
    [InlineData("每季度初", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10")]
    [InlineData("每季度季末", "FREQ=MONTHLY;INTERVAL=3")]
    [InlineData("每季度末20日前", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20")]
    [InlineData("每季度末月25日前", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25")]
    [InlineData("每月10日、20日、月底", "FREQ=MONTHLY;BYMONTHDAY=10,20,-1")]
    [InlineData("每月1-5日", "FREQ=MONTHLY;BYMONTHDAY=5")]
    public void A_whole_cell_says_how_often(string cell, string? rule)
    {
        var reading = DeadlineRules.Read(cell, _issued, _calendar);
        reading.Recurrence?.Rule.ShouldBe(rule);
        reading.DueOn.ShouldBeNull();
    }

    [Theory]
    [InlineData("每周一次对重点科室巡查。", "每周|FREQ=WEEKLY")]
    [InlineData("医务科每周三次抽查病历。", "每周|FREQ=WEEKLY")]
    [InlineData("门诊部每月2次通报候诊时间。", "每月|FREQ=MONTHLY")]
    [InlineData("每年不少于4次组织演练。", "每年|FREQ=YEARLY")]
    [InlineData("质控科于每月月底前汇总。", "每月月底前|FREQ=MONTHLY;BYMONTHDAY=-1")]
    [InlineData("检修电梯不少于1次/月。", "不少于1次/月|FREQ=MONTHLY")]
    [InlineData("每季度初召开例会。", "每季度初|FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10")]
    public void A_sentence_says_how_often_once(string sentence, string expected)
    {
        var phrase = DeadlineRules.Find(sentence).ShouldHaveSingleItem();
        $"{phrase.Text}|{DeadlineRules.Read(phrase, _issued, _calendar).Recurrence?.Rule}".ShouldBe(expected);
    }

    [Theory]
    [InlineData("6月15-20日", "day-stretch", "2021-06-20", false)]
    [InlineData("6月15－20日", "day-stretch", "2021-06-20", false)]
    [InlineData("6月15~20日", "day-stretch", "2021-06-20", false)]
    [InlineData("6月25-7月5日", "day-stretch", "2021-07-05", false)]
    [InlineData("2021.6.15-6.20", "digits-stretch", "2021-06-20", false)]
    [InlineData("2021.12.25—2022.1.5", "digits-stretch", "2022-01-05", false)]
    [InlineData("6.15-6.20", "digits-day-stretch", "2021-06-20", false)]
    [InlineData("6.15—20", "digits-day-stretch", "2021-06-20", false)]
    [InlineData("15日前", "day-bare", "2021-06-15", true)]
    [InlineData("1日前", "day-bare", "2021-07-01", true)]
    [InlineData("25日下班前", "day-bare", "2021-06-25", true)]
    [InlineData("6月4日（本周五）下班前", "day-time", "2021-06-04", false)]
    [InlineData("6月11日（下周五，端午前）前", "day-before", "2021-06-11", true)]
    [InlineData("6月10日周四前", "day-before", "2021-06-10", true)]
    [InlineData("6月第2周", "month-week", "2021-06-14", true)]
    [InlineData("6月最后一周", "month-week", "2021-06-30", true)]
    [InlineData("6.3", "digits-day", "2021-06-03", true)]
    [InlineData("10.1", "digits-day", "2021-10-01", true)]
    [InlineData("6.30", "digits-day", "2021-06-30", false)]
    [InlineData("6.5", "digits-day", "2021-06-05", false)]
    public void Days_are_read_by_their_rule(string phrase, string rule, string due, bool confirm)
    {
        var reading = DeadlineRules.Read(phrase, _issued, _calendar);
        (reading.RuleId, $"{reading.DueOn:yyyy-MM-dd}", reading.MustConfirm).ShouldBe((rule, due, confirm));
    }

    [Theory]
    [InlineData("6月15日早上8:30前", "08:30")]
    [InlineData("6月15日上午下班前", "12:00")]
    [InlineData("6月15日下班前", "17:00")]
    [InlineData("6月15日中午12点前", "12:00")]
    [InlineData("6月15日中午1点前", "13:00")]
    [InlineData("6月15日晚上8点半前", "20:30")]
    [InlineData("6月15日晚上12点前", "")]
    [InlineData("6月15日凌晨2时前", "02:00")]
    [InlineData("6月15日上午前", "12:00")]
    [InlineData("6月15日（本周二）17:00前", "17:00")]
    public void The_hour_of_a_day_is_kept(string phrase, string time)
    {
        var reading = DeadlineRules.Read(phrase, _issued, _calendar);
        ($"{reading.DueOn:yyyy-MM-dd}", $"{reading.DueTime:HH\\:mm}").ShouldBe(("2021-06-15", time));
    }

    [Theory]
    [InlineData("请各科室于15日前将自查报告报质控办。", "15日前")]
    [InlineData("质控科25日下班前汇总。", "25日下班前")]
    [InlineData("会议召开3日前报送材料。", "")]
    [InlineData("患者出院3日前完成评估。", "")]
    [InlineData("每月15日前报送。", "每月15日前")]
    [InlineData("6月10日、15日前各报一次。", "6月10日、15日前")]
    [InlineData("自查阶段（6月15-20日）。", "6月15-20日")]
    [InlineData("6月7日（本周一）下班前报院办。", "6月7日（本周一）下班前")]
    public void A_sentence_says_the_day_once(string sentence, string phrases) =>
        string.Join('|', DeadlineRules.Find(sentence).Select(p => p.Text)).ShouldBe(phrases);

    [Theory]
    [InlineData("上半年、下半年", "2021-06-30|2021-12-31")]
    [InlineData("二、四季度", "2021-06-30|2021-12-31")]
    [InlineData("二季度、三季度末", "2021-06-30|2021-09-30")]
    [InlineData("第二、三、四季度", "2021-06-30|2021-09-30|2021-12-31")]
    [InlineData("一、四季度", "2021-12-31")]
    public void Of_several_quarters_each_has_its_last_day(string phrase, string days)
    {
        var reading = DeadlineRules.Read(phrase, _issued, _calendar);
        (reading.Days.IsEmpty ? [reading.DueOn!.Value] : reading.Days).ShouldBe(days.Split('|').Select(d => DateOnly.Parse(d, null)));
    }
}
