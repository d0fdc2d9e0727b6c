using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Inbox;

public sealed class IndexModel : PageModel
{
    public InboxView View { get; set; } = null!; // the handler fills it before the page is drawn

    public void OnGet()
    {
    }
}
