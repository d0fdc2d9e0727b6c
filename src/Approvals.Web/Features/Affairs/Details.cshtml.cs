using Approvals.Engine;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Affairs;

public sealed class DetailsModel(AffairService affairs, ScopeService scopes, CurrentUserSource users) : PageModel
{
    public ScopeView? Scope { get; private set; }

    public AffairView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (await affairs.LookAsync(new CaseId(id), user, cancellation) is not { } view)
        {
            return NotFound();
        }

        View = view;
        Scope = await scopes.LookAsync(new CaseId(id), $"/affairs/{id}", this.Again(), user, cancellation);
        return Page();
    }

    public async Task<IActionResult> OnPostRestrictAsync(Guid id, string?[] who, string? key, CancellationToken cancellation) =>
        await this.RestrictAsync(scopes, new CaseId(id), $"/affairs/{id}", who, key, users, cancellation);
}
