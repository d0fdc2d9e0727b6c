using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

/// <summary>Layouts as they stand on public pages, one each; units and names are invented.</summary>
public sealed class LayoutTests
{
    private const string Head = "青山市第二医院文件\n青山二院〔2024〕7号\n关于印发重点任务分解的通知\n各科室：\n现印发给你们，请认真执行。\n青山市第二医院\n2024年3月4日\n";

    [Theory]
    [InlineData("1.推进甲。（责任领导:赵一;牵头单位:医务科;责任单位:护理部、质控科,有关科室）", "赵一", "医务科、护理部、质控科、有关科室", "医务科", "")]
    [InlineData("1.推进甲。[责任单位:医务科、护理部]", "", "医务科、护理部", "", "")]
    [InlineData("1.推进甲。（医务科牵头，护理部、质控科等按职责分工负责；持续推进）", "", "医务科、护理部、质控科", "医务科", "")]
    [InlineData("1.推进甲。（由医务科牵头，护理部配合）", "", "医务科、护理部", "医务科", "护理部")]
    [InlineData("1.推进甲\n牵头科室：医务科\n配合科室：护理部", "", "医务科、护理部", "医务科", "护理部")]
    [InlineData("1.推进甲。（卫生健康局，各县（市、区）人民政府）", "", "卫生健康局、各县（市、区）人民政府", "", "")]
    [InlineData("1.推进甲。（责任领导：林清和；责任单位：医务科和护理部）", "林清和", "医务科、护理部", "", "")]
    [InlineData("1.推进甲。（责任领导：林清和、陈与及；责任单位：医务科）", "林清和、陈与及", "医务科", "", "")]
    public void Work_in_a_paragraph_names_its_owners(string text, string leaders, string departments, string lead, string support)
    {
        var item = SampleNotice.Read($"{Head}重点任务分解\n一、重点任务\n{text}\n").Items.ShouldHaveSingleItem();
        item.Title.ShouldBe("推进甲");
        string.Join('、', item.Leaders).ShouldBe(leaders);
        string.Join('、', item.Departments).ShouldBe(departments);
        string.Join('、', item.Lead).ShouldBe(lead);
        string.Join('、', item.Support).ShouldBe(support);
    }

    [Fact]
    public void A_deadline_over_a_group_holds_for_what_stands_under_it()
    {
        var items = SampleNotice.Read(Head + "一、6月底前完成的任务\n1.做甲。（责任科室：医务科）\n二、长期坚持的任务\n1.做乙。（责任科室：护理部）\n").Items;
        items.Select(i => (i.No, i.Due, i.MustConfirm)).ShouldBe([(1, new DateOnly(2024, 6, 30), false), (2, null, false)]);
        items[0].Readings.ShouldContain(r => r.Value == "deadlineText" && r.Rule == "group");
        items[0].Group.ShouldBe("一、6月底前完成的任务");
    }

    [Fact]
    public void A_table_of_a_cell_a_line_is_recovered_with_its_groups()
    {
        var items = SampleNotice.Read(
            Head + "附件\n重点任务分解表\n序号\n目 标 任 务\n牵头单位\n责任单位\n责任人\n一、质量（牵头领导：赵一）\n1\n病历完成率达到100%。\n质控科\n医务科\n"
            + "钱二\n2\n感染率下降。\n感控科\n护理部\n孙三\n").Items;
        items.Select(i => (i.Group, string.Join('、', i.Departments), string.Join('、', i.Leaders))).ShouldBe(
            [("一、质量", "质控科、医务科", "钱二"), ("一、质量", "感控科、护理部", "孙三")]);
    }

    [Fact]
    public void A_list_for_the_next_year_speaks_of_that_year()
    {
        var item = SampleNotice.Read(
            Head.Replace("关于印发", "关于印发2024年").Replace("2024年3月4日", "2023年12月27日")
            + "2024年重点任务分解\n1.做甲。（责任科室：医务科；完成时限：6月底前）\n").Items.ShouldHaveSingleItem();
        item.Due.ShouldBe(new DateOnly(2024, 6, 30));
    }

    [Fact]
    public void Joint_issuers_are_each_named()
    {
        var draft = SampleNotice.Read("青山市卫生健康局\n青山市财政局\n关于做好经费管理的通知\n青卫发〔2024〕3号\n各医院：\n请认真执行。\n青山市卫生健康局  青山市财政局\n2024年3月4日\n");
        draft.Issuers.ShouldBe(["青山市卫生健康局", "青山市财政局"]);
        draft.IssuedOn.ShouldBe(new DateOnly(2024, 3, 4));
    }

    [Fact]
    public void Words_that_only_the_unit_uses_are_read_once_they_are_taught()
    {
        const string Table = "序号\t抓手\t谁来干\t啥时候\n1\t做甲\t医务科\t6月底前\n";
        var taught = SampleNotice.Options with
        {
            OwnHeads = SampleNotice.Options.OwnHeads.Add("抓手", "title").Add("谁来干", "departments").Add("啥时候", "deadline"),
        };
        SampleNotice.Read(Head + Table).Items.ShouldBeEmpty();
        SampleNotice.Read(Head + Table, taught).Items.ShouldHaveSingleItem().Departments.ShouldBe(["医务科"]);
    }

    [Theory]
    [InlineData("志愿者向20余万名患者提供了超过9000万小时的服务。", FindingKind.ImpossibleFigure)]
    [InlineData("截肢率从87%降至2896。", FindingKind.ImpossibleFigure)]
    [InlineData("累计观看人数达139、2万。", FindingKind.ImpossibleFigure)]
    [InlineData("于3月8日（星期一）前报送。", FindingKind.WeekdayDiffers)]
    [InlineData("推动医院高质量发展。及关于加强和改进机关思想政治工作的调研报告思想政治工作是优良传统。", FindingKind.JoinedDocuments)]
    public void What_cannot_be_is_doubted(string text, FindingKind kind)
    {
        var finding = SampleNotice.Read($"{Head}一、情况\n{text}\n二、要求\n抓好落实。\n").Findings.Where(f => f.Kind == kind).ShouldHaveSingleItem();
        finding.Message.ShouldEndWith("。");
    }

    [Fact]
    public void An_owner_who_has_left_is_told_from_one_who_never_was()
    {
        var options = SampleNotice.Options with { KnownNames = ["医务科"], DepartedNames = ["信息科"] };
        var findings = SampleNotice.Read($"{Head}1.做甲。（责任科室：信息科、医务科）\n", options).Findings;
        findings.ShouldContain(f => f.Kind == FindingKind.DepartedName && f.Message.Contains("信息科"));
        findings.ShouldNotContain(f => f.Kind == FindingKind.UnknownName);
    }

    [Fact]
    public void A_standard_that_only_some_rows_have_is_missed_in_the_others()
    {
        var draft = SampleNotice.Read(Head + "序号\t任务\t完成标准\t责任科室\n1\t做甲\t入径率70%\t医务科\n2\t做乙\t\t护理部\n");
        draft.Items[0].Standard.ShouldBe("入径率70%");
        draft.Findings.Where(f => f.Kind == FindingKind.NoMeasure).Select(f => f.Item).ShouldBe([2]);
    }

    [Fact]
    public void Telephone_numbers_are_read_with_their_point()
    {
        var draft = SampleNotice.Read($"{Head}1.提供绿色通道服务，电话：89107226。（责任科室：医务科）\n");
        draft.Items.Single().Points.Single().Phones.ShouldBe(["89107226"]);
    }
}
