namespace Approvals.Tests.Notices;

/// <summary>Tables whose cells tabs part, a row a line.</summary>
public sealed class TabTableTests
{
    private static string Read(string rows) => string.Join('\n', SampleNotice.Read($"""
        关于印发任务分解表的通知
        各科室：
        请对照落实。
        {rows}
        """.Replace("⇥", "\t", StringComparison.Ordinal)).Items.Select(i => $"{i.Title}|{TableNotice.Owners(i)}|{i.DeadlineText}"));

    private const string Rows = "序号⇥工作任务⇥责任科室⇥完成时限\n1⇥更换路灯⇥后勤部⇥4月底前\n2⇥检修电梯⇥设备科⇥6月底前\n";
    private const string Two = "更换路灯||后勤部|4月底前\n检修电梯||设备科|6月底前";

    [Theory]
    [InlineData("以上任务由院办督办。")]
    [InlineData("各科室要高度重视，认真落实。\n院办每月通报一次。")]
    [InlineData("屏川市中心医院\n2024年4月15日")]
    [InlineData("表2 其他安排\n序号⇥活动⇥备注⇥地点\n1⇥义诊⇥略⇥门诊")]
    public void What_follows_right_below_is_no_part_of_its_last_cell(string after) => Read(Rows + after).ShouldStartWith(Two);

    [Fact]
    public void A_line_within_a_cell_goes_on_with_it()
    {
        Read(Rows.Replace("1⇥更换路灯⇥后勤部⇥4月底前", "1⇥更换路灯⇥后勤部、\n设备科⇥4月底前", StringComparison.Ordinal))
            .ShouldBe("更换路灯||后勤部、设备科|4月底前\n检修电梯||设备科|6月底前");
        Read("序号⇥工作任务⇥完成时限⇥责任科室\n1⇥更换路灯⇥4月底前⇥后勤部、\n设备科").ShouldBe("更换路灯||后勤部、设备科|4月底前");
    }
}
