using System.Collections.Concurrent;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Identity;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features;
using Dapper;

namespace Approvals.IntegrationTests.Cases;

/// <summary>What the person was told of a press.</summary>
internal enum Told
{
    Done,

    /// <summary>It had been done before; nothing was done again.</summary>
    DoneBefore,

    /// <summary>Anything else that the page says.</summary>
    NotDone,
}

/// <summary>The office as people reach it: each with a browser of his own, signed in once.</summary>
internal sealed class HttpOffice
{
    private readonly ConcurrentDictionary<string, CookieContainer> _cookies = new();
    private readonly IReadOnlyDictionary<int, string> _logins;
    private readonly string _password;

    private HttpOffice(IReadOnlyDictionary<int, string> logins, string password) => (_logins, _password) = (logins, password);

    /// <summary>Where the server answers now; cookies outlive it.</summary>
    public Uri Address { get; set; } = new("http://127.0.0.1/");

    /// <summary>Gives every account of the unit a password.</summary>
    public static async Task<HttpOffice> OpenAsync(TestDatabase store, UnitId unit)
    {
        var password = await new Door(store.Database).Passwords
            .OpenAsync(unit, $"{unit.Value}", TestCluster.NewFolder(), CancellationToken.None);
        var logins = await store.Database.ReadInUnitAsync(
            unit,
            (connection, _) => connection.QueryAsync<(int Person, string Login)>("SELECT person_id, login FROM account"),
            CancellationToken.None);
        return new HttpOffice(logins.ToDictionary(l => l.Person, l => l.Login), password.ShouldNotBeNull());
    }

    public string LoginOf(PersonId person) => _logins[person.Value];

    public async Task<IDocument> PageAsync(string login, string path)
    {
        using var client = await SignedInAsync(login);
        return await new HtmlParser().ParseDocumentAsync(await client.GetStringAsync(path));
    }

    /// <summary>Posts a form as this person, with the token of a page of his.</summary>
    public async Task<HttpStatusCode> PostAsync(string login, string path, IEnumerable<KeyValuePair<string, string>> fields) =>
        (await SendAsync(login, path, fields)).Status;

    /// <summary>The same, with the page that was answered.</summary>
    public async Task<(HttpStatusCode Status, IDocument Page)> SendAsync(
        string login, string path, IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var client = await SignedInAsync(login);
        var page = await new HtmlParser().ParseDocumentAsync(await client.GetStringAsync("/sign-out"));
        using var form = new FormUrlEncodedContent(
            fields.Append(KeyValuePair.Create("__RequestVerificationToken", TokenOf(page))));
        using var answer = await client.PostAsync(path, form);
        return (answer.StatusCode, await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>
    /// The press as its form would send it. True: it was answered, and what it said stands in the cookie that came with
    /// the answer, whatever becomes of the server then.
    /// </summary>
    public async Task<bool> PressAsync(Press press, string key) =>
        await PostAsync(LoginOf(press.Act.By), "/act", Fields(press, key)) == HttpStatusCode.Redirect;

    /// <summary>The sentence of the last answer, as the next page says it, once.</summary>
    public async Task<Told> ToldAsync(Press press)
    {
        var page = await PageAsync(LoginOf(press.Act.By), "/");
        return page.QuerySelector(".said-done")?.TextContent switch
        {
            Texts.Acting.Done => Told.Done,
            Texts.Acting.DoneBefore => Told.DoneBefore,
            _ => Told.NotDone,
        };
    }

    /// <summary>404, or the sentence with which a press was refused; a press that was done fails the test.</summary>
    public async Task<string> RefusalAsync(string login, IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var client = await SignedInAsync(login);
        var page = await new HtmlParser().ParseDocumentAsync(await client.GetStringAsync("/sign-out"));
        using var form = new FormUrlEncodedContent(
            fields.Append(KeyValuePair.Create("__RequestVerificationToken", TokenOf(page))));
        using var answer = await client.PostAsync("/act", form);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return "404";
        }

        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Redirect, HttpStatusCode.Forbidden);
        var (shown, said) = answer.StatusCode == HttpStatusCode.Forbidden
            ? (await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync()), "h1")
            : answer.StatusCode == HttpStatusCode.OK
            ? (await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync()),
                ".problems li, .field-problem")
            : (await PageAsync(login, "/"), ".said-refused");
        var sentence = shown.QuerySelector(said).ShouldNotBeNull(shown.QuerySelector(".said")?.TextContent).TextContent.Trim();
        sentence.ShouldEndWith("。");
        return sentence;
    }

    public static IEnumerable<KeyValuePair<string, string>> Fields(Press press, string key)
    {
        var (act, said) = (press.Act, press.Act.Inputs.Said);
        var fields = new List<(string Name, string? Value)>
        {
            ("case", $"{press.Case}"), ("round", $"{act.Round}"), ("seat", $"{act.Seat.Value}"), ("hash", act.ContentHash ?? ""),
            ("key", key), ("back", "/"), ("act", act.Action.Value), ("in.Reason", said.Reason), ("in.Report", said.Report),
            ("in.Date", said.Date is { } date ? $"{date:yyyy-MM-dd}" : null),
        };
        fields.Add(("in.Target", act.Inputs.Target?.Value));
        fields.Add(("in.Way", act.Inputs.Way?.ToString()));
        fields.Add(("in.Sibling", act.Inputs.Sibling?.ToString()));
        fields.AddRange(act.Inputs.Named.Select(n => ($"in.{n.Key}", (string?)string.Join(',', Ids(n.Value)))));
        return fields.Select(f => KeyValuePair.Create(f.Name, f.Value ?? ""));
    }

    private static IEnumerable<int> Ids(PartyMembers members) =>
        members.People.Select(p => p.Value).Concat(members.Bodies.Select(b => b.Value));

    private static string TokenOf(IDocument page) =>
        page.QuerySelector("input[name=__RequestVerificationToken]").ShouldNotBeNull().GetAttribute("value").ShouldNotBeNull();

    private async Task<HttpClient> SignedInAsync(string login)
    {
        if (_cookies.TryGetValue(login, out var kept))
        {
            return Client(kept);
        }

        var cookies = new CookieContainer();
        var client = Client(cookies);
        var page = await new HtmlParser().ParseDocumentAsync(await client.GetStringAsync("/sign-in"));
        using var form = new FormUrlEncodedContent(
        [
            new("account", login), new("password", _password), new("__RequestVerificationToken", TokenOf(page)),
        ]);
        using var answer = await client.PostAsync("/sign-in", form);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, login);
        _cookies[login] = cookies;
        return client;
    }

    private HttpClient Client(CookieContainer cookies) =>
        new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies, CheckCertificateRevocationList = true })
        {
            BaseAddress = Address,
        };
}
