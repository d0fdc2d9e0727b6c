using Approvals.Web.Features.Identity;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Ledger;

public sealed class IndexModel(LedgerService ledger, CurrentUserSource users) : PageModel
{
    public LedgerView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public async Task OnGetAsync(CancellationToken cancellation) => View = await ledger.LookAsync(
        LedgerQuery.Read(Request.Query), await users.RequiredAsync(User, cancellation), cancellation);
}
