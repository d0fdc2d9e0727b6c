using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Inspection;

public sealed class IndexModel : PageModel
{
    public InspectionView View { get; set; } = null!; // the handler fills it before the page is drawn

    public void OnGet()
    {
    }
}
