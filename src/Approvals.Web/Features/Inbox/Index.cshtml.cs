using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Inbox;

public sealed class IndexModel(InboxService inbox, CurrentUserSource users) : PageModel
{
    public InboxView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public async Task OnGetAsync([FromQuery(Name = "p")] int page, CancellationToken cancellation) =>
        View = await inbox.LookAsync(await users.RequiredAsync(User, cancellation), Paging.Clamp(page), cancellation);
}
