using System.Diagnostics;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Identity.External;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Accounts;

/// <summary>One account; the system administrator keeps it where it is not his own.</summary>
[OpenTo(AccountKind.System, AccountKind.Security, Presses = [AccountKind.System])]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class DetailsModel(AccountBook book, AccountKeeping keeping, CurrentUserSource users, ExternalProviders providers) : PageModel
{
    public AccountPage View { get; private set; } = null!; // the handler fills it before the page is drawn

    public async Task<IActionResult> OnGetAsync(int id, CancellationToken cancellation) =>
        await LookAsync(id, await users.RequiredAsync(User, cancellation), cancellation) ? Page() : NotFound();

    public Task<IActionResult> OnPostCloseAsync(int id, CancellationToken cancellation) =>
        KeepAsync(id, user => keeping.CloseAsync(user, id, cancellation), cancellation);

    public Task<IActionResult> OnPostReopenAsync(int id, CancellationToken cancellation) =>
        KeepAsync(id, user => keeping.ReopenAsync(user, id, cancellation), cancellation);

    public Task<IActionResult> OnPostUnlockAsync(int id, CancellationToken cancellation) =>
        KeepAsync(id, user => keeping.UnlockAsync(user, id, cancellation), cancellation);

    public Task<IActionResult> OnPostFirstPasswordAsync(int id, CancellationToken cancellation) =>
        KeepAsync(id, user => keeping.GiveFirstPasswordAsync(user, id, cancellation), cancellation);

    public Task<IActionResult> OnPostSecondFactorAsync(int id, CancellationToken cancellation) =>
        KeepAsync(id, user => keeping.ResetSecondFactorAsync(user, id, cancellation), cancellation);

    public Task<IActionResult> OnPostSignOutAsync(int id, CancellationToken cancellation) =>
        KeepAsync(id, user => keeping.SignOutAsync(user, id, cancellation), cancellation);

    public Task<IActionResult> OnPostTieAsync(int id, int? person, string? phone, CancellationToken cancellation) =>
        KeepAsync(
            id, user => keeping.TieAsync(user, id, person, phone, cancellation), cancellation,
            view => view with { PersonId = person ?? view.PersonId, Phone = phone });

    public async Task<IActionResult> OnPostTieProviderAsync(int id, string? provider, string? subject, CancellationToken cancellation) =>
        providers.Find(provider) is not { } known ? NotFound() : await KeepAsync(
            id, user => keeping.TieProviderAsync(user, id, known, subject, cancellation), cancellation,
            view => view with { TypedSubject = subject });

    public Task<IActionResult> OnPostUntieProviderAsync(int id, string? provider, CancellationToken cancellation) =>
        KeepAsync(id, user => keeping.UntieProviderAsync(user, id, provider, cancellation), cancellation);

    /// <param name="typed">Puts back what was typed, where it was refused.</param>
    private async Task<IActionResult> KeepAsync(
        int id, Func<CurrentUser, Task<Kept?>> act, CancellationToken cancellation, Func<AccountPage, AccountPage>? typed = null)
    {
        var user = await users.RequiredAsync(User, cancellation);
        switch (await act(user))
        {
            case null:
                return NotFound();
            case Kept.Done done:
                this.Say(done.Sentence, refused: false);
                return LocalRedirect($"/accounts/{id}");
            case Kept.Password given:
                await LookAsync(id, user, cancellation);
                View = View with { Given = given };
                return Page();
            case Kept.Refused no:
                await LookAsync(id, user, cancellation);
                View = (typed?.Invoke(View) ?? View) with { Problem = no.Sentence };
                return Page();
            default:
                throw new UnreachableException();
        }
    }

    private async Task<bool> LookAsync(int id, CurrentUser user, CancellationToken cancellation)
    {
        var found = await book.LookAsync(user, id, cancellation);
        View = found!; // where it is null the page is not drawn
        return found is not null;
    }
}
