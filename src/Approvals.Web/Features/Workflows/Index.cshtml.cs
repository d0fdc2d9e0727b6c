using Approvals.Web.Features.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Workflows;

[OpenTo(AccountKind.Member, AccountKind.System, AccountKind.Security, AccountKind.Audit)]
public sealed class IndexModel(WorkflowService workflows, CurrentUserSource users) : PageModel
{
    public WorkflowsView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public async Task<IActionResult> OnGetAsync(string? edition, CancellationToken cancellation)
    {
        if (await workflows.LookAsync(edition, await users.RequiredAsync(User, cancellation), cancellation) is not { } view)
        {
            return NotFound();
        }

        View = view;
        return Page();
    }
}
