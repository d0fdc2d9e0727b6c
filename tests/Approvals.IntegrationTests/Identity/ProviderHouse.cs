using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Approvals.IntegrationTests.Identity;

/// <summary>
/// The other house: a server that speaks the sign-in of OAuth 2 by the book, of 钉钉, of 企业微信 and of 飞书 as their documents say, and
/// refuses what they would refuse. Who is signed in there is said beforehand.
/// </summary>
internal sealed partial class ProviderHouse : IAsyncDisposable
{
    public const string Client = "office-app";
    public const string Secret = "s3cret of the app";
    public const string Agent = "1000002";

    private readonly WebApplication _host;
    private readonly ConcurrentDictionary<string, Grant> _codes = new();
    private readonly ConcurrentDictionary<string, Visiting> _tokens = new();
    private readonly ConcurrentQueue<string> _complaints = new();

    private int _made;
    private string _application = "";

    private ProviderHouse(WebApplication host) => _host = host;

    /// <summary>Whose browser it is; null: he declines.</summary>
    public Visiting? Here { get; set; }

    /// <summary>What it answers to everything but the browser, in place of the truth.</summary>
    public string? Broken { get; set; }

    /// <summary>How often 企业微信's application has asked for its token.</summary>
    public int ApplicationTokens { get; private set; }

    /// <summary>What a client did wrong.</summary>
    public IEnumerable<string> Complaints => _complaints;

    public string Address => _host.Urls.First();

