using Approvals.Engine;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Cases;

/// <summary>撤回: takes back a press, and goes back to where it was seen.</summary>
public sealed class RecallModel(ActService acts, CurrentUserSource users) : PageModel
{
    public IActionResult OnGet() => Redirect("/");

    public async Task<IActionResult> OnPostAsync(
        Guid @case, int round, string? key, string? back, CancellationToken cancellation)
    {
        if (await users.OfAsync(User, cancellation) is not { } user)
        {
            return Challenge();
        }

        if (string.IsNullOrEmpty(key))
        {
            return BadRequest();
        }

        switch (await acts.RecallAsync(
            new CaseId(@case), round, Request.Form["in." + InputNames.Reason], key, user, cancellation))
        {
            case Pressed.Done done:
                this.Say(done.Before ? Texts.Acting.DoneBefore : Texts.Moving.Recalled, refused: false);
                return LocalRedirect(LocalPath.Of(Url, back));
            case Pressed.Forbidden forbidden:
                return this.Forbidden(forbidden.Sentence);
            case Pressed.Refused refused:
                this.Say(refused.Problems[0].Sentence, refused: true);
                return LocalRedirect(LocalPath.Of(Url, back));
            default:
                return NotFound();
        }
    }
}
