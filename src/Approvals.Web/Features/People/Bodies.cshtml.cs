using Approvals.Engine;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.People;

/// <summary>科室: added, renamed, ordered, abolished by the office.</summary>
[OpenTo(AccountKind.Member, AccountKind.System, AccountKind.Security, Presses = [AccountKind.Member])]
public sealed class BodiesModel(BodiesBook book, BodyKeeping keeping, CurrentUserSource users) : PageModel
{
    public BodiesView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        View = book.Look(user);
        return View.Keeps || user.Kind != AccountKind.Member ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostAsync(string? named, string? kind, int? answeredBy, DateOnly? from, CancellationToken cancellation)
    {
        var asked = new AskedBody(named, kind, answeredBy, from);
        return DoAsync(null, by => keeping.AddAsync(asked, by, cancellation), Texts.People.BodyAdded, asked, cancellation);
    }

    public Task<IActionResult> OnPostRenameAsync(int body, string? named, CancellationToken cancellation) => DoAsync(
        body, by => keeping.RenameAsync(new BodyId(body), named, by, cancellation), Texts.People.Renamed, new(named ?? "", null, null, null), cancellation);

    /// <param name="sure">People serve in it, and another answers for it all the same.</param>
    public Task<IActionResult> OnPostAnswerAsync(int body, int? answeredBy, bool sure, CancellationToken cancellation) => DoAsync(
        body, by => keeping.AnswerAsync(new BodyId(body), answeredBy, sure, by, cancellation), Texts.People.Answered,
        new(null, null, answeredBy, null), cancellation);

    public async Task<IActionResult> OnPostAbolishAsync(int body, DateOnly? last, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        var known = user.Directory.Directory.Bodies.GetValueOrDefault(new BodyId(body));
        var done = Texts.People.Abolished(BodyKeeping.LastDay(last ?? user.Today, known?.From), user.Today);
        return await DoAsync(body, by => keeping.AbolishAsync(new BodyId(body), last, by, cancellation), done, null, cancellation);
    }

    public Task<IActionResult> OnPostRestoreAsync(int body, CancellationToken cancellation) => DoAsync(
        body, by => keeping.RestoreAsync(new BodyId(body), by, cancellation), Texts.People.Restored, null, cancellation);

    public Task<IActionResult> OnPostPlaceAsync(int body, int? before, CancellationToken cancellation) => DoAsync(
        body, by => keeping.PlaceAsync(new BodyId(body), before, by, cancellation), Texts.People.Moved, null, cancellation);

    private async Task<IActionResult> DoAsync(
        int? body, Func<CurrentUser, Task<string?>> change, string done, AskedBody? asked, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        View = book.Look(user);
        if (!View.Keeps || (body is { } known && !user.Directory.Directory.Bodies.ContainsKey(new BodyId(known))))
        {
            return NotFound();
        }

        if (await change(user) is { } why)
        {
            View = View with { Problem = why, Refused = body, Asked = asked };
            return Page();
        }

        this.Say(done, refused: false);
        return LocalRedirect(body is null ? "/bodies" : $"/bodies#body-{body}");
    }
}
