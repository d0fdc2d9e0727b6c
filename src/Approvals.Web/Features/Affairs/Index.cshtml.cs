using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Affairs;

/// <summary>办事: begin something, and find what was begun.</summary>
public sealed class IndexModel(IServiceProvider services, AffairService affairs, CurrentUserSource users) : PageModel
{
    private readonly Asking _asking = services.GetRequiredService<Asking>();

    public AffairsView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public async Task OnGetAsync(int p, CancellationToken cancellation) =>
        View = await LookAsync(Paging.Clamp(p), await users.RequiredAsync(User, cancellation), cancellation);

    public async Task<IActionResult> OnPostAsync(string? kind, string? title, string? key, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(key))
        {
            return BadRequest();
        }

        var user = await users.RequiredAsync(User, cancellation);
        if (_asking.IsShutTo(kind, user))
        {
            return this.Forbidden(Texts.Affairs.MayNot);
        }

        switch (await _asking.AskAsync(kind ?? "", title, key, user, cancellation))
        {
            case AskAnswer.Opened opened:
                return LocalRedirect($"/affairs/{opened.Affair.Value}");
            case AskAnswer.Refused refused:
                View = await LookAsync(1, user, cancellation) with { Problem = refused.Sentence, Kind = kind, Title = title, Key = key };
                return Page();
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<AffairsView> LookAsync(int page, CurrentUser user, CancellationToken cancellation)
    {
        var (lines, paging) = await affairs.ListAsync(user, page, cancellation);
        return new AffairsView(
            [
                .. _asking.DoorsOf(user).Select(d => new AffairDoor(
                    d.Workflow.Id.Value, d.Workflow.Title, Texts.Affairs.Way(d.Workflow.Stages.Select(s => s.Title)))),
            ],
            lines, paging, Offers.NewKey());
    }
}
