using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

/// <summary>How much there is to be (面积, 产量, 目标) is nobody who does it.</summary>
public sealed class AmountTests
{
    [Theory]
    [InlineData("全县秋冬种面积", false)]
    [InlineData("全市新增学位", false)]
    [InlineData("全县粮食总产", false)]
    [InlineData("全院床位使用率", false)]
    [InlineData("全区固定资产投资", false)]
    [InlineData("各乡镇秋冬种任务", false)]
    [InlineData("各乡镇", true)]
    [InlineData("全体职工", true)]
    [InlineData("各责任单位", true)]
    [InlineData("投资促进局", true)]
    [InlineData("目标办", true)]
    [InlineData("各病区护士长", true)]
    public void An_amount_is_no_body(string name, bool isBody) => Names.IsBody(name).ShouldBe(isBody);

    [Theory]
    [InlineData("全县秋冬种面积不少于12万亩，由农业农村局牵头，11月底前完成。", "农业农村局")]
    [InlineData("全县秋冬种面积不少于12万亩，各乡镇要于11月底前完成播种。", "各乡镇")]
    public void Who_acts_is_not_how_much(string sentence, string departments) =>
        SampleNotice.Read($"""
            屏政办〔2024〕25号
            关于做好2024年秋冬种工作的通知
            各乡镇：
            一、工作任务
            {sentence}
            屏川市人民政府办公室
            2024年9月1日
            """).Items.ShouldHaveSingleItem().Departments.ShouldBe([departments]);
}
