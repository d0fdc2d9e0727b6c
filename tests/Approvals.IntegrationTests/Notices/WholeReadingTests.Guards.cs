using System.Globalization;
using Approvals.IntegrationTests.Walk;
using Approvals.Web.Features;
using Approvals.Web.Store.Audit;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Notices;

/// <summary>What must not be lost, leaked or signed unseen while a reading is corrected.</summary>
public sealed partial class WholeReadingTests
{
    private const string Checking = "每季度检查一次标识。";

    [Fact]
    public async Task What_a_parted_row_was_read_as_is_not_told_where_the_part_is_restricted()
    {
        var page = await RegisterAsync();
        page = await page.FormAt("#row-1-split").Mark("piece", Checking).PressAsync();
        page = await page.FormIn("#row-3").Write("title", "检查标识").PressAsync("save", "keep");
        await DivideAsync(page);
        var office = await Office.AsAsync("sx-bangongshi");
        (await office.OpenAsync(page.Path)).Text("#row-1 .corrections").ShouldNotBeNull().ShouldContain(Checking);

        var item = await OneAsync<Guid>("SELECT case_id FROM flow_case WHERE workflow = 'item' AND title = '检查标识'");
        var own = await (await Office.AsAsync(Registrar)).OpenAsync($"/items/{item}");
        var proposed = own.All(".scope input[name=who][checked]").Select(i => WebPage.Plain(i.Closest("label").ShouldNotBeNull()));
        var asked = await own.FormIn(".scope").Choose("who", [.. proposed.Where(p => p != "办公室负责人")]).PressAsync();
        var named = await asked.FormIn(".scope").Choose("sure", "我看过了，仍然只让勾选的人看到").PressAsync();
        (await office.StatusAsync($"/items/{item}")).ShouldBe(System.Net.HttpStatusCode.NotFound, $"{named.Problems} {named.Text(".scope")}");
        var seen = await office.OpenAsync(page.Path);
        seen.Texts(".row-card .row-no").ShouldBe(["1", "2", "4"]);
        seen.Words.ShouldNotContain("检查一次标识");
    }

    [Fact]
    public async Task A_number_that_was_corrected_meanwhile_is_not_handed_down_by_a_form_that_does_not_show_it()
    {
        var page = await ReadyAsync(await RegisterAsync());
        var hand = page.Offering("divide");
        await page.FormIn("#heading").Write("number", "绍市中医〔2021〕17号").PressAsync();
        (await hand.PressAsync("divide")).Problems.ShouldContain("您打开之后内容改动过");
        (await ItemsAsync()).ShouldBeEmpty("he signed 7号");
        await ShouldBeSoundAsync();

        await using var admin = new NpgsqlConnection(Store.AdminConnection);
        await admin.ExecuteAsync("UPDATE notice SET number = '绍市中医〔2021〕18号'");
        (await FaultAsync()).ShouldNotBeNull().ShouldContain("发文字号被改动过");
    }

    [Fact]
    public async Task What_was_typed_into_a_row_that_is_gone_by_now_is_not_lost()
    {
        var page = await RegisterAsync();
        var form = page.FormIn("#row-2").Write("title", "优化收费流程二").Write("standard", "排队不超过十分钟");
        page = await form.PressAsync("save", "keep");
        await page.FormAt("#row-2-remove").Write("reason", "上年已办").PressAsync();

        foreach (var key in new[] { form.Value("key"), "another" })
        {
            var refused = await form.Write("key", key).PressAsync("save", "keep");
            refused.Problems.ShouldContain(Texts.Listing.RowGone("2"));
            refused.Value("#add-row-title").ShouldBe("优化收费流程二");
            refused.Value("#add-row-standard").ShouldBe("排队不超过十分钟");
        }
    }

