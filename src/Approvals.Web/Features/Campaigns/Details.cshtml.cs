using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Campaigns;

public sealed class DetailsModel : PageModel
{
    public CampaignView View { get; set; } = null!; // the handler fills it before the page is drawn

    public void OnGet()
    {
    }
}
