namespace Approvals.Tests.Notices;

/// <summary>Sentences as offices write them: how before what, duties beside days, minutes without days, points without owners.</summary>
public sealed class SentencesOfficesWriteTests
{
    private static string Read(string text, string title = "关于印发2024年工作要点的通知") => string.Join('\n', SampleNotice.Read($"""
        屏中医〔2024〕25号
        {title}
        各科室：
        {text}
        屏川市中心医院
        2024年3月1日
        """).Items.Select(i => $"{i.Title}|{string.Join('、', i.Departments)}|{i.Due:MM-dd}"));

    private static string Decided(string text) => string.Join('\n', SampleNotice.Read($"""
        屏川市中心医院
        院长办公会议纪要
        第3期
        会议议定如下事项：
        一、关于设备采购。由设备科牵头，6月底前完成采购。
        {text}
        分送：院领导，各科室。
        （共印30份）
        2024年3月1日
        """).Items.Skip(1).Select(i => $"{i.Title}|{string.Join('、', i.Departments)}|{i.Due:MM-dd}"));

    [Theory]
    [InlineData("医务科、护理部要发挥骨干作用，5月底前完成专科培训。", "完成专科培训|医务科、护理部|05-31")]
    [InlineData("保卫科要牢固树立安全意识，6月10日前完成隐患排查。", "完成隐患排查|保卫科|06-10")]
    public void How_a_thing_is_done_is_not_its_name(string text, string items) => Read(text).ShouldBe(items);

    [Theory]
    [InlineData("疾控科负责技术指导，6月15日前组织一期规范管理培训班。", "组织一期规范管理培训班|疾控科|06-15")]
    [InlineData("信息科负责挂号系统的调试，6月9日前上线运行。", "挂号系统的调试|信息科|06-09")]
    public void Beside_a_standing_duty_what_has_the_day_is_the_task(string text, string item) => Read(text).ShouldBe(item);

    [Theory]
    [InlineData("工作证件由人事科统一印制，6月18日前分送各科室。", "工作证件|人事科|06-18")]
    [InlineData("医院官网改版由信息科抓紧推进，5月底前上线试运行。", "医院官网改版|信息科|05-31")]
    public void What_is_given_to_somebody_keeps_its_name_before_a_bare_verb(string text, string item) => Read(text).ShouldBe(item);

    [Theory]
    [InlineData("规财科汇总各单位安全检查情况，6月29日前报区安委办。", "汇总各单位安全检查情况|规财科|06-29")]
    [InlineData("请各科室于15日前将自查报告报质控办。", "将自查报告报质控办|各科室|03-15")]
    [InlineData("质控科25日前汇总全院自查结果。", "汇总全院自查结果|质控科|03-25")]
    public void A_verb_may_stand_before_many_and_a_day_without_its_month(string text, string item) => Read(text).ShouldBe(item);

    [Fact]
    public void A_noun_before_a_verb_is_nobody() =>
        Read("区医院、中医院6月1日至8日开放普通门诊，由医政科牵头协调，门诊安排提前在官网公布。").ShouldEndWith("|区医院、中医院、医政科|06-08");

    [Theory]
    [InlineData("二、关于防汛值班。会议要求，总值班室、保卫科严格执行24小时值班制度。", "防汛值班|总值班室、保卫科|")]
    [InlineData("二、关于搬迁期间医疗服务。医务科要制定应急预案，护理部要统筹调配人员。", "搬迁期间医疗服务|医务科、护理部|")]
    [InlineData("二、关于系统切换。信息科负责网络割接，4月12日前完成测试；门诊部负责窗口培训。", "系统切换|信息科、门诊部|04-12")]
    [InlineData("二、关于年中工作会。会议要求各科室要提高认识，抓好落实。", "")]
    public void Minutes_give_work_to_whom_they_name(string matter, string items) => Decided(matter).ShouldBe(items);

    [Fact]
    public void The_last_matter_keeps_its_sentence_above_the_count_of_copies() =>
        Decided("二、其他事项\n（一）宣传片由宣传科负责拍摄，4月1日前完成。\n（二）请审计科对维修项目进行一次专项审计。")
            .ShouldEndWith("对维修项目进行一次专项审计|审计科|");

