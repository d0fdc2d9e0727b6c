using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Approvals.IntegrationTests.Identity;

/// <summary>What a browser shows after following where it was sent.</summary>
internal sealed record Shown(HttpStatusCode Status, Uri Address, IDocument Page)
{
    public string Path => Address.AbsolutePath;

    /// <summary>The sentence above all, good or bad.</summary>
    public string? Said => Page.QuerySelector(".problems, .said")?.TextContent.Trim();

    public string Words => Page.Body?.TextContent ?? "";
}

/// <summary>A person at a browser without JavaScript, which goes wherever it is sent, also to another house and back.</summary>
internal sealed class Visitor : IDisposable
{
    private readonly HttpClient _client;
    private readonly HttpClient _still;
    private readonly CookieContainer _cookies = new();

    /// <param name="comesFrom">What a proxy would say; null: none stands between.</param>
    public Visitor(Uri office, string browser = "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36", string? comesFrom = null)
    {
        Office = office;
        _client = NewClient(follows: true, browser);
        _still = NewClient(follows: false, browser);
        if (comesFrom is not null)
        {
            _client.DefaultRequestHeaders.Add("X-Forwarded-For", comesFrom);
        }
    }

    public Uri Office { get; }

    public Uri? Stands { get; private set; }

    public async Task<Shown> OpenAsync(string path)
    {
        using var answer = await _client.GetAsync(path);
        return await ReadAsync(answer);
    }

    /// <summary>Presses the button of a form as it stands on the page, with what he typed.</summary>
    /// <param name="form">Selector; the form's own fields are sent with it.</param>
    public async Task<Shown> PressAsync(Shown at, string form, params (string Name, string Value)[] typed)
    {
        var element = at.Page.QuerySelector(form).ShouldNotBeNull($"{form} on {at.Address}: {at.Words}");
        var action = element.GetAttribute("formaction") ?? element.GetAttribute("action") ?? at.Address.PathAndQuery;
        var fields = (element.Closest("form") ?? element).QuerySelectorAll("input[type=hidden]")
            .Select(i => KeyValuePair.Create(i.GetAttribute("name") ?? "", i.GetAttribute("value") ?? ""))
            .Concat(typed.Select(t => KeyValuePair.Create(t.Name, t.Value)));
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await _client.PostAsync(action, content);
        return await ReadAsync(answer);
    }

    /// <summary>The same with a file.</summary>
    public async Task<Shown> SendAsync(Shown at, string form, string field, string fileName, string text)
    {
        var element = at.Page.QuerySelector(form).ShouldNotBeNull($"{form} on {at.Address}: {at.Words}");
        using var content = new MultipartFormDataContent();
        foreach (var input in element.QuerySelectorAll("input[type=hidden]"))
        {
            content.Add(new StringContent(input.GetAttribute("value") ?? ""), input.GetAttribute("name") ?? "");
        }

        content.Add(new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(text)), field, fileName);
        using var answer = await _client.PostAsync(element.GetAttribute("action"), content);
        return await ReadAsync(answer);
    }

    public async Task<Shown> SignInAsync(string login, string password, string path = "/sign-in") =>
        await PressAsync(await OpenAsync(path), "form", ("account", login), ("password", password));

    /// <summary>A file that lies there for everybody.</summary>
    public Task<string> TextAsync(string path) => _client.GetStringAsync(path);

    /// <summary>Takes the first signs of a file, and goes.</summary>
    public async Task BreakOffAsync(string path)
    {
        using var answer = await _client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[16]);
    }

    public async Task<Shown> SignOutAsync() => await PressAsync(await OpenAsync("/sign-out"), "main form");

    /// <summary>Where he would be sent, without going there.</summary>
    public async Task<(HttpStatusCode Status, string? To)> AskAsync(HttpMethod method, string path)
    {
        using var question = new HttpRequestMessage(method, path);
        question.Content = method == HttpMethod.Get ? null : new FormUrlEncodedContent([]);
        using var answer = await _still.SendAsync(question);
        return (answer.StatusCode, answer.Headers.Location?.ToString());
    }

    public void Dispose()
    {
        _client.Dispose();
        _still.Dispose();
    }

    private async Task<Shown> ReadAsync(HttpResponseMessage answer)
    {
        Stands = answer.RequestMessage.ShouldNotBeNull().RequestUri.ShouldNotBeNull();
        return new Shown(answer.StatusCode, Stands, new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync()));
    }

    private HttpClient NewClient(bool follows, string browser)
    {
        var client = new HttpClient(new HttpClientHandler
        {
            AllowAutoRedirect = follows,
            CookieContainer = _cookies,
            CheckCertificateRevocationList = true,
        });
        client.BaseAddress = Office;
        client.DefaultRequestHeaders.Add("User-Agent", browser);
        return client;
    }
}
