namespace Approvals.Tests.Notices;

/// <summary>Deadlines that stand apart from the text, and days in it that are none.</summary>
public sealed class DeadlinesApartTests
{
    private static string Read(string text, string issued = "2024年3月1日") => string.Join('\n', SampleNotice.Read($"""
        屏中医〔2024〕25号
        关于做好有关工作的通知
        各科室：
        现将有关工作通知如下。
        {text}
        屏川市中心医院
        {issued}
        """).Items.Select(i => $"{i.DeadlineText}|{i.Due:yyyy-MM-dd}"));

    [Theory]
    [InlineData("1.开展坐诊，每周不少于2天。（责任科室：门诊部；完成时限：长期坚持）", "长期坚持|")]
    [InlineData("1.推进门诊建设。（门诊部牵头，药学部配合，4月底前完成试点，6月底前全面推开）", "4月底前；6月底前|2024-06-30")]
    [InlineData("1.落实首接负责制。（责任科室：医患办；完成时限：即日起，长期坚持）", "即日起，长期坚持|")]
    [InlineData("1.开展卫生日活动。（后勤部；即日起至复审结束）", "即日起至复审结束|")]
    [InlineData("1.实行总额付费。（医保办牵头，财务科配合；2026年1月1日起实施）", "|")]
    public void The_deadline_is_what_stands_apart(string text, string read) => Read(text).ShouldBe(read);

    [Theory]
    [InlineData("产科对去年下半年的死亡病例逐份复核，3月20日前报医务科。", "3月20日前|2024-03-20")]
    [InlineData("绩效办要将质量纳入考核，不达标的扣减当月绩效。", "|")]
    [InlineData("输血科每季度末进行点评，结果于次月5日前公布。", "每季度末；次月5日前|")]
    [InlineData("值班表于今日18时前报院办。", "今日18时前|2024-03-01")]
    [InlineData("血站24小时内将库存补足到800单位。", "24小时内|2024-03-02")]
    [InlineData("庆祝大会定于8月19日召开，由党办牵头筹备。", "8月19日|2024-08-19")]
    public void Which_ones_is_not_until_when(string text, string read) => Read(text).ShouldBe(read);

    [Fact]
    public void What_was_issued_late_in_the_year_and_speaks_of_the_next_means_that_one() =>
        Read("自即日起至2024年1月底开展整治。\n医务科于1月20日前形成报告。\n护理部于12月18日前完成培训。", "2023年11月24日")
            .ShouldBe("1月20日前|2024-01-20\n12月18日前|2023-12-18");

    [Fact]
    public void A_closing_sentence_may_except_those_that_have_their_own() =>
        Read("1.化解积案。（责任科室：办公室）\n2.修订预案。（责任科室：医务科；完成时限：5月底前）\n除已明确时限的以外，上述其余任务均须于12月20日前完成。")
            .ShouldBe("12月20日前|2024-12-20\n5月底前|2024-05-31");
}
