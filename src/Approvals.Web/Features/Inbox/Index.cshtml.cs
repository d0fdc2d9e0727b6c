using System.Collections.Immutable;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Inbox;

public sealed class IndexModel(InboxService inbox, Alarms.Alarms alarms, CurrentUserSource users) : PageModel
{
    public InboxView View { get; private set; } = null!; // the handler fills it before the page is drawn

    /// <summary>For those who look after the whole.</summary>
    public ImmutableArray<Alarms.ShownAlarm> Alarms { get; private set; } = [];

    public async Task OnGetAsync([FromQuery(Name = "p")] int page, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        View = await inbox.LookAsync(user, Paging.Clamp(page), cancellation);
        Alarms = await alarms.ShownToAsync(user, cancellation);
    }
}
