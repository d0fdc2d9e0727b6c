using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Postgres;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Walk;

/// <summary>
/// The twin's whole campaign as shipped, on a real screen and over HTTP. Each kind of press is made once in Chromium and
/// pictured; what repeats it is pressed by colleagues at their own browsers. Look at artifacts/screenshots.
/// </summary>
[Trait("Part", "browser")]
public sealed class CampaignOnScreenTests(TestDatabase store, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_person_can_follow_the_campaign_to_its_closing_report()
    {
        await using var office = await HttpOffice.OpenAsync(store, ShippedUnit.Twin, SampleText.IssuedOn);
        await using var screen = await Chromium.OpenAsync(office, "campaign");
        office.Screen = screen;
        var walk = new TwinWalk(office, WalkWords.AsShipped);

        var text = await SampleText.TwinAsync();
        await walk.RegisterAsync(text);
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
        await new ClosedTwin(store, office, walk, WalkWords.AsShipped, output).IsWholeAsync(text);
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
