using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Approvals.Engine;
using Approvals.IntegrationTests.Walk;
using Approvals.Web.Features;
using Approvals.Web.Features.Notices;
using Approvals.Web.Store.Audit;
using Dapper;
using Microsoft.Playwright;
using Npgsql;

namespace Approvals.IntegrationTests.Notices;

/// <summary>A clerk corrects a whole reading: adds what was missed, takes away what is none, parts, joins, and mends the head.</summary>
public sealed partial class WholeReadingTests : RegistrarDesk
{
    private const string Loose = "医务科于2021年8月20日前将联络员名单报党政综合办公室";

    private const string Text = """
        绍市中医〔2021〕7号
        关于印发服务提升任务清单的通知
        各科室：
        现将任务清单印发给你们。
        一、重点任务
        1.改善候诊环境。增设候诊座椅40个；每季度检查一次标识。（责任科室：护理部；完成时限：2021年9月30日）
        2.优化收费流程。（责任科室：门诊办；完成时限：2021年10月29日）
        4.整修门前花坛。（责任科室：绿化科；完成时限：2021年11月30日）
        二、其他事项
        医务科于2021年8月20日前将联络员名单报党政综合办公室。
        绍兴市中医院
        2021年6月1日
        """;

    [Fact]
    public async Task A_row_that_was_missed_gets_the_number_that_is_left_out_then_the_next_free_one()
    {
        var page = await RegisterAsync();
        page.Texts(".row-card .row-no").ShouldBe(["1", "2", "4"]);

        page.Text("#add-row-due-hint").ShouldBe("", "no words were read");
        page = await AddAsync(page, "增设母婴室", plan: "9月底前建成母婴室。\n配齐设施。", points: "9月底前建成母婴室\n配齐设施");
        page.Words.ShouldContain(Texts.Listing.Added("3"));
        page.Texts(".row-card .row-no").ShouldBe(["1", "2", "3", "4"], "it stands where its number does");
        page.Texts("#row-3 .points li").ShouldBe(["一次性 9月底前建成母婴室 9月底前", "一次性 配齐设施"]);
        page.Text("#row-3").ShouldNotBeNull().ShouldContain("增加，");

        page = await AddAsync(page, "再加一项");
        page.Texts(".row-card .row-no").ShouldBe(["1", "2", "3", "4", "5"]);
        (await page.FormIn("#add-row").Write("title", " ").PressAsync()).Problems.ShouldContain(Texts.Edits.TitleMissing);
        await ShouldBeSoundAsync();
    }

    [Fact]
    public async Task A_sentence_that_no_item_holds_is_listed_as_one_and_its_difference_is_settled_by_that()
    {
        var page = await RegisterAsync();
        var link = page.Links("a[href*='?list=']").ShouldHaveSingleItem();
        var difference = link.Split("list=")[1].Split('#')[0];
        page = await page.Browser.OpenAsync(link);
        page.Value("#add-row-title").ShouldBe("将联络员名单报党政综合办公室");
        page.Value("#add-row-plan").ShouldBe(Loose);
        page.Value("#add-row-due").ShouldBe("2021-08-20");
        page.Texts("#add-row-departments .name-mark").ShouldBe(["医务科牵头"]);

        var twice = page.FormIn("#add-row");
        page = await page.FormIn("#add-row").PressAsync();
        page.Text("#row-3").ShouldNotBeNull().ShouldContain(Texts.Listing.ListedFrom(int.Parse(difference)));
        page.Links("#row-3 .row-source a").First().ShouldStartWith("#", Case.Sensitive, "where the sentence stands");
        page.Text($"#difference-{difference}").ShouldNotBeNull().ShouldContain(Texts.Listing.ListedAs("3"));
        page.Links("a[href*='?list=']").ShouldBeEmpty();

        (await twice.PressAsync()).Count(".row-card").ShouldBe(4, "the same form adds nothing twice");
        var another = await twice.Write("key", "another").PressAsync();
        another.Problems.ShouldContain(Texts.Listing.RuledAlready);
        another.Count(".row-card").ShouldBe(4);
        (await (await page.Browser.OpenAsync(link)).FormIn("#add-row").Write("title", "又列一次").PressAsync())
            .Problems.ShouldContain(Texts.Listing.RuledAlready);
    }

