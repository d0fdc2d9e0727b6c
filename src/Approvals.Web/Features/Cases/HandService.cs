using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Jobs;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>A small form as it came in.</summary>
/// <param name="Who">The people chosen, the first where one is wanted.</param>
public sealed record PressedHand(
    HandKind Kind, CaseId Case, int Round, SeatNo Seat, string Key, PersonId? InPlaceOf, ImmutableArray<PersonId> Who, string? Reason);

/// <summary>Turns a small form into a command, and its answer into a sentence.</summary>
public sealed class HandService(CaseStore cases, Database database, Editions editions, Waker waker)
{
    /// <summary>Signs of a reason.</summary>
    private const int LongestReason = 2_000;

    public async Task<Pressed> PressAsync(PressedHand form, CurrentUser user, CancellationToken cancellation)
    {
        if (!await MaySeeAsync(form.Case, user, cancellation)
            || await cases.LookAsync(user.Unit.Id, [form.Case], cancellation) is not [var looked])
        {
            return new Pressed.Unknown();
        }

        if (form.Reason?.Length > LongestReason)
        {
            return Refused(Texts.Acting.TooLong(LongestReason));
        }

        if (form is { Kind: HandKind.Transfer, Who: [] })
        {
            return Refused(Texts.Hands.ToWhom);
        }

        var answer = await cases.HandleAsync(
            user.Unit.Id, form.Case, Command(form, user.Person.Id), form.Key, cancellation);
        switch (answer)
        {
            case Answer.Done done:
                await waker.SettleAsync(user.Unit.Id, looked.Root, cancellation);
                return new Pressed.Done(done.Before);
            case Answer.Refused refused:
                return Refused(Texts.For(refused.Why, looked.Workflow, looked.Context.Directory));
            case Answer.KeyReused:
                return Refused(Texts.Acting.KeyReused);
            default:
                return new Pressed.Unknown();
        }
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

    private static Pressed.Refused Refused(string sentence) => new([new FieldProblem("", sentence)]);

    private Task<bool> MaySeeAsync(CaseId id, CurrentUser user, CancellationToken cancellation) => database.ReadInUnitAsync(
        user.Unit.Id, (connection, _) => Gate.MaySeeAsync(connection, id, user, editions.Current, cancellation), cancellation);
}
