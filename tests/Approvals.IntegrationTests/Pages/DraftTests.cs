using System.Net;
using Approvals.IntegrationTests.Walk;
using Approvals.Web.Features;
using Dapper;
using Microsoft.Playwright;
using static Approvals.IntegrationTests.Pages.AffairOffice;

namespace Approvals.IntegrationTests.Pages;

/// <summary>What somebody typed is not lost because his session was over, nor because he pressed another form first.</summary>
public sealed class DraftTests(AffairOffice office) : IClassFixture<AffairOffice>
{
    private const string Nickname = "#nickname input[name=word]";

    [Fact]
    public async Task A_press_after_the_session_is_over_is_said_to_have_done_nothing_and_leads_back_to_its_page()
    {
        using var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CheckCertificateRevocationList = true }) { BaseAddress = office.Http.Address };
        using var press = new HttpRequestMessage(HttpMethod.Post, "/act") { Content = new FormUrlEncodedContent([]) };
        press.Headers.Referrer = new Uri(office.Http.Address, "/ledger?q=1");

        using var answer = await stranger.SendAsync(press);

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var door = answer.Headers.Location.ShouldNotBeNull().OriginalString;
        door.ShouldBe("/sign-in?lost=true&back=%2Fledger%3Fq%3D1");
        (await stranger.GetStringAsync(door)).ShouldContain(Texts.Doors.Lost);

        using var elsewhere = new HttpRequestMessage(HttpMethod.Post, "/act") { Content = new FormUrlEncodedContent([]) };
        elsewhere.Headers.Referrer = new Uri("https://elsewhere.example/ledger");
        using var home = await stranger.SendAsync(elsewhere);
        home.Headers.Location.ShouldNotBeNull().OriginalString.ShouldBe("/sign-in?lost=true&back=%2F");
    }

    [Fact]
    public async Task Words_typed_come_back_after_signing_in_again_until_they_are_taken_and_to_nobody_else()
    {
        await using var screen = await Chromium.OpenAsync(office.Http, "drafts");
        var person = await office.Store.Database.ReadInUnitAsync(
            office.Http.Unit, (connection, _) => connection.ExecuteScalarAsync<int>("SELECT person_id FROM person WHERE name = '魏青禾'"),
            CancellationToken.None);
        var page = await screen.OpenAsync(Office, $"/people/{person}");

        // Another form of the page is pressed first.
        await page.FillAsync(Nickname, "小魏");
        await page.SelectOptionAsync("#place select", new SelectOptionValue { Index = 2 });
        await page.ClickAsync("#place button[type=submit]");
        (await page.InputValueAsync(Nickname)).ShouldBe("小魏");
        (await page.TextContentAsync("#nickname .said-back")).ShouldBe(Texts.Doors.DraftBack);

        // The session is ended elsewhere.
        await office.Store.Database.InUnitAsync(
            office.Http.Unit, (connection, _) => connection.ExecuteAsync("UPDATE session SET ended_at = office_now() WHERE ended_at IS NULL"),
            CancellationToken.None);
        await page.ClickAsync("#nickname button[type=submit]");
        (await page.TextContentAsync(".problems")).ShouldNotBeNull().Trim().ShouldBe(Texts.Doors.Lost);
        await SignInAsync(page, Office);
        new Uri(page.Url).AbsolutePath.ShouldBe($"/people/{person}");
        (await page.InputValueAsync(Nickname)).ShouldBe("小魏");

        await page.ClickAsync("#nickname button[type=submit]");
        (await page.TextContentAsync(".said-done")).ShouldBe("已登记别名。");
        (await page.InputValueAsync(Nickname)).ShouldBeEmpty();

        // Nothing stays behind for whoever comes next.
        await page.FillAsync(Nickname, "老魏");
        await page.ClickAsync(".bar-leave button");
        (await page.EvaluateAsync<int>("Object.keys(sessionStorage).length")).ShouldBe(0);
        screen.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Words_that_were_refused_or_whose_press_was_lost_on_the_way_come_back_until_they_are_taken()
    {
        await using var screen = await Chromium.OpenAsync(office.Http, "refused-drafts");
        var person = await office.Store.Database.ReadInUnitAsync(
            office.Http.Unit, (connection, _) => connection.ExecuteScalarAsync<int>("SELECT person_id FROM person WHERE name = '潘景明'"),
            CancellationToken.None);
        var page = await screen.OpenAsync(Office, $"/people/{person}");

        // The page draws itself again and says why; he goes elsewhere, and comes back.
        await page.FillAsync(Nickname, "魏青禾");
        await page.ClickAsync("#nickname button[type=submit]");
        (await page.TextContentAsync(".problems")).ShouldNotBeNull().ShouldContain("是本单位另一位同事的姓名");
        await page.GotoAsync($"{office.Http.Address}people/{person}");
        (await page.InputValueAsync(Nickname)).ShouldBe("魏青禾");
        (await page.TextContentAsync("#nickname .said-back")).ShouldBe(Texts.Doors.DraftBack);

        // The network loses the press.
        await page.FillAsync(Nickname, "小清");
        await page.RouteAsync("**/people/**", route => route.Request.Method == "POST" ? route.AbortAsync() : route.ContinueAsync());
        var lost = new TaskCompletionSource();
        page.RequestFailed += (_, _) => lost.TrySetResult();
        await page.ClickAsync("#nickname button[type=submit]");
        await lost.Task;
        await page.UnrouteAllAsync();
        await page.GotoAsync($"{office.Http.Address}people/{person}");
        (await page.InputValueAsync(Nickname)).ShouldBe("小清");

        await page.ClickAsync("#nickname button[type=submit]");
        (await page.TextContentAsync(".said-done")).ShouldBe("已登记别名。");
        await page.GotoAsync($"{office.Http.Address}people/{person}");
        (await page.InputValueAsync(Nickname)).ShouldBeEmpty();
    }

    private async Task SignInAsync(IPage page, string login)
    {
        await page.FillAsync("#account", login);
        await page.FillAsync("#password", office.Http.Password);
        await page.ClickAsync("button[type=submit]");
        await page.Locator(".bar-person").WaitForAsync();
    }
}
