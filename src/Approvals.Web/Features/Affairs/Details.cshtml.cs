using Approvals.Engine;
using Approvals.Web.Features.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Affairs;

public sealed class DetailsModel(AffairService affairs, CurrentUserSource users) : PageModel
{
    public AffairView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (await affairs.LookAsync(new CaseId(id), user, cancellation) is not { } view)
        {
            return NotFound();
        }

        View = view;
        return Page();
    }
}
