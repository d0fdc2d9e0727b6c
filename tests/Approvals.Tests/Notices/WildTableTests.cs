namespace Approvals.Tests.Notices;

/// <summary>Tables as offices make them: marks for what stands above, remarks, telephones, pages that go on.</summary>
public sealed class WildTableTests
{
    private static string Lines(Approvals.Readers.Notices.NoticeDraft draft) =>
        string.Join('\n', draft.Items.Select(i => $"{i.No}|{i.Group}|{i.Title}|{TableNotice.Owners(i)}|{i.DeadlineText}"));

    [Fact]
    public void A_mark_stands_for_what_is_above_and_a_dash_for_nobody() =>
        Lines(TableNotice.Read("""
            类别 | 序号 | 重点工作 | 牵头领导 | 牵头单位 | 责任单位 | 配合单位 | 完成时限 | 进展情况
            {r3}产业发展 | 1 | 新开工项目12个 | {r2}张明 | {r2}发改局 | 工信局 | 财政局 | 10月底前 |
            2 | 改造园区道路 | 住建局 | 同上 | 6月底前 | 已完成40%
            4 | 编制产业规划 | 李强 | 自然资源局 | 林业局 | — | 〃 |
            民生实事 | 5 | 新建停车场3处 | 王芳 | 住建局 | " | / | 长期坚持 |
            """)).ShouldBe("""
            1|产业发展|新开工项目12个|张明|发改局、工信局、财政局|10月底前
            2|产业发展|改造园区道路|张明|发改局、住建局、财政局|6月底前
            4|产业发展|编制产业规划|李强|自然资源局、林业局|6月底前
            5|民生实事|新建停车场3处|王芳|住建局、林业局|长期坚持
            """);

    [Fact]
    public void A_telephone_is_nobody_and_a_remark_counts_only_where_it_sets_a_day()
    {
        var items = TableNotice.Read("""
            序号 | 整改任务 | 责任科室 | 责任人及电话 | 整改时限 | 备注
            1 | 病历管理 | 医务科 | 张明 13800001111 | 6月底前 | 3月8日前报初步方案
            2 | 设备台账 | 设备科 | 王芳13900002222 | 4月底前 | 2024年2月20日检查发现
            3 | 通道堵塞 | 保卫科 | 李强（短号6688） | 5月底前 | 续办
            """).Items;
        items.Select(TableNotice.Owners).ShouldBe(["张明|医务科", "王芳|设备科", "李强|保卫科"]);
        items.Select(TableNotice.Points).ShouldBe(["病历管理|备注：3月8日前报初步方案 03-08", "设备台账", "通道堵塞"]);
        items[0].Due.ShouldBe(new DateOnly(2024, 6, 30));
    }

    [Fact]
    public void The_head_repeated_on_the_next_page_leaves_the_group_open() =>
        Lines(TableNotice.Read("""
            序号 | 重点任务 | 责任科室 | 完成时限
            {c4}一、医疗质量（分管领导：张明）
            1 | 修订质控办法 | 医务科 | 3月底前
            [[/table]]
            [[page]]
            [[table header=1]]
            序号 | 重点任务 | 责任科室 | 完成时限
            2 | 督查手卫生 | 院感科 | 6月底前
            {c4}二、服务提升（分管领导：王芳）
            3 | 增设自助机 | 信息科 | 6月底前
            """)).ShouldBe("""
            1|一、医疗质量|修订质控办法|张明|医务科|3月底前
            2|一、医疗质量|督查手卫生|张明|院感科|6月底前
            3|二、服务提升|增设自助机|王芳|信息科|6月底前
            """);

    [Fact]
    public void A_row_without_number_and_name_but_with_its_own_owner_stands_under_the_one_before() =>
        Lines(TableNotice.Read("""
            序号 | 重点任务 | 工作措施 | 责任科室 | 完成时限
            1 | 日间手术 | 设立日间病房 | 外科 | 9月底前
             | | 开展宣传 | 宣传科 | 10月底前
            """)).ShouldBe("1||日间手术||外科|9月底前\n2|日间手术|开展宣传||宣传科|10月底前");

    [Fact]
    public void A_column_of_steps_beside_the_day_of_the_whole_goes_with_the_plan()
    {
        var item = TableNotice.Read("""
            序号 | 实事项目 | 建设内容 | 年度形象进度 | 实施单位 | 完成期限
            1 | 停车场 | 新建车位200个 | 6月底前完成设计，10月底前投用 | 基建科 | 10月底
            """).Items.ShouldHaveSingleItem();
        TableNotice.Points(item).ShouldBe("新建车位200个|6月底前完成设计 06-30|10月底前投用 10-31");
    }

