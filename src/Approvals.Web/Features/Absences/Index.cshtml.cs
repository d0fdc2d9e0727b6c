using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Absences;

/// <summary>外出委托: a person says when he is away and who stands in for him; the office says it for others too.</summary>
public sealed class IndexModel(AbsenceStore absences, CurrentUserSource users) : PageModel
{
    public AbsencesView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        View = await LookAsync(user, cancellation);
    }

    /// <param name="person">Empty: the one who is signed in.</param>
    public async Task<IActionResult> OnPostAsync(
        int? person, DateOnly? from, DateOnly? until, int? proxy, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (person is { } other && other != user.Person.Id.Value && !absences.KeepsOthers(user))
        {
            return this.Forbidden(Texts.Absences.OnlyOwn);
        }

        var problem = from is { } first && until is { } last && proxy is { } standIn
            ? await absences.SayAsync(
                new SaidAbsence(person is { } named ? new PersonId(named) : user.Person.Id, first, last, new PersonId(standIn)), user,
                cancellation)
            : Texts.Absences.Incomplete;
        if (problem is null)
        {
            this.Say(Texts.Absences.Kept, refused: false);
            return LocalRedirect("/absences");
        }

        View = await LookAsync(user, cancellation) with
        {
            Problem = problem,
            Person = $"{person}",
            From = from,
            Until = until,
            Proxy = $"{proxy}",
        };
        return Page();
    }

    public async Task<IActionResult> OnPostEndAsync(int absence, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (!await absences.EndAsync(absence, user, cancellation))
        {
            return NotFound();
        }

        this.Say(Texts.Absences.Ended, refused: false);
        return LocalRedirect("/absences");
    }

    private async Task<AbsencesView> LookAsync(CurrentUser user, CancellationToken cancellation)
    {
        var directory = user.Directory.Directory;
        var keeps = absences.KeepsOthers(user);
        var people = directory.People.Values.Where(p => directory.Serves(p.Id, user.Today)).OrderBy(p => p.Order)
            .Select(p => Names.Choice(p.Id, directory)).ToImmutableArray();
        return new AbsencesView(
            [
                .. (await absences.ListAsync(user, cancellation)).Select(a => new AbsenceLine(
                    a.AbsenceId, Names.Of(new PersonId(a.PersonId), directory), Names.Of(new PersonId(a.ProxyId), directory),
                    Texts.Absences.Days(a.ValidFrom, a.ValidTo, user.Today),
                    keeps || a.PersonId == user.Person.Id.Value)),
            ],
            keeps ? people : [],
            [.. people.Where(p => keeps || p.Value != $"{user.Person.Id.Value}")]);
    }
}
