using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Identity.External;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Account;

/// <summary>
/// What came back from the provider is shown before it is bound: where somebody else is signed in at the provider, his identity would open
/// this account.
/// </summary>
[OpenTo(AccountKind.Member, AccountKind.System, AccountKind.Security, AccountKind.Audit)]
public sealed class BindBackModel(CurrentUserSource users, ExternalProviders providers, ExternalIdentities identities, SignInService signIn)
    : PageModel
{
    public ExternalProvider Provider { get; private set; } = null!; // the handler fills it before the page is drawn

    public string Name { get; private set; } = "";

    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync(string provider, CancellationToken cancellation)
    {
        if (await ArrivedAsync(provider, cancellation) is not var (known, arrival, _))
        {
            return LocalRedirect(IndexModel.Path);
        }

        (Provider, Name) = (known, arrival.Name);
        return Page();
    }

    /// <param name="password">The account's: a browser that was left open must not give somebody else a way in of his own.</param>
    public async Task<IActionResult> OnPostAsync(string provider, string? password, CancellationToken cancellation)
    {
        if (await ArrivedAsync(provider, cancellation) is var (known, arrival, user))
        {
            if (!await signIn.ProvePasswordAsync(user, password, Device.Of(HttpContext).Address, cancellation))
            {
                (Provider, Name, Problem) = (known, arrival.Name, Texts.Providers.WrongPassword);
                return Page();
            }

            await HttpContext.SignOutAsync(Arrival.Scheme);
            var bound = await identities.BindAsync(user, arrival, cancellation);
            this.Say(bound ? Texts.Providers.Bound : Texts.Providers.NotBound, refused: !bound);
        }

        return LocalRedirect(IndexModel.Path);
    }

    public async Task<IActionResult> OnPostDeclineAsync()
    {
        await HttpContext.SignOutAsync(Arrival.Scheme);
        return LocalRedirect(IndexModel.Path);
    }

    /// <summary>Null where nobody arrived, or not for the one who is signed in now.</summary>
    private async Task<(ExternalProvider Provider, Arrival Arrival, CurrentUser User)?> ArrivedAsync(
        string provider, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        return providers.Find(provider) is { } known && await Arrival.OfAsync(HttpContext, provider) is { } arrival && arrival.IsFor(user)
            ? (known, arrival, user)
            : null;
    }
}
