using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Options;

namespace Approvals.Web.Features.Identity.External;

/// <summary>
/// 钉钉 (open.dingtalk.com, 获取登录用户的访问凭证; 获取用户通讯录个人信息): the code comes back as authCode, the token is asked for by JSON
/// with names of its own and travels in a header of its own.
/// </summary>
internal sealed class DingTalkHandler(IOptionsMonitor<ExternalOptions> options, ILoggerFactory log, UrlEncoder encoder)
    : ExternalHandler(options, log, encoder)
{
    protected override Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        Rewrite(Request.Query["authCode"].ToString() is { Length: > 0 } code ? code : Request.Query["code"], Request.Query["state"]);
        return base.HandleRemoteAuthenticateAsync();
    }

    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        using var told = await PostAsync(new Dictionary<string, string?>
        {
            ["clientId"] = Options.ClientId,
            ["clientSecret"] = Options.ClientSecret,
            ["code"] = context.Code,
            ["grantType"] = "authorization_code",
        });
        return Token(told, "accessToken");
    }

    // The number is told without its country, which stands beside it.
    protected override string? Phone(JsonDocument told, string claim) =>
        Text(told, "stateCode") is null or "86" or "+86" ? base.Phone(told, claim) : null;

    protected override async Task<JsonDocument> AskAsync(OAuthTokenResponse tokens)
    {
        using var question = new HttpRequestMessage(HttpMethod.Get, Provider.UserInfo);
        question.Headers.Add("x-acs-dingtalk-access-token", tokens.AccessToken);
        return await SendAsync(question);
    }
}
