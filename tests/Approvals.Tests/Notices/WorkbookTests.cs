using System.IO.Compression;
using System.Text;
using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

/// <summary>A checklist that lives in a workbook.</summary>
public sealed class WorkbookTests
{
    private const string Main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    private const string Related = "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

    [Fact]
    public void The_annex_alone_has_the_same_items_as_the_whole_notice()
    {
        // 6月 takes its year from the day of reading; 全年 of the tenth stands in the body alone.
        var annex = SampleNotice.Read(
            File.ReadAllBytes(RepositoryFiles.PathOf("samples/sx-tcm-2021-18-annex.xlsx")), "annex.xlsx",
            SampleNotice.Options with { ReadOn = new DateOnly(2021, 6, 2) });
        FirstNine(annex).ShouldBe(FirstNine(SampleNotice.FromDocx));
        var (tenth, whole) = (annex.Items[9], SampleNotice.FromDocx.Items[9]);
        (tenth.No, tenth.Title, tenth.Plan).ShouldBe((whole.No, whole.Title, whole.Plan));
        tenth.Departments.ShouldBe(whole.Departments);
        tenth.Leaders.ShouldBe(whole.Leaders);
    }

    [Theory]
    [InlineData("yyyy/m/d", "45473", "2024年6月30日")]
    [InlineData("[$-804]yyyy\"年\"m\"月\"d\"日\";@", "45473", "2024年6月30日")]
    [InlineData("m\"月\"d\"日\"", "45473", "2024年6月30日")]
    [InlineData("yyyy\"年\"m\"月\"", "45473", "2024年6月")]
    [InlineData("yyyy-mm-dd hh:mm", "45473.75", "2024年6月30日 18:00")]
    [InlineData("0%", "0.95", "95%")]
    [InlineData("0.0%", "0.9512", "95.1%")]
    [InlineData("#,##0.00", "12345.678", "12,345.68")]
    [InlineData("0\"项\"", "12", "12项")]
    [InlineData("General", "0.30000000000000004", "0.3")]
    [InlineData("General", "13800001111", "13800001111")]
    public void A_number_is_read_as_the_sheet_shows_it(string format, string number, string shown) =>
        Read(Book($"""<c r="A1" s="1"><v>{number}</v></c>""", format)).ShouldBe([shown]);

    [Fact]
    public void Years_may_be_counted_from_1904() =>
        Read(Book("""<c r="A1" s="1"><v>44011</v></c>""", "yyyy/m/d", "<workbookPr date1904=\"1\"/>")).ShouldBe(["2024年6月30日"]);

    [Fact]
    public void Hidden_sheets_and_how_a_word_is_said_are_not_read() =>
        Read(Book("""<c r="A1" t="inlineStr"><is><r><t>医</t></r><rPh sb="0" eb="1"><t>yi</t></rPh><r><t>务科</t></r></is></c>""",
            "General", hidden: true)).ShouldBe(["医务科"]);

    [Fact]
    public void A_merge_over_the_whole_sheet_is_no_flood() =>
        Read(Book("""<c r="A1" t="str"><v>甲</v></c><c r="B1" t="str"><v>乙</v></c>""", "General", merges: "A1:XFD1048576"))
            .ShouldContain("甲");

    [Fact]
    public void A_cell_at_the_far_corner_is_left_out_and_no_flood() =>
        Read(Book("""<c r="A1" t="str"><v>甲</v></c><c r="XFD1" t="str"><v>乙</v></c>""", "General")).ShouldBe(["甲"]);

    private static string FirstNine(NoticeDraft draft) => SampleNotice.WithoutPlaces(draft with { Items = draft.Items[..9] });

    private static string[] Read(byte[] book)
    {
        using var zip = new ZippedXml(book, 1 << 24);
        return [.. XlsxText.Read(zip).Build(Lexicon.Office).Lines.Select(l => l.Text)];
    }

    private static byte[] Book(string cells, string format, string settings = "", bool hidden = false, string merges = "A2:A2")
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            Put("xl/workbook.xml", $"""
                <workbook {Main} {Related}>{settings}<sheets><sheet name="一" sheetId="1" r:id="rId1"/>
                {(hidden ? "<sheet name=\"二\" sheetId=\"2\" state=\"hidden\" r:id=\"rId2\"/>" : "")}</sheets></workbook>
                """);
            Put("xl/_rels/workbook.xml.rels", string.Concat(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">", Relation(1), Relation(2),
                "</Relationships>"));
            Put("xl/styles.xml", $"""
                <styleSheet {Main}><numFmts count="1"><numFmt numFmtId="164" formatCode="{format.Replace("\"", "&quot;")}"/></numFmts>
                <cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>
                """);
            Put("xl/worksheets/sheet1.xml", $"""
                <worksheet {Main}><sheetData><row r="1">{cells}</row></sheetData><mergeCells><mergeCell ref="{merges}"/></mergeCells>
                </worksheet>
                """);
            Put("xl/worksheets/sheet2.xml", $"""
                <worksheet {Main}><sheetData><row><c t="str"><v>不看</v></c></row></sheetData></worksheet>
                """);

            void Put(string name, string xml)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open(), new UTF8Encoding(false));
                writer.Write(xml);
            }
        }

        return target.ToArray();

        static string Relation(int number) => $"""
            <Relationship Id="rId{number}" Target="worksheets/sheet{number}.xml"
              Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>
            """;
    }
}
