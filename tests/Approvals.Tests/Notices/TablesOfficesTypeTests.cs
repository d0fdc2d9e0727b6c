using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

/// <summary>Tables as offices type them: joined heads, days among names, groups with days, cells that point elsewhere.</summary>
public sealed class TablesOfficesTypeTests
{
    private static string Days(NoticeItem item) => $"{TableNotice.Owners(item)}|{item.DeadlineText}|{item.Due:MM-dd}|{item.MustConfirm}";

    [Theory]
    [InlineData("责任科室及完成时限", "医务科，6月底前")]
    [InlineData("完成时限和责任科室", "医务科、6月底前")]
    [InlineData("责任科室完成时限", "医务科¶6月底前")]
    [InlineData("责任科室/完成时限", "医务科（6月底前）")]
    [InlineData("责任科室", "医务科，6月底前")]
    public void A_day_among_the_owners_is_the_tasks(string head, string cell) =>
        Days(TableNotice.Read($"序号 | 工作任务 | {head}\n1 | 修订会诊制度 | {cell}").Items.ShouldHaveSingleItem())
            .ShouldBe("|医务科|6月底前|06-30|False");

    [Fact]
    public void Leaders_departments_and_days_under_one_head_are_sorted() =>
        Days(TableNotice.Read("序号 | 工作任务 | 责任领导、责任科室及完成时限\n1 | 修订会诊制度 | 李明、医务科，6月底前").Items.ShouldHaveSingleItem())
            .ShouldBe("李明|医务科|6月底前|06-30|False");

    [Theory]
    [InlineData("要求")]
    [InlineData("做法")]
    [InlineData("内容")]
    [InlineData("举措")]
    public void A_bare_head_beside_a_title_says_what_to_do(string head)
    {
        var item = TableNotice.Read($"序号 | 项目 | {head} | 责任科室 | 完成时间\n1 | 会诊管理 | 修订会诊制度，抽查会诊记录 | 医务科 | 6月底前")
            .Items.ShouldHaveSingleItem();
        (item.Title, item.Plan).ShouldBe(("会诊管理", "修订会诊制度，抽查会诊记录"));
    }

    [Fact]
    public void The_days_of_a_phase_beside_the_rows_are_theirs_where_they_have_none()
    {
        var items = TableNotice.Read("""
            阶段 | 序号 | 重点任务 | 责任科室 | 完成时限
            {r2}动员部署（3月5日—3月15日） | 1 | 制定方案 | 安全办 | 3月8日
            2 | 召开动员会 | 安全办 |
            自查整改：4月15-20日 | 3 | 全面自查 | 各科室 |
            """).Items;
        items.Select(i => $"{i.DeadlineText} {i.Due:MM-dd}").ShouldBe(["3月8日 03-08", "3月5日—3月15日 03-15", "4月15-20日 04-20"]);
    }

    [Fact]
    public void Heads_below_one_that_tells_of_progress_tell_of_progress()
    {
        var item = TableNotice.Read("""
            {r2}序号 | {r2}督办事项 | {r2}办理要求 | {r2}承办科室 | {c2}办理情况
            目前进展 | 存在问题
            1 | 停车难 | 增设车位120个 | 总务科 | 正在协调 | 资金不足
            """, heads: 2).Items.ShouldHaveSingleItem();
        (item.Title, TableNotice.Points(item)).ShouldBe(("停车难", "增设车位120个"));
    }

