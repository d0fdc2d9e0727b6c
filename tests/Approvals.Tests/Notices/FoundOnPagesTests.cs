using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

/// <summary>What stands around notices on public pages, and how plain prose gives tasks; units, names and words are invented.</summary>
public sealed class FoundOnPagesTests
{
    private const string Tail = "青山市第二医院\n2024年3月4日\n";

    [Theory]
    [InlineData("当前位置: 首页 > 通知公告\n")]
    [InlineData("设为首页 | 加入收藏\n返 回\n")]
    [InlineData("首页>>医院公告\n字体 :\n")]
    [InlineData("您好，欢迎访问青山健康网\n网站首页\n医院动态\n")]
    [InlineData("计划总结\n")]
    public void What_a_page_puts_over_a_notice_is_no_part_of_its_title(string over)
    {
        var draft = SampleNotice.Read(over + "关于做好春季随访工作的通知\n各科室：\n现就有关事项通知如下。\n" + Tail);
        draft.Title.ShouldBe("关于做好春季随访工作的通知");
        draft.Addressees.ShouldBe(["各科室"]);
    }

    [Theory]
    [InlineData("时间：2024-03-05 08:12 作者：管理员 浏览次数：12")]
    [InlineData("来源：办公室发布日期：2024-03-05点击数：人次")]
    [InlineData("2024-03-05 08:12 来源：办公室")]
    [InlineData("通知发布 / 青山市第二医院")]
    public void What_a_page_says_below_the_title_is_none_of_it(string below) =>
        SampleNotice.Read($"关于做好春季随访工作的通知\n{below}\n各科室：\n现就有关事项通知如下。\n{Tail}").Title
            .ShouldBe("关于做好春季随访工作的通知");

    [Theory]
    [InlineData("青山市卫生健康局关于印发《随访工作方案》的通知\n青山市卫生健康局关于印发《随访工作方案》的通知\n青卫发〔2024〕3号\n")]
    [InlineData("青山市卫生健康局关于印发《随访工作方案》的通知\n中省青山市卫生健康局\n青山市卫生健康局关于印发《随访工作方案》的通知\n青卫发〔2024〕3号\n")]
    [InlineData("青卫发〔2024〕3号青山市卫生健康局关于印发《随访工作方案》的通知\n青山市卫生健康局关于印发《随访工作方案》的通知\n")]
    [InlineData("青卫发〔2024〕3号\n青山市卫生健康局关于印发《随访工作方案》的通知\n青卫发〔2024〕3号青山市卫生健康局关于印发随访工作方案的通知\n")]
    public void Of_two_copies_of_a_title_one_is_the_title(string head)
    {
        var draft = SampleNotice.Read(head + "各医院：\n现印发给你们。\n青山市卫生健康局\n2024年3月4日\n");
        draft.Number.ShouldBe("青卫发〔2024〕3号");
        string.Concat(draft.Title!.Where(char.IsLetter)).ShouldBe("青山市卫生健康局关于印发随访工作方案的通知");
    }

    [Theory]
    [InlineData("索 引 号 K1/2024-01 发文日期 2024-03-04\n发布机构 青山市卫生健康局 文    号 青卫发〔2024〕3号\n")]
    [InlineData("文号 | 青卫发〔2024〕3号 | 发文日期 | 2024-03-04 09:30 |\n主题分类 | 卫生 | 服务对象 | 医院 |\n")]
    [InlineData("  • 发文机构:\n\n    青山市卫生健康局\n  • 发文字号:\n\n    青卫发〔2024〕3号\n  • 发文日期:\n\n    2024年03月04日 16:40\n  • 有效性:\n\n")]
    public void Facts_over_a_notice_give_its_number_and_its_day(string facts)
    {
        var draft = SampleNotice.Read(facts + "关于做好春季随访工作的通知\n各医院：\n现就有关事项通知如下。\n");
        (draft.Number, draft.Title, draft.IssuedOn).ShouldBe(
            ("青卫发〔2024〕3号", "关于做好春季随访工作的通知", new DateOnly(2024, 3, 4)));
    }

    [Fact]
    public void A_number_in_brackets_after_the_title_is_the_number_of_the_notice() =>
        SampleNotice.Read("关于做好春季随访工作的通知（青山二院〔2024〕7号）\n各科室：\n请认真执行。\n" + Tail).Number.ShouldBe("青山二院〔2024〕7号");

