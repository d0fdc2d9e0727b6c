namespace Approvals.Tests.Notices;

/// <summary>Who is somebody and who is not, in brackets and in sentences. All words are invented.</summary>
public sealed class NamesInSentencesTests
{
    private static string Read(string text, string title = "关于做好春季工作的通知") => string.Join('\n', SampleNotice.Read($"""
        屏中医〔2024〕25号
        {title}
        各科室：
        {text}
        屏川市中心医院
        2024年3月1日
        """).Items.Select(i =>
            $"{i.Title}|{string.Join('、', i.Departments)}|{string.Join('、', i.Lead)}|{string.Join('、', i.Support)}|{i.Due:MM-dd}"));

    [Theory]
    [InlineData("1.改造锅炉房。（基建科会同总务科、设备科；5月底前）", "改造锅炉房|基建科、总务科、设备科|||05-31")]
    [InlineData("1.改造锅炉房。（基建科以及总务科；5月底前）", "改造锅炉房|基建科、总务科|||05-31")]
    [InlineData("1.改造锅炉房。（责任科室：基建科（牵头）、总务科（协助）；完成时限：5月底前）", "改造锅炉房|基建科、总务科|基建科|总务科|05-31")]
    [InlineData("1.改造锅炉房。（责任科室：基建科（牵头单位）、总务科（配合单位）；完成时限：5月底前）", "改造锅炉房|基建科、总务科|基建科|总务科|05-31")]
    public void Words_that_join_bodies_part_their_names(string text, string expected) => Read(text).ShouldBe(expected);

    [Theory]
    [InlineData("医务科、护理部联合召开病历点评会，4月底前形成通报。", "医务科、护理部")]
    [InlineData("护理部上门开展压疮护理指导，4月底前完成。", "护理部")]
    [InlineData("城投公司作为代建单位于4月底前完成场地平整。", "城投公司")]
    [InlineData("人事科面向社会公开招聘护士20名，4月底前完成。", "人事科")]
    [InlineData("各护理单元于4月底前完成自查。", "各护理单元")]
    [InlineData("医务科要对照有关要求于4月底前修改流程。", "医务科")]
    public void What_stands_beside_a_body_is_none(string text, string departments) =>
        Read(text).Split('\n').ShouldHaveSingleItem().Split('|')[1].ShouldBe(departments);

    [Theory]
    [InlineData("一、有关要求\n（一）提高认识。各护士长要广泛发动。\n（二）护理部要在4月23日前开通报名页面。", "开通报名页面|护理部|||04-23")]
    [InlineData("一、各项工作\n（一）提高认识。各科主任要广泛发动。\n（二）护理部要在4月23日前开通报名页面。", "开通报名页面|护理部|||04-23")]
    public void A_heading_that_speaks_of_demands_is_nobody(string text, string expected) => Read(text).ShouldBe(expected);

    [Fact]
    public void A_dash_between_numbers_is_none_before_a_name() =>
        Read("请护理部于5月16日前将小结（500字以内）及照片2—3张报院办。").ShouldBe("将小结（500字以内）及照片2—3张报院办|护理部|||05-16");

    [Theory]
    [InlineData("疾控科负责实验室的技术指导，于9月20日前制定检查细则。", "制定检查细则")]
    [InlineData("民政科负责倡导文明祭扫，3月25日前发放倡议书3万份。", "发放倡议书3万份")]
    [InlineData("信息科负责校验功能开发，8月20日前上线试运行。", "校验功能开发")]
    [InlineData("市场科负责食品经营户检查，5月底前完成一轮全覆盖。", "食品经营户检查")]
    public void A_standing_duty_gives_way_to_what_has_a_day(string text, string title) => Read(text).Split('|')[0].ShouldBe(title);

    [Theory]
    [InlineData("5月份起实行床位统一调配。")]
    [InlineData("5月起实行床位统一调配。")]
    [InlineData("5月开始实行床位统一调配。")]
    public void A_month_in_which_something_begins_is_no_deadline(string plan) =>
        Read($"1.床位管理。{plan}（责任科室：医务科）").ShouldBe("床位管理|医务科|||");
}
