namespace Approvals.Tests.Notices;

/// <summary>Minutes (纪要): what was decided on each matter, who does it, until when. All words are invented.</summary>
public sealed class MinutesTests
{
    private static string Read(string text) => string.Join('\n', SampleNotice.Read($"""
        屏川市中心医院
        院长办公会议纪要
        〔2024〕9号
        屏川市中心医院办公室　　2024年5月14日

        5月13日下午，院长在二楼会议室主持召开会议。现将会议议定事项纪要如下：
        {text}
        出席：张明、王芳
        """).Items.Select(i => $"{i.Title}|{string.Join('、', i.Departments)}|{i.DeadlineText}"));

    [Theory]
    [InlineData("一、研究购置CT事宜\n会议责成设备科会同放射科开展调研，形成报告后再议。", "购置CT事宜|设备科、放射科|")]
    [InlineData("一、关于夜班费\n会议听取了人事科的汇报，要求人事科、财务科于6月20日前补发到位。", "夜班费|人事科、财务科|6月20日前")]
    [InlineData("一、评选标兵。各党支部6月12日前将人选报党办。", "评选标兵|各党支部|6月12日前")]
    [InlineData("一、关于价格调整\n会议同意调整收费标准，由医保办、财务科联合行文。", "价格调整|医保办、财务科|")]
    [InlineData("一、关于排班\n会议要求，护理部修改完善方案，6月底前试行。", "排班|护理部|6月底前")]
    public void Whoever_is_told_to_act_owns_the_matter(string text, string expected) => Read(text).ShouldBe(expected);

    [Theory]
    [InlineData("一、传达学习会议精神\n会议传达学习了全县会议精神。会议强调，全院上下要在三季度补齐欠账。")]
    [InlineData("一、听取运行情况汇报\n会议听取了财务科关于运行情况的汇报，充分肯定成绩。")]
    public void What_was_only_heard_or_stressed_was_not_decided(string text) =>
        Read(text + "\n二、关于食堂\n会议决定，总务科7月底前完成招标。").ShouldBe("食堂|总务科|7月底前");

    [Theory]
    [InlineData("其他事项")]
    [InlineData("其他")]
    public void Other_matters_are_each_their_own(string heading) =>
        Read($"一、{heading}：保卫科尽快修复道闸；信息科6月底前完成系统升级。").ShouldBe("尽快修复道闸|保卫科|\n完成系统升级|信息科|6月底前");

    [Fact]
    public void What_the_meeting_stressed_at_its_end_takes_nothing_from_the_last_point() =>
        Read("""
            一、关于救护车
            会议决定，急诊科5月底前完成改装。
            二、其他事项
            （一）工会负责慰问，6月底前完成。
            （二）督查室对上述议定事项跟踪督办，12月中旬报告落实情况。
            会议强调，各科室要密切协作。
            """).Split('\n')[^1].ShouldBe("对上述议定事项跟踪督办|督查室|12月中旬");
}
