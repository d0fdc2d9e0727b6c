using System.Globalization;
using System.IO.Compression;
using System.Text;
using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

/// <summary>What Word numbers by itself is read as if it had been typed; the documents are built here.</summary>
public sealed class WordNumberingTests
{
    private const string Namespace = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

    private static readonly string Chapters = Form(
        1, Level(0, "chineseCounting", "%1、"), Level(1, "chineseCounting", "（%2）"), Level(2, "decimal", "%3."),
        Level(3, "decimal", "(%4)"));

    [Fact]
    public void Chapters_parts_and_points_bear_the_numbers_that_word_shows()
    {
        var lines = Lines(
            Numbering(Chapters, List(5, 1)),
            P("总体要求", 5, 0), P("目标", 5, 1), P("时间", 5, 1), P("主要任务", 5, 0), P("改善服务", 5, 1), P("第一件事", 5, 2), P("第二件事", 5, 2),
            P("细处", 5, 3), P("提升能力", 5, 1), P("第三件事", 5, 2), P("没有编号的一段"));

        lines.ShouldBe([
            "一、总体要求", "（一）目标", "（二）时间", "二、主要任务", "（一）改善服务", "1.第一件事", "2.第二件事", "(1)细处", "（二）提升能力", "1.第三件事",
            "没有编号的一段",
        ]);
    }

    [Fact]
    public void Two_lists_of_one_form_count_on_and_one_that_says_its_start_begins_anew()
    {
        var lines = Lines(
            Numbering(Form(3, Level(0, "decimal", "%1.")), List(7, 3), List(8, 3), List(9, 3, "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride>")),
            P("甲", 7, 0), P("乙", 8, 0), P("丙", 9, 0), P("丁", 9, 0), P("戊", 7, 0));

        lines.ShouldBe(["1.甲", "2.乙", "1.丙", "2.丁", "3.戊"]);
    }

    [Fact]
    public void A_level_that_never_restarts_counts_through_the_chapters()
    {
        var lines = Lines(
            Numbering(Form(1, Level(0, "chineseCounting", "%1、"), Level(1, "decimal", "%2.", "<w:lvlRestart w:val=\"0\"/>")), List(1, 1)),
            P("一章", 1, 0), P("事", 1, 1), P("事", 1, 1), P("二章", 1, 0), P("事", 1, 1));

        lines.ShouldBe(["一、一章", "1.事", "2.事", "二、二章", "3.事"]);
    }

    [Fact]
    public void A_style_gives_its_paragraphs_their_numbers_and_a_paragraph_may_refuse_them()
    {
        const string styles = """
            <w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>
            <w:style w:type="paragraph" w:styleId="Chapter"><w:basedOn w:val="Base"/></w:style>
            """;
        var lines = StyledLines(
            Numbering(Form(1, Level(0, "chineseCountingThousand", "第%1条")), List(4, 1)), styles,
            Styled("Chapter", "总则"), Styled("Chapter", "分则"), P("不编号", 0, 0, "Chapter"), Styled("Chapter", "附则"));

        lines.ShouldBe(["第一条 总则", "第二条 分则", "不编号", "第三条 附则"]);
    }

    [Fact]
    public void A_bullet_is_no_number_and_what_word_kept_of_older_settings_is_not_read()
    {
        var old = "<w:p><w:pPr><w:pPrChange><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr></w:pPrChange></w:pPr>"
            + "<w:r><w:t>改过的段落</w:t></w:r></w:p>";
        var lines = Lines(
            Numbering(Form(1, Level(0, "bullet", "\uf0b7")) + Form(2, Level(0, "decimal", "%1)")), List(1, 1), List(2, 2)),
            P("圆点", 1, 0), old, P("数字", 2, 0));

        lines.ShouldBe(["圆点", "改过的段落", "1)数字"]);
    }

    [Theory]
    [InlineData("chineseCounting", 10, "十")]
    [InlineData("chineseCounting", 12, "十二")]
    [InlineData("chineseCounting", 20, "二十")]
    [InlineData("chineseCounting", 35, "三十五")]
    [InlineData("chineseCountingThousand", 105, "一百零五")]
    [InlineData("chineseCountingThousand", 110, "一百一十")]
    [InlineData("chineseLegalSimplified", 3, "叁")]
    [InlineData("ideographDigital", 20, "二〇")]
    [InlineData("decimalEnclosedCircleChinese", 4, "④")]
    [InlineData("decimalFullWidth", 12, "１２")]
    [InlineData("ideographTraditional", 2, "乙")]
    [InlineData("upperRoman", 14, "XIV")]
    [InlineData("lowerLetter", 28, "bb")]
    [InlineData("decimalZero", 7, "07")]
    public void Every_kind_of_number_is_written_as_word_writes_it(string format, int number, string written)
    {
        var start = $"<w:lvl w:ilvl=\"0\"><w:start w:val=\"{number}\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"%1、\"/></w:lvl>";

        Lines(Numbering(Form(1, start), List(1, 1)), P("事", 1, 0)).ShouldBe([$"{written}、事"]);
    }