    [Fact]
    public void A_point_with_a_day_whose_owners_were_left_out_is_a_task_among_others() => Read("""
        一、守牢安全底线
        （一）压实消防责任。每日开展防火巡查。（保卫科）
        （二）保障网络安全。每周备份一次数据。（信息科）
        （三）做好退休职工服务。10月底前组织健康体检。
        （四）弘扬优良作风。
        各科室要对照要点制定措施，于每季度末月25日前将进展情况报院办，院办汇总后通报。
        """).ShouldBe("压实消防责任|保卫科|\n保障网络安全|信息科|\n做好退休职工服务||10-31");

    [Theory]
    [InlineData("后勤保障部改善就诊环境，5月底以前更换候诊椅120张。", "改善就诊环境|后勤保障部|05-31")]
    [InlineData("县医院、中医院各组织2场义诊，分别安排在6月19日和6月21日。", "各组织2场义诊|县医院、中医院|06-21")]
    [InlineData("各党支部、各科室要于4月10日前完成自查，填写自查表，交党办汇总。", "完成自查|各党支部、各科室|04-10")]
    [InlineData("各单位要明确专人负责，6月12日前将名单报医务科。", "将名单报医务科|各单位|06-12")]
    public void Verbs_and_adverbs_part_who_from_what(string text, string item) => Read(text).ShouldBe(item);

    [Fact]
    public void A_point_that_begins_with_its_days_is_one_task() => Read("""
        一、活动安排
        1. 环境大扫除（4月1-7日）：总务科牵头，各科室负责本科室清洁。
        2. 病媒防制（4月8日—14日）：总务科联系消杀公司集中消杀，院感科指导。
        3. 健康讲座（4月22日前）：由健康教育科组织，全院职工参加。
        """).ShouldBe("环境大扫除|总务科、各科室|04-07\n病媒防制|总务科、院感科|04-14\n健康讲座|健康教育科、全院职工|04-22");

    [Fact]
    public void A_report_asks_only_for_what_it_demands() => Read("""
        一、存在问题
        内二科存在首次病程记录过于简单的问题。
        二、整改要求
        （一）各科室要对照问题举一反三，于4月15日前将整改报告报质控科。
        （二）对整改不力的科室，质控科将在第二季度检查中加倍扣分。
        """, "关于2024年一季度医疗质量检查情况的通报").ShouldBe("将整改报告报质控科|各科室|04-15");

    [Fact]
    public void Among_points_with_a_body_before_its_colon_each_is_its_work() => Read("""
        1、总务科3月24日前对水电设施进行一次检查。
        2、财务科3月25日前完成福利发放。
        3、信息科：3月26日前完成服务器巡检。
        4、严禁公车私用，纪检监察室将开展明察暗访。
        """).ShouldBe("对水电设施进行一次检查|总务科|03-24\n完成福利发放|财务科|03-25\n完成服务器巡检|信息科|03-26");

    [Fact]
    public void A_form_has_its_name_and_a_label_a_line()
    {
        var draft = SampleNotice.Read("""
            督办通知单
            编号：院督〔2025〕12号
            承办科室：信息科、医务科
            督办事项：落实关于互联网医院上线的决定
            办理要求：1.完成系统测试；2.办理执业许可。
            办结时限：2025年6月20日前
            签发：院办
            2025年5月16日
            """);
        draft.Title.ShouldBe("督办通知单");
        draft.Items.Select(i => $"{i.Title}|{string.Join('、', i.Departments)}|{i.Due:MM-dd}").ShouldBe(["落实关于互联网医院上线的决定|信息科、医务科|06-20"]);
    }

    [Fact]
    public void What_was_only_told_a_meeting_is_no_matter() =>
        Decided("二、通报一季度质量情况\n医务科通报了一季度质量情况。会议强调，要持续改进。").ShouldBeEmpty();

    [Theory]
    [InlineData("一、信息科要在7月20日前完成系统升级。\n二、医保办对上半年拒付情况进行分析，7月15日前拿出措施，分管领导：朱莉。", "医保办|07-15")]
    [InlineData("一、信息科要在7月20日前完成系统升级。\n二、其他：各科室按月上报数据，每月3日前报财务科。", "各科室|")]
    public void A_leader_behind_a_sentence_leaves_its_body_in_place(string text, string item) => Read(text).ShouldEndWith(item);
}
