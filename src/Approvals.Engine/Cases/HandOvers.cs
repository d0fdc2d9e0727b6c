using System.Collections.Immutable;
using System.Diagnostics;

namespace Approvals.Engine.Cases;

/// <summary>What another case hands over is decided like a press, without a human: guards are asked, and it may be refused.</summary>
public static class HandOvers
{
    internal static Decision Decide(Case @case, CaseCommand.Handed handed, Context context)
    {
        var workflow = context.Book[@case.Workflow];
        var steps = new Steps(@case, context);
        switch (handed)
        {
            case CaseCommand.Cancel when workflow.OutlivesItsParent(@case.Stage):
                return steps.Permit();
            case CaseCommand.Cancel cancel when workflow.CancelledEnd() is { } ending:
                steps.EndCancelled(cancel.From, ending);
                return steps.Permit();
            case CaseCommand.Absorb absorb:
                return steps.TakeOver(absorb) is { } cannot ? new Decision.Refused(cannot) : steps.Permit();
            case CaseCommand.Fold fold:
                steps.Add(new CaseEvent.MeasureTaken(fold.Name, Measures.Plain(@case.Measures.GetValueOrDefault(fold.Name) + fold.Value)));
                Measures.Tell(steps, fold.Name, context);
                return steps.Permit();
            case CaseCommand.Produced made:
                steps.Add(new CaseEvent.ProductMade(made.Ordered, made.What, made.Sha256));
                return steps.Permit();
            case CaseCommand.Reassign reassign:
                steps.Reassign(reassign.Old, reassign.New);
                return steps.Permit();
            case CaseCommand.Rename rename:
                steps.Rename(rename);
                return steps.Permit();
            case CaseCommand.Do ask:
                return Do(ask, steps, context) is { } why ? new Decision.Refused(why) : steps.Permit();
            case CaseCommand.Cancel:
                return new Decision.Refused(new Refusal.NotAllowedHere());
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Does what another case hands over; a refusal means that nothing may be stored.</summary>
    private static Refusal? Do(CaseCommand.Do ask, Steps steps, Context context)
    {
        var @case = steps.Case;
        if (context.Book[@case.Workflow].StandingAction(ask.Action) is not { Handed: true } standing
            || !standing.MayBeDoneAt(@case.Stage))
        {
            return new Refusal.NotAllowedHere();
        }

        return Conditions.Hold(standing.Action.When, @case, context)
            ? steps.StandFor(ask.From, standing.Action) ?? steps.Barred()
            : standing.Action.ElseSay is { } sentence ? new Refusal.NotYet(sentence) : new Refusal.NotAllowedHere();
    }

    /// <summary>
    /// Of commands that were refused together, those to be set aside: what cannot be done alone, so that it holds up nothing
    /// else. Of several hand-overs of which each can, the first is left to be done; else all that was asked is set aside.
    /// </summary>
    /// <param name="asked">What was asked, and what of it was handed over; null for a look.</param>
    public static ImmutableArray<T> Blamed<T>(
        Case @case, IEnumerable<T> asked, Func<T, CaseCommand.Handed?> command, Context context)
    {
        var all = asked.ToImmutableArray();
        ImmutableArray<T> handed = [.. all.Where(one => command(one) is not null)];
        ImmutableArray<T> alone =
        [
            .. handed.Where(one => command(one) is { } what && Decisions.Decide(@case, what, context) is Decision.Refused),
        ];
        return !alone.IsEmpty ? alone : handed.Length > 1 ? handed[1..] : all;
    }
}
