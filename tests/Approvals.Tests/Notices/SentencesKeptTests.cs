namespace Approvals.Tests.Notices;

/// <summary>Sentences that look like words around a task and are one, with its own day and its own body.</summary>
public sealed class SentencesKeptTests
{
    private static string Read(string text) => string.Join('\n', SampleNotice.Read($"""
        屏中医〔2024〕25号
        关于印发2024年工作要点的通知
        各科室：
        {text}
        屏川市中心医院
        2024年3月1日
        """).Items.Select(i => $"{i.Title}|{string.Join('、', i.Departments)}|{i.Due:MM-dd}"));

    [Theory]
    [InlineData("应急办要做好防汛前期准备，6月10日前完成物资清点。", "做好防汛前期准备|应急办|06-10")]
    [InlineData("药剂科要严把药品入库前验收关，3月底前修订制度。", "严把药品入库前验收关|药剂科|03-31")]
    [InlineData("总务科要做好新楼投用前检查，5月20日前完成整改。", "做好新楼投用前检查|总务科|05-20")]
    [InlineData("应急办要在汛前完成物资清点。", "完成物资清点|应急办|")]
    public void A_day_goes_before_an_event_that_has_none(string text, string item) => Read(text).ShouldBe(item);

    [Theory]
    [InlineData("接市卫健委通知，医务科须于3月15日前将名单报院办。", "将名单报院办|医务科|03-15")]
    [InlineData("接省中医局来函，科教科须于4月5日前上报项目清单。", "上报项目清单|科教科|04-05")]
    [InlineData("党办将于6月底前组织党员赴烈士陵园开展主题党日。", "组织党员赴烈士陵园开展主题党日|党办|06-30")]
    [InlineData("保卫科将在4月底前对院外来人员重新登记。", "对院外来人员重新登记|保卫科|04-30")]
    public void A_body_that_is_told_by_others_or_goes_somewhere_has_its_task(string text, string item) => Read(text).ShouldBe(item);

    [Theory]
    [InlineData("市督导组将于3月中旬来我院检查。")]
    [InlineData("接市爱卫办通知，专家组将于4月中旬赴我市评估。")]
    public void Who_comes_to_us_has_none(string text) => Read(text).ShouldBeEmpty();

    [Theory]
    [InlineData("会议讨论决定由总务科负责维修，8月底前完成。", "维修|总务科|08-31")]
    [InlineData("会议研究同意由设备科牵头采购呼吸机，6月底前到货。", "采购呼吸机|设备科|06-30")]
    [InlineData("会议听取后勤工作汇报，要求总务科8月底前更换管道。", "更换管道|总务科|08-31")]
    [InlineData("会议听取了医务科关于质量要求的汇报，决定由医务科牵头修订质控办法，5月底前印发。", "修订质控办法|医务科|05-31")]
    public void What_a_meeting_decides_keeps_its_owner(string text, string item) => Read(text).ShouldBe(item);

    [Theory]
    [InlineData("各科室安全员每月30日前上报隐患。", "上报隐患|各科室安全员|")]
    [InlineData("保卫科节日期间要加强巡查。", "节日期间要加强巡查|保卫科|")]
    [InlineData("国庆期间保卫科要加强巡查。", "加强巡查|保卫科|")]
    [InlineData("疫情防控期间保卫科要加强值守。", "加强值守|保卫科|")]
    [InlineData("总务科迎检期间要保障供水。", "迎检期间要保障供水|总务科|")]
    public void A_name_is_not_cut_where_it_ends_as_an_adverb_does_nor_skipped(string text, string item) => Read(text).ShouldBe(item);

    [Theory]
    [InlineData("10万元以下事项由科主任审批，财务科6月底前修订报销流程。", "|财务科|06-30")]
    [InlineData("护理部6月底前将压疮发生率控制在1‰以下。", "将压疮发生率控制在1‰以下|护理部|06-30")]
    public void What_is_below_an_amount_is_no_list_that_follows(string text, string item) => Read(text).ShouldContain(item);

