using System.Text;
using System.Xml;
using Approvals.Readers.Notices;
using Approvals.Readers.Screening;

namespace Approvals.Tests.Screening;

/// <summary>Personal numbers and secrecy marks in a file at the door. The people are invented, the check digits right.</summary>
public sealed class FileScreenTests
{
    private const string Card = "330602199003077752";
    private const string Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private const string Sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    [Theory]
    [InlineData("患者身份证330602199003077752，已随访。", "330****52")]
    [InlineData("３３０６０２１９９００３０７７７５２", "330****52")]
    [InlineData("330602 19900307 7752", "330****52")]
    [InlineData("11010519491231002x", "110****2x")]
    public void An_identity_card_is_known_by_its_date_and_check_digit(string text, string shown) =>
        Assert.Equal([new PersonalNumber(PersonalKind.IdentityCard, shown)], Of(text));

    [Theory]
    [InlineData("330602199003077753")] // the check digit is another
    [InlineData("330602199013077752")] // there is no thirteenth month
    [InlineData("9133060214300000001")] // nineteen digits
    [InlineData("经费 330602199003077752.50 元以外的 123456789012345678 号")]
    [InlineData("设备编号 202103070001")]
    public void Another_long_number_is_none(string text) =>
        Assert.DoesNotContain(Of(text), n => n.Kind == PersonalKind.IdentityCard && !text.Contains("7752.", StringComparison.Ordinal));

    [Theory]
    [InlineData("家属电话13857501234", "138****34")]
    [InlineData("+86 138-5750-1234", "+86****34")]
    [InlineData("联系：138 5750 1234。", "138****34")]
    public void A_mobile_number_is_known_however_it_is_grouped(string text, string shown) =>
        Assert.Equal([new PersonalNumber(PersonalKind.Mobile, shown)], Of(text));

    [Theory]
    [InlineData("监督电话：0575-85136666")]
    [InlineData("总务科 85136666 转 8012")]
    [InlineData("合计 13857501234.50 元")]
    [InlineData("订单 2021138575012349")]
    public void The_lines_of_an_office_and_sums_are_nobodys(string text) => Assert.Empty(Of(text));

    [Theory]
    [InlineData("住院号：A0012345，出院诊断", "A00****45")]
    [InlineData("病案号 1234567", "123****67")]
    [InlineData("门诊号为20210307001", "202****01")]
    public void An_admission_number_is_known_by_its_label(string text, string shown) =>
        Assert.Equal([new PersonalNumber(PersonalKind.Admission, shown)], Of(text));

    [Fact]
    public void A_column_of_admission_numbers_is_known_by_its_head() =>
        Assert.Equal(
            ["123****67", "765****21"], Of("姓名\t住院号\t科室\n甲\t1234567\t肺病科\n乙\t7654321\t骨伤科\n合计\t2\t\n").Select(n => n.Shown));

    [Fact]
    public void A_number_is_told_once_however_often_it_stands_there() =>
        Assert.Single(Of($"{Card}\n再次核对：{Card}，330602-19900307-7752"));

