using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>退回 with a choice, 撤回, and what may be done at any stage.</summary>
public static partial class Offers
{
    /// <summary>Everything that the person may do in a case: from his seats, beside them, and for others.</summary>
    public static ImmutableArray<ActPanel> All(Looked looked, CurrentUser user, string back) =>
        All([looked], user, back);

    /// <summary>The same of several: one's own first, a case's before its branches'; then what one may write down for others.</summary>
    public static ImmutableArray<ActPanel> All(IReadOnlyList<Looked> looked, CurrentUser user, string back) =>
    [
        .. looked.SelectMany(l => Own(l, user, back)), .. looked.SelectMany(l => Beside(l, user, back)),
        .. looked.SelectMany(l => Recording(l, user, back)),
    ];

    /// <summary>What he may do with the seats of others, take back (撤回), or do at any stage (撤销, 合并).</summary>
    public static ImmutableArray<ActPanel> Beside(Looked looked, CurrentUser user, string back) =>
        [.. HandOffers.Beside(looked, user, back), .. RecallOf(looked, user, back), .. AnyStage(looked, user, back)];

    private static IEnumerable<ActPanel> RecallOf(Looked looked, CurrentUser user, string back)
    {
        var recall = new CaseCommand.Recall(looked.Case.Round, user.Person.Id, null);
        if (Recalls.Open(looked.Case) is not { } vote || Recalls.Judge(looked.Case, recall, looked.Context) is not null)
        {
            yield break;
        }

        var title = looked.Workflow.Stage(vote.Stage)?.Action(vote.Action)?.Title ?? vote.Action.Value;
        var offer = new ActionOffer(
            looked.Case.Id.Value, looked.Case.Round, vote.Seat.Value, vote.Action.Value, Texts.Moving.Recall(title), OfferTone.Back,
            [new InputOffer(InputNames.Reason, InputKind.Reason, Texts.Acting.Reason, false, [], null)], null, [], "");
        yield return new ActPanel($"recall-{looked.Case.Id}", Texts.Moving.MayRecall(title), NewKey(), back, [offer], [])
        {
            Recall = true,
        };
    }

    /// <summary>One panel for those who may press the same, one for each who is away and for whom he may, and one for 代录.</summary>
    private static IEnumerable<ActPanel> AnyStage(Looked looked, CurrentUser user, string back)
    {
        var offered =
            from standing in looked.Workflow.Standing
            let seat = AtAnyStage.SeatOf(standing, looked.Case, looked.Context)
            where seat is not null
            from way in Ways(seat, looked, user)
            let offer = Offer(looked, user, seat, standing.Action, way.Decider, way.Decider != user.Person.Id, way.InPlaceOf)
            where offer is not null
            select (Seat: seat, Way: way, Offer: offer);
        return offered.GroupBy(o => (o.Way, Sitters: string.Join(',', o.Seat.Sitters)))
            .Select(group => AnyStagePanel(looked, user, group.First().Seat, group.Key.Way, [.. group.Select(o => o.Offer)], back));
    }

    private static ActPanel AnyStagePanel(
        Looked looked, CurrentUser user, Seat seat, (PersonId Decider, PersonId? InPlaceOf) way, ImmutableArray<ActionOffer> offers,
        string back)
    {
        var (recording, name) = (way.Decider != user.Person.Id, Names.Seat(seat, looked));
        var @for = way.InPlaceOf is { } absent ? $"{absent.Value}" : "";
        return new ActPanel(
            $"act-{looked.Case.Id}-{offers[0].ActionId}{(recording ? "-for" : "")}{(@for.Length > 0 ? "-" + @for : "")}",
            recording ? Texts.Acting.Recording(name)
                : way.InPlaceOf is { } away ? Texts.Hands.As(Names.Of(away, looked.Context.Directory), name)
                : Texts.Acting.As(name),
            NewKey(), back, offers, [])
        {
            Recording = recording,
            Secondary = true,
            For = @for,
        };
    }

    /// <summary>By what right he presses it: his own, of those who are away, or only to write down what another decided.</summary>
    private static IEnumerable<(PersonId Decider, PersonId? InPlaceOf)> Ways(Seat seat, Looked looked, CurrentUser user)
    {
        (PersonId, PersonId?)[] own = [.. For(seat, user.Person.Id, looked).Select(absent => (user.Person.Id, absent))];
        return own.Length > 0 ? own
            : Gate.Has(user, looked.Context.Book, Power.RecordForOthers)
                ? Seating.Candidates(seat, looked.Context.Directory, looked.Context.Today).Take(1).Select(first => (first, (PersonId?)null))
            : [];
    }

    /// <summary>Where it goes and how it comes on again, where the presser chooses.</summary>
    private static IEnumerable<InputOffer> Directions(Looked looked, StageAction action)
    {
        if (action.Chooses)
        {
            var targets = Moves.Targets(looked.Case, action, looked.Workflow);
            yield return new InputOffer(
                InputNames.Target, InputKind.One, Texts.Moving.Target, true,
                [.. targets.Select(t => new Choice(t.Value, looked.Workflow.TitleOf(t)))], targets is [var only] ? only.Value : null);
        }

        if (action.Then == WayBack.AsChosen)
        {
            var here = looked.Workflow.TitleOf(looked.Case.Stage);
            yield return new InputOffer(
                InputNames.Way, InputKind.One, Texts.Moving.Way, true,
                [.. new[] { WayBack.Rewalk, WayBack.StraightBack }.Select(w => new Choice($"{w}", Texts.Moving.WayIs(w, here)))],
                $"{WayBack.Rewalk}");
        }
    }

    private static InputOffer SiblingOf(Looked looked, bool required) => new(
        InputNames.Sibling, InputKind.One, Texts.Moving.Sibling, required,
        [.. looked.Context.Grants.Siblings.Select(s => new Choice($"{s.Id}", s.Title))], null)
    {
        Hint = Texts.Moving.SiblingHint,
    };
}
