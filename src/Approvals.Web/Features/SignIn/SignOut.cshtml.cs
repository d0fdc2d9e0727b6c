using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Trails;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.SignIn;

/// <summary>退出: a POST, because a mere link or picture must not sign anybody out.</summary>
[AllowAnonymous]
public sealed class SignOutModel(CurrentUserSource users, SessionStore sessions) : PageModel
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await users.OfAsync(User, cancellation) is { } user)
        {
            await sessions.EndAsync(user, user.SessionId, TrailAct.SignedOut, cancellation);
        }

        await HttpContext.SignOutAsync();
        return LocalRedirect(IdentitySetup.SignInPath);
    }
}
