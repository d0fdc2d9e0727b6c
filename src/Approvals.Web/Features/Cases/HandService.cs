using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Web.Features.Identity;

namespace Approvals.Web.Features.Cases;

/// <summary>A small form as it came in.</summary>
/// <param name="Who">The people chosen, the first where one is wanted.</param>
public sealed record PressedHand(
    HandKind Kind, CaseId Case, int Round, SeatNo Seat, string Key, PersonId? InPlaceOf, ImmutableArray<PersonId> Who, string? Reason);

/// <summary>Turns a small form into a command, and its answer into a sentence.</summary>
public sealed class HandService(Pressing pressing)
{
    /// <summary>Signs of a reason.</summary>
    private const int LongestReason = 2_000;

    public async Task<Pressed> PressAsync(PressedHand form, CurrentUser user, CancellationToken cancellation)
    {
        if (await pressing.LookAsync(form.Case, user, cancellation) is not { } looked)
        {
            return new Pressed.Unknown();
        }

        return form.Reason?.Length > LongestReason ? Pressing.Refused(Texts.Acting.TooLong(LongestReason))
            : form is { Kind: HandKind.Transfer, Who: [] } ? Pressing.Refused(Texts.Hands.ToWhom)
            : await pressing.SendAsync(looked, Command(form, user.Person.Id), form.Key, user, cancellation);
    }

    private static CaseCommand Command(PressedHand form, PersonId by) => form.Kind switch
    {
        HandKind.Transfer => new CaseCommand.Transfer(form.Round, form.Seat, by, form.Who[0], form.Reason, form.InPlaceOf),
        HandKind.HandBack or HandKind.TakeBack => new CaseCommand.Transfer(form.Round, form.Seat, by, null, form.Reason, form.InPlaceOf),
        HandKind.Claim => new CaseCommand.Claim(form.Round, form.Seat, by),
        HandKind.Release => new CaseCommand.Release(form.Round, form.Seat, by),
        HandKind.Copy => new CaseCommand.Copy(form.Round, form.Seat, by, form.Who),
        HandKind.Nudge => new CaseCommand.Nudge(form.Round, form.Seat, by),
        HandKind.Skip => new CaseCommand.Skip(form.Round, form.Seat, by, form.Reason),
        _ => throw new UnreachableException(),
    };
}
