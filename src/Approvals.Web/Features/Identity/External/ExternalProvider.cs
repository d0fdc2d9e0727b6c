using System.Collections.Immutable;
using Approvals.Web.Hosting;

namespace Approvals.Web.Features.Identity.External;

/// <summary>Which flow a provider speaks.</summary>
public enum ProviderKind
{
    /// <summary>OAuth 2 as RFC 6749 says it, with PKCE (RFC 7636) and a user-info endpoint.</summary>
    OAuth,

    /// <summary>钉钉: login.dingtalk.com, codes named authCode, tokens by JSON.</summary>
    DingTalk,

    /// <summary>企业微信: the application's token, then who the code belongs to.</summary>
    WeCom,

    /// <summary>飞书: tokens by JSON, answers wrapped in code and data.</summary>
    Feishu,
}

/// <summary>How an identity that nobody has bound finds its account.</summary>
public enum MatchBy
{
    /// <summary>Not at all: its owner signs in with his password and binds it.</summary>
    Nothing,

    /// <summary>The claim is the login of an account.</summary>
    Login,

    /// <summary>The claim is the telephone number of an account.</summary>
    Phone,
}

/// <summary>One way to sign in besides the password (其他登录方式), as the settings say.</summary>
/// <param name="Id">Names its settings, its addresses here, and whom it has bound: it is not changed later.</param>
/// <param name="Title">As people call it.</param>
/// <param name="Agent">企业微信's AgentId; null elsewhere.</param>
/// <param name="Subject">Claim that names the identity for good; a.b looks into a.</param>
/// <param name="Name">Claim that a person knows the identity by.</param>
/// <param name="MatchClaim">Null where nothing is matched.</param>
public sealed record ExternalProvider(
    string Id, ProviderKind Kind, string Title, string ClientId, string ClientSecret, string? Agent, Uri Authorization, Uri Token,
    Uri UserInfo, string Scope, string Subject, string Name, MatchBy Match, string? MatchClaim)
{
    /// <summary>Of ASP.NET Core's authentication.</summary>
    public string Scheme => $"provider {Id}";

    /// <summary>Where the provider sends the browser back to; what is registered there.</summary>
    public string CallbackPath => $"/sign-in/{Id}/code";

    /// <summary>How browsers reach this office, where a proxy stands before it; null: as the request says.</summary>
    public Uri? Office { get; init; }
}

/// <summary>The providers of an installation, in the order of their ids.</summary>
public sealed record ExternalProviders(ImmutableArray<ExternalProvider> All)
{
    public ExternalProvider? Find(string? id) => All.FirstOrDefault(p => p.Id == id);

    /// <summary>Settings <c>SignIn:Address</c> and <c>SignIn:Providers:ID</c>; docs/sign-in.md has them all.</summary>
    /// <exception cref="OfficeException">One of them cannot work.</exception>
    public static ExternalProviders Read(IConfiguration settings)
    {
        var office = OfficeAddress.Read(settings).Address;
        return new(
        [
            .. settings.GetSection(ProviderSettings.Section).GetChildren()
                .Select(s => new ProviderSettings(s).Read() with { Office = office }),
        ]);
    }
}
