using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Items;

public sealed class DetailsModel : PageModel
{
    public ItemView View { get; set; } = null!; // the handler fills it before the page is drawn

    public void OnGet()
    {
    }
}