    [Fact]
    public void A_checklist_whose_row_numbers_word_counts_is_read_with_them()
    {
        static string Cell(string paragraph) => $"<w:tc>{paragraph}</w:tc>";
        static string Row(string no, params string[] cells) =>
            $"<w:tr>{Cell(no)}{string.Concat(cells.Select(c => Cell(P(c))))}</w:tr>";
        var table = "<w:tbl>" + Row(P("序号"), "工作任务", "具体措施", "责任科室")
            + string.Concat(Enumerable.Range(1, 3).Select(n => Row(P("", 6, 0), $"任务{n}", $"做好第{n}件事。", "医务科"))) + "</w:tbl>";

        var draft = SampleNotice.Read(Docx(Numbering(Form(1, Level(0, "decimal", "%1")), List(6, 1)), "", table), "auto.docx");

        draft.Items.Select(i => (i.No, i.Title)).ShouldBe([(1, "任务1"), (2, "任务2"), (3, "任务3")]);
        draft.Findings.ShouldNotContain(f => f.Kind == FindingKind.NumberingGap || f.Kind == FindingKind.NumberingRepeat);
    }

    [Fact]
    public void The_same_plan_numbered_by_word_and_by_hand_reads_the_same()
    {
        string[] heads = ["总体要求", "主要任务", "工作要求"];
        var typed = SampleNotice.Read(Docx("", "", [
            .. Head(), P("一、总体要求"), P("坚持以患者为中心。"), P("二、主要任务"), P("（一）优化流程。6月底前完成窗口改造。（责任科室：门诊办）"),
            P("（二）改善环境。7月底前完成病区修缮。（责任科室：总务科）"), P("三、工作要求"), P("各科室要加强领导。"),
        ]), "typed.docx");
        var automatic = SampleNotice.Read(Docx(Numbering(Chapters, List(1, 1)), "", [
            .. Head(), P(heads[0], 1, 0), P("坚持以患者为中心。"), P(heads[1], 1, 0), P("优化流程。6月底前完成窗口改造。（责任科室：门诊办）", 1, 1),
            P("改善环境。7月底前完成病区修缮。（责任科室：总务科）", 1, 1), P(heads[2], 1, 0), P("各科室要加强领导。"),
        ]), "auto.docx");

        automatic.Items.Length.ShouldBe(2);
        SampleNotice.WithoutPlaces(automatic).ShouldBe(SampleNotice.WithoutPlaces(typed));
        automatic.Sections.Select(s => s.Heading).ShouldBe(typed.Sections.Select(s => s.Heading));
    }

    [Fact]
    public void A_list_that_nests_in_itself_or_counts_without_end_is_read_all_the_same()
    {
        var styles = "<w:style w:type=\"paragraph\" w:styleId=\"A\"><w:basedOn w:val=\"B\"/></w:style>"
            + "<w:style w:type=\"paragraph\" w:styleId=\"B\"><w:basedOn w:val=\"A\"/></w:style>";
        var huge = new string('%', 5_000) + "1";
        StyledLines(
            Numbering(Form(1, Level(0, "decimal", huge), Level(12, "decimal", "%1.")) + "<w:abstractNum w:abstractNumId=\"2\"><w:numStyleLink w:val=\"A\"/></w:abstractNum>", List(1, 1), List(2, 2)), styles,
            P("甲", 1, 0), P("乙", 2, 99), P("丙", 77, 0), Styled("A", "丁"))
            .ShouldBe(["甲", "乙", "丙", "丁"]);
    }

    private static string[] Head() =>
    [
        P("院办〔2024〕3号"), P("关于开展服务提升行动的通知"), P("各科室："), P("现将有关事项通知如下。"),
    ];

    private static IEnumerable<string> Lines(string numbering, params string[] paragraphs) => StyledLines(numbering, "", paragraphs);

    private static IEnumerable<string> StyledLines(string numbering, string styles, params string[] paragraphs)
    {
        // What the reader needs to take it for a notice stands before, and is left out again.
        var draft = SampleNotice.Read(Docx(numbering, styles, [.. Head(), .. paragraphs]), "list.docx");
        return draft.Text.Skip(4).Select(l => l.Text);
    }

    private static string P(string text) => $"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>";

    private static string P(string text, int list, int level, string? style = null) =>
        string.Create(CultureInfo.InvariantCulture, $"""
            <w:p><w:pPr>{(style is null ? "" : $"<w:pStyle w:val=\"{style}\"/>")}<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>
            """);

    private static string Styled(string style, string text) =>
        $"<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>";

    private static string Form(int id, params string[] levels) =>
        $"<w:abstractNum w:abstractNumId=\"{id}\">{string.Concat(levels)}</w:abstractNum>";

    private static string Level(int level, string format, string text, string more = "") =>
        $"<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{more}<w:lvlText w:val=\"{text}\"/></w:lvl>";

    private static string List(int id, int form, string more = "") =>
        $"<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{form}\"/>{more}</w:num>";

    private static string Numbering(string forms, params string[] lists) =>
        $"<w:numbering {Namespace}>{forms}{string.Concat(lists)}</w:numbering>";

    private static byte[] Docx(string numbering, string styles, params string[] body)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write("word/document.xml", $"<w:document {Namespace}><w:body>{string.Concat(body)}</w:body></w:document>");
            Write("word/styles.xml", $"<w:styles {Namespace}>{styles}</w:styles>");
            if (numbering.Length > 0)
            {
                Write("word/numbering.xml", numbering);
            }

            void Write(string part, string xml)
            {
                using var writer = new StreamWriter(zip.CreateEntry(part).Open(), new UTF8Encoding(false));
                writer.Write(xml);
            }
        }

        return target.ToArray();
    }
}
