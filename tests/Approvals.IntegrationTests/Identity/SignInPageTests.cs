using System.Net;
using AngleSharp.Html.Parser;
using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.IntegrationTests.Identity;

public sealed class SignInPageTests(TestDatabase office) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly string _folder = TestCluster.NewFolder();

    private WebApplication? _host;
    private HttpClient? _client;
    private string _password = "";

    private HttpClient Client => _client ?? throw new InvalidOperationException("xunit initialises first");

    public async Task InitializeAsync()
    {
        _host = await office.StartHostAsync();
        var unit = await _host.Services.GetRequiredService<UnitImport>().ImportAsync(ShippedUnit.Twin, CancellationToken.None);
        var passwords = _host.Services.GetRequiredService<SamplePasswords>();
        await office.Database.InUnitAsync(
            unit,
            async (connection, _) =>
            {
                await using var clear = connection.CreateCommand();
                clear.CommandText = "SELECT forgive_attempts(login, NULL) FROM account; UPDATE account SET password_hash = NULL, failed_count = 0, locked_until = NULL";
                await clear.ExecuteNonQueryAsync();
            },
            CancellationToken.None);
        _password = (await passwords.OpenAsync(unit, "澄市中医", _folder, CancellationToken.None)).ShouldNotBeNull();
        _client = NewClient();
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_stranger_is_asked_to_sign_in_and_comes_back_to_where_he_was_going()
    {
        var asked = await Client.GetAsync("/somewhere?a=1");
        asked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var door = asked.Headers.Location.ShouldNotBeNull();
        door.PathAndQuery.ShouldBe("/sign-in?back=%2Fsomewhere%3Fa%3D1");

        var signedIn = await SignInAsync(door.PathAndQuery, "gumingxi", _password);

        signedIn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        signedIn.Headers.Location.ShouldNotBeNull().ToString().ShouldBe("/somewhere?a=1");
        // Nothing lives there, but the door is open.
        (await Client.GetAsync("/somewhere?a=1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_cookie_is_kept_from_scripts_and_from_posts_of_other_sites()
    {
        var signedIn = await SignInAsync("/sign-in", "gumingxi", _password);

        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("approvals=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
    }

    [Fact]
    public async Task A_wrong_password_is_answered_on_the_page_and_the_login_is_kept()
    {
        var refused = await SignInAsync("/sign-in", "gumingxi", "wrong");

        refused.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = new HtmlParser().ParseDocument(await refused.Content.ReadAsStringAsync());
        page.QuerySelector("[role=alert]").ShouldNotBeNull().TextContent.ShouldContain(SignInService.Sentence);
        page.QuerySelector("input[name=account]").ShouldNotBeNull().GetAttribute("value").ShouldBe("gumingxi");
        (await Client.GetAsync("/somewhere")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    public async Task Nobody_is_sent_to_another_site(string back)
    {
        var signedIn = await SignInAsync($"/sign-in?back={Uri.EscapeDataString(back)}", "gumingxi", _password);

        signedIn.Headers.Location.ShouldNotBeNull().ToString().ShouldBe("/");
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using var form = new FormUrlEncodedContent([new("account", "gumingxi"), new("password", _password)]);
        (await Client.PostAsync("/sign-in", form)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Who_signs_out_is_a_stranger_again()
    {
        await SignInAsync("/sign-in", "gumingxi", _password);
        var token = await TokenAsync("/sign-out");
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);

        (await Client.PostAsync("/sign-out", form)).Headers.Location.ShouldNotBeNull().ToString().ShouldBe("/sign-in");

        (await Client.GetAsync("/somewhere")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    private async Task<HttpResponseMessage> SignInAsync(string path, string login, string password)
    {
        var page = new HtmlParser().ParseDocument(await Client.GetStringAsync(path));
        using var form = new FormUrlEncodedContent(
            page.QuerySelectorAll("input[type=hidden]")
                .Select(i => KeyValuePair.Create(i.GetAttribute("name") ?? "", i.GetAttribute("value") ?? ""))
                .Append(new("account", login))
                .Append(new("password", password)));
        return await Client.PostAsync("/sign-in", form);
    }

    private async Task<string> TokenAsync(string path) =>
        new HtmlParser().ParseDocument(await Client.GetStringAsync(path))
            .QuerySelector("input[name=__RequestVerificationToken]").ShouldNotBeNull().GetAttribute("value").ShouldNotBeNull();

    private HttpClient NewClient() =>
        new(new HttpClientHandler { AllowAutoRedirect = false, CheckCertificateRevocationList = true })
        {
            BaseAddress = new Uri(_host.ShouldNotBeNull().Urls.First()),
        };
}
