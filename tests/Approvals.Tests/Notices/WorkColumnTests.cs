namespace Approvals.Tests.Notices;

/// <summary>Allocation tables (任务分解表) whose head has no known word for what is to be done.</summary>
public sealed class WorkColumnTests
{
    [Theory]
    [InlineData("怎么做", "工作量")]
    [InlineData("改善方向", "频度")]
    public void The_column_of_the_longest_texts_is_the_work(string work, string other)
    {
        var items = TableNotice.Read($"""
            序号 | {work} | {other} | 责任科室 | 完成时限
            1 | 安装一键报警装置并接入警务室 | 少 | 保卫科 | 3月底前
            2 | 增配保安员，重点时段在门诊巡查 | 多 | 人事科 | 6月底前
            """).Items;
        items.Select(i => (i.Title, TableNotice.Owners(i))).ShouldBe(
            [("安装一键报警装置并接入警务室", "|保卫科"), ("增配保安员，重点时段在门诊巡查", "|人事科")]);
    }

    [Fact]
    public void Texts_before_it_are_its_titles_and_a_group_stays_one()
    {
        var item = TableNotice.Read("""
            方面 | 简述 | 怎么做 | 牵头科室
            门诊 | 缩短候诊时间 | 分时段预约精确到半小时，增设自助机十台 | 门诊部
            """).Items.ShouldHaveSingleItem();
        (item.Group, item.Title, item.Plan).ShouldBe(("门诊", "缩短候诊时间", "分时段预约精确到半小时，增设自助机十台"));
    }

    [Fact]
    public void Beside_a_group_the_unknown_column_is_the_work_not_the_group() => TableNotice.Read("""
        序号 | 方面 | 指标要求 | 责任科室 | 完成时限
        1 | 门诊服务 | 预约诊疗率≥60% | 门诊部 | 6月底前
        2 | 住院服务 | 设置床旁结算点5个 | 财务科 | 9月底前
        """).Items.Select(i => (i.Group, i.Title)).ShouldBe([("门诊服务", "预约诊疗率≥60%"), ("住院服务", "设置床旁结算点5个")]);

    [Fact]
    public void A_list_of_people_is_no_list_of_work() => TableNotice.Read("""
        序号 | 姓名 | 科室 | 电话
        1 | 王小明 | 医务科 | 6022590
        2 | 李红 | 护理部 | 6022591
        """).Items.ShouldBeEmpty();
}
