using System.Net;
using AngleSharp.Html.Parser;

namespace Approvals.IntegrationTests.Walk;

/// <summary>One person at one browser without JavaScript: its cookies, and pages by address.</summary>
public sealed class Browser : IDisposable
{
    private readonly HttpClient _client;

    private Browser(Uri address)
    {
        _client = new HttpClient(new HttpClientHandler { CheckCertificateRevocationList = true });
        _client.BaseAddress = address;
    }

    public static async Task<Browser> SignInAsync(Uri address, string login, string password)
    {
        var browser = new Browser(address);
        var door = await browser.OpenAsync("/sign-in");
        var home = await door.Form("/sign-in").Write("account", login).Write("password", password).PressAsync();
        home.Path.ShouldBe("/", $"{login} is signed in");
        return browser;
    }

    public async Task<WebPage> OpenAsync(string path)
    {
        using var answer = await _client.GetAsync(path);
        return await ReadAsync(answer, HttpStatusCode.OK);
    }

    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await _client.GetAsync(path);
        return answer.StatusCode;
    }

    public async Task<(byte[] Content, string? Type)> DownloadAsync(string path)
    {
        using var answer = await _client.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return (await answer.Content.ReadAsByteArrayAsync(), answer.Content.Headers.ContentType?.MediaType);
    }

    internal async Task<WebPage> SendAsync(string path, HttpContent content, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await _client.PostAsync(path, content);
        return await ReadAsync(answer, expected);
    }

    public void Dispose() => _client.Dispose();

    private async Task<WebPage> ReadAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var address = answer.RequestMessage.ShouldNotBeNull().RequestUri.ShouldNotBeNull();
        var html = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, $"{address} {html[..Math.Min(600, html.Length)]}");
        return new WebPage(this, new HtmlParser().ParseDocument(html), address);
    }
}
