using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Approvals.Web.Features.Identity.External;

/// <summary>
/// 企业微信 (developer.work.weixin.qq.com, 企业微信 Web 登录; 获取 access_token; 获取用户登录身份): the token is the application's, and the code is
/// spent on asking whose it is. Its state may have 128 letters and digits at most, so the real one waits in a cookie.
/// </summary>
internal sealed class WeComHandler(IOptionsMonitor<ExternalOptions> options, ILoggerFactory log, UrlEncoder encoder)
    : ExternalHandler(options, log, encoder)
{
    private const string Cookie = "approvals-state-";

    private const int KeyLength = 32;

    /// <summary>不合法的 access_token, access_token 已过期: the one that was kept is no longer good.</summary>
    private static readonly string[] TokenIsOver = ["40014", "42001"];

    private string? _code;

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        var key = RandomNumberGenerator.GetHexString(KeyLength, lowercase: true);
        Response.Cookies.Append(Cookie + key, Options.StateDataFormat.Protect(properties), Options.CorrelationCookie.Build(Context));
        return QueryHelpers.AddQueryString(Provider.Authorization.ToString(), new Dictionary<string, string?>
        {
            ["login_type"] = "CorpApp",
            ["appid"] = Options.ClientId,
            ["agentid"] = Provider.Agent,
            ["redirect_uri"] = Reached(redirectUri),
            ["state"] = key,
        });
    }

    protected override Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        var key = Request.Query["state"].ToString();
        var state = key.Length == KeyLength && key.All(char.IsAsciiHexDigitLower) ? Request.Cookies[Cookie + key] : null;
        if (state is not null)
        {
            Response.Cookies.Delete(Cookie + key, Options.CorrelationCookie.Build(Context));
        }

        Rewrite(Request.Query["code"], state);
        return base.HandleRemoteAuthenticateAsync();
    }

    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        _code = context.Code;
        Options.ApplicationToken ??= await ApplicationTokenAsync();
        return OAuthTokenResponse.Success(
            JsonSerializer.SerializeToDocument(new Dictionary<string, string> { ["access_token"] = Options.ApplicationToken }));
    }

    protected override async Task<JsonDocument> AskAsync(OAuthTokenResponse tokens)
    {
        var told = await WhoseAsync(tokens.AccessToken);
        if (!TokenIsOver.Contains(Claim(told, "errcode")))
        {
            return told;
        }

        told.Dispose();
        return await WhoseAsync(Options.ApplicationToken = await ApplicationTokenAsync());
    }

    private async Task<JsonDocument> WhoseAsync(string? token)
    {
        using var question = new HttpRequestMessage(HttpMethod.Get, QueryHelpers.AddQueryString(
            Provider.UserInfo.ToString(), new Dictionary<string, string?> { ["access_token"] = token, ["code"] = _code }));
        return await SendAsync(question);
    }

    private async Task<string> ApplicationTokenAsync()
    {
        using var question = new HttpRequestMessage(HttpMethod.Get, QueryHelpers.AddQueryString(
            Provider.Token.ToString(),
            new Dictionary<string, string?> { ["corpid"] = Options.ClientId, ["corpsecret"] = Options.ClientSecret }));
        using var told = await SendAsync(question);
        return Text(told, "access_token")
            ?? throw new AuthenticationFailureException($"No token of the application was given: {Claim(told, "errcode")}.");
    }
}