    [Fact]
    public async Task What_is_no_item_goes_with_a_reason_and_comes_back_as_it_was()
    {
        var page = await RegisterAsync();
        page = await page.FormIn("#row-2").Write("standard", "排队不超过十分钟").PressAsync("save", "keep");
        (await page.FormAt("#row-2-remove").PressAsync()).Words.ShouldContain(Texts.Listing.ReasonMissing);

        page = await page.FormAt("#row-2-remove").Write("reason", "上年已办").PressAsync();
        page.Texts(".row-card .row-no").ShouldBe(["1", "4"]);
        page.Text("#removed").ShouldNotBeNull().ShouldContain("优化收费流程：上年已办");
        (await AddAsync(page, "不能占用")).Texts(".row-card .row-no").ShouldBe(["1", "3", "4"], "the number of what may come back is taken");

        page = await (await page.Browser.OpenAsync(page.Path)).FormIn("#removed").PressAsync();
        page.Texts(".row-card .row-no").ShouldBe(["1", "2", "3", "4"]);
        page.Value("#row-2-standard").ShouldBe("排队不超过十分钟");
        page.Text("#removed").ShouldNotBeNull().ShouldContain(Texts.Listing.Restored, Case.Sensitive, "that it was away stays to be read");
        page.Count("#removed form").ShouldBe(0);
        await ShouldBeSoundAsync();
    }

    [Fact]
    public async Task The_differences_of_a_row_that_was_no_item_are_settled_by_that_and_open_again_with_it()
    {
        var page = await RegisterAsync();
        var open = page.Count(".difference .mark-open");
        var about = page.Texts(".difference").Count(t => t.Contains("绿化科", StringComparison.Ordinal));
        page = await page.FormAt("#row-4-remove").Write("reason", "不归本院").PressAsync();
        var settled = page.Texts(".difference").Count(t => t.Contains(Texts.Listing.RemovedNote("4"), StringComparison.Ordinal));
        settled.ShouldBe(about);
        settled.ShouldBe(1);
        page.Count(".difference .mark-open").ShouldBe(open - settled);

        (await page.FormIn("#removed").PressAsync()).Count(".difference .mark-open").ShouldBe(open);
    }

    [Fact]
    public async Task A_row_that_is_two_pieces_of_work_is_parted_and_two_that_are_one_are_joined()
    {
        var page = await RegisterAsync();
        page.Texts("#row-1-split .pieces .tick").ShouldBe(["增设候诊座椅40个；", "每季度检查一次标识。"]);
        (await page.FormAt("#row-1-split").PressAsync()).Words.ShouldContain(Texts.Listing.ChoosePieces);

        page = await page.FormAt("#row-1-split").Mark("piece", "每季度检查一次标识。").PressAsync();
        page.Words.ShouldContain(Texts.Listing.Parted("1", "3"));
        page.Value("#row-1-plan").ShouldBe("增设候诊座椅40个；");
        page.Value("#row-3-plan").ShouldBe("每季度检查一次标识。");
        page.Value("#row-3-due").ShouldBe("2021-09-30");
        page.Texts("#row-3-departments .name-mark").ShouldBe(["护理部牵头"]);
        page.Text("#row-1 .corrections").ShouldNotBeNull().ShouldContain("每季度检查一次标识。”，改为“增设候诊座椅40个；”");

        var merge = page.FormAt("#row-4-merge").Choose("into", "1　" + page.Value("#row-1-title"));
        (await merge.PressAsync()).Words.ShouldContain(Texts.Listing.NotSure);
        page = await page.FormAt("#row-4-merge").Choose("into", "1　" + page.Value("#row-1-title")).Tick("sure").PressAsync();
        page.Texts(".row-card .row-no").ShouldBe(["1", "2", "3"]);
        page.Value("#row-1-plan").ShouldNotBeNull().ShouldEndWith("整修门前花坛。");
        page.Value("#row-1-due").ShouldBe("2021-11-30", "the later day");
        page.Text("#removed").ShouldNotBeNull().ShouldContain(Texts.Listing.MergedReason("1"));
        await ShouldBeSoundAsync();
    }