    [Theory]
    [InlineData("学校应于3月31日前完成缺勤追踪制度建设。", "完成缺勤追踪制度建设|学校|03-31")]
    [InlineData("公司应于4月20日前完成管网检修。", "完成管网检修|公司|04-20")]
    public void A_school_or_a_company_in_anothers_notice_is_somebody(string text, string item) => Read(text).ShouldBe(item);

    [Theory]
    [InlineData("我校要于3月31日前完成制度建设。")]
    [InlineData("本公司要于3月31日前完成制度建设。")]
    [InlineData("医院要于3月31日前完成制度建设。")]
    public void The_issuer_itself_is_nobody(string text) => Read(text).ShouldBeEmpty();

    [Fact]
    public void A_number_of_two_parts_in_brackets_is_no_day() =>
        Read("""
            一、质量
            1.规范会诊流程（2.11）。（责任科室：医务科；6月底前）
            2.完善转运流程（3.2）。（责任科室：护理部；5月底前）
            """).ShouldBe("规范会诊流程（2.11）|医务科|06-30\n完善转运流程（3.2）|护理部|05-31");

    [Fact]
    public void A_label_line_within_a_task_parts_nothing()
    {
        var read = SampleNotice.Read("""
            屏中医〔2024〕25号
            关于印发2024年工作要点的通知
            各科室：
            一、修订会诊制度
            工作要求：
            明确时限，4月底前完成。
            责任科室：医务科
            二、更换推车
            职责分工
            逐台核对，5月底前完成。
            责任科室：设备科
            屏川市中心医院
            2024年3月1日
            """);

        read.Items.Select(i => $"{i.Title}|{string.Join('、', i.Departments)}|{i.Due:MM-dd}")
            .ShouldBe(["修订会诊制度|医务科|04-30", "更换推车|设备科|05-31"]);
        read.Findings.Select(f => f.Kind).ShouldNotContain(Approvals.Readers.Notices.FindingKind.NumberingRepeat);
    }

    [Fact]
    public void Numbered_points_of_a_list_with_days_are_no_telling_of_progress() =>
        Read("""
            一、修订会诊制度。（责任科室：医务科；4月底前）
            二、职称评审。各科室10月20日前完成申报信息录入。
            三、自查总结。各科室11月20日前报送自查总结。
            四、更换推车。（责任科室：设备科；5月底前）
            """).ShouldBe("""
            修订会诊制度|医务科|04-30
            职称评审|各科室|10-20
            自查总结|各科室|11-20
            更换推车|设备科|05-31
            """);

    [Fact]
    public void What_begins_as_a_report_does_is_a_name_all_the_same() =>
        string.Join('\n', SampleNotice.Read("""
            院长办公会议纪要
            〔2024〕5号
            2024年3月1日上午，院长主持召开院长办公会议，议定事项如下：
            1.研究食堂承包。（责任科室：总务科）
            2.研究型病房建设。（责任科室：科教科）
            3.研究生宿舍维修。（责任科室：总务科）
            4.通报批评制度。（责任科室：纪检室）
            """).Items.Select(i => i.Title)).ShouldBe("食堂承包\n研究型病房建设\n研究生宿舍维修\n通报批评制度");

    [Theory]
    [InlineData("设置预检分诊台，发热患者登记率达到100%", "Measure")]
    [InlineData("增设探头64个，录像保存不少于90天", "Facility")]
    public void A_rate_beside_what_is_set_up_is_a_measure(string text, string kind) =>
        SampleNotice.Read($"""
            关于印发2024年工作要点的通知
            各科室：
            1.{text}。（责任科室：门诊部；4月底前）
            屏川市中心医院
            2024年3月1日
            """).Items.Single().Points.ShouldContain(p => p.Kind.ToString() == kind && p.Text.Contains('，'));
}
