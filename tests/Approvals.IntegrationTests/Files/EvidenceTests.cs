using System.IO.Compression;
using System.Text;
using Approvals.IntegrationTests.Pages;
using Approvals.IntegrationTests.Walk;
using Approvals.Web.Jobs;
using Dapper;
using Approvals.Tests.Screening;
using static Approvals.IntegrationTests.Pages.AffairOffice;

namespace Approvals.IntegrationTests.Files;

/// <summary>
/// 佐证材料 as an office brings it: what must not come in stays outside, numbers of people are blacked out or taken for a reason, and
/// nothing that was chosen is lost. The people are invented.
/// </summary>
public sealed class EvidenceTests(AffairOffice office) : IClassFixture<AffairOffice>
{
    private const string Card = "330602199003077752";
    private const string Report = "in.Report";
    private const string Evidence = "in.Evidence";
    private const string Register = "register";

    private static readonly byte[] _png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 1];

    [Fact]
    public async Task A_file_with_the_numbers_of_people_is_blacked_out_and_taken()
    {
        var letter = await LetterAsync();
        var asked = await RegisterAsync(letter, "随访.docx", Papers.Word($"患者 {Card}", "已随访"));
        asked.Problems.ShouldContain("“随访.docx”里有 1 个身份证号（330****52），请选涂黑后收下，或者写明理由照原样收下。");

        var again = asked.Offering(Register);
        again.Value(Report).ShouldNotBeEmpty();
        var done = await again.Mark(again.Named("way.").ShouldHaveSingleItem(), "Blacken").PressAsync(Register);

        done.Said.ShouldBe("已办好。", done.Words);
        var (name, content) = (await KeptAsync("随访%")).ShouldHaveSingleItem();
        name.ShouldBe("随访（已涂黑）.docx");
        Papers.TextOf(content, "word/document.xml").ShouldSatisfyAllConditions(
            text => text.ShouldContain($"患者 {new string('■', Card.Length)}"), text => text.ShouldContain("已随访"), text => text.ShouldNotContain(Card));
        (await TextAsync("SELECT count(*) FROM file_ruling WHERE sha256 IN (SELECT sha256 FROM file WHERE name LIKE '随访%')")).ShouldBe("0");
        (await TextAsync("SELECT count(*) FROM brought_file WHERE name LIKE '随访%'")).ShouldBe("0", "the numbers are nowhere any more");
    }

    [Fact]
    public async Task It_is_taken_as_it_is_only_for_a_reason_which_stands_beside_it_ever_after()
    {
        var letter = await LetterAsync();
        var asked = await RegisterAsync(letter, "名单.txt", Encoding.UTF8.GetBytes($"甲 {Card}"));
        var again = asked.Offering(Register);
        var refused = await again.Mark(again.Named("way.").ShouldHaveSingleItem(), "AsItIs").PressAsync(Register);
        refused.Problems.ShouldContain("请写明为什么要照原样收下“名单.txt”");

        var third = refused.Offering(Register);
        var done = await third.Write(third.Named("why.").ShouldHaveSingleItem(), "上级要求附实名名单").PressAsync(Register);

        done.Said.ShouldBe("已办好。", done.Words);
        (await KeptAsync("名单%")).ShouldHaveSingleItem().Name.ShouldBe("名单.txt");
        (await office.LookAsync(Registrar, letter)).Words.ShouldContain("照原样收下：上级要求附实名名单");
        (await TextAsync("SELECT count(*) FROM brought_file WHERE name = '名单.txt'")).ShouldBe("0", "nothing of it waits any more");
    }

    [Fact]
    public async Task The_same_bytes_have_the_name_and_the_reason_of_the_case_in_which_they_were_brought()
    {
        var (first, second) = (await LetterAsync(), await LetterAsync());
        var content = Encoding.UTF8.GetBytes($"乙 {Card}");
        await TakenAsItIsAsync(first, "举报人.txt", content, "核查举报线索");
        await TakenAsItIsAsync(second, "报名表.txt", content, "主办方要求");

        var page = await office.LookAsync(Registrar, second);
        page.Words.ShouldSatisfyAllConditions(
            words => words.ShouldContain("报名表.txt"), words => words.ShouldContain("照原样收下：主办方要求"),
            words => words.ShouldNotContain("举报人"), words => words.ShouldNotContain("举报线索"));
        (await office.LookAsync(Registrar, first)).Words.ShouldContain("照原样收下：核查举报线索");
    }

    [Fact]
    public async Task What_nobody_came_back_for_is_gone_the_night_after_its_day()
    {
        var letter = await LetterAsync();
        await RegisterAsync(letter, "旧的.txt", Encoding.UTF8.GetBytes($"丙 {Card}"));
        await RegisterAsync(letter, "新的.txt", Encoding.UTF8.GetBytes($"丁 {Card}"));
        await office.Store.Database.InUnitAsync(
            office.Http.Unit,
            async (connection, _) =>
            {
                await connection.ExecuteAsync("UPDATE brought_file SET brought_at = office_now() - interval '25 hours' WHERE name = '旧的.txt'");
                var unit = (await office.Store.Database.UnitsAsync(CancellationToken.None)).Single(u => u.Id == office.Http.Unit);
                await Schedule.Jobs.Single(j => j.Name == "brought-files")
                    .Work(office.Http.Services, new JobTurn(connection, unit, default), CancellationToken.None);
            },
            CancellationToken.None);
        (await TextAsync("SELECT string_agg(name, ' ') FROM brought_file WHERE name IN ('旧的.txt', '新的.txt')")).ShouldBe("新的.txt");
    }

    [Fact]
    public async Task What_was_chosen_is_still_there_when_the_form_was_refused_for_another_reason()
    {
        var letter = await LetterAsync();
        var form = (await office.LookAsync(Registrar, letter)).Offering(Register);
        var refused = await form.Attach(Evidence, "照片.png", _png).PressAsync(Register);
        (await KeptAsync("照片.png")).ShouldBeEmpty();

        var again = refused.Offering(Register);
        again.Named("kept").ShouldHaveSingleItem();
        (await again.Write(Report, "某委来文").PressAsync(Register)).Said.ShouldBe("已办好。");
        (await KeptAsync("照片.png")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_waits_is_its_bringers_alone()
    {
        var form = (await office.LookAsync(Registrar, await LetterAsync())).Offering(Register);
        await form.Attach(Evidence, "别人的.png", [.. _png, 7]).PressAsync(Register);
        var hash = await TextAsync("SELECT encode(sha256, 'hex') FROM brought_file WHERE name = '别人的.png'") ?? "";

        var contract = await office.BeginAsync(Handler, "contract", "保洁合同");
        await (await office.LookAsync(Handler, contract)).Offering("hand-in").Write(Report, "某公司").Choose("in.Countersigners", "财务科")
            .Forge("kept", hash).PressAsync("hand-in");

        (await KeptAsync("别人的.png")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("程序.exe", "MZ not text \0")]
    [InlineData("网页.html", "<script>alert(1)</script>")]
    [InlineData("图.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")]
    [InlineData("名字说是.pdf", "其实是文字")]
    public async Task What_nobody_works_with_or_a_browser_would_run_stays_outside(string name, string content) =>
        (await RegisterAsync(await LetterAsync(), name, Encoding.UTF8.GetBytes(content))).Problems
            .ShouldContain($"“{name}”不是能收的文件，或者内容和名字对不上。");

    [Fact]
    public async Task A_document_with_macros_stays_outside_of_whatever_program_it_is()
    {
        var letter = await LetterAsync();
        (string Name, byte[] Content)[] papers =
        [
            ("表.docx", Papers.Zip(("word/document.xml", "<a/>"), ("word/vbaProject.bin", "x"))),
            ("表.xlsx", Papers.Zip(("xl/workbook.xml", "<a/>"), ("xl/macrosheets/sheet1.xml", "x"))),
            ("表.odt", Papers.Zip(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<a/>"), ("Basic/Standard/Module1.xml", "x"))),
            ("表.doc", Compound("Macros")), ("表.xls", Compound("_VBA_PROJECT_CUR")), ("表.wps", Compound("_VBA_PROJECT")),
        ];
        foreach (var (name, content) in papers)
        {
            (await RegisterAsync(letter, name, content)).Problems.ShouldContain($"“{name}”带有宏（文件里的程序），没有收下，请另存为不带宏的文件再传。");
        }

        (await BringInAsync("来文.docx", WithProgram(Papers.Word("某卫健〔2021〕32号", "关于做好培训工作的通知", "各科室：", "请医务科于6月30日前完成培训。", "某市卫生健康委员会", "2021年6月1日"))))
            .Problems.ShouldContain("带有宏");
    }

    [Fact]
    public async Task Of_a_press_that_is_not_his_no_file_is_opened_or_kept()
    {
        var letter = await LetterAsync();
        var form = (await office.LookAsync(Registrar, letter)).Offering(Register);
        await form.Write(Report, "冒名").Attach(Evidence, "冒名.png", [.. _png, 9])
            .ForgeByAsync(await office.LookAsync(Office, letter), Register);
        (await TextAsync("SELECT count(*) FROM brought_file WHERE name = '冒名.png'")).ShouldBe("0");
    }

    [Fact]
    public async Task A_paper_marked_secret_stays_outside_and_nothing_of_it_is_kept()
    {
        (await RegisterAsync(await LetterAsync(), "文件.docx", Papers.Word("机密★5年", "关于工作的通知"))).Problems
            .ShouldContain("“文件.docx”标有“机密★5年”，涉密文件不得上传，没有收下，请按保密规定办理。");
        (await TextAsync("SELECT count(*) FROM brought_file WHERE name = '文件.docx'")).ShouldBe("0");
    }

    [Fact]
    public async Task A_number_in_a_pdf_is_found_and_must_be_covered_by_hand() =>
        (await RegisterAsync(await LetterAsync(), "回执.pdf", Papers.Pdf("Tel 13857501234"))).Problems
            .ShouldContain("“回执.pdf”里有 1 个手机号（138****34），请遮盖后重新选，或者写明理由照原样收下。");

    [Fact]
    public async Task A_notice_marked_secret_is_not_registered_and_one_with_identity_cards_only_for_a_reason()
    {
        const string notice = "某市卫生健康委员会文件\n某卫健〔2021〕31号\n关于做好培训工作的通知\n各科室：\n请医务科于6月30日前完成培训。\n某市卫生健康委员会\n2021年6月1日\n";
        var secret = await BringInAsync("秘密★1年\n" + notice);
        secret.Problems.ShouldContain("涉密文件不得上传");

        var named = notice.Replace("某市卫生健康委员会\n2021", $"联系人身份证{Card}，电话13857501234\n某市卫生健康委员会\n2021", StringComparison.Ordinal);
        var asked = await BringInAsync(named);
        asked.Problems.ShouldContain("文件里有 1 个身份证号（330****52），请涂黑后再上传；必须照原样登记的，在“个人信息说明”里写明理由再上传一次。");
        var taken = await asked.Form(NoticeDesk.Elsewhere).Write("reason", "来文如此").Attach("file", "来文.txt", Encoding.UTF8.GetBytes(named)).PressAsync();
        taken.Path.ShouldStartWith("/notices/");
        (await TextAsync("SELECT reason FROM file_ruling WHERE reason = '来文如此'")).ShouldBe("来文如此");
    }

    /// <summary>A letter from outside that waits to be registered.</summary>
    private Task<string> LetterAsync() => office.BeginAsync(Registrar, "incoming", "关于报送情况的通知");

    private async Task<WebPage> RegisterAsync(string letter, string name, byte[] content) =>
        await (await office.LookAsync(Registrar, letter)).Offering(Register).Write(Report, "某委来文").Attach(Evidence, name, content).PressAsync(Register);

    private async Task TakenAsItIsAsync(string letter, string name, byte[] content, string reason)
    {
        var asked = (await RegisterAsync(letter, name, content)).Offering(Register);
        var done = await asked.Mark(asked.Named("way.").ShouldHaveSingleItem(), "AsItIs").Write(asked.Named("why.").ShouldHaveSingleItem(), reason)
            .PressAsync(Register);
        done.Said.ShouldBe("已办好。", done.Words);
    }

    private Task<WebPage> BringInAsync(string notice) => BringInAsync("来文.txt", Encoding.UTF8.GetBytes(notice));

    private async Task<WebPage> BringInAsync(string name, byte[] content) =>
        await NoticeDesk.BringInAsync(await office.Http.AsAsync(Registrar), NoticeDesk.Elsewhere, name, content);

    /// <summary>As Office before 2007 wrote: a header, and a directory whose second entry is this storage.</summary>
    private static byte[] Compound(string storage)
    {
        var file = new byte[1024];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(file, 0);
        foreach (var (at, name, kind) in new[] { (512, "Root Entry", 5), (640, storage, 1) })
        {
            var length = Encoding.Unicode.GetBytes(name, 0, name.Length, file, at);
            (file[at + 64], file[at + 66]) = ((byte)(length + 2), (byte)kind);
        }

        return file;
    }

    private static byte[] WithProgram(byte[] document)
    {
        using var copy = new MemoryStream();
        copy.Write(document);
        using (var zip = new ZipArchive(copy, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var program = zip.CreateEntry("word/vbaProject.bin").Open();
            program.WriteByte(1);
        }

        return copy.ToArray();
    }

    private Task<IReadOnlyList<(string Name, byte[] Content)>> KeptAsync(string name) => office.Store.Database.ReadInUnitAsync(
        office.Http.Unit, async (connection, _) => (IReadOnlyList<(string Name, byte[] Content)>)[.. await connection.QueryAsync<(string, byte[])>(
            "SELECT name, content FROM file WHERE name LIKE @name", new { name })],
        CancellationToken.None);

    private Task<string?> TextAsync(string sql) => office.Store.Database.ReadInUnitAsync(
        office.Http.Unit, (connection, _) => connection.ExecuteScalarAsync<string?>($"SELECT ({sql})::text"), CancellationToken.None);
}
