using Approvals.Readers.Notices;
using Approvals.Readers.Word;
using Approvals.Tests.Notices;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Approvals.Tests.Word;

public sealed class WordDocumentTests
{
    private static readonly WordColumn[] _ledger =
        [new("序号", 1, true), new("重点举措", 3), new("工作计划及进度安排", 6), new("责任领导", 2, true), new("责任科室", 2, true)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Word_finds_nothing_wrong_in_it(bool landscape)
    {
        using var stream = new MemoryStream(Report(landscape));
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document)
            .Select(e => $"{e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
    }

    [Fact]
    public void The_same_document_gives_the_same_bytes()
    {
        var document = Compose(landscape: false);
        Bytes(document).ShouldBe(Bytes(document));
        Report(landscape: false).ShouldBe(Report(landscape: false));
    }

    [Fact]
    public void The_page_is_A4_with_the_margins_of_the_standard()
    {
        using var stream = new MemoryStream(Report(landscape: false));
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        var section = document.MainDocumentPart!.Document.Body!.Elements<SectionProperties>().Single();
        var margin = section.GetFirstChild<PageMargin>()!;
        (margin.Top!.Value, margin.Left!.Value, margin.Right!.Value, margin.Bottom!.Value).ShouldBe((2098, 1588u, 1474u, 1984));
        section.GetFirstChild<PageSize>()!.Width!.Value.ShouldBe(11906u);
        document.MainDocumentPart.FooterParts.Count().ShouldBe(2, "odd pages number on the right, even ones on the left");
    }

    [Fact]
    public void Every_table_repeats_its_head_and_fills_short_rows()
    {
        using var stream = new MemoryStream();
        new WordDocument().Table(_ledger, [["1"]]).Write(stream);
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        var rows = document.MainDocumentPart!.Document.Descendants<TableRow>().ToList();
        rows[0].Descendants<TableHeader>().ShouldHaveSingleItem();
        rows[1].Elements<TableCell>().Count().ShouldBe(5);
    }

    [Fact]
    public void Characters_that_XML_cannot_hold_are_left_out()
    {
        using var stream = new MemoryStream();
        new WordDocument().Paragraph("甲\u0000乙\ud800丙\u0001𠀀\n丁<&>").Write(stream);
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        document.MainDocumentPart!.Document.Body!.InnerText.ShouldBe("甲乙丙𠀀丁<&>");
    }

    /// <summary>What we issue, we can read: the office sends it on, and another unit reads it in.</summary>
    [Fact]
    public void A_notice_that_we_write_reads_back_as_it_was()
    {
        var draft = SampleNotice.Read(Bytes(Notice(SampleNotice.FromDocx)), "issued.docx");
        SampleNotice.WithoutPlaces(draft).ShouldBe(SampleNotice.WithoutPlaces(SampleNotice.FromDocx));
        (draft.Number, draft.Title, draft.Issuer, draft.IssuedOn, draft.PrintedOn)
            .ShouldBe(
                (SampleNotice.FromDocx.Number, SampleNotice.FromDocx.Title, SampleNotice.FromDocx.Issuer,
                    SampleNotice.FromDocx.IssuedOn, SampleNotice.FromDocx.PrintedOn));
        draft.Findings.ShouldNotContain(f => f.Kind == FindingKind.MissingFullStop, "our imprint ends with its full stop");
    }

    private static byte[] Report(bool landscape) => Bytes(Compose(landscape));

    private static byte[] Bytes(WordDocument document)
    {
        using var stream = new MemoryStream();
        document.Write(stream);
        return stream.ToArray();
    }

    private static WordDocument Compose(bool landscape) => new WordDocument(landscape)
        .Title("专题实践活动对账销号报告").Subtitle("（演示数据）")
        .Meta("编号", "演示〔2026〕1号").Meta("统计截止日", "2026年11月21日")
        .Heading(1, "一、总体情况").Paragraph("十项事项全部销号，其中一项经限期整改后复验通过。").Heading(2, "（一）台账")
        .Table(_ledger, SampleNotice.FromDocx.Items.Select(i =>
            (IReadOnlyList<string>)[$"{i.No}", i.Title, i.Plan, string.Join('\n', i.Leaders), string.Join('\n', i.Departments)]))
        .Heading(1, "二、签字").SignatureLine("责任领导").SignatureLine("办公室", "甲一山 2026年11月20日")
        .Note("留痕指纹 0123456789abcdef").PageBreak().Annexes(["一", "二"]).Imprint("某委员会", "某办公室", "2026年11月21日");

    private static WordDocument Notice(NoticeDraft draft)
    {
        var document = new WordDocument().Letterhead("中共绍兴市中医院委员会文件", draft.Number).Title(draft.Title!) // 18号 has a title
            .Addressees("各支部，各科室：").Paragraph("现将方案印发给你们，请遵照执行。")
            .Signature(draft.Issuer!, "2021年6月2日").Title(draft.PlanTitle!); // it has both
        foreach (var section in draft.Sections)
        {
            document.Heading(1, $"{"一二三四"[section.No - 1]}、{section.Heading}")
                .Paragraph(section.Text.Length > 0 ? section.Text : "略。");
            foreach (var child in section.Children)
            {
                document.Paragraph($"（{"一二三四五六七八九十"[child.No - 1]}）{child.Heading}。{child.Text}");
            }
        }

        return document.Annexes(draft.Annexes).Annex("附件", draft.Annexes[0])
            .Table(
                _ledger, draft.Items.Select(i => (IReadOnlyList<string>)[
                    $"{i.No}", i.Title, i.Plan, string.Join('\n', i.Leaders), string.Join('\n', i.Departments)]))
            .Imprint("中共绍兴市卫生健康委员会委员会", "绍兴市中医院党政综合办公室", "2021年6月2日");
    }

    /// <summary>Set APPROVALS_SHOW to a folder to look at what is written.</summary>
    [Fact]
    public void They_can_be_looked_at()
    {
        if (Environment.GetEnvironmentVariable("APPROVALS_SHOW") is { Length: > 0 } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, "report.docx"), Report(landscape: false));
            File.WriteAllBytes(Path.Combine(folder, "notice.docx"), Bytes(Notice(SampleNotice.FromDocx)));
        }
    }
}
