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
        [.. Own(looked, user, back), .. Beside(looked, user, back), .. Recording(looked, user, back)];

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

    private static IEnumerable<ActPanel> AnyStage(Looked looked, CurrentUser user, string back)
    {
        var recorder = Gate.Has(user, looked.Context.Book, Power.RecordForOthers);
        var seats = looked.Workflow.Standing
            .Select(s => (s.Action, Seat: AtAnyStage.SeatOf(s, looked.Case, looked.Context)))
            .Where(s => s.Seat is not null)
            .Select(s => (s.Action, Seat: s.Seat!, Own: MaySit(s.Seat!, user.Person.Id, looked))) // as just filtered
            .ToList();
        foreach (var recording in new[] { false, true })
        {
            var offered = seats.Where(s => s.Own != recording && (!recording || recorder))
                .Select(s => (s.Seat, Offer: Decider(s.Seat, user, recording, looked) is { } decider
                    ? Offer(looked, user, s.Seat, s.Action, decider, recording, null) : null))
                .Where(o => o.Offer is not null).ToList();
            if (offered.Count == 0)
            {
                continue;
            }

            var seat = Names.Seat(offered[0].Seat, looked);
            yield return new ActPanel(
                $"act-{looked.Case.Id}-any{(recording ? "-for" : "")}",
                recording ? Texts.Acting.Recording(seat) : Texts.Acting.As(seat), NewKey(), back, [.. offered.Select(o => o.Offer!)], [])
            {
                Recording = recording,
                Secondary = true,
            };
        }
    }

    private static PersonId? Decider(Seat seat, CurrentUser user, bool recording, Looked looked) => !recording ? user.Person.Id
        : Seating.Candidates(seat, looked.Context.Directory, looked.Context.Today) is [var first, ..] ? first
        : null;

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
