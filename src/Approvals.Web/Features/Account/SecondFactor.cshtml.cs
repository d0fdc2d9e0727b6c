using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Account;

/// <summary>两步验证: taken up with a picture for the app, kept with recovery codes, given up with a code.</summary>
[OpenTo(AccountKind.Member, AccountKind.System, AccountKind.Security, AccountKind.Audit)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class SecondFactorModel(CurrentUserSource users, SignInService signIn, SecondFactors factors) : PageModel
{
    public FactorView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        View = await LookAsync(user, null, cancellation);
    }

    /// <param name="kept">The offered secret, as the form carried it.</param>
    public async Task<IActionResult> OnPostAsync(string? kept, string? code, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        var codes = await factors.EnrolAsync(user, kept, code, cancellation);
        View = await LookAsync(user, kept, cancellation);
        View = codes is { } shown ? View with { Done = Texts.SecondFactor.TakenUp, Codes = shown }
            : View.Offer is null ? View
            : View with { Problem = Texts.SecondFactor.NotTakenUp };
        return Page();
    }

    public async Task<IActionResult> OnPostRenewAsync(string? code, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        var codes = await signIn.ProveCodeAsync(user.Unit.Id, user.AccountId, code, Device.Of(HttpContext).Address, cancellation)
            ? await factors.RenewCodesAsync(user, cancellation)
            : null;
        View = await LookAsync(user, null, cancellation);
        View = codes is { } shown
            ? View with { Done = Texts.SecondFactor.Renewed, Codes = shown }
            : View with { Problem = Texts.SecondFactor.WrongCode };
        return Page();
    }

    public async Task<IActionResult> OnPostOffAsync(string? code, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (!await signIn.ProveCodeAsync(user.Unit.Id, user.AccountId, code, Device.Of(HttpContext).Address, cancellation))
        {
            View = await LookAsync(user, null, cancellation) with { Problem = Texts.SecondFactor.WrongCode };
            return Page();
        }

        await factors.GiveUpAsync(user, cancellation);
        this.Say(Texts.SecondFactor.TurnedOff, refused: false);
        return LocalRedirect(IndexModel.Path);
    }

    private async Task<FactorView> LookAsync(CurrentUser user, string? kept, CancellationToken cancellation) =>
        await factors.StateAsync(user.Unit.Id, user.AccountId, cancellation) is { } state
            ? new FactorView(null, IndexModel.Words(state, TimeZoneInfo.FindSystemTimeZoneById(user.Unit.Zone)))
            : new FactorView(factors.Again(user, kept) ?? factors.Offer(user), null);
}
