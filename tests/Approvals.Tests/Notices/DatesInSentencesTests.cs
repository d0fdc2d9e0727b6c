using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

/// <summary>Dates of tasks in sentences: several of them, holidays, what is counted from an event. All words are invented.</summary>
public sealed class DatesInSentencesTests
{
    [Theory]
    [InlineData("教育局、住建局应分别于4月10日、7月10日、10月10日前报送进展。", "2024-04-10|2024-07-10|2024-10-10")]
    [InlineData("护理部请于4月、7月、10月10日前报送总结。", "2024-04-10|2024-07-10|2024-10-10")]
    [InlineData("护理部6月20日和12月20日前各开展一次演练。", "2024-06-20|2024-12-20")]
    [InlineData("护理部于3月底前完成初稿并于4月底前定稿。", "2024-03-31|2024-04-30")]
    [InlineData("护理部3月20日动员部署、6月20日前完成总结。", "2024-03-20|2024-06-20")]
    [InlineData("开展演练。（责任科室：护理部；完成时限：6月20日、12月20日前）", "2024-06-20|2024-12-20")]
    public void Every_date_is_a_point_and_the_item_is_due_with_the_last(string sentence, string days)
    {
        var item = ProseTaskTests.Read(sentence).Items.ShouldHaveSingleItem();
        item.Points.Select(p => p.Due).ShouldBe(days.Split('|').Select(d => (DateOnly?)DateOnly.Parse(d, null)));
        item.Due.ShouldBe(item.Points[^1].Due);
    }

    [Fact]
    public void A_day_on_which_something_was_found_is_not_when_it_is_due()
    {
        var item = ProseTaskTests.Read("护理部对3月10日检查发现的问题于4月底前整改到位。").Items.ShouldHaveSingleItem();
        item.Points.ShouldHaveSingleItem().Due.ShouldBe(new DateOnly(2024, 4, 30));
    }

    [Theory]
    [InlineData("关于做好2025年春节期间安全工作的通知", "保卫科节前完成检查。", "2025-01-27")]
    [InlineData("关于做好2025年春节期间安全工作的通知", "保卫科于放假前完成检查。", "2025-01-27")]
    [InlineData("关于做好2025年春节期间安全工作的通知", "保卫科于节后一周内报送总结。", "2025-02-11")]
    [InlineData("关于做好2025年元旦春节期间安全工作的通知", "保卫科节前完成检查。", "2024-12-31")]
    [InlineData("关于做好近期安全工作的通知", "元旦和春节将至。保卫科节前完成检查。", "2025-01-27")]
    [InlineData("关于做好近期安全工作的通知", "保卫科节前完成检查。", "2024-12-31")]
    public void Before_the_holiday_is_before_the_one_that_the_notice_is_about(string title, string text, string due) =>
        SampleNotice.Read($"{title}\n各科室：\n一、{text}\n青山市第二医院\n2024年12月20日\n").Items.ShouldHaveSingleItem()
            .Due.ShouldBe(DateOnly.Parse(due, null));

    [Theory]
    [InlineData("整改验收后，质控科在10个工作日内提交报告。", "提交报告")]
    [InlineData("发生不良事件，护理部应在24小时内上报院办。", "上报院办")]
    [InlineData("医务科在收到整改通知书后5个工作日内上报整改方案。", "上报整改方案")]
    [InlineData("设备科应在设备到货后30日内完成安装。", "完成安装")]
    public void What_is_counted_from_an_event_has_no_day_and_is_asked_about(string sentence, string title)
    {
        var item = ProseTaskTests.Read(sentence).Items.ShouldHaveSingleItem();
        item.Due.ShouldBeNull();
        item.MustConfirm.ShouldBeTrue();
        item.Title.ShouldBe(title);
    }

    [Theory]
    [InlineData("信息中心每月最后一个工作日备份数据。", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", null)]
    [InlineData("后勤科隔周周二检查锅炉。", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", null)]
    [InlineData("后勤科每年3月、9月检修电梯。", "FREQ=YEARLY;BYMONTH=3,9", null)]
    [InlineData("总值班室每日上午10时前报送情况。", "FREQ=DAILY", "00:00-10:00")]
    [InlineData("保卫科全年每月开展一次演练。", "FREQ=MONTHLY", null)]
    [InlineData("保卫科全年开展演练不少于4次。", null, null)]
    public void What_comes_again_is_kept_whole(string sentence, string? rule, string? time)
    {
        var item = ProseTaskTests.Read(sentence).Items.ShouldHaveSingleItem();
        item.Recurrence.ShouldBe(rule);
        item.Points.ShouldHaveSingleItem().RecurrenceTime.ShouldBe(time);
        if (rule is not null)
        {
            ItemDuty.Of(item).ShouldNotBeNull("the engine plays it");
        }
    }
}
