namespace Approvals.Tests.Notices;

/// <summary>What tables say besides their cells: who stands over one, what a merged number counts, who drew it up and when.</summary>
public sealed class TablesTogetherTests
{
    private static string Lines(string rows, string before = "") => string.Join('\n', TableNotice.Read(rows, before: before).Items
        .Select(i => $"{i.No}|{i.Title}|{TableNotice.Owners(i)}|{i.DeadlineText}"));

    [Theory]
    [InlineData("责任领导：张明（副院长）")]
    [InlineData("分管院领导：张明")]
    [InlineData("（责任领导：张明）")]
    [InlineData("第一部分 医疗质量（分管领导：张明）")]
    [InlineData("责任领导：张明\n")]
    public void A_line_above_a_table_says_who_answers_for_its_rows(string line) =>
        Lines("""
            序号 | 整改任务 | 责任科室 | 完成时限
            1 | 修订会诊制度 | 医务科 | 4月底前
            2 | 更换急救推车 | 护理部、设备科 | 5月底前
            """, line).ShouldBe("""
            1|修订会诊制度|张明|医务科|4月底前
            2|更换急救推车|张明|护理部、设备科|5月底前
            """);

    [Fact]
    public void Each_table_has_the_line_above_it() =>
        Lines("""
            序号 | 整改任务 | 责任科室 | 完成时限
            1 | 修订会诊制度 | 医务科 | 4月底前
            [[/table]]
            二、后勤保障
            责任领导：王芳
            牵头科室：总务科
            [[table header=1]]
            序号 | 整改任务 | 配合科室 | 完成时限
            2 | 更换电梯 | 保卫科 | 8月底前
            [[/table]]
            三、信息化
            [[table header=1]]
            序号 | 整改任务 | 责任科室 | 完成时限
            3 | 升级叫号系统 | 信息科 | 6月底前
            """, "责任领导：张明").ShouldBe("""
            1|修订会诊制度|张明|医务科|4月底前
            2|更换电梯|王芳|保卫科|8月底前
            3|升级叫号系统||信息科|6月底前
            """);

    [Fact]
    public void A_sentence_above_a_table_is_no_owner_of_its_rows() =>
        Lines("""
            序号 | 整改任务 | 责任科室 | 完成时限
            1 | 修订会诊制度 | 医务科 | 4月底前
            2 | 更换推车 | 设备科 | 5月底前
            """, "请各科室对照清单逐项整改，整改情况报质控办汇总（联系人：张明）。").ShouldBe("""
            1|修订会诊制度||医务科|4月底前
            2|更换推车||设备科|5月底前
            """);

    [Fact]
    public void A_number_that_reaches_over_several_tasks_is_repeated_by_nobody()
    {
        var draft = TableNotice.Read("""
            序号 | 存在问题 | 整改措施 | 责任科室 | 完成时限
            {r2}1 | {r2}查房记录不全 | 修订查房制度。 | 医务科 | 4月底前
            每周抽查病历。 | 质控科 | 长期坚持
            {r2}3 | {r2}通道堵塞 | 清理通道。 | 保卫科 | 3月底前
            增设标识。 | 总务科 | 5月底前
            3 | 台账缺失 | 补建台账。 | 设备科 | 5月底前
            """);
        draft.Items.Length.ShouldBe(5);
        draft.Findings.Where(f => f.Kind is Approvals.Readers.Notices.FindingKind.NumberingRepeat or Approvals.Readers.Notices.FindingKind.NumberingGap)
            .Select(f => f.Message).ShouldBe(["附件清单的序号从1到了3，次序不对。", "附件清单的序号从3到了3，次序不对。"]);
    }

    [Theory]
    [InlineData("{c2}制表人：张明 | {c2}审核人：王芳")]
    [InlineData("{c2}填报人：张明 | {c2}联系电话：6120120")]
    [InlineData("{c2}单位负责人： | {c2}填表日期：2024年3月2日")]
    public void Who_made_the_table_is_no_task(string foot) =>
        Lines($"""
            序号 | 隐患内容 | 责任部门 | 整改时限
            1 | 插座老化 | 总务科 | 4月底前
            2 | 灭火器失压 | 保卫科 | 3月底前
            {foot}
            """).ShouldBe("1|插座老化||总务科|4月底前\n2|灭火器失压||保卫科|3月底前");

    [Theory]
    [InlineData("填报单位：某某站    填报日期：2024年5月6日")]
    [InlineData("制表时间：2024-05-06")]
    [InlineData("填表日期：2024年5月6日　填表人：张明")]
    public void A_ledger_that_nobody_issued_counts_from_the_day_on_which_it_was_drawn_up(string line)
    {
        var items = SampleNotice.Read(Corpus.SheetMarkup.Build(Corpus.SheetMarkup.Parse($"""
            [[sheet 台账]]
            {"{c4}"}安全隐患整改台账
            {"{c4}"}{line}
            序号 | 存在问题 | 责任部门 | 整改时限
            1 | 护栏松动 | 城建办 | 二季度
            2 | 线路老化 | 电工组 | 5月底前
            3 | 台账缺失 | 安监站 | 5个工作日内
            """), inline: false), "ledger.xlsx").Items;
        items.Select(i => $"{i.Due:yyyy-MM-dd} {i.MustConfirm}").ShouldBe(["2024-06-30 False", "2024-05-31 False", "2024-05-11 False"]);
    }

