using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Postgres;
using Microsoft.Playwright;

namespace Approvals.IntegrationTests.Walk;

/// <summary>
/// The notice on a real screen, from its file to its departments. Each kind of press is made once in Chromium and pictured; what
/// repeats it is pressed by colleagues at their own browsers. Look at artifacts/screenshots.
/// </summary>
[Trait("Part", "browser")]
public sealed class NoticeOnScreenTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    private const string Registrar = "sx-wenshu";

    [Fact]
    public async Task A_person_can_follow_the_notice_from_its_file_to_its_departments()
    {
        await using var office = await HttpOffice.OpenAsync(store, ShippedUnit.Real, SampleText.IssuedOn);
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
}
