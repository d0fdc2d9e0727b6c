using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Accounts;

/// <summary>账号: the unit's accounts; the system administrator opens one.</summary>
[OpenTo(AccountKind.System, AccountKind.Security, Presses = [AccountKind.System])]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class IndexModel(AccountBook book, AccountOpening opening, CurrentUserSource users) : PageModel
{
    public AccountsView View { get; private set; } = null!; // the handler fills it before the page is drawn

    /// <param name="for">For whom an account is to be opened.</param>
    public async Task OnGetAsync(string? q, string? kind, int? p, int? @for, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        View = await book.LookAsync(user, q, AccountKinds.Parse(kind), Paging.Clamp(p), cancellation);
        View = @for is null ? View : View with { Opens = true, Asked = new AskedAccount(@for, null, null) };
    }

    /// <summary>The first password stands in this answer and nowhere else.</summary>
    public async Task<IActionResult> OnPostAsync(int? person, string? login, string? kind, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        var asked = new AskedAccount(person, login, AccountKinds.Parse(kind));
        var kept = await opening.OpenAsync(user, asked, cancellation);
        View = await book.LookAsync(user, null, null, 1, cancellation);
        View = kept switch
        {
            Kept.Password opened => View with { Opened = opened },
            Kept.Refused no => View with { Problem = no.Sentence, Asked = asked },
            _ => View,
        };
        return Page();
    }
}