    [Theory]
    [InlineData("全年", "False")]
    [InlineData("见具体举措", "False")]
    [InlineData("4月10日前", "True")]
    public void The_deadline_of_the_row_says_whether_it_must_be_confirmed(string deadline, string confirm) =>
        $"{TableNotice.Read($"序号 | 重点任务 | 具体举措 | 责任科室 | 完成时间\n1 | 预算管理 | 3月底前下达预算；¶9月分析执行情况。 | 财务科 | {deadline}")
            .Items.ShouldHaveSingleItem().MustConfirm}".ShouldBe(confirm);

    [Theory]
    [InlineData("分管院领导", "李明", "分管院领导|医务科")]
    [InlineData("张伟（副院长）", "李明", "张伟|医务科")]
    [InlineData("张伟", "各科室负责人", "张伟|医务科")]
    public void A_leader_by_his_office_stands_until_somebody_says_the_name(string leader, string person, string owners) =>
        TableNotice.Owners(TableNotice.Read($"序号 | 任务 | 责任领导 | 责任科室 | 责任人\n1 | 修订制度 | {leader} | 医务科 | {person}")
            .Items.ShouldHaveSingleItem()).ShouldBe(owners);

    [Fact]
    public void People_whose_names_end_as_bodies_do_are_asked_for_in_the_directory()
    {
        const string Rows = "序号\t任务\t责任人\n1\t修订制度\t李学会\n2\t检修电梯\t陈科\n3\t评审\t党委";
        var text = $"屏中医〔2024〕25号\n关于印发任务清单的通知\n各科室：\n{Rows}\n屏川市中心医院\n2024年3月1日\n";
        var known = SampleNotice.Options with { KnownPeople = ["李学会", "陈科"] };
        SampleNotice.Read(text, known).Items.Select(TableNotice.Owners).ShouldBe(["李学会|", "陈科|", "|党委"]);
    }

    [Theory]
    [InlineData("设备科，各临床科室协助", "设备科、各临床科室", "各临床科室")]
    [InlineData("设备科、总务科，各临床科室、病区配合", "设备科、总务科、各临床科室、病区", "各临床科室、病区")]
    [InlineData("设备科牵头，总务科，各临床科室配合", "设备科、总务科、各临床科室", "总务科、各临床科室")]
    public void Who_supports_stands_behind_the_comma(string cell, string departments, string support)
    {
        var item = TableNotice.Read($"序号 | 任务 | 责任科室\n1 | 检修急救设备 | {cell}").Items.ShouldHaveSingleItem();
        (string.Join('、', item.Departments), string.Join('、', item.Support)).ShouldBe((departments, support));
    }

    [Theory]
    [InlineData("全体医护人员：", "全体医护人员")]
    [InlineData("全体党员：", "全体党员")]
    [InlineData("全院医务人员：", "全院医务人员")]
    [InlineData("各科室、全体教职工：", "各科室|全体教职工")]
    [InlineData("各位老师：", "各位老师")]
    public void A_notice_may_speak_to_people(string line, string addressees) => SampleNotice.Read($"""
        屏中医〔2024〕25号
        关于开展消防演练的通知
        {line}
        医务科要于6月底前完成制度修订。
        屏川市中心医院
        2024年3月1日
        """).Addressees.ShouldBe(addressees.Split('|'));

    [Fact]
    public void A_page_number_between_cells_is_in_no_cell()
    {
        var draft = SampleNotice.Read("""
            关于做好迎检工作的通知
            各科室：
            请抓好落实。
            屏川市中心医院
            2024年3月1日
            序号
            迎检项目
            责任科室
            完成时间
            1
            控烟巡查
            保卫科
            4月8日
            — 2 —
            2
            健康食堂
            膳食科
            4月20日
            """);
        draft.Items.Select(i => $"{i.Title} {i.DeadlineText}").ShouldBe(["控烟巡查 4月8日", "健康食堂 4月20日"]);
    }

    [Fact]
    public void A_clause_whose_bracket_is_not_closed_leaves_none_behind()
    {
        var item = SampleNotice.Read("""
            关于印发整治方案的通知
            各科室：
            一、抓实手卫生。配置速干手消毒剂。（牵头科室：院感科；完成时间：6月20日前
            二、改造内镜洗消流程。（牵头科室：内镜中心；完成时间：8月上旬）
            屏川市中心医院
            2024年3月1日
            """).Items[0];
        (item.Plan.Contains('（'), TableNotice.Points(item)).ShouldBe((false, "配置速干手消毒剂"));
    }

    [Theory]
    [InlineData("（二）注重统筹推进。要把大检查与日常管理结合起来，与平安建设结合起来，确保", true)]
    [InlineData("（三）强化责任追究。对敷衍整改、推进不力的，坚决予以", true)]
    [InlineData("（三）强化责任追究，与绩效挂钩", false)]
    [InlineData("（三）强化责任追究。对敷衍整改的，予以通报。", false)]
    public void A_numbered_part_that_breaks_off_is_asked_about(string paragraph, bool asked) => SampleNotice.Read($"""
        关于印发整治方案的通知
        各科室：
        一、工作要求
        {paragraph}
        屏川市中心医院
        2024年3月1日
        """).Findings.Any(f => f.Kind == FindingKind.TruncatedSentence).ShouldBe(asked);
}
