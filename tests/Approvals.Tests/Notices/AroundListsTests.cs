namespace Approvals.Tests.Notices;

/// <summary>What stands around tasks: sentences to everybody, how a list is watched, points with a day of their own.</summary>
public sealed class AroundListsTests
{
    private static string Read(string text) => string.Join('\n', SampleNotice.Read($"""
        屏中医〔2024〕25号
        关于印发2024年工作要点的通知
        各科室：
        {text}
        屏川市中心医院
        2024年3月1日
        """).Items.Select(i => $"{i.Title}|{string.Join('、', i.Departments)}|{i.Due:MM-dd}"));

    private const string List = """
        一、提升质量
        1.修订会诊制度。（责任科室：医务科；4月底前）
        2.更换急救推车。（责任科室：设备科；5月底前）

        """;

    [Theory]
    [InlineData("各责任科室要于每季度末向院办报送工作进展，院办汇总后通报。")]
    [InlineData("各科室、分院要强化组织领导，确保全年目标完成。")]
    [InlineData("二、工作要求\n（一）强化督导。质控科每月开展一次督导。")]
    [InlineData("有关要求：\n（一）各科室要高度重视。\n（二）院办每季度通报进展情况。")]
    [InlineData("工作要求\n各科室要高度重视。")]
    [InlineData("二、工作要求\n医院将把落实情况纳入考核。")]
    public void Nothing_around_a_list_joins_it(string text) =>
        Read(List + text).ShouldBe("修订会诊制度|医务科|04-30\n更换急救推车|设备科|05-31");

    [Fact]
    public void A_point_with_a_day_of_its_own_is_one_whatever_it_says_of_doing_at_once() =>
        Read("""
            一、全面排查。各科室4月20日前完成自查。
            二、严格整改。能立即整改的立即整改，5月15日前全部整改到位。
            三、加强督导。医务科、护理部组成督导组，于4月下旬进行督查；保卫科结合巡逻每月开展抽查。
            四、强化值守。五一期间各科室要严格执行值班制度，值班表4月28日前报院办。
            """).ShouldBe("""
            全面排查|各科室|04-20
            严格整改||05-15
            进行督查|医务科、护理部|04-30
            结合巡逻每月开展抽查|保卫科|
            强化值守|各科室|04-28
            """);

    [Fact]
    public void Beside_bodies_with_days_a_body_that_must_act_has_a_task_without_one() =>
        Read("""
            一、主要任务
            （一）整治红包。医务科、药学部要在4月底前完成自查；纪检室6月底前开展检查。
            （二）优化流程。门诊部牵头，信息科配合，5月底前上线导诊；护理部负责推行首问负责制。
            二、实施步骤
            （一）动员阶段（3月）。召开动员会。
            （二）总结阶段（12月）。开展评比。
            """).ShouldContain("推行首问负责制|护理部|");

    [Fact]
    public void Points_of_a_phase_in_which_one_body_acts_have_their_names() =>
        Read("""
            一、实施步骤
            （一）动员阶段（3月1日至3月15日）

            1.党办、工会联合召开部署会，明确职责。

            2.党办于3月10日前印发方案。

            （二）筛查阶段（3月16日至6月30日）

            1.因病缺勤追踪。各学校每日登记缺勤情况。

            2.通风检查。监督所对教室开展一轮检查，发现问题的下达意见书。
            """).ShouldBe("""
            联合召开部署会|党办、工会|03-15
            印发方案|党办|03-10
            因病缺勤追踪|各学校|
            通风检查|监督所|06-30
            """);

    [Fact]
    public void A_list_that_follows_is_no_task_and_a_telephone_no_part_of_a_title() =>
        Read("""
            根据3月1日院长办公会议定事项，请你科室按以下要求抓好落实：
            一、医务科于4月20日前完成目录修订；
            二、护理部于4月25日前将方案报院办（联系人：杜鹃，电话：7223344）。
            """).ShouldBe("完成目录修订|医务科|04-20\n将方案报院办|护理部|04-25");

    [Fact]
    public void Points_that_begin_with_a_body_and_a_colon_are_its_work() =>
        Read("""
            接市爱卫办通知，复审组将于4月中旬来我市开展评估，为做好准备，安排如下：
            一、责任分工
            1.总务科：负责环境卫生，3月25日前完成外墙清洗。
            2.感染管理科：负责规范暂存间标识。
            3．信息科、财务科：3月20日前完成接口改造。
            """).ShouldBe("环境卫生|总务科|03-25\n规范暂存间标识|感染管理科|\n完成接口改造|信息科、财务科|03-20");
}
