using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Options;

namespace Approvals.Web.Features.Identity.External;

/// <summary>
/// 飞书 (open.feishu.cn, 获取授权码; 获取 user_access_token; 获取用户信息): standard but for a token request in JSON; who it is stands under
/// data.
/// </summary>
internal sealed class FeishuHandler(IOptionsMonitor<ExternalOptions> options, ILoggerFactory log, UrlEncoder encoder)
    : ExternalHandler(options, log, encoder)
{
    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        context.Properties.Items.TryGetValue(OAuthConstants.CodeVerifierKey, out var verifier);
        context.Properties.Items.Remove(OAuthConstants.CodeVerifierKey);
        using var told = await PostAsync(new Dictionary<string, string?>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = Options.ClientId,
            ["client_secret"] = Options.ClientSecret,
            ["code"] = context.Code,
            ["redirect_uri"] = Reached(context.RedirectUri),
            ["code_verifier"] = verifier,
        });
        return Token(told, "access_token");
    }
}
