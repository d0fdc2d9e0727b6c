using Approvals.Engine;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Cases;

/// <summary>Takes every press; shows the form again, with what was typed, when it was refused.</summary>
public sealed class ActModel(ActService acts, CaseStore cases, Database database, Editions editions, CurrentUserSource users)
    : PageModel
{
    public ActView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public IActionResult OnGet() => Redirect("/");

    public async Task<IActionResult> OnPostAsync(
        Guid @case, int round, int seat, string? hash, string? key, string? back, string? act, CancellationToken cancellation)
    {
        if (await users.OfAsync(User, cancellation) is not { } user)
        {
            return Challenge();
        }

        if (string.IsNullOrEmpty(act) || string.IsNullOrEmpty(key))
        {
            return BadRequest();
        }

        var form = new PressedForm(
            new CaseId(@case), round, new SeatNo(seat), new ActionId(act), hash, key, LocalPath.Of(Url, back),
            [.. Request.Form["with." + act].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(a => new ActionId(a))],
            Request.Form);
        switch (await acts.PressAsync(form, user, cancellation))
        {
            case Pressed.Done done:
                this.Say(done.Before ? Texts.Acting.DoneBefore : Texts.Acting.Done, refused: false);
                return LocalRedirect(form.Back);
            case Pressed.Forbidden forbidden:
                return this.Forbidden(forbidden.Sentence);
            case Pressed.Refused refused:
                return await AgainAsync(form, refused, user, cancellation);
            default:
                return NotFound();
        }
    }

    /// <summary>The same seat's form if it still stands, else back to where it came from with the sentence.</summary>
    private async Task<IActionResult> AgainAsync(
        PressedForm form, Pressed.Refused refused, CurrentUser user, CancellationToken cancellation)
    {
        var looked = await cases.LookAsync(user.Unit.Id, [form.Case], cancellation) is [var only] ? only : null;
        looked = looked is null ? null : await SiblingRows.WithAsync(looked, database, user, editions, cancellation);
        var panel = looked is null ? null : Offers.All(looked, user, form.Back).FirstOrDefault(p => !p.Recall && !p.Offers.IsEmpty
            && p.First.Round == form.Round && p.First.Seat == form.Seat.Value && p.For == form.Fields["for"].ToString()
            && p.Offers.Any(o => o.ActionId == form.Action.Value));
        if (looked is null || panel is null)
        {
            this.Say(refused.Problems[0].Sentence + Texts.Acting.YouWrote(Written(form)), refused: true);
            return LocalRedirect(form.Back);
        }

        var clock = looked.Case.ClockOf(form.Seat);
        View = new ActView(
            looked.Workflow.TitleOf(looked.Case.Stage), looked.Case.Title, form.Back,
            clock is not null
                ? Lamps.OfSeat(clock.DueOn, clock.DueAt, looked.Case.Time.Suspension is not null, looked.Context) : null,
            panel with
            {
                Key = form.Key,
                Problems = refused.Problems,
                Offers = [.. panel.Offers.Select(o => Typed(o, form))],
                Files = refused.Files,
            })
        {
            Time = TimeLine.Line(looked, form.Seat),
            Due = clock is null ? null : Texts.Day(clock.DueOn, looked.Context.Today) + $"{clock.DueAt:' 'HH:mm}",
        };
        return Page();
    }

    /// <summary>The longest text of the form: it stands nowhere else any more.</summary>
    private static string Written(PressedForm form) => new[] { InputNames.Reason, InputNames.Report, InputNames.Opinion }
        .Select(name => form.Fields["in." + name].ToString().Trim()).MaxBy(text => text.Length) ?? "";

    private static ActionOffer Typed(ActionOffer offer, PressedForm form) => offer with
    {
        Inputs =
        [
            .. offer.Inputs.Select(i => i with
            {
                Value = form.Fields[i.Kind == InputKind.RecordedFor ? i.Field + ".who" : i.Field]
                    .ToString() is { Length: > 0 } typed
                    ? typed : i.Value,
                Occasion = i.Kind == InputKind.RecordedFor ? form.Fields[i.Field + ".occasion"].ToString() : i.Occasion,
            }),
        ],
    };
}
