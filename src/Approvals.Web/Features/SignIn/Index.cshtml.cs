using System.Diagnostics;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.SignIn;

/// <summary>登录.</summary>
[AllowAnonymous]
public sealed class IndexModel(SignInService signIn) : PageModel
{
    public SignInView View { get; private set; } = new("", null, "/");

    public IActionResult OnGet(string? back)
    {
        View = View with { Back = LocalPath.Of(Url, back) };
        return User.Identity?.IsAuthenticated == true ? LocalRedirect(View.Back) : Page();
    }

    public async Task<IActionResult> OnPostAsync(string? account, string? password, string? back, CancellationToken cancellation)
    {
        View = new SignInView(account ?? "", null, LocalPath.Of(Url, back));
        switch (await signIn.SignInAsync(account, password, cancellation))
        {
            case SignInAnswer.Accepted accepted:
                await HttpContext.SignInAsync(accepted.Principal);
                return LocalRedirect(View.Back);
            case SignInAnswer.Refused refused:
                View = View with { Problem = refused.Sentence };
                return Page();
            default:
                throw new UnreachableException();
        }
    }
}
