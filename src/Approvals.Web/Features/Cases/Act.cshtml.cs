using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Cases;

public sealed class ActModel : PageModel
{
    public ActView View { get; set; } = null!; // the handler fills it before the page is drawn

    public void OnGet()
    {
    }
}
