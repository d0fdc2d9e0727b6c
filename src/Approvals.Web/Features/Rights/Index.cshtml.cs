using Approvals.Engine;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Rights;

/// <summary>授权: the security administrator grants and withdraws what reaches over the whole unit.</summary>
[OpenTo(AccountKind.Security)]
public sealed class IndexModel(RightsBook book, RightsKeeping keeping, CurrentUserSource users) : PageModel
{
    private const string Path = "/rights";

    public RightsView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public async Task OnGetAsync(CancellationToken cancellation) =>
        View = await book.LookAsync(await users.RequiredAsync(User, cancellation), cancellation);

    public async Task<IActionResult> OnPostGrantAsync(
        int? person, string? role, int? body, DateOnly? from, DateOnly? until, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        var asked = new AskedRight(person, role, body, from, until);
        var problem = ModelState.IsValid ? await keeping.GrantAsync(user, asked, cancellation) : Texts.Rights.Incomplete;
        if (problem is not null)
        {
            View = await book.LookAsync(user, cancellation) with { Problem = problem, Asked = asked };
            return Page();
        }

        this.Say(Texts.Rights.Granted, refused: false);
        return LocalRedirect(Path);
    }

    public async Task<IActionResult> OnPostWithdrawAsync(
        int person, string? role, int body, DateOnly from, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (await keeping.WithdrawAsync(
            user, new PostKey(new PersonId(person), new BodyId(body), new RoleId(role ?? ""), from), cancellation) is not var (sentence, refused))
        {
            return NotFound();
        }

        this.Say(sentence, refused);
        return LocalRedirect(Path);
    }
}
