using System.Text;
using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

/// <summary>Notices that are laid out unlike 18号; unit and names are invented.</summary>
public sealed class OtherLayoutsTests
{
    private const string Urgent = """
        特急
        青山市第二医院文件
        青山二院〔2024〕7号

        关于做好医疗质量整改工作的通知

        各科室：
        现就有关工作通知如下。
        一、总体要求
        请各科室对照清单抓好落实，确保整改到位。
        二、工作要求
        各科室按时报送进展。

        附件：医疗质量整改清单

        青山市第二医院
        2024年3月4日

        附件
        医疗质量整改清单
        序号	整改事项	整改措施	责任领导	牵头科室	配合科室	完成时限
        1	病历书写	修订病历质控办法，病历完成率达到100%。	赵一、钱二	质控科	医务科、护理部	3月底前
        2	手卫生	增设洗手液。	孙三	感控科	各病区	3月17日前
        4	随访	每季度开展1次随访。	孙三	门诊部		长期坚持

        青山市第二医院办公室 2024年3月4日印发
        """;

    [Fact]
    public void Lead_and_support_columns_and_a_column_of_dates_are_read()
    {
        var draft = SampleNotice.Read(Urgent);
        (draft.Number, draft.Issuer, draft.Title).ShouldBe(("青山二院〔2024〕7号", "青山市第二医院", "关于做好医疗质量整改工作的通知"));
        draft.Items.Select(i => (i.No, i.DeadlineText, i.Due)).ShouldBe(
            [(1, "3月底前", new DateOnly(2024, 3, 31)), (2, "3月17日前", new DateOnly(2024, 3, 17)), (4, "长期坚持", null)]);
        draft.Items[0].Lead.ShouldBe(["质控科"]);
        draft.Items[0].Support.ShouldBe(["医务科", "护理部"]);
        draft.Items[0].Departments.ShouldBe(["质控科", "医务科", "护理部"]);
        draft.Items[0].Leaders.ShouldBe(["赵一", "钱二"]);
        draft.Items[0].Points.ShouldContain(p => p.Measure!.Value == 100);
    }

    [Fact]
    public void Gaps_in_the_numbers_days_off_and_collective_owners_are_found()
    {
        var findings = SampleNotice.Read(Urgent).Findings;
        findings.ShouldContain(f => f.Kind == FindingKind.NumberingGap && f.Item == 4);
        findings.ShouldContain(f => f.Kind == FindingKind.DateOnDayOff && f.Item == 2 && f.Message.Contains("2024-03-15"));
        findings.ShouldContain(f => f.Kind == FindingKind.DateOnDayOff && f.Item == 1);
        findings.ShouldContain(f => f.Kind == FindingKind.CollectiveOwner && f.Message.Contains("各病区"));
        findings.ShouldNotContain(f => f.Kind == FindingKind.NoDate, "长期坚持 needs no date");
        findings.ShouldNotContain(f => f.Kind == FindingKind.ItemNotInBody, "the body does not repeat the list");
        findings.ShouldNotContain(f => f.Kind == FindingKind.TruncatedSentence, "确保整改到位 is a whole sentence");
    }

    [Fact]
    public void A_notice_without_checklist_is_read_and_says_so()
    {
        var draft = SampleNotice.Read(Urgent[..Urgent.IndexOf("附件\n医疗", StringComparison.Ordinal)]);
        draft.Items.ShouldBeEmpty();
        draft.Findings.ShouldContain(f => f.Kind == FindingKind.NoItems);
        draft.IssuedOn.ShouldBe(new DateOnly(2024, 3, 4));
    }

    [Fact]
    public void A_merged_cell_of_word_holds_for_every_row_that_it_covers()
    {
        static string Cell(string text, string merge = "") =>
            $"<w:tc><w:tcPr>{merge}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>";
        var xml = new StringBuilder(
            """<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"""
            + """<w:body><w:tbl>""");
        xml.Append($"<w:tr>{Cell("序号")}{Cell("工作任务")}{Cell("具体措施")}{Cell("责任科室")}</w:tr>")
            .Append($"<w:tr>{Cell("1")}{Cell("甲")}{Cell("做甲。")}{Cell("医务科", "<w:vMerge w:val=\"restart\"/>")}</w:tr>")
            .Append($"<w:tr>{Cell("2")}{Cell("乙")}{Cell("做乙。")}{Cell("", "<w:vMerge/>")}</w:tr>")
            .Append("</w:tbl></w:body></w:document>");
        SampleNotice.Read(DocxMutants.Document(xml.ToString()), "merged.docx").Items.Select(i => i.Departments.Single())
            .ShouldBe(["医务科", "医务科"]);
    }

    [Fact]
    public void A_list_of_two_thousand_rows_is_read()
    {
        var rows = Enumerable.Range(1, 2000).Select(n => $"{n}\t第{n}件事\t6月底前完成第{n}件事，建立机制。\t赵一\t医务科");
        var head = Urgent[..Urgent.IndexOf("序号", StringComparison.Ordinal)];
        var draft = SampleNotice.Read($"{head}序号\t任务\t具体措施\t责任领导\t责任科室\n{string.Join('\n', rows)}\n");
        draft.Items.Length.ShouldBe(2000);
        draft.Items.ShouldAllBe(i => i.Due == new DateOnly(2024, 6, 30));
    }

    [Fact]
    public void Ten_thousand_heads_of_tables_do_not_hang_the_reader() =>
        Should.NotThrow(() => SampleNotice.Read(Urgent + string.Concat(Enumerable.Repeat("序号\t任务\t责任科室\n序号\tx\n", 10_000))));
}
