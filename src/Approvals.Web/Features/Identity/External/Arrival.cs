using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Approvals.Web.Features.Identity.External;

/// <summary>Somebody whom a provider has just sent back, and for whom it vouches: kept in a cookie of its own until it is decided what he gets.</summary>
/// <param name="Subject">Names him for good at that provider.</param>
/// <param name="Match">What the account may be matched by; null: nothing.</param>
/// <param name="BindsTo">unit/account of the one who set out to bind it; null: he wants to sign in.</param>
public sealed record Arrival(string Provider, string Subject, string Name, string? Match, string? BindsTo)
{
    /// <summary>The scheme of its cookie.</summary>
    public const string Scheme = "arrived";

    private const string Binds = "binds";

    public static ClaimsPrincipal Principal(string provider, string subject, string name, string? match)
    {
        var identity = new ClaimsIdentity([new("provider", provider), new("subject", subject), new("name", name)], Scheme);
        if (match is not null)
        {
            identity.AddClaim(new("match", match));
        }

        return new(identity);
    }

    /// <summary>How he is sent out to sign in.</summary>
    /// <param name="back">Local path.</param>
    public static AuthenticationProperties ToSignIn(ExternalProvider provider, string back) =>
        new() { RedirectUri = $"/sign-in/{provider.Id}/back?back={Uri.EscapeDataString(back)}" };

    /// <summary>How he is sent out to bind what comes back to his account.</summary>
    public static AuthenticationProperties ToBind(ExternalProvider provider, CurrentUser user) =>
        new(new Dictionary<string, string?> { [Binds] = NameOf(user) }) { RedirectUri = $"/account/bind/{provider.Id}/back" };

    /// <summary>Null when nobody has arrived from that provider.</summary>
    public static async Task<Arrival?> OfAsync(HttpContext context, string provider)
    {
        var arrived = await context.AuthenticateAsync(Scheme);
        return arrived is { Principal: { } principal, Properties: { } properties }
            && principal.FindFirstValue("provider") == provider && principal.FindFirstValue("subject") is { } subject
                ? new Arrival(
                    provider, subject, principal.FindFirstValue("name") ?? subject, principal.FindFirstValue("match"),
                    properties.Items.TryGetValue(Binds, out var binds) ? binds : null)
                : null;
    }

    /// <summary>Whether this is the one who set out to bind it.</summary>
    public bool IsFor(CurrentUser user) => BindsTo == NameOf(user);

    private static string NameOf(CurrentUser user) => $"{user.Unit.Id.Value}/{user.AccountId}";
}
