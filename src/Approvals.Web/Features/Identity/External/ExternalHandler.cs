using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Approvals.Web.Features.Identity.External;

internal sealed class ExternalOptions : OAuthOptions
{
    public ExternalProvider Provider { get; set; } = null!; // set where the scheme is added

    /// <summary>企业微信's token of the application, good for some two hours; asked for again when it is refused.</summary>
    public string? ApplicationToken { get; set; }
}

/// <summary>OAuth 2 by the book; what a provider does otherwise is in the handler of its own.</summary>
internal class ExternalHandler(IOptionsMonitor<ExternalOptions> options, ILoggerFactory log, UrlEncoder encoder)
    : OAuthHandler<ExternalOptions>(options, log, encoder)
{
    private const int LongestClaim = 200;

    protected ExternalProvider Provider => Options.Provider;

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        var address = new Uri(base.BuildChallengeUrl(properties, Reached(redirectUri)));
        // An empty scope is no scope; some providers take it for a wrong one.
        var query = QueryHelpers.ParseQuery(address.Query).Where(p => p.Key != "scope" || !string.IsNullOrEmpty(p.Value));
        return QueryHelpers.AddQueryString(address.GetLeftPart(UriPartial.Path), query);
    }

    protected override Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context) =>
        base.ExchangeCodeAsync(new(context.Properties, context.Code, Reached(context.RedirectUri)));

    protected override async Task<AuthenticationTicket> CreateTicketAsync(
        ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        using var told = await AskAsync(tokens);
        var subject = Claim(told, Provider.Subject) ?? throw new AuthenticationFailureException($"No {Provider.Subject} was told.");
        return new AuthenticationTicket(
            Arrival.Principal(
                Provider.Id, subject, Claim(told, Provider.Name) ?? subject,
                Provider.MatchClaim is not { } claim ? null : Provider.Match == MatchBy.Phone ? Phone(told, claim) : Claim(told, claim)),
            properties, Scheme.Name);
    }

    /// <summary>The telephone number for which the provider vouches: where it says whether it has verified it, it has.</summary>
    protected virtual string? Phone(JsonDocument told, string claim) =>
        At(told, claim + "_verified") is { } verified && verified.ValueKind != JsonValueKind.Null
            && !string.Equals(verified.ToString(), bool.TrueString, StringComparison.OrdinalIgnoreCase)
                ? null : Claim(told, claim);

    /// <summary>The callback as the browser reaches it.</summary>
    protected string Reached(string redirectUri) =>
        Provider.Office is { } office ? new Uri(office, Provider.CallbackPath).ToString() : redirectUri;

    /// <summary>Who it is.</summary>
    protected virtual async Task<JsonDocument> AskAsync(OAuthTokenResponse tokens)
    {
        using var question = new HttpRequestMessage(HttpMethod.Get, Provider.UserInfo);
        question.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
        return await SendAsync(question);
    }

    /// <summary>The answer's JSON, whatever its status says: some refuse with a body that tells why.</summary>
    /// <exception cref="AuthenticationFailureException">It is none.</exception>
    protected async Task<JsonDocument> SendAsync(HttpRequestMessage question)
    {
        question.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var answer = await Backchannel.SendAsync(question, Context.RequestAborted);
        try
        {
            return await JsonDocument.ParseAsync(
                await answer.Content.ReadAsStreamAsync(Context.RequestAborted), cancellationToken: Context.RequestAborted);
        }
        catch (JsonException wrong)
        {
            throw new AuthenticationFailureException($"The provider answered {(int)answer.StatusCode} and no JSON.", wrong);
        }
    }

    protected async Task<JsonDocument> PostAsync(IReadOnlyDictionary<string, string?> fields)
    {
        using var question = new HttpRequestMessage(HttpMethod.Post, Provider.Token) { Content = JsonContent.Create(fields) };
        return await SendAsync(question);
    }

    /// <summary>As text, also where it is a number; null where it is missing, empty or too long for a name.</summary>
    /// <param name="path">a.b looks into a.</param>
    protected static string? Claim(JsonDocument told, string path) => Text(told, path) is { Length: <= LongestClaim } text ? text : null;

    /// <summary>A token under its standard name, from an answer that may call it otherwise.</summary>
    protected static OAuthTokenResponse Token(JsonDocument told, string name) => Text(told, name) is { } token
        ? OAuthTokenResponse.Success(JsonSerializer.SerializeToDocument(new Dictionary<string, string> { ["access_token"] = token }))
        : OAuthTokenResponse.Failed(new AuthenticationFailureException("No token was given."));

    protected static string? Text(JsonDocument told, string path) =>
        At(told, path) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } at && at.ToString() is { Length: > 0 } text ? text : null;

    /// <summary>Null where there is nothing.</summary>
    private static JsonElement? At(JsonDocument told, string path)
    {
        var at = told.RootElement;
        foreach (var name in path.Split('.'))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at;
    }

    /// <summary>The callback's query as the base expects it.</summary>
    protected void Rewrite(string? code, string? state) =>
        Request.QueryString = QueryString.Create(
            new Dictionary<string, string?> { ["code"] = code, ["state"] = state }.Where(p => !string.IsNullOrEmpty(p.Value)));
}
