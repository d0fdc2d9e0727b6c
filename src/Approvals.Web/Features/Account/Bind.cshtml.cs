using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Identity.External;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Account;

/// <summary>Sends the account's owner to the provider, to come back with what he wants to bind.</summary>
[OpenTo(AccountKind.Member, AccountKind.System, AccountKind.Security, AccountKind.Audit)]
public sealed class BindModel(CurrentUserSource users, ExternalProviders providers) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string provider, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        return providers.Find(provider) is { } known ? Challenge(Arrival.ToBind(known, user), known.Scheme) : NotFound();
    }
}
