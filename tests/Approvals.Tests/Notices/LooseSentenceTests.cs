using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

/// <summary>What no item holds is asked about; what only tells something is not. All words are invented.</summary>
public sealed class LooseSentenceTests
{
    private const string List = "一、重点任务\n1.完善台账。（责任科室：设备科；完成时限：5月底前）\n2.更换滤网。（责任科室：后勤科；完成时限：6月底前）\n";

    [Theory]
    [InlineData("外墙粉刷等扫尾工程视天气情况实施，8月20日前全部结束。", "8月20日前")]
    [InlineData("各科室于4月15日前将联络员名单报设备科。", "4月15日前")]
    [InlineData("各科室应当在2月20日前完成自查。", "2月20日前")]
    public void A_sentence_with_a_day_that_no_item_holds_is_asked_about(string sentence, string day)
    {
        var finding = Loose(List + "二、其他事项\n" + sentence + "\n").ShouldHaveSingleItem();
        finding.Message.ShouldStartWith($"这句话写了日期“{day}”，没有归入任何事项：");
        finding.Item.ShouldBeNull();
        finding.BodyText.ShouldBe(sentence.TrimEnd('。'));
    }

    [Fact]
    public void The_question_shows_where_the_sentence_stands()
    {
        var draft = Read(List + "二、其他事项\n另外，各科室于4月15日前将联络员名单报设备科。\n");
        var finding = draft.Findings.Single(f => f.Kind == FindingKind.SentenceWithoutItem);
        SampleNotice.At(draft, finding.Source).ShouldBe("另外，各科室于4月15日前将联络员名单报设备科");
    }

    [Theory]
    [InlineData("护理部要经常检查病区记录。", "护理部")]
    [InlineData("医务科牵头，护理部提供数据支持。", "医务科、护理部")]
    [InlineData("医务科、护理部应各派两人参加值守。", "医务科、护理部")]
    public void A_body_that_must_act_and_has_no_item_is_asked_about(string sentence, string bodies) =>
        Loose(List + "二、其他事项\n" + sentence + "\n").ShouldHaveSingleItem()
            .Message.ShouldStartWith($"这句话写了责任单位“{bodies}”，没有归入任何事项：");

    [Theory]
    [InlineData("根据《关于加强设备管理的通知》（2024年1月5日印发）要求，现将有关事项通知如下：")]
    [InlineData("2024年2月20日，邻市发生一起火灾。")]
    [InlineData("本办法自2024年4月1日起施行。")]
    [InlineData("本方案有效期至2026年12月31日。")]
    [InlineData("定于2024年3月15日召开设备管理工作会议。")]
    [InlineData("会议时间：2024年3月15日下午。")]
    [InlineData("联系人：张明，电话6120118，3月20日前在岗。")]
    [InlineData("截至2024年12月31日，设备完好率为98%。")]
    [InlineData("4月4日至6日放假，4月7日（星期日）正常上班。")]
    [InlineData("各科室要高度重视，明确专人负责。")]
    [InlineData("办公室设在设备科，设备科负责日常工作，组长由院长担任。")]
    public void What_only_tells_something_is_no_loss(string sentence) => Loose(List + "二、其他事项\n" + sentence + "\n").ShouldBeEmpty();

    [Theory]
    [InlineData("二、会议时间\n2024年3月15日（星期五）下午，半天。\n")]
    [InlineData("二、活动时间\n2024年4月1日至4月30日\n")]
    [InlineData("二、工作目标\n2024年12月31日前设备完好率达到98%。\n")]
    [InlineData("二、工作要求\n设备科要及时通报情况。\n")]
    public void What_the_heading_explains_is_no_loss(string part) => Loose(List + part).ShouldBeEmpty();

    [Fact]
    public void A_heading_with_a_day_over_items_is_theirs() =>
        Loose("一、5月底前完成的任务\n1.完善台账。（责任科室：设备科）\n2.更换滤网。（责任科室：后勤科）\n").ShouldBeEmpty();

    [Fact]
    public void A_sentence_that_breaks_off_is_shown_once()
    {
        var draft = Read(List + "二、其他事项\n为加强管理，各科室5月底前\n");
        draft.Findings.Count(f => f.Kind is FindingKind.SentenceWithoutItem or FindingKind.TruncatedSentence).ShouldBe(1);
    }

    [Fact]
    public void Where_nothing_can_be_a_task_nothing_is_asked() =>
        SampleNotice.Read("关于表彰先进科室的决定\n各科室：\n设备科应在2024年5月20日前领取奖牌。\n青山市第二医院\n2024年3月4日\n").Findings
            .ShouldNotContain(f => f.Kind == FindingKind.SentenceWithoutItem);

    private static List<NoticeFinding> Loose(string body) =>
        [.. Read(body).Findings.Where(f => f.Kind == FindingKind.SentenceWithoutItem)];

    private static NoticeDraft Read(string body) =>
        SampleNotice.Read($"关于做好设备管理工作的通知\n各科室：\n{body}青山市第二医院\n2024年3月4日\n");
}
