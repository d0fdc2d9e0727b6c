using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Account;

/// <summary>初始密码: changed before anything else.</summary>
[OpenTo(AccountKind.Member, AccountKind.System, AccountKind.Security, AccountKind.Audit)]
public sealed class FirstPasswordModel(CurrentUserSource users, SignInService signIn) : PageModel
{
    public string? Problem { get; private set; }

    public string Login { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        Login = user.Login;
        return user.MustChangePassword ? Page() : LocalRedirect("/");
    }

    public async Task<IActionResult> OnPostAsync(string? old, string? @new, string? again, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        Login = user.Login;
        if (await signIn.ChangePasswordAsync(user, old, @new, again, Device.Of(HttpContext).Address, cancellation) is { } problem)
        {
            Problem = problem;
            return Page();
        }

        this.Say(Texts.Passwords.Changed, refused: false);
        return LocalRedirect("/");
    }
}
