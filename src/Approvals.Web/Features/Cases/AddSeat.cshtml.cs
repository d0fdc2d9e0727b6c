using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Approvals.Web.Store.Cases;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Cases;

/// <summary>The page <c>/add-seat</c>: one form alone, shown when an 加签 was refused, with what was typed.</summary>
public sealed record AddSeatView(string Stage, string Subject, AddSeatOffer Offer);

/// <summary>Takes every 加签; shows the form again when it was refused.</summary>
public sealed class AddSeatModel(ActService acts, CaseStore cases, CurrentUserSource users) : PageModel
{
    public AddSeatView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public IActionResult OnGet() => Redirect("/");

    public async Task<IActionResult> OnPostAsync(
        Guid @case, int round, int seat, string? key, string? back, Placing? place, int? person, string? reason,
        CancellationToken cancellation)
    {
        if (await users.OfAsync(User, cancellation) is not { } user)
        {
            return Challenge();
        }

        if (string.IsNullOrEmpty(key) || place is not { } where || !Enum.IsDefined(where))
        {
            return BadRequest();
        }

        var add = new CaseCommand.AddSeat(
            round, new SeatNo(seat), where, new PersonId(person ?? 0), reason?.Trim() ?? "", user.Person.Id);
        var (id, home) = (new CaseId(@case), LocalPath.Of(Url, back));
        switch (person is null
            ? new Pressed.Refused([new FieldProblem("", Texts.Voting.PersonMissing)])
            : await acts.AddAsync(id, add, key, user, cancellation))
        {
            case Pressed.Done done:
                this.Say(done.Before ? Texts.Acting.DoneBefore : Texts.Voting.Added, refused: false);
                return LocalRedirect(home);
            case Pressed.Forbidden forbidden:
                return this.Forbidden(forbidden.Sentence);
            case Pressed.Refused refused:
                return await AgainAsync(id, add, key, home, refused.Problems[0].Sentence, user, cancellation);
            default:
                return NotFound();
        }
    }

    /// <summary>The same form if the seat still offers it, else back to where it came from with the sentence.</summary>
    private async Task<IActionResult> AgainAsync(
        CaseId id, CaseCommand.AddSeat add, string key, string back, string problem, CurrentUser user, CancellationToken cancellation)
    {
        var looked = await cases.LookAsync(user.Unit.Id, [id], cancellation) is [var only] ? only : null;
        var offer = looked is not null && looked.Case.Round == add.Round && looked.Case.SeatAt(add.Seat) is { } seat
            ? AddSeatOffer.Of(looked, user, seat, back) : null;
        if (looked is null || offer is null)
        {
            this.Say(problem, refused: true);
            return LocalRedirect(back);
        }

        View = new AddSeatView(
            looked.Workflow.TitleOf(looked.Case.Stage), looked.Case.Title,
            offer with { Key = key, Place = add.Place, Person = $"{add.Person.Value}", Reason = add.Reason, Problem = problem });
        return Page();
    }
}
