using System.Globalization;
using Approvals.Engine;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Cases;

/// <summary>One press on many: one command a case, each under a key derived from the form's.</summary>
public sealed class TogetherModel(ActService acts, CurrentUserSource users) : PageModel
{
    public IActionResult OnGet() => Redirect("/");

    public async Task<IActionResult> OnPostAsync(
        string? key, string? back, string? act, string[] pick, CancellationToken cancellation)
    {
        if (await users.OfAsync(User, cancellation) is not { } user)
        {
            return Challenge();
        }

        if (string.IsNullOrEmpty(act) || string.IsNullOrEmpty(key))
        {
            return BadRequest();
        }

        var target = LocalPath.Of(Url, back);
        if (pick.Length == 0)
        {
            this.Say(Texts.Acting.NotChosen, refused: true);
            return LocalRedirect(target);
        }

        var forms = pick.Distinct().Select(Read).OfType<Choice>().Select(c => new PressedForm(
            c.Case, c.Round, c.Seat, new ActionId(act), c.Hash, $"{key}/{c.Case}", target, [], Request.Form)).ToList();
        if (forms.Count < pick.Distinct().Count())
        {
            return BadRequest();
        }

        var (done, problem, forbidden) = await PressAsync(forms, user, cancellation);
        if (forbidden)
        {
            return this.Forbidden(problem);
        }

        this.Say(Texts.Acting.BatchDone(done, forms.Count - done) + problem, refused: problem is not null);
        return LocalRedirect(target);
    }

    /// <summary>How many were done, the first problem of the others, and whether none of them is his to do.</summary>
    private async Task<(int Done, string? Problem, bool Forbidden)> PressAsync(
        IEnumerable<PressedForm> forms, CurrentUser user, CancellationToken cancellation)
    {
        var (done, problem, allForbidden) = (0, (string?)null, true);
        foreach (var form in forms)
        {
            switch (await acts.PressAsync(form, user, cancellation))
            {
                case Pressed.Done:
                    done++;
                    break;
                case Pressed.Refused refused:
                    problem ??= refused.Problems[0].Sentence;
                    allForbidden = false;
                    break;
                case Pressed.Forbidden forbidden:
                    problem ??= forbidden.Sentence;
                    break;
                default:
                    problem ??= Texts.Acting.Unknown;
                    break;
            }
        }

        return (done, problem, allForbidden && done == 0);
    }

    /// <summary>case.round.seat.hash; null when somebody else wrote it.</summary>
    private static Choice? Read(string choice) =>
        choice.Split('.') is [var id, var round, var seat, var hash]
        && Guid.TryParseExact(id, "N", out var guid)
        && int.TryParse(round, NumberStyles.None, CultureInfo.InvariantCulture, out var r)
        && int.TryParse(seat, NumberStyles.None, CultureInfo.InvariantCulture, out var s)
            ? new Choice(new CaseId(guid), r, new SeatNo(s), hash)
            : null;

    private sealed record Choice(CaseId Case, int Round, SeatNo Seat, string Hash);
}
