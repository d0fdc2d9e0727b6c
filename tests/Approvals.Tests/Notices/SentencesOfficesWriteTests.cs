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
}