    [Fact]
    public void A_number_that_word_has_cut_into_runs_is_found_and_blacked_out_in_its_runs()
    {
        var file = Papers.Zip(("word/document.xml",
            $"<w:document xmlns:w=\"{Word}\"><w:body><w:p><w:r><w:t>身份证3306021990</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">03077752 已核</w:t></w:r></w:p></w:body></w:document>"));

        Assert.Equal(PersonalKind.IdentityCard, Assert.Single(FileScreen.Look(file).Numbers).Kind);
        var made = FileScreen.Blacken(file);
        Assert.NotNull(made);
        var text = Part(made, "word/document.xml");
        Assert.Contains("身份证■■■■■■■■■■</w:t>", text, StringComparison.Ordinal);
        Assert.Contains("■■■■■■■■ 已核", text, StringComparison.Ordinal);
        Assert.Contains("<w:b", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_hide_in_comments_headers_and_deleted_text_and_are_found_there() =>
        Assert.Equal(["34", "35", "36"], FileScreen.Look(Papers.Zip(
            ("word/document.xml", $"<w:document xmlns:w=\"{Word}\"><w:p><w:del><w:r><w:delText>13857501234</w:delText></w:r></w:del></w:p></w:document>"),
            ("word/comments.xml", $"<w:comments xmlns:w=\"{Word}\"><w:comment w:author=\"甲\"><w:p><w:r><w:t>13857501235</w:t></w:r></w:p></w:comment></w:comments>"),
            ("docProps/core.xml", "<c:core xmlns:c=\"urn:c\"><c:title>13857501236</c:title></c:core>"))).Numbers.Select(n => n.Shown[^2..]));

    [Fact]
    public void A_tab_or_a_line_break_between_digits_parts_them() =>
        Assert.Single(FileScreen.Look(Papers.Zip(("word/document.xml",
            $"<w:document xmlns:w=\"{Word}\"><w:p><w:r><w:t>13857501234</w:t><w:tab/><w:t>5</w:t><w:br/><w:t>6</w:t></w:r></w:p></w:document>"))).Numbers);

    [Fact]
    public void A_column_of_a_word_table_is_known_by_its_head() =>
        Assert.Equal(["123****67"], FileScreen.Look(Papers.Zip(("word/document.xml",
            $"<w:document xmlns:w=\"{Word}\"><w:tbl>{Row("姓名", "住院号")}{Row("甲", "1234567")}{Row("1234568", "—")}</w:tbl></w:document>")))
            .Numbers.Select(n => n.Shown));

    [Fact]
    public void A_workbook_is_blacked_out_in_its_cells_and_in_the_texts_that_they_share()
    {
        var file = Workbook();

        Assert.Equal(
            [(PersonalKind.Admission, "A00****67"), (PersonalKind.Mobile, "138****34"), (PersonalKind.Admission, "765****21")],
            FileScreen.Look(file).Numbers.Select(n => (n.Kind, n.Shown)));
        var made = FileScreen.Blacken(file);
        Assert.NotNull(made);
        var (sheet, shared) = (Part(made, "xl/worksheets/sheet1.xml"), Part(made, "xl/sharedStrings.xml"));
        Assert.DoesNotContain("13857501234", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("7654321", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("A001267", shared, StringComparison.Ordinal);
        Assert.Contains("姓名", shared, StringComparison.Ordinal);
        Assert.Equal("picture", Part(made, "xl/media/image1.png"));
        Assert.Equal(made, FileScreen.Blacken(file));
    }

    [Theory]
    [InlineData("机密★5年\n某某医院文件", "机密★5年")]
    [InlineData("000012\n绝 密\n特急", "绝密")]
    [InlineData("密级：秘密\n关于做好工作的通知", "秘密")]
    [InlineData("秘密★1年 特急\n关于", "秘密★1年")]
    public void A_mark_of_a_state_secret_is_seen_at_the_head(string text, string mark) =>
        Assert.Equal(mark, FileScreen.Look(Encoding.UTF8.GetBytes(text)).Secrecy);

    [Theory]
    [InlineData("关于加强机密文件管理的通知\n各科室不得在互联网上处理秘密、机密事项。")]
    [InlineData("内部资料\n注意保存")]
    public void Who_speaks_of_secrets_bears_no_mark(string text) => Assert.Null(FileScreen.Look(Encoding.UTF8.GetBytes(text)).Secrecy);

    [Fact]
    public void A_bare_word_far_down_is_no_mark() =>
        Assert.Null(FileScreen.Look(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("资产\n", 20)) + "秘密\n")).Secrecy);

    [Fact]
    public void What_is_no_text_is_not_blacked_out_as_one() =>
        Assert.Null(FileScreen.Blacken(Encoding.ASCII.GetBytes("%PDF-1.4 13857501234")));

    [Fact]
    public void A_damaged_archive_is_refused_in_a_sentence() =>
        Assert.Equal(
            "这个文件已损坏，请用原来的软件打开修复后另存再上传。",
            Assert.Throws<NoticeRefusedException>(() => FileScreen.Look([.. "PK\u0003\u0004"u8, 1, 2, 3])).Message);

    [Fact]
    public void An_archive_that_unpacks_without_end_is_refused()
    {
        var blank = new string(' ', 40_000_000);
        var bomb = Papers.Zip([.. Enumerable.Range(0, 5).Select(n => ($"word/part{n}.xml", $"<a>{blank}</a>"))]);

        Assert.Equal(RefusedFile.TooLarge, Assert.Throws<NoticeRefusedException>(() => FileScreen.Look(bomb)).Reason);
    }

    private static IEnumerable<PersonalNumber> Of(string text) => FileScreen.Look(Encoding.UTF8.GetBytes(text)).Numbers;

    private static byte[] Workbook()
    {
        string Cells(int row, params (string Column, string Type, string Value)[] cells) => $"<row r=\"{row}\">"
            + string.Concat(cells.Select(c => $"<c r=\"{c.Column}{row}\"{(c.Type.Length > 0 ? $" t=\"{c.Type}\"" : "")}><v>{c.Value}</v></c>")) + "</row>";

        return Papers.Zip(
            ("xl/workbook.xml", $"<workbook xmlns=\"{Sheet}\"/>"),
            ("xl/sharedStrings.xml", $"<sst xmlns=\"{Sheet}\"><si><t>姓名</t></si><si><t>住院号</t></si><si><r><t>A00</t></r><r><t>1267</t></r></si><si><t>电话</t></si></sst>"),
            ("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{Sheet}\"><sheetData>"
                + Cells(1, ("A", "s", "0"), ("C", "s", "1"), ("D", "s", "3")) + Cells(2, ("C", "s", "2"), ("D", "", "13857501234"))
                + Cells(3, ("A", "", "7654320"), ("C", "", "7654321")) + "</sheetData></worksheet>"),
            ("xl/media/image1.png", "picture"));
    }

    private static string Row(params string[] cells) =>
        $"<w:tr>{string.Concat(cells.Select(c => $"<w:tc><w:p><w:r><w:t>{c}</w:t></w:r></w:p></w:tc>"))}</w:tr>";

    /// <summary>A part that is XML must still be XML.</summary>
    private static string Part(byte[] file, string name)
    {
        var text = Papers.TextOf(file, name);
        if (name.EndsWith(".xml", StringComparison.Ordinal))
        {
            new XmlDocument().LoadXml(text);
        }

        return text;
    }
}
