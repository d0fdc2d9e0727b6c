using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Notices;

public sealed class IndexModel : PageModel
{
    public NoticesView View { get; set; } = null!; // the handler fills it before the page is drawn

    public void OnGet()
    {
    }
}
