namespace Approvals.Tests.Notices;

/// <summary>Notices from web pages, with the marks of a western keyboard.</summary>
public sealed class WesternMarksTests
{
    private static string Read(string text) => string.Join('\n', SampleNotice.Read($"""
        关于做好有关工作的通知
        各科室:
        现将有关事项通知如下:
        {text}
        屏川市中心医院
        2024年4月15日
        """).Items.Select(i => $"{i.Title}|{TableNotice.Owners(i)}|{i.Due:MM-dd}"));

    [Theory]
    [InlineData("1.明确任务,压实责任。医务科要于4月20日前上报方案。", "上报方案||医务科|04-20")]
    [InlineData("1.更换路灯200盏,6月底前完成。(责任单位:后勤科,设备科;完成时限:6月底前)", "更换路灯200盏，6月底前完成||后勤科、设备科|06-30")]
    public void Commas_semicolons_and_colons_part_as_the_chinese_ones_do(string text, string read) => Read(text).ShouldBe(read);

    [Fact]
    public void What_is_shown_stays_as_it_was_written()
    {
        var draft = SampleNotice.Read("关于有关工作的通知\n各科室:\n医务科要在16:00前上报,不得迟延.网址http://a.cn\n某医院\n2024年1月5日");
        draft.Text.Select(l => l.Text).ShouldContain("医务科要在16:00前上报,不得迟延.网址http://a.cn");
    }
}
