using Approvals.Engine;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.People;

/// <summary>一个人: posts, nicknames, place in the official order, leaving.</summary>
[OpenTo(AccountKind.Member, AccountKind.System, AccountKind.Security, Presses = [AccountKind.Member])]
public sealed class DetailsModel(IServiceProvider services, CurrentUserSource users) : PageModel
{
    private readonly PeopleBook _book = services.GetRequiredService<PeopleBook>();
    private readonly PersonKeeping _keeping = services.GetRequiredService<PersonKeeping>();

    public PersonView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public async Task<IActionResult> OnGetAsync(int id, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        return (user.Kind != AccountKind.Member || _book.MayKeep(user)) && await FillAsync(id, user, null, cancellation) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostPostAsync(
        int id, int? body, string? role, DateOnly? from, DateOnly? until, bool succeeds, int? after, CancellationToken cancellation)
    {
        var asked = new AskedPost(body, role, from, until, succeeds) { After = after };
        return await DoAsync(
            id, by => _keeping.AppointAsync(new PersonId(id), asked, by, cancellation),
            PeopleBook.Done(Texts.People.Appointed, asked, await users.RequiredAsync(User, cancellation)),
            why => new PersonProblem("Post", why, asked), cancellation);
    }

    public Task<IActionResult> OnPostEndAsync(int id, int body, string? role, DateOnly from, DateOnly? last, CancellationToken cancellation) => DoAsync(
        id, by => _keeping.EndAsync(new PostKey(new PersonId(id), new BodyId(body), new RoleId(role ?? ""), from), last, by, cancellation), Texts.People.Ended,
        why => new PersonProblem("End", why), cancellation);

    public Task<IActionResult> OnPostLeaveAsync(int id, DateOnly? last, CancellationToken cancellation) => DoAsync(
        id, by => _keeping.LeaveAsync(new PersonId(id), last, by, cancellation), Texts.People.LeaveDone,
        why => new PersonProblem("Leave", why), cancellation);

    public Task<IActionResult> OnPostNicknameAsync(int id, string? word, CancellationToken cancellation) => DoAsync(
        id, by => _keeping.NameAsync(new PersonId(id), word, by, cancellation), Texts.People.Named,
        why => new PersonProblem("Nickname", why, Typed: word), cancellation);

    public Task<IActionResult> OnPostPlaceAsync(int id, int? before, CancellationToken cancellation) => DoAsync(
        id, by => _keeping.PlaceAsync(new PersonId(id), before, by, cancellation), Texts.People.Moved,
        why => new PersonProblem("Place", why), cancellation);

    private async Task<IActionResult> DoAsync(
        int id, Func<CurrentUser, Task<string?>> change, string done, Func<string, PersonProblem> refused, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (!_book.MayKeep(user) || !user.Directory.Directory.People.ContainsKey(new PersonId(id)))
        {
            return NotFound();
        }

        if (await change(user) is { } why)
        {
            return await FillAsync(id, user, refused(why), cancellation) ? Page() : NotFound();
        }

        this.Say(done, refused: false);
        return LocalRedirect($"/people/{id}");
    }

    private async Task<bool> FillAsync(int id, CurrentUser user, PersonProblem? problem, CancellationToken cancellation)
    {
        if (await _book.LookAsync(new PersonId(id), user, cancellation) is not { } view)
        {
            return false;
        }

        View = view with { Problem = problem, Holders = PeopleBook.Holders(problem?.Asked, id, user) };
        return true;
    }
}
