using System.Diagnostics;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>Returns, what is done at any stage, and what is handed to other cases.</summary>
internal sealed partial class Steps
{
    /// <summary>Does what may be done at any stage; judged before.</summary>
    public Refusal? Stand(CaseCommand.Act act)
    {
        var action = Definition.StandingAction(act.Action)?.Action ?? throw new UnreachableException();
        var decider = new Decider(
            act.Decider, act.RecordedFor is null ? null : act.By, act.RecordedFor is null ? null : act.Occasion)
        {
            InPlaceOf = act.InPlaceOf,
        };
        Add(new CaseEvent.StandingActDone(Case.Round, act.Action, decider, act.Inputs.Said));
        var before = Case;
        Name(action, act.Inputs);
        Schedule(action, act.Inputs);
        Raise(action, body: null, act);
        FollowNames(before, [.. act.Inputs.Named.Keys], stays: action.To is null);
        return Follow(action, act);
    }

    /// <summary>The same, handed over: no human says anything with it.</summary>
    public Refusal? StandFor(CaseId sender, StageAction action)
    {
        Add(new CaseEvent.HandedActDone(action.Id, sender));
        return Follow(action, act: null);
    }

    /// <summary>撤销 from above. Whatever is below goes with it.</summary>
    public void EndCancelled(CaseId sender, StageId ending)
    {
        Add(new CaseEvent.Cancelled(sender));
        if (Case.RoundIsOpen)
        {
            Add(new CaseEvent.RoundClosed(Case.Round, Outcome: null));
        }

        CancelChildren();
        End(ending);
    }

    private Refusal? Follow(StageAction action, CaseCommand.Act? act)
    {
        _recallable = null;
        if (action.To is { } to)
        {
            return Leave(to, action.Id, action.Effects, act);
        }

        foreach (var effect in action.Effects)
        {
            Apply(effect, act);
        }

        Handing.Copy(this, action.Copy, act?.Decider, _context);
        return null;
    }

    private StageAction? Pressed(ActionId? outcome) => outcome is not { } id ? null
        : Definition.Stage(Case.Stage)?.Action(id) ?? Definition.StandingAction(id)?.Action;

    /// <summary>
    /// One address is kept, and its next move onward uses it up. A move back or to an end clears it; a return while one is
    /// pending is walked stage by stage.
    /// </summary>
    private StageId Turn(StageId to, bool straightBack)
    {
        var from = Case.Stage;
        if (Case.StraightBack is { } address)
        {
            if (to == from)
            {
                return to;
            }

            var used = Moves.IsOnward(Definition, from, to);
            Add(new CaseEvent.StraightBackEnded(used));
            return used ? address : to;
        }

        if (straightBack && to != from && !Definition.IsEnd(to) && !Moves.IsOnward(Definition, from, to))
        {
            Add(new CaseEvent.StraightBackSet(from));
        }

        return to;
    }

    /// <summary>Where nobody could sit on the way back it stands at its address already, or past it: nothing is pending any more.</summary>
    private void Arrive(StageId at)
    {
        if (Case.StraightBack is { } address && !Moves.IsOnward(Definition, at, address))
        {
            Add(new CaseEvent.StraightBackEnded(Used: at == address));
        }
    }

    /// <summary>
    /// Why a child that it asks for, or one below that, could not begin; null where all can. Where nobody presses, what could be
    /// done is done though this cannot.
    /// </summary>
    public Refusal? Barred() => Barred(_requests, Case, _context);

    private static Refusal? Barred(IEnumerable<Request> requests, Case parent, Context context)
    {
        foreach (var opening in requests.OfType<Request.OpenChild>())
        {
            var below = Scoping.Below(parent, context.Grants) with { Rows = context.Grants.Rows };
            var inside = context with { Grants = below };
            var why = Decisions.Open(opening.Child, opening.Workflow, opening.At, parent.Id, opening.Seed, inside) switch
            {
                Decision.Refused { Why: Refusal.NobodyToSign } => new Refusal.NobodyToBegin(opening.Workflow, opening.Seed.Title),
                Decision.Refused refused => refused.Why,
                Decision.Permitted begun => Barred(begun.Requests, begun.After, context with { Grants = below }),
                _ => throw new UnreachableException(),
            };
            if (why is not null)
            {
                return why;
            }
        }

        return null;
    }

    private void Hand(Effect effect, CaseCommand.Act? act)
    {
        switch (effect)
        {
            case Effect.CancelChildren:
                CancelChildren();
                break;
            case Effect.Hand { ToChildren: { } children } hand when Case.Splits.ContainsKey(children):
                _requests.Add(new Request.HandToChildren(children, new CaseCommand.Do(Case.Id, hand.Action)));
                break;
            case Effect.Hand { ToChildren: null } hand when Case.Parent is not null:
                _requests.Add(new Request.HandToParent(new CaseCommand.Do(Case.Id, hand.Action)));
                break;
            case Effect.Fold fold when Case.Parent is not null && Case.Measures.TryGetValue(fold.Name, out var value):
                _requests.Add(new Request.HandToParent(new CaseCommand.Fold(Case.Id, fold.Name, value)));
                break;
            case Effect.Merge when act?.Inputs.Sibling is { } into:
                var other = _context.Grants.Siblings.First(s => s.Id == into); // as judged
                Add(new CaseEvent.MergedInto(into, other.Title));
                _requests.Add(new Request.HandToSibling(into, new CaseCommand.Absorb(Case.Id, Case.Title, LeftToBeDone(act))));
                break;
            default:
                break;
        }
    }

    private void CancelChildren()
    {
        if (!Case.Splits.IsEmpty)
        {
            _requests.Add(new Request.HandToChildren(null, new CaseCommand.Cancel(Case.Id)));
        }
    }
}
