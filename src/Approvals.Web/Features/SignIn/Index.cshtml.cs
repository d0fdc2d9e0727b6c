using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Identity.External;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.SignIn;

/// <summary>登录.</summary>
[AllowAnonymous]
public sealed class IndexModel(SignInService signIn, ExternalProviders providers) : PageModel
{
    public SignInView View { get; private set; } = new("", null, "/");

    /// <param name="failed">The provider from which he came back without anything.</param>
    /// <param name="unbound">The provider whose identity no account has.</param>
    /// <param name="lost">He pressed something after his session was over.</param>
    public IActionResult OnGet(string? back, string? failed, string? unbound, bool lost)
    {
        var problem = providers.Find(failed) is { } one ? Texts.Doors.Failed(one.Title)
            : providers.Find(unbound) is { } other ? Texts.Doors.Unbound(other.Title)
            : lost ? Texts.Doors.Lost
            : null;
        View = Looked("", problem, back);
        return User.Identity?.IsAuthenticated == true ? LocalRedirect(View.Back) : Page();
    }

    public async Task<IActionResult> OnPostAsync(string? account, string? password, string? back, CancellationToken cancellation)
    {
        View = Looked(account ?? "", null, back);
        return await this.EnterAsync(
            await signIn.SignInAsync(account, password, Device.Of(HttpContext), cancellation),
            View.Back,
            sentence =>
            {
                View = View with { Problem = sentence };
                return Page();
            });
    }

    private SignInView Looked(string account, string? problem, string? back)
    {
        var local = LocalPath.Of(Url, back);
        return new SignInView(account, problem, local)
        {
            Providers =
            [
                .. providers.All.Select(p => new ProviderDoor(
                    Texts.Doors.With(p.Title), $"/sign-in/{p.Id}?back={Uri.EscapeDataString(local)}")),
            ],
        };
    }
}