    public static async Task<ProviderHouse> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var host = builder.Build();
        var house = new ProviderHouse(host);
        host.MapGet("/authorize", (HttpRequest r) => house.Authorize(r, "code", pkce: true));
        host.MapPost("/token", house.TokenAsync);
        host.MapGet("/me", (HttpRequest r) => house.Me(r, Bearer(r), who => new { sub = who.Subject, name = who.Name, phone_number = who.Phone, phone_number_verified = who.Verified }));
        host.MapGet("/dingtalk/auth", (HttpRequest r) => house.Authorize(r, "authCode", pkce: false, ("prompt", "consent"), ("scope", "openid")));
        host.MapPost("/dingtalk/token", house.DingTalkTokenAsync);
        host.MapGet("/dingtalk/me", (HttpRequest r) => house.Me(
            r, r.Headers["x-acs-dingtalk-access-token"], who => new { unionId = who.Subject, nick = who.Name, mobile = who.Phone, stateCode = who.State }));
        host.MapGet("/feishu/authorize", (HttpRequest r) => house.Authorize(r, "code", pkce: true));
        host.MapPost("/feishu/token", house.FeishuTokenAsync);
        host.MapGet("/feishu/me", (HttpRequest r) => house.Me(
            r, Bearer(r), who => new { code = 0, msg = "success", data = new { union_id = who.Subject, name = who.Name, mobile = who.Phone } }));
        host.MapGet("/wecom/login", house.WeComLogin);
        host.MapGet("/wecom/gettoken", house.WeComToken);
        host.MapGet("/wecom/getuserinfo", house.WeComUser);
        await host.StartAsync();
        return house;
    }

    /// <summary>Nobody is there, and nothing is broken or complained of.</summary>
    public void Empty()
    {
        (Here, Broken) = (null, null);
        _complaints.Clear();
    }

    /// <summary>The application's token is worth nothing from now on.</summary>
    public void ForgetApplication() => _application = $"application {Guid.CreateVersion7()}";

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static string? Bearer(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { } written && written.StartsWith("Bearer ", StringComparison.Ordinal) ? written[7..] : null;

    private IResult Authorize(HttpRequest request, string codeName, bool pkce, params (string Name, string Value)[] needed)
    {
        var asked = request.Query;
        var back = asked["redirect_uri"].ToString();
        if (asked["client_id"] != Client || asked["response_type"] != "code" || back.Length == 0 || asked["state"].Count == 0
            || (pkce && asked["code_challenge_method"] != "S256") || needed.Any(n => asked[n.Name] != n.Value))
        {
            return Complain($"authorize {request.QueryString}");
        }

        var state = Uri.EscapeDataString(asked["state"].ToString());
        return Here is { } who
            ? Results.Redirect($"{back}?{codeName}={Code(new Grant(who, back, asked["code_challenge"]))}&state={state}")
            : Results.Redirect($"{back}?error=access_denied&state={state}");
    }

    private string Code(Grant grant)
    {
        var code = $"code-{Interlocked.Increment(ref _made)}";
        _codes[code] = grant;
        return code;
    }

    private IResult Complain(string what)
    {
        _complaints.Enqueue(what);
        return Results.BadRequest(new { error = "invalid_request", errcode = 40029, code = 20050 });
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        if (!request.HasFormContentType)
        {
            return Complain("token without a form");
        }

        var form = await request.ReadFormAsync();
        return form["grant_type"] == "authorization_code" && form["client_id"] == Client && form["client_secret"] == Secret
            ? Given(form["code"]!, form["redirect_uri"], form["code_verifier"], token => new { access_token = token, token_type = "Bearer" })
            : Complain("token of another client");
    }

    private async Task<IResult> FeishuTokenAsync(HttpRequest request)
    {
        var body = await JsonAsync(request);
        return body["grant_type"] == "authorization_code" && body["client_id"] == Client && body["client_secret"] == Secret
            ? Given(body["code"], body["redirect_uri"], body["code_verifier"], token => new { code = 0, access_token = token, expires_in = 7200 })
            : Complain("token of another client");
    }

    private async Task<IResult> DingTalkTokenAsync(HttpRequest request)
    {
        var body = await JsonAsync(request);
        return body["grantType"] == "authorization_code" && body["clientId"] == Client && body["clientSecret"] == Secret
            ? Given(body["code"], null, null, token => new { accessToken = token, expireIn = 7200 })
            : Complain("token of another client");
    }

    private static async Task<Dictionary<string, string>> JsonAsync(HttpRequest request) =>
        await JsonSerializer.DeserializeAsync<Dictionary<string, string>>(request.Body) ?? [];

    /// <summary>A code is good once, for the address that it was sent to, from the one who asked for it.</summary>
    private IResult Given(string code, string? back, string? verifier, Func<string, object> answer)
    {
        if (Broken is not null)
        {
            return Results.Text(Broken, statusCode: 502);
        }

        if (!_codes.TryRemove(code, out var grant) || (back is not null && back != grant.Back)
            || (grant.Challenge is { Length: > 0 } challenge
                && challenge != Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier ?? "")))))
        {
            return Complain($"code {code}");
        }

        var token = $"token of {code}";
        _tokens[token] = grant.Who;
        return Results.Json(answer(token));
    }

    private IResult Me(HttpRequest request, string? token, Func<Visiting, object> answer) =>
        token is not null && _tokens.TryGetValue(token, out var who) ? Results.Json(answer(who)) : Complain($"{request.Path} without a token");

    private IResult WeComLogin(HttpRequest request)
    {
        var asked = request.Query;
        var (back, state) = (asked["redirect_uri"].ToString(), asked["state"].ToString());
        if (asked["login_type"] != "CorpApp" || asked["appid"] != Client || asked["agentid"] != Agent || !ShortState().IsMatch(state))
        {
            return Complain($"login {request.QueryString}");
        }

        return Results.Redirect(Here is { } who ? $"{back}?code={Code(new Grant(who, back, null))}&state={state}" : $"{back}?state={state}");
    }

    private IResult WeComToken(HttpRequest request)
    {
        if (Broken is not null)
        {
            return Results.Text(Broken, statusCode: 502);
        }

        if (request.Query["corpid"] != Client || request.Query["corpsecret"] != Secret)
        {
            return Results.Json(new { errcode = 40001, errmsg = "invalid credential" });
        }

        ApplicationTokens++;
        _application = _application.Length == 0 ? "application" : _application;
        return Results.Json(new { errcode = 0, errmsg = "ok", access_token = _application, expires_in = 7200 });
    }

    private IResult WeComUser(HttpRequest request) =>
        request.Query["access_token"] != _application ? Results.Json(new { errcode = 42001, errmsg = "access_token expired" })
        : !_codes.TryRemove(request.Query["code"].ToString(), out var grant) ? Results.Json(new { errcode = 40029, errmsg = "invalid code" })
        : grant.Who.Stranger ? Results.Json(new { errcode = 0, errmsg = "ok", openid = grant.Who.Subject })
        : Results.Json(new { errcode = 0, errmsg = "ok", userid = grant.Who.Subject });

    [GeneratedRegex("^[a-zA-Z0-9]{1,128}$")]
    private static partial Regex ShortState();

    /// <param name="Stranger">He is no member of the enterprise.</param>
    internal sealed record Visiting(string Subject, string Name, string? Phone = null, bool Stranger = false)
    {
        /// <summary>Whether it has verified the number; null: it does not say.</summary>
        public bool? Verified { get; init; }

        /// <summary>Of the number's country; null: it does not say.</summary>
        public string? State { get; init; }
    }

    private sealed record Grant(Visiting Who, string Back, string? Challenge);
}
