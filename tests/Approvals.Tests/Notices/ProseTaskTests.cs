using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

/// <summary>Tasks in sentences: who acts, what is done, until when. All words are invented.</summary>
public sealed class ProseTaskTests
{
    [Theory]
    [InlineData("水利局、应急管理局要于5月20日前完成隐患排查。", "水利局|应急管理局", "完成隐患排查")]
    [InlineData("发改局、自然资源局4月30日前完成项目审核。", "发改局|自然资源局", "完成项目审核")]
    [InlineData("民政局、对外联络办、工会应于4月底前完成走访。", "民政局|对外联络办|工会", "完成走访")]
    [InlineData("卫健局应急办要在4月底前补齐药品。", "卫健局应急办", "补齐药品")]
    [InlineData("财政局、会计中心于4月底前完成对账。", "财政局|会计中心", "完成对账")]
    [InlineData("优化营商环境办公室要于4月底前公布清单。", "优化营商环境办公室", "公布清单")]
    public void Every_body_of_a_list_acts_whatever_word_its_name_begins_with(string sentence, string bodies, string title)
    {
        var item = Read(sentence).Items.ShouldHaveSingleItem();
        item.Departments.ShouldBe(bodies.Split('|'));
        item.Title.ShouldBe(title);
    }

    [Theory]
    [InlineData("防汛物资由应急管理局负责，5月底前储备到位。", "应急管理局", "防汛物资")]
    [InlineData("山洪沟道清淤由水务中心牵头、交通局配合，5月底前完成。", "水务中心|交通局", "山洪沟道清淤")]
    [InlineData("山洪沟道清淤，水务中心负责，5月底前完成。", "水务中心", "山洪沟道清淤")]
    [InlineData("会务，院办负责，5月底前完成。", "院办", "会务")]
    [InlineData("电梯检修统一由后勤科组织实施，5月底前完成。", "后勤科", "电梯检修")]
    public void What_somebody_is_given_to_do_may_stand_before_who_it_is(string sentence, string bodies, string title)
    {
        var item = Read(sentence).Items.ShouldHaveSingleItem();
        item.Departments.ShouldBe(bodies.Split('|'));
        item.Title.ShouldBe(title);
        item.Due.ShouldBe(new DateOnly(2024, 5, 31));
    }

    [Theory]
    [InlineData("值守制度修订（医务科张明负责，3月底前）。")]
    [InlineData("值守制度修订（由医务科张明负责，3月底前）。")]
    [InlineData("值守制度修订由医务科张明负责，3月底前完成。")]
    [InlineData("值守制度修订由医务科科长张明同志牵头，3月底前完成。")]
    [InlineData("医务科张明于3月底前完成值守制度修订。")]
    public void A_person_beside_a_body_is_in_charge_there(string sentence)
    {
        var item = Read(sentence).Items.ShouldHaveSingleItem();
        item.Departments.ShouldBe(["医务科"]);
        item.Leaders.ShouldBe(["张明"]);
        item.Due.ShouldBe(new DateOnly(2024, 3, 31));
    }

    [Theory]
    [InlineData("自由贸易办负责，5月底前完成。", "自由贸易办")]
    [InlineData("护理部高危组负责培训，5月底前完成。", "护理部高危组")]
    public void What_only_looks_so_is_part_of_the_name(string sentence, string body) =>
        Read(sentence).Items.ShouldHaveSingleItem().Departments.ShouldBe([body]);