    [Fact]
    public void A_numbered_heading_over_the_width_is_a_group_with_its_leader() =>
        Lines(TableNotice.Read("""
            序号 | 任务分解 | 牵头领导 | 牵头单位 | 完成时限
            一 | {c4}推动经济增长（牵头领导：张明）
            1 | 固定资产投资增长8% | | 发改局 | 12月底前
            二 | {c4}保障和改善民生（牵头领导：王芳）
            2 | 新增公办学位3000个 | 李强 | 教育局 | 8月底前
            3 | 改造老旧小区20个 | | 住建局 | 10月底前
            """)).ShouldBe("""
            1|一推动经济增长|固定资产投资增长8%|张明|发改局|12月底前
            2|二保障和改善民生|新增公办学位3000个|李强|教育局|8月底前
            3|二保障和改善民生|改造老旧小区20个|王芳|住建局|10月底前
            """);

    [Fact]
    public void Of_indicators_in_levels_the_last_is_the_name_and_the_others_its_kind() =>
        Lines(TableNotice.Read("""
            一级指标 | 二级指标 | 三级指标 | 计量单位 | 基准值 | 目标值 | 责任科室
            {r2}医疗质量 | 功能定位 | 手术占比 | % | 28 | 32 | 医务科
            质量安全 | 并发症发生率 | % | 0.5 | ≤0.4 | 质控科
            """)).ShouldBe("1|医疗质量/功能定位|手术占比||医务科|\n2|医疗质量/质量安全|并发症发生率||质控科|");

    [Fact]
    public void Two_values_of_the_year_are_told_apart()
    {
        var item = TableNotice.Read("""
            {r2}指标名称 | {r2}单位 | {c2}2023年 | {c2}2024年计划 | {r2}责任单位
            绝对值 | 增长% | 绝对值 | 增长%
            地区生产总值 | 亿元 | 320 | 5.8 | 340 | 6 | 发改局
            """, heads: 2).Items.ShouldHaveSingleItem();
        item.Standard.ShouldBe("2024年计划绝对值：340亿元\n2024年计划增长%：6");
        item.Points.ShouldHaveSingleItem().Measure.ShouldBe(
            new Approvals.Readers.Notices.PointMeasure("340亿元", 340m, "亿元", false) { Baseline = 320m });
    }

    [Fact]
    public void Half_a_year_and_the_whole_of_it_are_two_days()
    {
        var item = TableNotice.Read("""
            序号 | 指标 | 上半年目标 | 全年目标 | 责任科室
            1 | 门诊人次 | 25万 | 52万 | 门诊部
            """).Items.ShouldHaveSingleItem();
        TableNotice.Points(item).ShouldBe("上半年：25万 06-30|全年：52万 12-31");
        (item.Recurrence, item.Standard).ShouldBe((null, "52万"));
    }

    [Fact]
    public void Who_signs_below_a_list_of_a_cell_a_line_is_no_cell() =>
        Lines(SampleNotice.Read("""
            屏中医〔2024〕55号
            关于印发整改清单的通知
            各科室：
            序号
            存在问题
            整改目标
            整改措施
            责任科室
            整改时限
            1
            病历书写不及时
            甲级病历率达到95%
            抽查病历，修订办法
            医务科
            3月底前
            2
            手卫生执行不到位
            依从率达到80%
            增设洗手液
            院感科
            4月底前
            屏川市中心医院
            2024年3月1日
            """)).ShouldBe("1||病历书写不及时||医务科|3月底前\n2||手卫生执行不到位||院感科|4月底前");

    [Fact]
    public void A_ledger_of_values_says_the_same_in_a_text_of_tabs()
    {
        var items = SampleNotice.Read("""
            屏中医〔2024〕51号
            关于下达2024年指标的通知
            各科室：
            序号	指标名称	单位	2023年实际	一季度	二季度	2024年目标	责任科室
            1	日间手术	例	620	150	350	800	外科
            以上指标由质控科负责统计，每月5日前报送。
            屏川市中心医院
            2024年3月1日
            """).Items;
        var item = items.ShouldHaveSingleItem();
        (item.Standard, TableNotice.Owners(item)).ShouldBe(("800例", "|外科"));
        TableNotice.Points(item).ShouldBe("一季度：150例 03-31|二季度：350例 06-30|2024年：800例 12-31");
        item.Points[2].Measure!.Baseline.ShouldBe(620m);
    }
}
