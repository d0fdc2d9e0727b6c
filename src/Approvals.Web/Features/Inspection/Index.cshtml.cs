using Approvals.Web.Features.Identity;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Inspection;

public sealed class IndexModel(InspectionService inspection, CurrentUserSource users) : PageModel
{
    public InspectionView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public async Task OnGetAsync(CancellationToken cancellation) =>
        View = await inspection.LookAsync(await users.RequiredAsync(User, cancellation), cancellation);
}
