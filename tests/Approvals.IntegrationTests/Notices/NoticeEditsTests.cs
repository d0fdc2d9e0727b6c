using System.Text.Json;
using Approvals.Engine.Definitions;
using Approvals.IntegrationTests.Walk;
using Approvals.Web.Features;
using Approvals.Web.Store.Audit;
using Dapper;

namespace Approvals.IntegrationTests.Notices;

/// <summary>Registering, ruling and confirming over HTTP, where two meet or one tries what is not offered.</summary>
public sealed class NoticeEditsTests : RegistrarDesk
{
    private static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "samples", "sx-tcm-2021-18.txt");

    [Fact]
    public async Task Going_back_changing_and_saving_loses_nothing()
    {
        var opened = await RegisterAsync();
        (await Row(opened, "第一稿").PressAsync("save", "keep")).Value("#row-2-standard").ShouldBe("第一稿");

        var again = await Row(opened, "第二稿").PressAsync("save", "keep");
        again.Problems.ShouldBe(Texts.Acting.KeyReused);
        again.Value("#row-2-standard").ShouldBe("第二稿");
        (await again.FormIn("#row-2").PressAsync("save", "keep")).Value("#row-2-standard").ShouldBe("第二稿");

        static WebForm Row(WebPage page, string standard) => page.FormIn("#row-2").Write("standard", standard);
    }

    [Fact]
    public async Task Six_who_register_at_once_register_it_once_and_a_withdrawn_number_is_free_again()
    {
        var forms = new List<WebForm>();
        for (var i = 0; i < 6; i++)
        {
            forms.Add(await UploadAsync());
        }

        var answers = await Task.WhenAll(forms.Select(f => f.PressAsync()));
        var registered = answers.Where(a => a.Path.StartsWith("/notices/", StringComparison.Ordinal)).ShouldHaveSingleItem();
        answers.Where(a => a != registered).Select(a => a.Problems)
            .ShouldAllBe(p => p == Texts.Uploads.Registered("绍市中医党〔2021〕18号"));

        await Office.DayAsync(2021, 7, 1);
        var first = forms[Array.IndexOf(answers, registered)];
        (await first.PressAsync()).Path.ShouldBe(registered.Path, "the same form, sent again in another month");

        await Office.PressAsync(Registrar, "discard", form => form.Write("in.Reason", "登记错了"), path: registered.Path);
        var after = await (await UploadAsync()).PressAsync();
        after.Path.ShouldStartWith("/notices/", Case.Sensitive, after.Problems);
        after.Path.ShouldNotBe(registered.Path);
    }

    [Fact]
    public async Task A_draft_that_was_handed_to_somebody_else_is_edited_by_him_alone()
    {
        var annex = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "samples", "sx-tcm-2021-18-annex.xlsx"));
        var page = await NoticeDesk.BringInAsync(await Office.AsAsync(Registrar), NoticeDesk.Here, "附件.xlsx", annex);
        page.Path.ShouldStartWith("/notices/", Case.Sensitive, page.Problems);
        (await page.FormIn("#row-1").Write("standard", "有记录").PressAsync("save", "keep")).Value("#row-1-standard").ShouldBe("有记录");

        page = await (await Office.AsAsync(Registrar)).OpenAsync(page.Path);
        await using (var admin = new Npgsql.NpgsqlConnection(Store.AdminConnection))
        {
            await admin.ExecuteAsync(
                """
                UPDATE assignment SET holder = (
                  SELECT p.person_id FROM post p WHERE p.valid_to IS NULL AND p.unit_id = assignment.unit_id AND p.person_id NOT IN (
                    SELECT person_id FROM account WHERE login = @login) LIMIT 1)
                """,
                new { login = Registrar });
        }

        await page.FormIn("#row-1").Write("standard", "别人的稿").ForgeByAsync(page);
        (await (await Office.AsAsync(Registrar)).OpenAsync(page.Path)).Words.ShouldNotContain("别人的稿");
    }

    [Fact]
    public async Task Only_what_is_offered_is_ruled_and_dates_lie_within_reach()
    {
        var page = await RegisterAsync();
        var one = Enumerable.Range(1, NoticeDesk.Differences(page))
            .First(no => page.Count($"#difference-{no} button[value=Annex]") == 0);
        var forged = await SendAsync(
            page, "Ruling", ("difference", $"{one}"), ("version", "1"), ("key", @"a\x"), ("ruling", "Annex"));
        forged.GetProperty("said").GetString().ShouldBe(Texts.Edits.BadRuling);

        foreach (var day in new DateOnly[] { new(2021, 6, 1), new(2041, 6, 2) })
        {
            (await page.FormIn("#row-2").Write("due", day).PressAsync("save", "keep"))
                .Problems.ShouldBe(Texts.Edits.DueOutOfReach(new(2021, 6, 2)));
        }
    }

    [Fact]
    public async Task A_row_that_is_corrected_corrects_whom_the_notice_names_and_it_is_told_and_audited()
    {
        var page = await RegisterAsync();
        (await LeadersAsync()).ShouldBe("张建荣、官莉莉、邵静松、周忠东");
        for (var no = 1; no <= page.Count("details.row-card"); no++)
        {
            page = await page.FormIn($"#row-{no}").Choose("leaders", no == 1 ? "周忠东" : "官莉莉").PressAsync("save", "keep");
        }

        (await LeadersAsync()).ShouldBe("官莉莉、周忠东", "in the official order, whatever the rows' is");
        page.Words.ShouldContain(Texts.Seeing.NamedAs(Texts.Acting.Named(Party.ResponsibleLeaders), ["官莉莉", "周忠东"]));
        var unit = (await Store.Database.UnitsAsync(CancellationToken.None)).First(u => u.Id == Office.Unit);
        (await new CaseAudit(Store.Database).AuditAsync(unit, CancellationToken.None)).First.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_half_typed_is_kept_by_itself()
    {
        var page = await RegisterAsync();
        (string, string)[] note = [("difference", "1"), ("version", "1"), ("note", "写到一半"), ("save", "keep")];
        var kept = await SendAsync(page, "Ruling", [.. note, ("key", @"b\001")]);
        kept.GetProperty("saved").GetBoolean().ShouldBeTrue();
        kept.GetProperty("version").GetInt32().ShouldBe(2);
        (await SendAsync(page, "Ruling", [.. note, ("key", "other")])).GetProperty("said").GetString()
            .ShouldBe(Texts.Edits.ChangedMeanwhile);

        page = await NoticeDesk.RuleAsync(page, 2);
        page.Value("#difference-1-note").ShouldBe("写到一半");
        NoticeDesk.Ruled(page).ShouldBe(1);
    }

    [Fact]
    [Trait("Part", "browser")]
    public async Task A_browser_keeps_every_form_before_another_is_pressed()
    {
        var path = (await RegisterAsync()).Path;
        await using var screen = await Chromium.OpenAsync(Office, "keeping");
        var page = await screen.OpenAsync(Registrar, path);
        await page.ClickAsync("#row-2 > summary");
        await page.FillAsync("#row-2-standard", "每季度结对一次");
        await page.FillAsync("#difference-2-note", "正在核实");
        await page.ClickAsync("#difference-1 button[value=Annex]");
        await page.Locator("#difference-1 .mark-done")
            .WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Attached });

        (await page.InputValueAsync("#row-2-standard")).ShouldBe("每季度结对一次");
        (await page.InputValueAsync("#difference-2-note")).ShouldBe("正在核实");
        await page.FillAsync("#difference-2-note", "已核实");
        await page.Locator("#difference-2-note").BlurAsync();
        await page.GetByText(Texts.Edits.Kept, new() { Exact = true }).First.WaitForAsync();
        await page.ClickAsync("#difference-2 button[value=Kept]");
        await page.Locator("#difference-2 .mark-done")
            .WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Attached });
        screen.Complaints.ShouldBeEmpty();
    }

    private static async Task<JsonElement> SendAsync(WebPage page, string handler, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(
            [.. fields.Append((Name: WebForm.TokenField, Value: page.Token)).Append(("quiet", "true"))
                .Select(f => KeyValuePair.Create(f.Item1, f.Item2))]);
        return JsonSerializer.Deserialize<JsonElement>(
            (await page.Browser.SendAsync($"{page.Path}?handler={handler}", form)).Words);
    }

    private async Task<string> LeadersAsync() => string.Join('、', await Store.Database.ReadInUnitAsync(
        Office.Unit,
        (connection, _) => connection.QueryAsync<string>(
            """
            SELECT n.name
            FROM case_party p
            JOIN person n USING (unit_id, person_id)
            WHERE p.party = 'ResponsibleLeaders'
            ORDER BY p.place
            """),
        CancellationToken.None));

    private async Task<WebPage> RegisterAsync()
    {
        var page = await (await UploadAsync()).PressAsync();
        page.Path.ShouldStartWith("/notices/", Case.Sensitive, page.Problems);
        return page;
    }

    private async Task<WebForm> UploadAsync() =>
        (await (await Office.AsAsync(Registrar)).OpenAsync("/notices")).Form(NoticeDesk.Elsewhere)
            .Attach("file", "18.txt", await File.ReadAllBytesAsync(Sample));
}
