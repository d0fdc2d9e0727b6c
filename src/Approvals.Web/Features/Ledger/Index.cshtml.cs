using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Ledger;

public sealed class IndexModel : PageModel
{
    public LedgerView View { get; set; } = null!; // the handler fills it before the page is drawn

    public void OnGet()
    {
    }
}
