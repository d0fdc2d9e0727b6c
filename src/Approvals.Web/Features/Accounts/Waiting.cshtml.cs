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

    public async Task<IActionResult> OnPostAsync(int account, CancellationToken cancellation)
    {
        var confirmed = await confirmations.ConfirmAsync(await users.RequiredAsync(User, cancellation), account, cancellation);
        this.Say(confirmed ? Texts.Accounts.Confirmed : Texts.Accounts.NotConfirmed, refused: !confirmed);
        return LocalRedirect("/confirmations");
    }
}