    [Fact]
    public async Task Plan_and_points_are_corrected_and_what_was_read_stays_beside_them()
    {
        var page = await RegisterAsync();
        var read = page.Value("#row-2-plan").ShouldNotBeNull();
        page = await page.FormIn("#row-2").Write("plan", "开通自助缴费。\n每月公布排队时长。").Write("points", "开通自助缴费\n每月公布排队时长")
            .PressAsync("save", "keep");
        page.Texts("#row-2 .points li").ShouldBe(["一次性 开通自助缴费", "周期 每月公布排队时长 每月"]);
        page.Text("#row-2 .corrections").ShouldNotBeNull().ShouldContain($"系统读作“{read}”，改为“开通自助缴费。");

        page = await page.FormIn("#row-2").Write("plan", read).Write("points", "").PressAsync("save", "keep");
        page.Count("#row-2 .corrections").ShouldBe(0, "what stands is what was read");
        await ShouldBeSoundAsync();
    }

    [Fact]
    public async Task What_the_clerk_left_is_handed_down_and_then_stands_fast()
    {
        var page = await RegisterAsync();
        page = await AddAsync(page, "增设母婴室", plan: "建成母婴室。");
        page = await page.FormAt("#row-4-remove").Write("reason", "不归本院").PressAsync();
        var stale = page;
        page = await NoticeDesk.RuleAsync(page, Open(page));
        foreach (var no in new[] { 1, 2, 3 })
        {
            page = await NoticeDesk.ConfirmAsync(
                await page.FormIn($"#row-{no}").Choose("leaders", "官莉莉").Choose("departments", "护理部").PressAsync("save", "keep"), no,
                new(2021, 12, 1));
        }

        await Office.PressAsync(Registrar, "divide", path: page.Path);
        (await ItemsAsync()).ShouldBe(["改善候诊环境", "优化收费流程", "增设母婴室"], ignoreOrder: true);
        foreach (var form in new[] { "#row-1-remove", "#row-1-split", "#row-1-merge", "#heading form", "#add-row form", "#removed form" })
        {
            await stale.FormAt(form).ForgeByAsync(stale);
        }

        await ShouldBeSoundAsync();
    }

    [Fact]
    public async Task The_head_is_corrected_beside_what_was_read_and_the_case_is_called_so()
    {
        var page = await RegisterAsync();
        var form = page.FormIn("#heading").Write("title", "关于印发服务提升任务清单（2021年）的通知").Write("number", "绍市中医〔2021〕17号")
            .Write("issuer", "绍兴市中医院、绍兴市中医医院协会").Write("addressees", "医务科、护理部").Write("dated", new DateOnly(2021, 5, 31))
            .Write("cc", "市卫生健康委");
        page = await form.PressAsync();

        page.Text("h1").ShouldBe("关于印发服务提升任务清单（2021年）的通知");
        page.Text(".page-over").ShouldNotBeNull().ShouldContain("绍市中医〔2021〕17号");
        var facts = page.Texts(".facts dd").ToList();
        facts.ShouldContain(f => f.StartsWith("医务科、护理部 系统读作“各科室”", StringComparison.Ordinal), string.Join('\n', facts));
        facts.ShouldContain(f => f.StartsWith("市卫生健康委 系统没有读出", StringComparison.Ordinal));
        page.Words.ShouldContain(Texts.Seeing.Retitled("关于印发服务提升任务清单（2021年）的通知"));
        (await PartyAsync()).ShouldBe("医务科、护理部");

        (await form.Write("key", "late").PressAsync()).Problems.ShouldContain(Texts.Edits.ChangedMeanwhile);
        var empty = await page.FormIn("#heading").Write("title", " ").Write("number", "").Write("issuer", "").PressAsync();
        empty.Problems.ShouldContain(Texts.Listing.IssuerMissing);
        empty.Problems.ShouldContain(Texts.Listing.HeadTitleMissing);
        empty.Problems.ShouldContain(Texts.Listing.NumberMissing);
        await ShouldBeSoundAsync();
    }

    [Fact]
    public async Task A_number_that_stands_already_is_not_corrected_to()
    {
        await RegisterAsync();
        var second = await BringInAsync(Text.Replace("7号", "8号", StringComparison.Ordinal));
        (await second.FormIn("#heading").Write("number", "绍市中医[2021]7号").PressAsync())
            .Problems.ShouldContain(Texts.Uploads.Registered("绍市中医[2021]7号"));
    }

