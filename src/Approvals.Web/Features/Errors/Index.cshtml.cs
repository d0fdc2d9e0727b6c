using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Errors;

public sealed class IndexModel : PageModel
{
    public ErrorView View { get; set; } = null!; // the handler fills it before the page is drawn

    public void OnGet()
    {
    }
}
