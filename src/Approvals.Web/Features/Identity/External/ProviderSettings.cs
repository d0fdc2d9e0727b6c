using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Web.Hosting;

namespace Approvals.Web.Features.Identity.External;

/// <summary>Reads one provider from its settings. Whatever cannot work is one sentence at the start, never a failure at the door.</summary>
internal sealed partial class ProviderSettings(IConfigurationSection section)
{
    public const string Section = "SignIn:Providers";

    private static readonly ImmutableArray<string> Known =
    [
        "Kind", "Title", "ClientId", "ClientSecret", "AgentId", "AuthorizationEndpoint", "TokenEndpoint", "UserInfoEndpoint", "Scope",
        "SubjectClaim", "NameClaim", "Match", "MatchClaim",
    ];

    private static readonly ImmutableDictionary<string, ProviderKind> Kinds =
        Enum.GetValues<ProviderKind>().ToImmutableDictionary(k => k.ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary>What the documents of each say; an installation of one's own says other endpoints.</summary>
    private static readonly ImmutableDictionary<ProviderKind, Usual> Documented = new Dictionary<ProviderKind, Usual>
    {
        [ProviderKind.OAuth] = new("统一身份认证", null, null, null, "", "sub", "name", "phone_number"),
        [ProviderKind.DingTalk] = new(
            "钉钉", "https://login.dingtalk.com/oauth2/auth", "https://api.dingtalk.com/v1.0/oauth2/userAccessToken",
            "https://api.dingtalk.com/v1.0/contact/users/me", "openid", "unionId", "nick", "mobile"),
        [ProviderKind.WeCom] = new(
            "企业微信", "https://login.work.weixin.qq.com/wwlogin/sso/login", "https://qyapi.weixin.qq.com/cgi-bin/gettoken",
            "https://qyapi.weixin.qq.com/cgi-bin/auth/getuserinfo", "", "userid", "userid", null),
        [ProviderKind.Feishu] = new(
            "飞书", "https://accounts.feishu.cn/open-apis/authen/v1/authorize", "https://open.feishu.cn/open-apis/authen/v2/oauth/token",
            "https://open.feishu.cn/open-apis/authen/v1/user_info", "", "data.union_id", "data.name", "data.mobile"),
    }.ToImmutableDictionary();

    /// <summary>Pages of the door that a provider's name would hide.</summary>
    private static readonly ImmutableArray<string> Taken = ["code"];

    public ExternalProvider Read()
    {
        if (!Id().IsMatch(section.Key) || Taken.Contains(section.Key))
        {
            throw Wrong("的名字只能用小写字母、数字和减号，以字母开头，也不能叫 code");
        }

        if (section.GetChildren().Select(c => c.Key).FirstOrDefault(k => !Known.Contains(k, StringComparer.OrdinalIgnoreCase)) is { } odd)
        {
            throw Wrong($"没有“{odd}”这一项，可以写的有：{string.Join("、", Known)}");
        }

        var kind = Kinds.TryGetValue(Needed("Kind"), out var named)
            ? named
            : throw Wrong($"的 Kind 是“{section["Kind"]}”，应当是 oauth、dingtalk、wecom、feishu 之一");
        var usual = Documented[kind];
        var match = section["Match"]?.ToUpperInvariant() switch
        {
            null or "" => MatchBy.Nothing,
            "LOGIN" => MatchBy.Login,
            "PHONE" => MatchBy.Phone,
            _ => throw Wrong($"的 Match 是“{section["Match"]}”，应当是 login 或 phone，不写则由本人绑定"),
        };
        var subject = section["SubjectClaim"] ?? usual.Subject;
        return new ExternalProvider(
            section.Key, kind, section["Title"] ?? usual.Title, Needed("ClientId"), Needed("ClientSecret"),
            kind == ProviderKind.WeCom ? Needed("AgentId") : null, Endpoint("AuthorizationEndpoint", usual.Authorization),
            Endpoint("TokenEndpoint", usual.Token), Endpoint("UserInfoEndpoint", usual.UserInfo), section["Scope"] ?? usual.Scope,
            subject, section["NameClaim"] ?? usual.Name, match, MatchClaim(match, subject, usual));
    }

    private string? MatchClaim(MatchBy match, string subject, Usual usual) => match switch
    {
        MatchBy.Nothing when section["MatchClaim"] is not null => throw Wrong("写了 MatchClaim，就要写 Match 是 login 还是 phone"),
        MatchBy.Nothing => null,
        MatchBy.Login => section["MatchClaim"] ?? subject,
        _ => section["MatchClaim"] ?? usual.Phone ?? throw Wrong("不提供手机号，不能按手机号对应账号，请改用 Match=login 或由本人绑定"),
    };

    private string Needed(string name) =>
        section[name] is { Length: > 0 } text ? text : throw Wrong($"缺少 {name}");

    /// <summary>What a secret travels on: encrypted, unless it does not leave this machine.</summary>
    private Uri Endpoint(string name, string? usual)
    {
        var text = section[name] ?? usual ?? throw Wrong($"缺少 {name}");
        return Uri.TryCreate(text, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
                ? address
                : throw Wrong($"的 {name} 是“{text}”，应当是 https:// 开头的网址");
    }

    private OfficeException Wrong(string what) => new($"登录方式 {Section}:{section.Key} {what}。");

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$")]
    private static partial Regex Id();

    /// <param name="Phone">Claim of the telephone number; null: there is none.</param>
    private sealed record Usual(
        string Title, string? Authorization, string? Token, string? UserInfo, string Scope, string Subject, string Name, string? Phone);
}
