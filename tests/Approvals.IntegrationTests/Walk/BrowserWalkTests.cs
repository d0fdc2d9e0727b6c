using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Postgres;
using Microsoft.Playwright;

namespace Approvals.IntegrationTests.Walk;

/// <summary>
/// The walk on a real screen. Each kind of press is made once in Chromium and pictured; what repeats it is pressed by
/// colleagues at their own browsers. Look at artifacts/screenshots.
/// </summary>
[Trait("Part", "browser")]
public sealed class BrowserWalkTests : IAsyncLifetime
{
    private const string Registrar = "sx-wenshu";

    private readonly TestDatabase _store = new();

    public Task InitializeAsync() => _store.InitializeAsync();

    public Task DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_person_can_follow_the_notice_from_its_file_to_its_departments()
    {
        await using var office = await HttpOffice.OpenAsync(_store, ShippedUnit.Real, SampleText.IssuedOn);
        await using var screen = await Chromium.OpenAsync(office, "notice");
        var page = await screen.OpenAsync(Registrar, "/notices");
        await page.SetInputFilesAsync("#file-Elsewhere", SampleText.Docx);
        await screen.PictureAsync(page, "two-doors");
        await page.ClickAsync("form:has(#file-Elsewhere) button[type=submit]");
        await page.Locator(".page-notice").WaitForAsync();
        await screen.PictureAsync(page, "notice-beside-items", fullPage: false);
        await screen.PictureAsync(page, "notice-beside-items-whole");
        var path = new Uri(page.Url).AbsolutePath;
        await page.ClickAsync("a[href$='/picture']");
        await screen.PictureAsync(page, "where-the-notice-stands");
        (await page.Locator(".flow-wide desc").TextContentAsync()).ShouldNotBeNull().ShouldStartWith("现在在“登记拆分”。");
        await page.GoBackAsync();

        await RuleAndConfirmAsync(page, screen);
        await SettleTheRestAsync(office, path);
        office.Screen = screen;
        await office.PressAsync(Registrar, "divide", path: path);
        await screen.PictureAsync(page, "split");
        await screen.PictureAsync(await screen.OpenAsync("sx-menzhenban-jingban", "/"), "inbox-of-a-department");
        await screen.PictureAsync(
            await screen.OpenAsync("sx-menzhenban-jingban", "/", Chromium.Phone), "inbox-of-a-department-phone");
        await screen.PictureAsync(await screen.OpenAsync(Registrar, path, Chromium.Phone), "notice-phone", fullPage: false);

        var text = SampleText.Unissued(await File.ReadAllTextAsync(SampleText.Txt));
        var (drafted, number) = await new DraftWalk(office, WalkWords.AsShipped, RealUnitWalkTests.People, new(2021, 6, 2))
            .ToIssueAsync(text);
        page = await screen.OpenAsync(Registrar, drafted);
        (await page.Locator(".page-over").TextContentAsync()).ShouldNotBeNull().ShouldContain(number);
        await screen.PictureAsync(page, "issued-here", fullPage: false);
        screen.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_can_follow_the_campaign_to_its_closing_report()
    {
        await using var office = await HttpOffice.OpenAsync(_store, ShippedUnit.Twin, SampleText.IssuedOn);
        await using var screen = await Chromium.OpenAsync(office, "campaign");
        office.Screen = screen;
        var walk = new TwinWalk(office, WalkWords.AsShipped);

        await walk.RegisterAsync(await SampleText.TwinAsync());
        await ComparingAsync(screen, walk.Notice);
        await walk.TakeUpAsync();
        await LookAsync(screen, ("songhuaigu", "/", "inbox"), (TwinPeople.Clerk, walk.Items[0], "item-under-way"));
        await walk.BeginWorkAsync();
        await walk.GoWrongAsync();
        await LookAsync(screen, (TwinPeople.Clerk, walk.Items[0], "item-late"), (TwinPeople.Clerk, walk.Items[1], "item-extended"));
        await walk.CarryOutAsync();
        await LookAsync(screen, (TwinPeople.Head("医务科"), "/", "inbox-of-a-head"));
        await walk.SignAsync();
        await walk.SelfCheckAsync();
        await walk.ReconcileAsync();
        await office.DayAsync(2021, 11, 22);
        var sheet = await screen.OpenAsync(TwinPeople.Inspectors[0].Login, HttpOffice.InspectorsPage, Chromium.Phone);
        await screen.PictureAsync(sheet, "inspection-sheet-phone");
        await walk.InspectAsync();
        await LookAsync(
            screen, (TwinPeople.Clerk, "/ledger", "ledger"), (TwinPeople.Clerk, walk.Items[5], "item-to-rectify"),
            (TwinPeople.Clerk, walk.Campaign, "campaign"));
        await walk.RectifyAsync();
        await office.DayAsync(2021, 12, 20);
        await LookAsync(screen, (TwinPeople.Lin, "/", "inbox-of-a-leader-batch"));
        await walk.ClearAsync();
        await walk.CloseAsync();
        await LookAsync(screen, (TwinPeople.Clerk, walk.Campaign, "campaign-closed"));
        await DownloadAsync(screen, walk.Campaign);
        screen.Complaints.ShouldBeEmpty();
    }

    private static async Task RuleAndConfirmAsync(IPage page, Chromium screen)
    {
        await page.ClickAsync("#difference-1 button[value=Annex]");
        await page.Locator("#difference-1 .mark-done").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await Chromium.UnfoldAsync(page, "#row-1 form", "textarea");
        await page.FillAsync("#row-1-standard", NoticeDesk.Standard);
        await page.Locator("#row-1 button[value=confirm]").ScrollIntoViewIfNeededAsync();
        await screen.PictureAsync(page, "confirming-a-row", fullPage: false);
        await page.ClickAsync("#row-1 button[value=confirm]");
        await page.Locator("#row-1 .mark-done").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.Locator("#row-2 button[value=confirm]").ScrollIntoViewIfNeededAsync();
        await screen.PictureAsync(page, "half-done", fullPage: false);
    }

    private static async Task SettleTheRestAsync(HttpOffice office, string path)
    {
        var page = await (await office.AsAsync(Registrar)).OpenAsync(path);
        NoticeDesk.Ruled(page).ShouldBe(1);
        NoticeDesk.Confirmed(page).ShouldBe(1);
        page = await NoticeDesk.RuleAsync(page, Enumerable.Range(2, NoticeDesk.Differences(page) - 1));
        for (var no = 2; no <= 10; no++)
        {
            page = await NoticeDesk.ConfirmAsync(page, no, new DateOnly(2021, 11, 30));
        }
    }

    /// <summary>A difference on the right, the place where it stands on the left: one click from the one to the other.</summary>
    private static async Task ComparingAsync(Chromium screen, string notice)
    {
        var page = await screen.OpenAsync(TwinPeople.Clerk, notice);
        foreach (var no in new[] { 6, 7 })
        {
            await page.ClickAsync($"#difference-{no} summary");
        }

        await page.ClickAsync("#difference-6 figure:first-of-type figcaption a");
        await page.Locator("#difference-7 summary").ScrollIntoViewIfNeededAsync();
        await screen.PictureAsync(page, "notice-of-the-twin", fullPage: false);
    }

    private static async Task LookAsync(Chromium screen, params (string Login, string Path, string Name)[] views)
    {
        foreach (var (login, path, name) in views)
        {
            await screen.PictureAsync(await screen.OpenAsync(login, path), name);
        }
    }

    private static async Task DownloadAsync(Chromium screen, string campaign)
    {
        var page = await screen.OpenAsync(TwinPeople.Clerk, campaign);
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("a[href$='/report']"));
        download.SuggestedFilename.ShouldEndWith(".docx");
        new FileInfo(await download.PathAsync()).Length.ShouldBeGreaterThan(5_000);
    }
}