    [Fact]
    public async Task A_file_without_a_title_comes_in_under_its_name_which_must_be_confirmed()
    {
        var page = await BringInAsync(Text.Replace("关于印发服务提升任务清单的通知\n", "", StringComparison.Ordinal), "服务提升清单.txt");
        page.Text("h1").ShouldBe("服务提升清单");
        page.Words.ShouldContain(Texts.Listing.TitleProposed);
        page = await NoticeDesk.RuleAsync(page, Open(page));
        foreach (var no in new[] { 1, 2, 4 })
        {
            page = await NoticeDesk.ConfirmAsync(
                await page.FormIn($"#row-{no}").Choose("leaders", "官莉莉").Choose("departments", "护理部").PressAsync("save", "keep"), no,
                new(2021, 12, 1));
        }

        page.Count("button[value=divide]").ShouldBe(0, "its title is not confirmed");
        page.Words.ShouldContain("（标题没有确认）");
        page = await page.FormIn("#heading").PressAsync();
        page.Words.ShouldNotContain(Texts.Listing.TitleProposed);
        page.Texts(".facts dd").ShouldContain(f => f.StartsWith("服务提升清单 系统没有读出 办公室文书", StringComparison.Ordinal), "who confirmed it");
        page.Count("button[value=divide]").ShouldBe(1);
        await Office.PressAsync(Registrar, "divide", path: page.Path);
    }

