using System.Globalization;
using Approvals.Engine;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Cases;

/// <summary>Takes the small forms of a seat: 转办, 认领, 放回, 抄送, 催办, 跳过. It has no page of its own.</summary>
public sealed class HandModel(HandService hands, CurrentUserSource users) : PageModel
{
    public IActionResult OnGet() => Redirect("/");

    public async Task<IActionResult> OnPostAsync(
        Guid @case, int round, int seat, string? key, string? back, string? kind, string? @for, CancellationToken cancellation)
    {
        if (await users.OfAsync(User, cancellation) is not { } user)
        {
            return Challenge();
        }

        if (string.IsNullOrEmpty(key) || !Enum.TryParse<HandKind>(kind, out var known) || !Enum.IsDefined(known))
        {
            return BadRequest();
        }

        var form = new PressedHand(
            known, new CaseId(@case), round, new SeatNo(seat), key, Person(@for),
            [.. Request.Form["who"].Select(Person).OfType<PersonId>().Distinct()],
            Request.Form["in." + InputNames.Reason].ToString().Trim() is { Length: > 0 } reason ? reason : null);
        switch (await hands.PressAsync(form, user, cancellation))
        {
            case Pressed.Done done:
                this.Say(done.Before ? Texts.Acting.DoneBefore : Texts.Hands.Done(known), refused: false);
                break;
            case Pressed.Forbidden forbidden:
                return this.Forbidden(forbidden.Sentence);
            case Pressed.Refused refused:
                this.Say(refused.Problems[0].Sentence, refused: true);
                break;
            default:
                return NotFound();
        }

        return LocalRedirect(LocalPath.Of(Url, back));
    }

    private static PersonId? Person(string? id) =>
        int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? new PersonId(known) : null;
}
