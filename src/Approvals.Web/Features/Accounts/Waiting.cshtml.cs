using System.Collections.Immutable;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Accounts;

/// <summary>待确认: what the system administrator did with another administrator's account.</summary>
[OpenTo(AccountKind.Security, AccountKind.Audit)]
public sealed class WaitingModel(Confirmations confirmations, CurrentUserSource users) : PageModel
{
    public ImmutableArray<WaitingAccount> Waiting { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellation) =>
        Waiting = await confirmations.ListAsync(await users.RequiredAsync(User, cancellation), cancellation);

    /// <param name="read">The newest act that the page showed of it.</param>
    public async Task<IActionResult> OnPostAsync(int account, long read, CancellationToken cancellation)
    {
        var confirmed = await confirmations.ConfirmAsync(await users.RequiredAsync(User, cancellation), account, read, cancellation);
        this.Say(Texts.Accounts.Of(confirmed), refused: confirmed != Confirming.Done);
        return LocalRedirect("/confirmations");
    }
}
