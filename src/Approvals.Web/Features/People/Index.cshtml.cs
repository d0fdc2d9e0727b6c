using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.People;

/// <summary>人员: who holds what; the office adds somebody here.</summary>
[OpenTo(AccountKind.Member, AccountKind.System, AccountKind.Security, Presses = [AccountKind.Member])]
public sealed class IndexModel(IServiceProvider services, CurrentUserSource users) : PageModel
{
    private readonly PeopleBook _book = services.GetRequiredService<PeopleBook>();
    private readonly PersonKeeping _keeping = services.GetRequiredService<PersonKeeping>();

    public PeopleView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public async Task<IActionResult> OnGetAsync(string? q, bool left, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        View = _book.Look(user, q, left);
        return View.Keeps || user.Kind != AccountKind.Member ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(
        string? named, int? body, string? role, DateOnly? from, DateOnly? until, bool succeeds, int? after, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (!_book.MayKeep(user))
        {
            return NotFound();
        }

        var asked = new AskedPerson(named, new AskedPost(body, role, from, until, succeeds) { After = after });
        var (person, problem) = await _keeping.AddAsync(asked, user, cancellation);
        if (person is null)
        {
            View = _book.Look(user, null, left: false) with
            {
                Problem = problem,
                Asked = asked,
                Holders = PeopleBook.Holders(asked.Post, null, user),
            };
            return Page();
        }

        this.Say(PeopleBook.Done(Texts.People.Added, asked.Post, user), refused: false);
        return LocalRedirect($"/people/{person}");
    }
}