    [Theory]
    [InlineData("排水泵站改造，水务局负责，5月底前完成。", "水务局", "排水泵站改造")]
    [InlineData("水务局汛期每日发布水情。", "水务局", "发布水情")]
    [InlineData("财务科、审计科分别于5月底前报送清单。", "财务科|审计科", "报送清单")]
    [InlineData("基建科分三批更换灯具，第一批4月底前完成。", "基建科", "分三批更换灯具")]
    [InlineData("宣传册由宣教科统一印制，5月底前完成。", "宣教科", "宣传册")]
    [InlineData("经营部于5月底前完成盘点。", "经营部", "完成盘点")]
    [InlineData("社会事务办会同各村民委员会逐户登记，5月底前完成。", "社会事务办|各村民委员会", "逐户登记")]
    [InlineData("城建局要倒排工期、挂图作战，5月底前完成主体工程。", "城建局", "完成主体工程")]
    [InlineData("食堂要于5月底前更换灶具。", "食堂", "更换灶具")]
    [InlineData("门前秩序由保卫科会同派出所负责，5月底前理顺。", "保卫科|派出所", "门前秩序")]
    [InlineData("财务科安排经费，后勤科5月底前更换灯具。", "财务科|后勤科", "安排经费")]
    [InlineData("开展反诈宣传。宣教科负责。", "宣教科", "开展反诈宣传")]
    [InlineData("更换老化滤网。由后勤科会同设备科负责，5月底前完成。", "后勤科|设备科", "更换老化滤网")]
    public void Who_acts_and_what_is_done_are_told_apart(string sentence, string bodies, string title)
    {
        var item = Read(sentence).Items.ShouldHaveSingleItem();
        item.Departments.ShouldBe(bodies.Split('|'));
        item.Title.ShouldBe(title);
    }

    [Fact]
    public void An_aim_with_a_day_is_no_task() =>
        Read("总体目标。全年面积12万亩，4月底前完成播种5万亩。", "备足农资。农业科3月20日前备足种子。").Items.Select(i => i.Title).ShouldBe(["备足农资"]);

    [Fact]
    public void A_short_heading_names_the_task_that_its_text_gives_to_one_body()
    {
        var draft = Read("核对资产。财务科6月底前核对资产台账。核对结果于7月10日前报院办。", "更换设备。后勤科5月底前更换锅炉。设备科6月底前更换电梯。");
        draft.Items.Select(i => i.Title).ShouldBe(["核对资产", "更换锅炉", "更换电梯"]);
        draft.Items[0].Departments.ShouldBe(["财务科"]);
        draft.Items[0].Due.ShouldBe(new DateOnly(2024, 7, 10));
        draft.Items[0].Points.Length.ShouldBe(2);
    }

    [Fact]
    public void What_bodies_do_in_a_phase_is_due_with_the_phase()
    {
        var draft = SampleNotice.Read("关于做好专项整治的通知\n各有关单位：\n一、整治步骤\n（一）动员阶段（3月5日—3月20日）\n质控科制定排查表。医务科于3月12日前完成摸底。\n"
            + "（二）整治阶段（3月21日—10月31日）\n1.药剂科依法清理过期药品。\n青山市第二医院\n2024年3月4日\n");
        draft.Items.Select(i => (i.Departments.Single(), i.Due!.Value)).ShouldBe(
            [("质控科", new DateOnly(2024, 3, 20)), ("医务科", new DateOnly(2024, 3, 12)), ("药剂科", new DateOnly(2024, 10, 31))]);
    }

    [Fact]
    public void A_circular_has_tasks_where_it_demands_something()
    {
        var draft = SampleNotice.Read("关于病历质量检查情况的通报\n各科室：\n一、总体情况\n质控科要求各科室于2月底前完成自查，多数科室按时完成。\n"
            + "二、存在问题\n内科未达到3月底前完成归档的要求。\n三、整改要求\n（一）内科要于4月10日前补齐病历。\n青山市第二医院\n2024年4月1日\n");
        draft.Items.ShouldHaveSingleItem().Title.ShouldBe("补齐病历");
        draft.Findings.ShouldNotContain(f => f.Kind == FindingKind.SentenceWithoutItem);
    }