    [Fact]
    public async Task A_refused_parting_joining_or_taking_away_shows_what_was_typed_once_more()
    {
        var page = await RegisterAsync();
        page = await page.FormAt("#row-1-split").Write("title", "检查标识").PressAsync();
        page.Problems.ShouldContain(Texts.Listing.ChoosePieces);
        page.Value("#row-1-split-title").ShouldBe("检查标识");

        page = await page.FormAt("#row-4-merge").Choose("into", "1　改善候诊环境").PressAsync();
        page.Problems.ShouldContain(Texts.Listing.NotSure);
        page.Texts("#row-4-merge option[selected]").ShouldBe(["1 改善候诊环境"]);

        var (split, remove) = (page.FormAt("#row-1-split").Mark("piece", Checking), page.FormAt("#row-1-remove").Write("reason", "重复了"));
        await page.FormIn("#row-1").Write("standard", "有记录").PressAsync("save", "keep");
        page = await split.PressAsync();
        page.Problems.ShouldContain(Texts.Edits.ChangedMeanwhile);
        page.Count("#row-1-split input[name=piece][checked]").ShouldBe(1);
        page = await remove.PressAsync();
        page.Problems.ShouldContain(Texts.Edits.ChangedMeanwhile);
        page.Value("#row-1-reason").ShouldBe("重复了");
    }

    [Fact]
    public async Task Pieces_that_the_row_says_no_more_are_a_change_meanwhile()
    {
        var page = await RegisterAsync();
        var split = page.FormAt("#row-1-split").Mark("piece", Checking);
        await page.FormIn("#row-1").Write("plan", "甲。\n乙。").PressAsync("save", "keep");
        (await split.PressAsync()).Problems.ShouldContain(Texts.Edits.ChangedMeanwhile);
    }

    [Fact]
    public async Task Two_rows_are_joined_only_as_both_were_shown()
    {
        var page = await RegisterAsync();
        var merge = page.FormAt("#row-4-merge").Choose("into", "2　优化收费流程").Tick("sure");
        await page.FormIn("#row-2").Write("standard", "排队不超过十分钟").PressAsync("save", "keep");
        page = await merge.PressAsync();
        page.Problems.ShouldContain(Texts.Edits.ChangedMeanwhile);
        page.Texts(".row-card .row-no").ShouldBe(["1", "2", "4"]);
    }

    [Fact]
    public async Task Who_brings_back_a_joined_row_is_told_that_its_work_stands_in_the_other_too()
    {
        var page = await RegisterAsync();
        page = await page.FormAt("#row-4-merge").Choose("into", "2　优化收费流程").Tick("sure").PressAsync();
        page = await page.FormIn("#removed").PressAsync();
        page.Words.ShouldContain(Texts.Listing.Back("4", "2"));
        page.Text("#removed").ShouldNotBeNull().ShouldContain(Texts.Listing.Restored);
    }

    [Fact]
    public async Task The_duty_goes_with_the_sentence_that_says_it_and_two_duties_do_not_become_one()
    {
        var page = await RegisterAsync();
        page = await page.FormAt("#row-1-split").Mark("piece", Checking).PressAsync();
        page.Count("#row-3 input[name=recurs][checked]").ShouldBe(1);
        (await OneAsync<string?>("SELECT recurrence FROM notice_row WHERE row_no = '1'")).ShouldBeNull();

        page = await page.FormIn("#row-2").Write("plan", "每月公布排队时长。").PressAsync("save", "keep");
        await using var admin = new NpgsqlConnection(Store.AdminConnection);
        await admin.ExecuteAsync("UPDATE notice_row SET recurrence = 'FREQ=MONTHLY' WHERE row_no = '2'");
        page = await page.FormAt("#row-2-merge").Choose("into", "3　" + page.Value("#row-3-title")).Tick("sure").PressAsync();
        page.Problems.ShouldContain(Texts.Listing.DutiesDiffer);
    }

    [Fact]
    public async Task A_listed_sentence_is_open_again_when_its_row_goes_and_settled_when_it_comes_back()
    {
        var page = await RegisterAsync();
        var link = page.Links("a[href*='?list=']").ShouldHaveSingleItem();
        page = await (await page.Browser.OpenAsync(link)).FormIn("#add-row").PressAsync();
        page.Links("a[href*='?list=']").ShouldBeEmpty();

        page = await page.FormAt("#row-3-remove").Write("reason", "另行通知").PressAsync();
        page.Links("a[href*='?list=']").ShouldBe([link]);
        page = await page.FormIn("#removed").PressAsync();
        page.Links("a[href*='?list=']").ShouldBeEmpty();
        page.Words.ShouldContain(Texts.Listing.ListedAs("3"));
    }