    [Fact]
    public async Task Two_thousand_rows_are_written_in_one_round_trip()
    {
        var id = new CaseId(Guid.Parse((await RegisterAsync()).Path[^36..]));
        var commands = new ConcurrentBag<string>();
        var database = new NpgsqlConnectionStringBuilder(Store.AdminConnection).Database;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            // The listener hears every test of the process.
            ActivityStopped = activity =>
            {
                if (activity.TagObjects.Any(t => t.Value is string value && value == database))
                {
                    commands.Add(string.Join(' ', activity.TagObjects.Select(t => t.Value)));
                }
            },
        };
        var written = await Store.Database.InUnitAsync(
            Office.Unit,
            async (connection, _) =>
            {
                ActivitySource.AddActivityListener(listener);
                await NoticeRows.InsertAsync(
                    connection, Office.Unit, id,
                    [.. Enumerable.Range(100, 2_000).Select(n => new NewRow($"{n}", n, $"第{n}件", "", [], [], null, null, Lasting: false, "", null))],
                    CancellationToken.None);
                var sent = commands.Count(c => c.Contains("INTO notice_row", StringComparison.Ordinal));
                listener.Dispose();
                return (sent, await connection.QuerySingleAsync<int>("SELECT count(*)::int FROM notice_row"));
            },
            CancellationToken.None);
        written.ShouldBe((1, 2_003));
    }

    [Fact]
    [Trait("Part", "browser")]
    public async Task On_a_screen_a_sentence_is_listed_and_a_row_is_parted()
    {
        var path = (await RegisterAsync()).Path;
        await using var screen = await Chromium.OpenAsync(Office, "whole-reading");
        var page = await screen.OpenAsync(Registrar, path);
        await page.ClickAsync("a[href*='?list=']");
        await page.Locator("#add-row[open] form").WaitForAsync();
        await page.Locator("#add-row-title").ScrollIntoViewIfNeededAsync();
        await screen.PictureAsync(page, "listing-a-sentence", fullPage: false);
        await page.ClickAsync("#add-row button.btn-primary");
        await page.Locator("#row-3").WaitForAsync();
        (await page.Locator("#row-3 .row-title").TextContentAsync()).ShouldBe("将联络员名单报党政综合办公室");

        await Chromium.UnfoldAsync(page, "#row-1-split", "button");
        await page.ClickAsync("#row-1-split button[type=submit]:not([disabled])");
        await Assertions.Expect(page.Locator("#row-1-split .field-problem")).ToBeInViewportAsync();
        await page.FillAsync("#row-1-standard", "写到一半");
        await page.Locator("#row-1-split .tick").Nth(1).ClickAsync();
        await screen.PictureAsync(page, "parting-a-row", fullPage: false);
        await page.ClickAsync("#row-1-split button[type=submit]:not([disabled])");
        await page.Locator("#row-5").WaitForAsync();
        (await page.InputValueAsync("#row-1-plan")).ShouldBe("增设候诊座椅40个；");
        (await page.InputValueAsync("#row-1-standard")).ShouldBe("写到一半", "what was typed before is kept by itself");
        screen.Complaints.ShouldBeEmpty();
    }

    /// <summary>Look at artifacts/screenshots.</summary>
    [Fact]
    [Trait("Part", "browser")]
    public async Task The_real_notice_shows_what_can_be_corrected_wide_and_on_a_phone()
    {
        var opened = await NoticeDesk.BringInAsync(
            await Office.AsAsync(Registrar), NoticeDesk.Elsewhere, "18.docx", await File.ReadAllBytesAsync(SampleText.Docx));
        opened = await opened.FormAt("#row-10-remove").Write("reason", "与第9项重复").PressAsync();
        opened = await opened.FormIn("#heading").Write("cc", "市卫生健康委").PressAsync();
        await using var screen = await Chromium.OpenAsync(Office, "whole-reading-real");
        foreach (var (size, name) in new[] { (Chromium.Wide, "wide"), (Chromium.Phone, "phone") })
        {
            var page = await screen.OpenAsync(Registrar, opened.Path, size);
            await screen.PictureAsync(page, $"{name}-quiet");
            await page.ClickAsync("#heading > summary");
            await page.Locator("#head-title").ScrollIntoViewIfNeededAsync();
            await screen.PictureAsync(page, $"{name}-head", fullPage: false);
            await page.ClickAsync("#row-1-more > summary");
            await page.Locator("#row-1-split").ScrollIntoViewIfNeededAsync();
            await screen.PictureAsync(page, $"{name}-more", fullPage: false);
            await page.Locator("#row-1-remove button:not([disabled])").ScrollIntoViewIfNeededAsync();
            await screen.PictureAsync(page, $"{name}-more-below", fullPage: false);
            await page.ClickAsync("#add-row > summary");
            await page.Locator("#add-row-title").ScrollIntoViewIfNeededAsync();
            await screen.PictureAsync(page, $"{name}-add", fullPage: false);
            await page.ClickAsync("#removed > summary");
            await page.Locator("#removed button").ScrollIntoViewIfNeededAsync();
            await screen.PictureAsync(page, $"{name}-removed", fullPage: false);
        }

        screen.Complaints.ShouldBeEmpty();
    }

    private static IEnumerable<int> Open(WebPage page) =>
        page.All("details.difference").Where(d => d.QuerySelector(".mark-open") is not null)
            .Select(d => int.Parse(d.Id!.Split('-')[1])).ToList(); // each has an id

    private static async Task<WebPage> AddAsync(WebPage page, string title, string plan = "", string points = "")
    {
        var after = await page.FormIn("#add-row").Write("title", title).Write("plan", plan).Write("points", points)
            .Choose("departments", "护理部").PressAsync();
        after.Texts(".row-title").ShouldContain(title, after.Problems);
        return after;
    }

    private Task<WebPage> RegisterAsync() => BringInAsync(Text);

    private async Task<WebPage> BringInAsync(string text, string name = "清单.txt")
    {
        var page = await NoticeDesk.BringInAsync(await Office.AsAsync(Registrar), NoticeDesk.Elsewhere, name, Encoding.UTF8.GetBytes(text));
        page.Path.ShouldStartWith("/notices/", Case.Sensitive, page.Problems);
        return page;
    }

    private Task<IEnumerable<string>> ItemsAsync() => Store.Database.ReadInUnitAsync(
        Office.Unit, (connection, _) => connection.QueryAsync<string>("SELECT title FROM flow_case WHERE workflow = 'item'"), CancellationToken.None);

    private async Task<string> PartyAsync() => string.Join('、', await Store.Database.ReadInUnitAsync(
        Office.Unit,
        (connection, _) => connection.QueryAsync<string>(
            """
            SELECT b.name
            FROM case_party p
            JOIN body b USING (unit_id, body_id)
            WHERE p.party = 'Addressees'
            ORDER BY p.place
            """),
        CancellationToken.None));

    private async Task ShouldBeSoundAsync()
    {
        var unit = (await Store.Database.UnitsAsync(CancellationToken.None)).First(u => u.Id == Office.Unit);
        (await new CaseAudit(Store.Database).AuditAsync(unit, CancellationToken.None)).First.ShouldBeNull();
    }
}
