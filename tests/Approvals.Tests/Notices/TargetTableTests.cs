using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

/// <summary>Tables of values to be reached (指标任务书): this year's target beside last year's value.</summary>
public sealed class TargetTableTests
{
    [Theory]
    [InlineData("2023年实际 | 2024年目标")]
    [InlineData("2024年目标 | 2023年实际")]
    [InlineData("上年完成 | 目标值")]
    [InlineData("现状值 | 年度目标")]
    [InlineData("基期值 | 预期目标")]
    [InlineData("2023年 | 2024年")]
    [InlineData("2023年完成值 | 2024年计划")]
    [InlineData("去年 | 今年")]
    [InlineData("指标值（2023年） | 指标值（2024年）")]
    public void What_was_reached_is_the_baseline_and_what_is_aimed_at_the_standard(string heads)
    {
        var values = heads.StartsWith("2024", StringComparison.Ordinal) ? "≤8.5天 | 8.9天" : "8.9天 | ≤8.5天";
        var item = TableNotice.Read($"""
            序号 | 指标名称 | {heads} | 责任科室
            1 | 平均住院日 | {values} | 医务科
            """).Items.ShouldHaveSingleItem();

        (item.Title, item.Standard, TableNotice.Owners(item)).ShouldBe(("平均住院日", "≤8.5天", "|医务科"));
        item.Points.ShouldHaveSingleItem().Measure.ShouldBe(new PointMeasure("≤8.5天", 8.5m, "天", false) { Baseline = 8.9m });
    }

    [Theory]
    [InlineData("2024年1月8日", "52")]
    [InlineData("2023年12月8日", "52")]
    [InlineData("2025年1月8日", "53")]
    public void Among_bare_years_that_of_the_notice_is_aimed_at(string issued, string expected) =>
        SampleNotice.Read($"""
            屏政办〔{issued[..4]}〕2号
            关于下达{(expected == "52" ? 2024 : 2025)}年目标任务的通知
            各部门：
            序号	指标名称	2023年	2024年	2025年	责任单位
            1	粮食播种面积	51	52	53	农业农村局
            屏川市人民政府办公室
            {issued}
            """).Items.ShouldHaveSingleItem().Standard.ShouldBe(expected);

    [Theory]
    [InlineData("单位", "责任单位")]
    [InlineData("计量单位", "单位")]
    public void What_values_are_counted_in_is_nobody(string unit, string owner)
    {
        var items = TableNotice.Read($"""
            序号 | 指标名称 | {unit} | 上年完成 | 目标值 | {owner} | 完成时限
            1 | 日间手术 | 例 | 620 | 800 | 外科 | 12月底前
            2 | 床位使用率 | % | 81 | 90 | 医务科 | 年底前
            """).Items;
        items.Select(i => (i.Standard, TableNotice.Owners(i), i.Group)).ShouldBe([("800例", "|外科", null), ("90%", "|医务科", null)]);
        items.Select(i => i.Points[0].Measure?.Baseline).ShouldBe([620m, 81m]);
    }

    [Fact]
    public void Beside_measures_the_value_is_one_promise_more_where_it_says_whence()
    {
        var item = TableNotice.Read("""
            序号 | 指标名称 | 工作措施 | 2023年实际 | 2024年目标 | 责任科室
            1 | 平均住院日 | 推行日间手术；优化检查流程 | 8.9天 | ≤8.5天 | 医务科
            """).Items.ShouldHaveSingleItem();
        TableNotice.Points(item).ShouldBe("推行日间手术|优化检查流程|平均住院日：≤8.5天");
        item.Points[2].Measure!.Baseline.ShouldBe(8.9m);
    }

    [Fact]
    public void A_baseline_that_is_no_value_stays_in_the_plan() =>
        TableNotice.Read("""
            序号 | 指标名称 | 工作措施 | 现状值 | 目标值 | 责任科室
            1 | 随访 | 建立随访中心 | 尚未统计 | 95% | 门诊部
            """).Items.ShouldHaveSingleItem().Plan.ShouldBe("建立随访中心\n现状值：尚未统计");

    [Fact]
    public void Each_quarter_has_a_target_that_is_due_on_its_last_day()
    {
        var item = TableNotice.Read("""
            {r2}序号 | {r2}指标 | {r2}单位 | {c5}2024年目标 | {r2}责任单位
            全年 | 一季度 | 二季度 | 三季度 | 四季度
            1 | 新增就业 | 人 | 3200 | 800 | 1600 | 2400 | 3200 | 人社局
            """, heads: 2).Items.ShouldHaveSingleItem();
        TableNotice.Points(item).ShouldBe("一季度：800人 03-31|二季度：1600人 06-30|三季度：2400人 09-30|四季度：3200人 12-31");
        (item.Due, item.Standard, TableNotice.Owners(item)).ShouldBe((new DateOnly(2024, 12, 31), "3200人", "|人社局"));
        item.Points.Select(p => p.Measure!.Value).ShouldBe([800m, 1600m, 2400m, 3200m]);
    }

    [Fact]
    public void What_is_to_be_done_in_a_quarter_is_due_at_its_end_and_a_dash_is_nothing()
    {
        var item = TableNotice.Read("""
            序号 | 项目名称 | 建设内容 | 一季度目标 | 二季度目标 | 三季度目标 | 四季度目标 | 牵头单位
            1 | 门诊楼改造 | 改造面积3000平方米 | — | 完成招标；5月10日前开工 | 主体完工 | 竣工验收 | 基建科
            """).Items.ShouldHaveSingleItem();
        TableNotice.Points(item).ShouldBe(
            "改造面积3000平方米|二季度：完成招标 06-30|二季度：5月10日前开工 05-10|三季度：主体完工 09-30|四季度：竣工验收 12-31");
        item.Plan.ShouldBe("改造面积3000平方米\n二季度：完成招标；5月10日前开工\n三季度：主体完工\n四季度：竣工验收");
        item.MustConfirm.ShouldBeTrue("5月10日前 is confirmed");
    }

    [Fact]
    public void Targets_of_coming_years_are_due_at_their_ends()
    {
        var item = TableNotice.Read("""
            {r2}序号 | {r2}指标 | {r2}现状值 | {c2}目标值 | {r2}责任单位
            2024年 | 2025年
            1 | 造林面积 | 1.2万亩 | 1.5万亩 | 2万亩 | 林业局
            """, heads: 2).Items.ShouldHaveSingleItem();
        item.Points.Select(p => (p.Text, p.Due, p.Measure?.Baseline)).ShouldBe(
            [("2024年：1.5万亩", new DateOnly(2024, 12, 31), 1.2m), ("2025年：2万亩", new DateOnly(2025, 12, 31), null)]);
    }
}