    [Fact]
    public void Of_two_copies_the_last_is_whole_although_it_stands_in_two_lines() =>
        SampleNotice.Read("青山市卫生局关于印发2024年随访工作要点的通知\n来源：办公室\n青山市卫生局关于印发\n2024年随访工作要点的通知\n各医院：\n请执行。\n" + Tail)
            .Title.ShouldBe("青山市卫生局关于印发2024年随访工作要点的通知");

    [Fact]
    public void A_label_with_a_short_value_takes_nothing_of_the_next_line() =>
        SampleNotice.Read("关于做好春季随访工作的通知\n来源：医务科\n点击：9\n青山二院〔2024〕7号\n各科室：\n请认真执行。\n" + Tail).Number
            .ShouldBe("青山二院〔2024〕7号");

    [Fact]
    public void Who_issues_and_the_day_may_stand_in_one_line_over_the_title_of_a_bulletin()
    {
        var draft = SampleNotice.Read(
            "督查通报\n第6期\n青山市第二医院办公室        2024年3月4日\n关于上半月督办事项落实情况的通报\n各科室：\n现将有关情况通报如下。\n");
        (draft.Number, draft.Issuer, draft.IssuedOn).ShouldBe(("第6期", "青山市第二医院办公室", new DateOnly(2024, 3, 4)));
        draft.Title.ShouldBe("关于上半月督办事项落实情况的通报");
    }

    [Fact]
    public void A_title_glued_to_its_addressees_is_parted_from_them()
    {
        var draft = SampleNotice.Read("医院春季义诊活动方案各党支部、各科室：\n现就活动安排如下。\n一、活动目的\n服务群众。\n" + Tail);
        draft.Title.ShouldBe("医院春季义诊活动方案");
        draft.Addressees.ShouldBe(["各党支部", "各科室"]);
    }

    [Fact]
    public void A_table_that_gives_a_cell_a_line_closed_by_bars_is_a_table()
    {
        var items = SampleNotice.Read(
            "2024年实事项目推进情况\n序号 |\n主要任务 |\n分管 领导 |\n牵头 单位 |\n协同单位 |\n本月推进情况 |\n是否达序 |\n"
            + "7 |\n改造住院楼电梯4部。 |\n赵一 |\n总务科 |\n保卫科、设备科 |\n已完成招标，正在安装。 |\n是 |\n||\n"
            + "8 |\n新增自助机10台。 |\n钱二 |\n信息科 |\n门诊办 |\n已到货6台。 |\n否 |\n|\n").Items;
        items.Select(i => (i.Title, Leader: string.Join('、', i.Leaders), Lead: string.Join('、', i.Lead), All: string.Join('、', i.Departments)))
            .ShouldBe([("改造住院楼电梯4部", "赵一", "总务科", "总务科、保卫科、设备科"), ("新增自助机10台", "钱二", "信息科", "信息科、门诊办")]);
    }

    [Theory]
    [InlineData("（牵头单位：医务科；责任单位：护理部、各病区，6月底完成）", "6月底完成", "2024-06-30")]
    [InlineData("（牵头单位：医务科；责任单位：护理部、各病区，长期坚持）", "长期坚持", null)]
    public void A_date_that_ends_the_list_of_owners_is_the_deadline(string clause, string words, string? due)
    {
        var item = SampleNotice.Read(
            $"关于印发任务分工的通知\n各科室：\n请执行。\n{Tail}任务分工\n一、质量\n1.推进甲。{clause}\n").Items.ShouldHaveSingleItem();
        (item.DeadlineText, item.Due?.ToString("yyyy-MM-dd")).ShouldBe((words, due));
        item.Departments.ShouldBe(["医务科", "护理部", "各病区"]);
    }

    [Fact]
    public void A_remark_on_the_order_of_owners_names_nobody() =>
        SampleNotice.Read(
            $"关于印发任务分工的通知\n各科室：\n请执行。\n{Tail}任务分工\n1.推进甲。\n责任单位：医务科、护理部（列第一位者为牵头单位，下同）\n2.推进乙。\n责任单位：质控科\n")
            .Items.Select(i => string.Join('、', i.Departments)).ShouldBe(["医务科、护理部", "质控科"]);