    [Fact]
    public void The_cover_of_a_forwarded_notice_asks_for_its_own()
    {
        var draft = SampleNotice.Read("青山街道办事处转发区住建局\n关于开展安全排查的通知\n各社区：\n现将通知转发给你们，提出如下要求：\n"
            + "一是各社区要于3月25日前完成登记；二是应急办牵头，4月底前完成报警器检查。\n请将落实情况于5月10日前报街道应急办。\n青山街道办事处\n2024年3月11日\n"
            + "区住建局关于开展安全排查的通知\n各街道：\n1.抓好入户安检。（责任单位：燃气公司；完成时限：11月底前）\n2.更新管道。（责任单位：城投集团；完成时限：10月底前）\n区住建局\n2024年2月26日\n");
        draft.Items.Select(i => i.Due).ShouldBe(
            [new(2024, 3, 25), new(2024, 4, 30), new(2024, 5, 10), new(2024, 11, 30), new DateOnly(2024, 10, 31)], ignoreOrder: true);
    }

    [Theory]
    [InlineData("2024年9月2日", "2024-09-20")]
    [InlineData("2024年12月2日", "2025-09-20")]
    public void A_plan_for_the_next_year_is_issued_at_the_end_of_this_one(string issued, string due) =>
        SampleNotice.Read($"关于做好2025年度参保工作的通知\n各有关单位：\n一、医保科9月20日前完成核对。\n青山市第二医院\n{issued}\n").Items
            .ShouldHaveSingleItem().Due.ShouldBe(DateOnly.Parse(due, null));

    [Theory]
    [InlineData("二、其他事项\n财务科要在6月30日前完成资产核对。", "完成资产核对")]
    [InlineData("二、工作要求\n（一）高度重视。各科室要高度重视。\n（二）核对资产。财务科6月30日前完成资产核对。", "核对资产")]
    [InlineData("二、其他事项\n信息科每月备份数据。", "备份数据")]
    public void A_task_in_a_sentence_is_read_beside_tasks_in_brackets(string rest, string title) =>
        WithList(rest).Items.Select(i => i.Title).ShouldBe(["完善台账", "更换滤网", title]);

    [Theory]
    [InlineData("二、组织领导\n成立领导小组，院长任组长，办公室设在设备科，设备科负责日常工作。")]
    [InlineData("二、工作要求\n各科室要高度重视，精心组织。")]
    [InlineData("二、工作要求\n护理部要密切配合，及时报送信息。")]
    [InlineData("二、信息报送\n各科室于4月15日前将联络员名单报设备科。")]
    [InlineData("二、信息报送\n护理部于4月15日前报送联络员名单。")]
    public void Sentences_that_organise_around_a_list_are_no_tasks(string rest) =>
        WithList(rest).Items.Select(i => i.Title).ShouldBe(["完善台账", "更换滤网"]);

    [Fact]
    public void A_heading_over_listed_tasks_is_none_itself() =>
        SampleNotice.Read("关于做好有关工作的通知\n各有关单位：\n一、设备科牵头抓好设备管理\n（一）完善台账。（责任科室：设备科）\n"
            + "（二）更换滤网。（责任科室：后勤科）\n青山市第二医院\n2024年3月4日\n").Items.Select(i => i.Title).ShouldBe(["完善台账", "更换滤网"]);

    private static NoticeDraft WithList(string rest) => SampleNotice.Read(
        "关于做好有关工作的通知\n各有关单位：\n一、重点任务\n1.完善台账。（责任科室：设备科；完成时限：5月底前）\n2.更换滤网。（责任科室：后勤科）\n"
        + rest + "\n青山市第二医院\n2024年3月4日\n");

    internal static NoticeDraft Read(params string[] sentences) => SampleNotice.Read(
        "关于做好有关工作的通知\n各有关单位：\n" + string.Concat(sentences.Select((s, i) => $"{ChineseNumeral(i + 1)}、{s}\n"))
        + "青山市第二医院\n2024年3月4日\n");

    private static string ChineseNumeral(int no) => "〇一二三四五六七八九十"[no].ToString();
}