    [Theory]
    [InlineData("主管院长")]
    [InlineData("分管副主任")]
    [InlineData("院级领导")]
    [InlineData("督导领导")]
    public void Whoever_stands_over_the_work_is_the_leader_and_not_the_person_in_charge(string head) =>
        Lines($"""
            评审要点 | 责任部门 | 责任人 | {head} | 完成日期
            1.1.1 应急组织健全 | 应急办 | 陈涛 | 王建国 | 5.15
            1.1.2 演练有记录 | 保卫科 | 石勇 | 王建国 | 2024.6.30
            """).ShouldBe("1|1.1.1应急组织健全|王建国|应急办|5.15\n2|1.1.2演练有记录|王建国|保卫科|2024.6.30");

    [Fact]
    public void After_a_comma_the_part_in_brackets_is_that_of_all_of_them_and_dashes_are_nobody()
    {
        var items = TableNotice.Read("""
            序号 | 改革任务 | 责任科室 | 配合科室 | 完成时限
            1 | 推行预住院 | 门诊部（主责），信息科、护理部（协同） | —— | 10月底前
            2 | 药品集采 | 药学部（牵头）、医务科、医保办（配合） | － | 全年
            """).Items;
        items.Select(i => string.Join('|', new[] { i.Departments, i.Lead, i.Support }.Select(n => string.Join('、', n))))
            .ShouldBe(["门诊部、信息科、护理部|门诊部|信息科、护理部", "药学部、医务科、医保办|药学部|医保办"]);
    }

    [Theory]
    [InlineData("月份")]
    [InlineData("开展时段")]
    [InlineData("何时")]
    [InlineData("安排")]
    public void A_column_of_months_says_until_when_whatever_its_name(string head) =>
        Lines($"""
            {head} | 主要工作 | 责任部门 | 责任人 | 所属年份
            {"{r2}"}3月 | 召开工作会议 | 党办 | 李云 | 2023年
            签订责任书 | 党办 | 李云 | 2023年
            每月 | 组织主题党日 | 工会 | 王芳 | 2024年
            """).ShouldBe("1|召开工作会议|李云|党办|3月\n2|签订责任书|李云|党办|3月\n3|组织主题党日|王芳|工会|每月");

    [Fact]
    public void Where_a_problem_was_found_is_its_group_and_the_problem_the_title() =>
        string.Join('\n', TableNotice.Read("""
            序号 | 巡查指标 | 存在问题 | 整改措施 | 责任科室 | 整改时限
            1 | 运行管理 | 预算执行率低 | 通报执行情况。 | 财务科 | 6月底前
            2 | 行业作风 | 回访不到位 | 每月回访。 | 客服中心 | 5月底前
            """).Items.Select(i => $"{i.Group}|{i.Title}|{TableNotice.Points(i)}")).ShouldBe("运行管理|预算执行率低|通报执行情况\n行业作风|回访不到位|每月回访");

    [Fact]
    public void Without_a_column_of_deadlines_the_schedule_says_until_when()
    {
        var items = TableNotice.Read("""
            重点工作 | 具体任务 | 责任科室 | 进度安排
            {r3}深化医改 | 1.推广日间手术 | 医务科 | 10月底前
            2.推进付费改革 | 医保办 | 持续推进
            3.建设医共体 | 体改办 | 3月底前出台方案；8月底前全部挂牌。
            """).Items;
        items.Select(i => $"{i.No}|{i.Title}|{i.DeadlineText}|{TableNotice.Points(i)}").ShouldBe(
        [
            "1|推广日间手术|10月底前|推广日间手术", "2|推进付费改革|持续推进|推进付费改革",
            "3|建设医共体|3月底前；8月底前|建设医共体|3月底前出台方案 03-31|8月底前全部挂牌 08-31",
        ]);
    }

    [Fact]
    public void A_project_is_due_when_it_is_finished_whatever_it_looks_like_then() =>
        Lines("""
            项目名称 | 建设内容 | 形象进度 | 责任单位 | 开工时间 | 竣工时间
            卫生院改扩建 | 新建综合楼 | 主体封顶 | 镇卫生院 | 3月 | 11月底
            道路硬化 | 硬化道路 | 完工 | 村建办 | 4月 | 9月底
            """).ShouldBe("1|卫生院改扩建||镇卫生院|11月底\n2|道路硬化||村建办|9月底");
}