    [Theory]
    [InlineData("请各科室于3月20日下午16:00前报送值班表。", "各科室", "3月20日下午16:00前", "2024-03-20")]
    [InlineData("各病区“一把手”亲自抓，于3月20日前将方案报医务科。", "各病区", "3月20日前", "2024-03-20")]
    [InlineData("学习记录由主任签字后于3月底前提交办公室。", "", "3月底前", "2024-03-31")]
    [InlineData("各牵头科室要按照本通知（详见附件）的要求，细化措施，于3月20日前上报质控科。", "各牵头科室", "3月20日前", "2024-03-20")]
    public void A_sentence_that_asks_for_something_by_a_day_is_a_task(string sentence, string who, string words, string due)
    {
        var item = Prose($"一、{sentence}").ShouldHaveSingleItem();
        (string.Join('、', item.Departments), item.DeadlineText, item.Due?.ToString("yyyy-MM-dd")).ShouldBe((who, words, due));
    }

    [Fact]
    public void A_body_by_name_that_must_act_has_a_task_without_a_day()
    {
        var items = Prose("一、各科室要高度重视，加强领导。\n二、保卫科要认真做好假期安全保卫工作。");
        items.ShouldHaveSingleItem().Departments.ShouldBe(["保卫科"]);
    }

    [Theory]
    [InlineData("一、2024年是医院发展之年，也是统筹推进质量和服务的关键一年。")]
    [InlineData("一、市卫生健康局制定了《夏季防控方案》，很有必要。")]
    [InlineData("一、如遇突发事件，要及时妥善处理并向相关部门报告。")]
    [InlineData("一、医务科将此项检查作为年终考评的依据。")]
    public void What_was_done_and_what_is_only_said_is_no_task(string text) => Prose(text).ShouldBeEmpty();

    [Fact]
    public void Points_of_a_list_with_a_day_each_are_tasks() =>
        Prose("一、进度安排\n1.3月底前制定方案\n2.2024年6月底前，完成全院病区验收\n3.加强组织领导").Select(i => (i.Title, i.Due)).ShouldBe(
            [("制定方案", new DateOnly(2024, 3, 31)), ("完成全院病区验收", new DateOnly(2024, 6, 30))]);

    [Fact]
    public void Steps_of_a_plan_are_tasks_although_a_sentence_in_them_names_who_acts() =>
        Prose("一、工作步骤\n（一）自查阶段（3月8日以前）。各支部召集科室开会。\n（二）检查阶段（3月9日—3月20日）\n检查中，机关人员要配合检查组做好工作。\n"
            + "（三）整改阶段（3月21日—3月30日）。上报整改结果。").Count.ShouldBe(3);

    [Fact]
    public void A_paper_without_any_date_gives_its_months_the_year_that_it_speaks_of()
    {
        var item = SampleNotice.Read("各病区：\n为做好2024年度防汛工作，通知如下：\n一、物资保障\n防汛物资必须在6月10日前送交仓库。\n二、值班\n做好值班。\n")
            .Items.ShouldHaveSingleItem();
        (item.Due, item.MustConfirm).ShouldBe((new DateOnly(2024, 6, 10), true));
    }

    [Fact]
    public void A_blank_within_a_date_parts_no_paragraphs_of_a_glued_line()
    {
        var draft = SampleNotice.Read(
            "医院医师节活动方案局机关各科室、局属各单位：2024 年 8 月 19 日是医师节。为组织开展好活动，现将有关事项通知如下：一、活动主题“尊医”"
            + " “重卫”。二、活动安排（一）开展宣传。活动时间：8 月 15 日-19 日。牵头科室：宣传科；配合科室：办公室、医务科。（二）开展义诊。活动时间：8 月 16 日。牵头科室：医务科。");
        (draft.Title, string.Join('、', draft.Addressees)).ShouldBe(("医院医师节活动方案", "局机关各科室、局属各单位"));
        draft.Items.Select(i => (i.Title, string.Join('、', i.Lead), i.Due)).ShouldBe(
            [("开展宣传", "宣传科", new DateOnly(2024, 8, 19)), ("开展义诊", "医务科", new DateOnly(2024, 8, 16))]);
    }

    private static IReadOnlyList<NoticeItem> Prose(string body) =>
        SampleNotice.Read($"关于做好有关工作的通知\n各科室：\n现就有关事项通知如下：\n{body}\n{Tail}").Items;
}