    [Fact]
    public async Task What_is_changed_of_an_added_row_stays_beside_what_was_written_first()
    {
        var page = await AddAsync(await RegisterAsync(), "增设母婴室", plan: "建成母婴室。");
        page = await page.FormIn("#row-3").Write("title", "建母婴室").PressAsync("save", "keep");
        page = await page.FormIn("#row-3").Write("title", "建两间母婴室").PressAsync("save", "keep");
        page.Texts("#row-3 .corrections li").ShouldHaveSingleItem().ShouldStartWith("事项名称：原写作“增设母婴室”，改为“建两间母婴室” 办公室文书");
    }

    [Fact]
    public async Task Without_points_an_added_row_has_its_plan_as_the_only_one()
    {
        var page = await AddAsync(await RegisterAsync(), "增设母婴室", plan: "建成母婴室。", points: "配齐设施");
        page = await page.FormIn("#row-3").Write("points", "").PressAsync("save", "keep");
        page.Texts("#row-3 .points li").ShouldBe(["一次性 建成母婴室"]);
    }

    [Fact]
    public async Task A_number_may_be_corrected_there_and_back_and_is_never_void()
    {
        var text = Text.Replace("绍市中医〔2021〕", "上级来文〔2021〕", StringComparison.Ordinal);
        var page = await BringInAsync(text);
        foreach (var no in new[] { 17, 7, 17, 7 })
        {
            page = await page.FormIn("#heading").Write("number", $"上级来文〔2021〕{no}号").PressAsync();
            page.Text(".page-over").ShouldNotBeNull().ShouldContain($"上级来文〔2021〕{no}号");
        }

        (await BringInAsync(text.Replace("7号", "17号", StringComparison.Ordinal))).Count(".row-card").ShouldBe(3, "the one that bears it");
        (await OneAsync<int>("SELECT count(*)::int FROM number_voided")).ShouldBe(0);
        (await OneAsync<int>("SELECT count(*)::int FROM number_misread")).ShouldBe(4);
        await ShouldBeSoundAsync();
    }

    [Theory]
    [InlineData("UPDATE notice_row_removed SET reason = '另有原因'")]
    [InlineData("UPDATE notice_row_removed SET kept = '{}'")]
    [InlineData("DELETE FROM notice_row_removed")]
    [InlineData("DELETE FROM number_misread")]
    public async Task What_was_taken_away_is_not_rewritten(string sql)
    {
        await (await RegisterAsync()).FormAt("#row-4-remove").Write("reason", "不归本院").PressAsync();
        (await Should.ThrowAsync<PostgresException>(() => Store.Database.InUnitAsync(
            Office.Unit, (connection, _) => connection.ExecuteAsync(sql), CancellationToken.None)))
            .SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    /// <summary>Everything ruled and confirmed, so that it can be handed down.</summary>
    private static async Task<WebPage> ReadyAsync(WebPage page)
    {
        page = await NoticeDesk.RuleAsync(page, Open(page));
        foreach (var no in page.Texts(".row-card .row-no").Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToList())
        {
            page = await NoticeDesk.ConfirmAsync(
                await page.FormIn($"#row-{no}").Choose("leaders", "官莉莉").Choose("departments", "护理部").PressAsync("save", "keep"), no,
                new(2021, 12, 1));
        }

        return page;
    }

    private async Task DivideAsync(WebPage page)
    {
        await ReadyAsync(page);
        await Office.PressAsync(Registrar, "divide", path: page.Path);
    }

    private Task<T> OneAsync<T>(string sql) => Store.Database.ReadInUnitAsync(
        Office.Unit, async (connection, _) => (T)(await connection.QuerySingleAsync<T>(sql))!, CancellationToken.None);

    private async Task<string?> FaultAsync()
    {
        var unit = (await Store.Database.UnitsAsync(CancellationToken.None)).First(u => u.Id == Office.Unit);
        return (await new CaseAudit(Store.Database).AuditAsync(unit, CancellationToken.None)).First?.What;
    }
}
