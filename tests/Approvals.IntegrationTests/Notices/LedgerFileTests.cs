using System.Globalization;
using System.IO.Compression;
using System.Text;
using Approvals.IntegrationTests.Walk;
using Approvals.Web.Features;
using Approvals.Web.Features.Conversion;
using Approvals.Web.Features.LedgerFiles;
using Approvals.Web.Features.Notices;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Approvals.IntegrationTests.Notices;

/// <summary>A ledger that already lives in a workbook becomes a notice with items; its columns are told once.</summary>
public sealed class LedgerFileTests : RegistrarDesk
{
    private static readonly string[][] Ledger =
    [
        ["编码", "要办的事", "谁来办", "哪天前", "进展"],
        ["1", "改善候诊环境", "护理部", "2021年9月30日", "已采购"],
        ["2", "优化收费流程", "门诊办", "2021年10月29日", "已开通"],
    ];

    [Fact]
    public async Task Known_heads_are_guessed_and_the_annex_of_18号_becomes_ten_items()
    {
        var file = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "samples", "sx-tcm-2021-18-annex.xlsx"));
        var page = await TakeAsync("annex.xlsx", file);
        page.All("option[selected]").Select(o => o.TextContent).ShouldBe(["序号", "事项名称", "工作内容、措施", "责任领导", "责任科室"]);

        page = await page.FormIn("main").Write("title", "专题活动台账").Write("number", "绍市中医党〔2021〕18号").Write("dated", new DateOnly(2021, 6, 2))
            .PressAsync();
        page.Path.ShouldStartWith("/notices/", Case.Sensitive, page.Problems);
        page.Count("details.row-card").ShouldBe(10);
        page.Text("h1").ShouldBe("专题活动台账");
        page.Words.ShouldContain("绍市中医党〔2021〕18号");
    }

    [Fact]
    public async Task A_ledger_of_another_program_comes_in_as_one_of_excel_does_and_so_does_a_notice()
    {
        var file = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "samples", "sx-tcm-2021-18-annex.xls"));
        var page = await TakeAsync("台账.et", file);
        page.All("option[selected]").Select(o => o.TextContent).ShouldBe(["序号", "事项名称", "工作内容、措施", "责任领导", "责任科室"]);
        page = await page.FormIn("main").Write("title", "专题活动台账").PressAsync();
        page.Path.ShouldStartWith("/notices/", Case.Sensitive, page.Problems);
        page.Count("details.row-card").ShouldBe(10);
        page.Words.ShouldContain("台账.et", Case.Sensitive, "what was brought is what is kept");

        page = await NoticeDesk.BringInAsync(await Office.AsAsync(Registrar), NoticeDesk.Here, "附件.xls", file);
        page.Path.ShouldStartWith("/notices/", Case.Sensitive, page.Problems);
        page.Count("details.row-card").ShouldBe(10);
    }

    [Fact]
    public async Task Heads_that_nobody_knows_are_told_once_and_remembered_for_the_same_ledger()
    {
        var page = await TakeAsync("台账.xlsx", Workbook(Ledger));
        page.Texts(".head-line label").Select(l => l.Split(' ')[0]).ShouldBe(Ledger[0]);
        page.Text(".head-samples").ShouldNotBeNull();
        page.Text(".page-sum").ShouldBe(Texts.LedgerFiles.ColumnsHint);

        var form = Told(page).Write("title", "二〇二一年重点工作台账");
        page = await form.PressAsync();
        page.Path.ShouldStartWith("/notices/", Case.Sensitive, page.Problems);
        page.Texts(".row-title").ShouldBe(["改善候诊环境", "优化收费流程"]);
        page.Texts("#row-2-departments .name-mark").ShouldBe(["门诊办牵头"]);
        page.Value("#row-1-due").ShouldBe("2021-09-30");

        string[][] next = [.. Ledger, ["3", "开展结对帮扶", "医务科", "2021年12月1日", ""]];
        page = await TakeAsync("台账七月.xlsx", Workbook(next));
        page.Text(".page-sum").ShouldBe(Texts.LedgerFiles.Remembered);
        page.All("option[selected]").Select(o => o.TextContent).ShouldBe(["序号", "事项名称", "责任科室", "完成时限", "不用读"]);
    }

    [Fact]
    public async Task A_ledger_is_read_anew_as_its_columns_were_told()
    {
        var page = await Told(await TakeAsync("台账.xlsx", Workbook(Ledger))).ChooseIn(4, "column", "不用读").Write("title", "重点工作台账")
            .Write("number", "绍市中医〔2021〕9号").Write("dated", new DateOnly(2021, 6, 1)).PressAsync();
        page.Texts(".row-title").ShouldBe(["改善候诊环境", "优化收费流程"], page.Problems);

        page = await page.FormIn("#heads").ChooseIn(4, "column", "完成标准").PressAsync();
        page.Said.ShouldBe(Texts.Heads.ReadAnew);
        page.Text("h1").ShouldBe("重点工作台账");
        page.Texts(".row-title").ShouldBe(["改善候诊环境", "优化收费流程"]);
        page.Texts("#row-2-departments .name-mark").ShouldBe(["门诊办牵头"]);
        page.Value("#row-2-due").ShouldBe("2021-10-29");
        page.Value("#row-2-standard").ShouldBe("已开通");

        page = await TakeAsync("台账七月.xlsx", Workbook([.. Ledger, ["3", "开展结对帮扶", "医务科", "2021年12月1日", ""]]));
        page.All("option[selected]").Select(o => o.TextContent).ShouldBe(["序号", "事项名称", "责任科室", "完成时限", "完成标准"]);
    }

    [Fact]
    public async Task One_whose_own_telling_was_not_kept_yet_is_read_anew_as_such_columns_were_told_last()
    {
        var page = await Told(await TakeAsync("台账.xlsx", Workbook(Ledger))).Write("title", "重点工作台账").PressAsync();
        await using var admin = new NpgsqlConnection(Store.AdminConnection);
        (await admin.ExecuteAsync("UPDATE ledger_upload SET heads = NULL, columns = NULL")).ShouldBe(1);

        page = await page.FormIn("#heads").ChooseIn(4, "column", "完成标准").PressAsync();
        page.Said.ShouldBe(Texts.Heads.ReadAnew);
        page.Texts(".row-title").ShouldBe(["改善候诊环境", "优化收费流程"]);
        page.Texts("#row-2-departments .name-mark").ShouldBe(["门诊办牵头"]);
        page.Value("#row-2-standard").ShouldBe("已开通");
    }

    [Fact]
    public async Task Read_anew_what_was_read_of_the_head_stays_what_was_read()
    {
        var page = await Told(await TakeAsync("台账.xlsx", Workbook(Ledger))).Write("title", "重点工作台账").PressAsync();
        page = await page.FormIn("#heading").Write("title", "二〇二一年重点工作台账").PressAsync();
        page = await page.FormIn("#heads").ChooseIn(4, "column", "完成标准").PressAsync();
        page.Said.ShouldBe(Texts.Heads.ReadAnew);
        page.Texts(".facts dd").ShouldContain(f => f.StartsWith("二〇二一年重点工作台账 系统读作“重点工作台账”", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_read_anew_as_its_own_columns_were_told_whatever_was_told_of_a_later_one_with_the_same_heads()
    {
        var page = await Told(await TakeAsync("台账.xlsx", Workbook(Ledger))).Write("title", "重点工作台账").PressAsync();
        var first = page.Path;
        var later = await Told(await TakeAsync("台账七月.xlsx", Workbook([.. Ledger, ["3", "开展结对帮扶", "医务科", "2021年12月1日", "无"]])))
            .ChooseIn(2, "column", "不用读").ChooseIn(4, "column", "责任科室").Write("title", "另一份台账").PressAsync();
        later.Path.ShouldStartWith("/notices/", Case.Sensitive, later.Problems);

        page = await page.Browser.OpenAsync(first);
        page = await page.FormIn("#heads").ChooseIn(4, "column", "完成标准").PressAsync();
        page.Said.ShouldBe(Texts.Heads.ReadAnew);
        page.Texts("#row-2-departments .name-mark").ShouldBe(["门诊办牵头"], "as was told of this one");
        page.Value("#row-2-standard").ShouldBe("已开通");

        (await TakeAsync("台账八月.xlsx", Workbook([.. Ledger, ["4", "公示价格", "护理部", "2021年12月2日", ""]])))
            .All("option[selected]").Select(o => o.TextContent)
            .ShouldBe(["序号", "事项名称", "不用读", "完成时限", "完成标准"], "the last telling, with what was said since");
    }

    [Fact]
    public async Task A_workbook_that_cannot_be_converted_a_second_time_gets_one_sentence()
    {
        var file = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "samples", "sx-tcm-2021-18-annex.xls"));
        var id = Guid.Parse((await TakeAsync("台账.xls", file)).Path[^36..]);
        var services = Office.Services;
        using var opening = new NoticeOpening(new() { Office = "no-such-office" });
        var later = ActivatorUtilities.CreateInstance<LedgerFileService>(
            services, ActivatorUtilities.CreateInstance<NoticeReading>(services, opening));
        var user = await UserAsync();

        var view = (await later.LookAsync(id, user, CancellationToken.None)).ShouldNotBeNull();
        view.Columns.ShouldBeEmpty();
        view.Problem.ShouldNotBeNull().Count(c => c == '。').ShouldBe(1);
        (await later.BringInAsync(id, new LedgerForm("台账", null, null, ["title", "departments"]), "k", user, CancellationToken.None))
            .ShouldBeOfType<UploadAnswer.Refused>().Sentence.ShouldBe(view.Problem);
    }

    [Fact]
    public async Task What_makes_no_list_is_refused_with_a_sentence_and_stays_as_it_was_typed()
    {
        var page = await TakeAsync("台账.xlsx", Workbook(Ledger));
        page = await page.FormIn("main").ChooseIn(1, "column", "不用读").Write("title", "台账").PressAsync();
        page.Problems.ShouldBe(Texts.LedgerFiles.TooFew);
        page.Value("#title").ShouldBe("台账");

        page = await Told(page).Write("title", "台账").Write("number", "绍市中医〔2021〕9号").PressAsync();
        page.Problems.ShouldBe(Texts.LedgerFiles.NumberAndDate);

        (await Told(page).Write("title", " ").PressAsync()).Problems.ShouldBe(Texts.LedgerFiles.NoTitle);
    }

    [Fact]
    public async Task Bad_files_get_one_sentence_that_says_what_is_wrong()
    {
        (string Name, string Content, string Wrong)[] bad =
        [
            ("坏.xlsx", "PK\u0003\u0004这不是表", "损坏"), ("空.xlsx", "", "文件是空的"), ("字.txt", "今天天气很好。", "没有找到带栏名的表格"),
            ("字.xlsx", "今天天气很好。", "文件名是 .xlsx，内容却不是 Excel 表格"), ("字.xls", "今天天气很好。", "文件名是 .xls，内容却不是 Excel 表格"),
        ];
        foreach (var (name, content, wrong) in bad)
        {
            var page = await (await (await Office.AsAsync(Registrar)).OpenAsync("/ledger-files")).FormIn("main")
                .Attach("file", name, Encoding.UTF8.GetBytes(content)).PressAsync();
            page.Path.ShouldBe("/ledger-files");
            page.Problems.ShouldEndWith("。");
            page.Problems.Count(c => c == '。').ShouldBe(1, page.Problems);
            page.Problems.ShouldContain(wrong);
        }
    }

    [Fact]
    public async Task A_workbook_is_gone_on_with_by_whoever_brought_it_and_by_the_office()
    {
        var page = await TakeAsync("台账.xlsx", Workbook(Ledger));
        (await (await Office.AsAsync("sx-bangongshi")).StatusAsync(page.Path)).ShouldBe(System.Net.HttpStatusCode.OK);
        (await (await Office.AsAsync("sx-hulibu-jingban")).StatusAsync(page.Path)).ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await (await Office.AsAsync("sx-guanlili")).StatusAsync("/ledger-files")).ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_workbook_that_is_a_notice_by_now_is_that_notices_and_restricted_as_it_is()
    {
        var page = await TakeAsync("台账.xlsx", Workbook(Ledger));
        var upload = page.Path;
        var form = Told(page).Write("title", "重点工作台账");
        var notice = await form.PressAsync();
        notice.Path.ShouldStartWith("/notices/", Case.Sensitive, notice.Problems);
        (await form.PressAsync()).Path.ShouldBe(notice.Path, "the same form again");
        (await (await Office.AsAsync("sx-bangongshi")).OpenAsync(upload)).Path.ShouldBe(notice.Path);

        var asked = await notice.FormIn(".scope").Choose("who", "办公室文书").PressAsync();
        await asked.FormIn(".scope").Choose("sure", "我看过了，仍然只让勾选的人看到").PressAsync();
        (await (await Office.AsAsync("sx-bangongshi")).StatusAsync(notice.Path)).ShouldBe(System.Net.HttpStatusCode.NotFound, "he is not named");
        (await (await Office.AsAsync("sx-bangongshi")).StatusAsync(upload)).ShouldBe(System.Net.HttpStatusCode.NotFound);
        await Told(page).Write("title", "再来一份").ForgeByAsync(
            await (await Office.AsAsync("sx-bangongshi")).OpenAsync("/"), System.Net.HttpStatusCode.NotFound);

        (await TakeAsync("台账.xlsx", Workbook(Ledger))).Path.ShouldNotBe(upload, "who has it brings it anew");
    }

    private static WebForm Told(WebPage page) => page.FormIn("main").ChooseIn(0, "column", "序号").ChooseIn(1, "column", "事项名称")
        .ChooseIn(2, "column", "责任科室").ChooseIn(3, "column", "完成时限").ChooseIn(4, "column", "不用读");

    private async Task<WebPage> TakeAsync(string name, byte[] content)
    {
        var page = await (await (await Office.AsAsync(Registrar)).OpenAsync("/ledger-files")).FormIn("main")
            .Attach("file", name, content).PressAsync();
        page.Path.ShouldStartWith("/ledger-files/", Case.Sensitive, page.Problems);
        return page;
    }

    /// <summary>One sheet of texts.</summary>
    private static byte[] Workbook(string[][] rows)
    {
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        var cells = string.Concat(rows.Select((row, r) => string.Create(CultureInfo.InvariantCulture, $"<row r=\"{r + 1}\">") + string.Concat(
            row.Select((text, c) => string.Create(
                CultureInfo.InvariantCulture, $"<c r=\"{(char)('A' + c)}{r + 1}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"))) + "</row>"));
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write("xl/workbook.xml", $"<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets><sheet name=\"台账\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
            Write(
                "xl/_rels/workbook.xml.rels",
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
                + $"Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
            Write("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{main}\"><sheetData>{cells}</sheetData></worksheet>");

            void Write(string part, string xml)
            {
                using var writer = new StreamWriter(zip.CreateEntry(part).Open(), new UTF8Encoding(false));
                writer.Write(xml);
            }
        }

        return target.ToArray();
    }
}
