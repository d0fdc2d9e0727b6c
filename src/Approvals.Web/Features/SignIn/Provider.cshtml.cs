using Approvals.Web.Features.Identity.External;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.SignIn;

/// <summary>Sends whoever wants to sign in to the provider.</summary>
[AllowAnonymous]
public sealed class ProviderModel(ExternalProviders providers) : PageModel
{
    public IActionResult OnGet(string provider, string? back) =>
        providers.Find(provider) is { } known
            ? Challenge(Arrival.ToSignIn(known, LocalPath.Of(Url, back)), known.Scheme)
            : NotFound();
}
