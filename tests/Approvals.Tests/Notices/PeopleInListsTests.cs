namespace Approvals.Tests.Notices;

/// <summary>Who of those that a list names answers for its rows.</summary>
public sealed class PeopleInListsTests
{
    private static string Owners(string heads, string cells) => TableNotice.Owners(TableNotice.Read($"""
        序号 | 工作任务 | {heads} | 完成时限
        1 | 更换路灯 | {cells} | 4月底前
        """).Items.ShouldHaveSingleItem());

    [Theory]
    [InlineData("责任领导 | 责任科室 | 责任人", "李强 | 后勤部 | 张明", "李强|后勤部")]
    [InlineData("责任科室 | 责任人", "后勤部 | 张明", "张明|后勤部")]
    [InlineData("责任科室 | 责任人", "各病区 | 各科主任", "|各病区")]
    [InlineData("牵头领导 | 责任科室", "党委书记 陆启明 | 党办", "陆启明|党办")]
    [InlineData("牵头领导 | 责任科室", "区委常委、宣传部部长 楚歌 | 党办", "楚歌|党办")]
    [InlineData("责任科室 | 归口管理部门", "骨科 | 医务部", "|骨科")]
    public void Persons_beside_leaders_posts_and_those_who_only_collect_do_not(string heads, string cells, string owners) =>
        Owners(heads, cells).ShouldBe(owners);

    [Fact]
    public void Sums_of_other_rows_are_no_rows() => TableNotice.Read("""
        指标名称 | 责任科室 | 目标值
        {r3}四级手术 | 骨科 | 420
        普外科 | 280
        小计 | 700
        """).Items.Length.ShouldBe(2);

    [Fact]
    public void Who_was_present_at_a_meeting_answers_for_nothing() => SampleNotice.Read("""
        某医院院长办公会议纪要
        2024年6月17日
        主    持：院长 柯景明
        列    席：张庭（医务科）、郝琴（护理部）
        一、关于发热门诊
        会议议定，由基建科牵头，设备科配合，于7月10日前完成设计。
        二、关于测评
        信息科6月28日前完成整改；医务科6月24日前上报清单。
        三、关于陪护
        会议责成护理部会同总务科重新遴选陪护公司，8月1日前签订合同。
        """).Items.Select(i => $"{i.Title}|{TableNotice.Owners(i)}").ShouldBe(
            ["发热门诊||基建科、设备科", "测评||信息科、医务科", "陪护||护理部、总务科"]);
}
