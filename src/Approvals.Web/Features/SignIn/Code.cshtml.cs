using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.SignIn;

/// <summary>The second step of signing in (两步验证): a code of the app, or a recovery code.</summary>
[AllowAnonymous]
public sealed class CodeModel(SignInService signIn) : PageModel
{
    public const string Path = "/sign-in/code";

    public SignInView View { get; private set; } = new("", null, "/");

    public async Task<IActionResult> OnGetAsync(string? back)
    {
        View = View with { Back = LocalPath.Of(Url, back) };
        return await HalfWay.OfAsync(HttpContext) is null ? LocalRedirect(IdentitySetup.SignInPath) : Page();
    }

    public async Task<IActionResult> OnPostAsync(string? code, string? back, CancellationToken cancellation)
    {
        View = View with { Back = LocalPath.Of(Url, back) };
        if (await HalfWay.OfAsync(HttpContext) is not { } halfWay)
        {
            View = View with { Problem = Texts.Doors.Expired };
            return Page();
        }

        return await this.EnterAsync(
            await signIn.ConfirmAsync(halfWay, code, Device.Of(HttpContext), cancellation),
            View.Back,
            sentence =>
            {
                View = View with { Problem = sentence };
                return Page();
            });
    }

    /// <summary>From the beginning, as somebody else perhaps.</summary>
    public async Task<IActionResult> OnPostAgainAsync()
    {
        await HttpContext.SignOutAsync(HalfWay.Scheme);
        return LocalRedirect(IdentitySetup.SignInPath);
    }
}
