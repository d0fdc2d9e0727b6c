using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>Turns what the engine permits beside acting (转办, 认领, 抄送, 催办 …) into small forms.</summary>
public static class HandOffers
{
    /// <summary>For a seat that the person may act in, for himself or in the place of one who is away.</summary>
    public static ImmutableArray<HandForm> Own(Looked looked, CurrentUser user, Seat seat, PersonId? inPlaceOf, string back)
    {
        if (looked.Workflow.Stage(looked.Case.Stage)?.Hands is not { } hands)
        {
            return [];
        }

        var (me, round, no) = (user.Person.Id, looked.Case.Round, seat.No);
        var forms = ImmutableArray.CreateBuilder<HandForm>();
        if (seat.ClaimedBy == me)
        {
            forms.Add(Form(HandKind.Release));
        }
        else if (seat.Holder is null && inPlaceOf is null && Permits(looked, new CaseCommand.Claim(round, no, me)))
        {
            forms.Add(Form(HandKind.Claim));
        }

        if (hands.Transfer is not null
            && Handing.Receivers(looked.Case, no, me, inPlaceOf, looked.Context) is { IsEmpty: false } receivers)
        {
            forms.Add(Form(HandKind.Transfer) with { People = Choices(receivers, looked) });
        }

        if (Permits(looked, new CaseCommand.Transfer(round, no, me, null, "?", inPlaceOf)))
        {
            forms.Add(Form(HandKind.HandBack));
        }

        if (hands.CopyByHand)
        {
            forms.Add(Form(HandKind.Copy) with { People = Choosing.People(looked) });
        }

        return forms.ToImmutable();

        HandForm Form(HandKind kind) => FormOf(kind, looked, seat, null, back, inPlaceOf);
    }

    /// <summary>For seats that others hold: one panel where there is anything, without actions of its own.</summary>
    public static ImmutableArray<ActPanel> Beside(Looked looked, CurrentUser user, string back)
    {
        var (me, round) = (user.Person.Id, looked.Case.Round);
        ImmutableArray<HandForm> forms =
        [
            .. looked.Case.Seats.Where(s => !looked.Case.HasVoted(s.No)).SelectMany(seat => new (HandKind Kind, CaseCommand Asks)[]
            {
                (HandKind.Nudge, new CaseCommand.Nudge(round, seat.No, me)),
                (HandKind.Skip, new CaseCommand.Skip(round, seat.No, me, "?")),
                (HandKind.Release, new CaseCommand.Release(round, seat.No, me)),
            }
            .Where(f => f.Kind != HandKind.Release || (seat.ClaimedBy is { } by && by != me)).Where(f => Permits(looked, f.Asks))
            .Select(f => FormOf(f.Kind, looked, seat, Names.Waiting(seat, looked), back, null))
            .Concat(IsHeldByAnother(looked, seat, me) ? TakenBack(looked, seat, me, back) : [])),
        ];
        return forms.IsEmpty ? [] : [new ActPanel($"hands-{looked.Case.Id}", "", "", back, [], []) { Hands = forms }];
    }

    /// <summary>It was handed to somebody else, in whose place he does not act either.</summary>
    private static bool IsHeldByAnother(Looked looked, Seat seat, PersonId me) =>
        seat.Holder is not null && !Seating.MaySit(seat, me, looked.Context.Directory, looked.Context.Today)
        && Standing.Principals(looked.Case, seat, me, looked.Context).IsEmpty;

    /// <summary>收回, or on to another.</summary>
    private static IEnumerable<HandForm> TakenBack(Looked looked, Seat seat, PersonId me, string back)
    {
        if (Permits(looked, new CaseCommand.Transfer(looked.Case.Round, seat.No, me, null, "?")))
        {
            yield return FormOf(HandKind.TakeBack, looked, seat, Names.Waiting(seat, looked), back, null);
        }

        if (Handing.Receivers(looked.Case, seat.No, me, null, looked.Context) is { IsEmpty: false } receivers)
        {
            yield return FormOf(HandKind.Transfer, looked, seat, Names.Waiting(seat, looked), back, null) with
            {
                People = Choices(receivers, looked),
            };
        }
    }

    private static bool Permits(Looked looked, CaseCommand command) => Handing.Judge(looked.Case, command, looked.Context) is null;

    private static ImmutableArray<Choice> Choices(IEnumerable<PersonId> people, Looked looked) =>
    [
        .. people.Select(p => new Choice(
            $"{p.Value}", Names.WithPost(p, looked.Context.Book, looked.Context.Directory, looked.Context.Today))),
    ];

    private static HandForm FormOf(HandKind kind, Looked looked, Seat seat, string? named, string back, PersonId? inPlaceOf) => new(
        kind, Texts.Hands.Title(kind), named, looked.Case.Id.Value, looked.Case.Round, seat.No.Value, [], Offers.NewKey(), back,
        inPlaceOf is { } absent ? $"{absent.Value}" : "");
}
