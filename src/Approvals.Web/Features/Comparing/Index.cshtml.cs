using Approvals.Engine;
using Approvals.Readers.Comparing;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Notices;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Comparing;

/// <summary>与在办事项比对: what a list changes of others, and what it promises a second time.</summary>
public sealed class IndexModel(IServiceProvider services, CurrentUserSource users) : PageModel
{
    private readonly CompareService _service = services.GetRequiredService<CompareService>();

    public CompareView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public async Task<IActionResult> OnGetAsync(Guid id, string? with, bool whole, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (await _service.LookAsync(new CaseId(id), with, whole, user, cancellation) is not { } view)
        {
            return NotFound();
        }

        View = view;
        return Page();
    }

    /// <param name="row">Of the list; empty where an item is missing in it.</param>
    /// <param name="take">The changes that are accepted.</param>
    public async Task<IActionResult> OnPostAsync(
        Guid id, string? row, Guid live, string? ruling, string[] take, string? key, string? with, bool whole,
        CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (!_service.MayRule(user))
        {
            return this.Forbidden();
        }

        if (!await _service.SeesAsync(new CaseId(id), user, cancellation))
        {
            return NotFound();
        }

        if (!Enum.TryParse<ListRuling>(ruling, out var chosen) || !Enum.IsDefined(chosen) || string.IsNullOrEmpty(key))
        {
            return BadRequest();
        }

        var taken = take.Select(t => Enum.TryParse<PromiseField>(t, out var field) ? field : (PromiseField?)null).OfType<PromiseField>();
        var problem = await _service.RuleAsync(
            new CaseId(id), new SameEdit(row ?? "", new CaseId(live), chosen, [.. taken.Distinct().Order()]), key, user, cancellation);
        this.Say(problem ?? Texts.Compare.Kept, refused: problem is not null);
        return Back(id, with, whole, $"#match-{row?.Replace('#', 'n')}");
    }

    public async Task<IActionResult> OnPostCarryOutAsync(Guid id, string? with, bool whole, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (!_service.MayRule(user))
        {
            return this.Forbidden();
        }

        if (!await _service.SeesAsync(new CaseId(id), user, cancellation))
        {
            return NotFound();
        }

        var done = await _service.CarryOutAsync(new CaseId(id), user, cancellation);
        this.Say(done ? Texts.Compare.CarriedOut : Texts.Compare.NotYet, refused: !done);
        return Back(id, with, whole, "");
    }

    private RedirectResult Back(Guid id, string? with, bool whole, string anchor) =>
        Redirect($"/notices/{id}/compare?with={Uri.EscapeDataString(with ?? CompareService.All)}{(whole ? "&whole=true" : "")}{anchor}");
}
