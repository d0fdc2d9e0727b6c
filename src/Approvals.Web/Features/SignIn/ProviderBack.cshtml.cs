using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Identity.External;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.SignIn;

/// <summary>Whoever comes back from the provider is signed in where an account is his, and told where none is.</summary>
[AllowAnonymous]
public sealed class ProviderBackModel(SignInService signIn, ExternalProviders providers, ExternalIdentities identities) : PageModel
{
    public SignInView View { get; private set; } = new("", null, "/");

    public async Task<IActionResult> OnGetAsync(string provider, string? back, CancellationToken cancellation)
    {
        if (providers.Find(provider) is not { } known)
        {
            return NotFound();
        }

        if (await Arrival.OfAsync(HttpContext, provider) is not { BindsTo: null } arrival)
        {
            return LocalRedirect(IdentitySetup.SignInPath);
        }

        View = View with { Back = LocalPath.Of(Url, back) };
        await HttpContext.SignOutAsync(Arrival.Scheme);
        return await identities.FindAsync(arrival, known, cancellation) is { } account
            ? await this.EnterAsync(
                await signIn.SignInAsync(account, provider, Device.Of(HttpContext), cancellation),
                View.Back,
                sentence =>
                {
                    View = View with { Problem = sentence };
                    return Page();
                })
            : LocalRedirect($"{IdentitySetup.SignInPath}?unbound={known.Id}&back={Uri.EscapeDataString(View.Back)}");
    }
}
