using System.Collections.Immutable;
using System.Diagnostics;

namespace Approvals.Engine.Definitions.Proof;

/// <summary>Where a decided round leads, and what is done on the way.</summary>
internal sealed partial class Walking
{
    /// <summary>The stage, or those among which the presser chooses: of earlier ones those in which the case has been.</summary>
    private IEnumerable<StageId> Targets(Stage stage, StageAction action, Standing at) => workflow.TargetsOf(stage, action)
        .Where(to => !action.AnyEarlier || _tracked.Of(new Fact.Seated(to), at.Bits) != false);

    private static IEnumerable<bool> WaysBack(StageAction action) => action.Then switch
    {
        WayBack.Rewalk => [false],
        WayBack.StraightBack => [true],
        WayBack.AsChosen => [false, true],
        _ => throw new UnreachableException(),
    };

    private IEnumerable<Arrival> Leave(
        StageId to, ImmutableArray<Effect> effects, Standing at, bool pressed, Around around, bool straightBack = false)
    {
        var after = Apply(effects, at, pressed);
        var (goal, address) = Turn(to, at, straightBack);
        return Sent(after).SelectMany(sent => _entering.Enter(goal, sent.At with { Address = address }, around.Known, around.ParentGifts)
            .Select(arrival => arrival with { Opens = sent.Opens.AddRange(arrival.Opens), Cancels = sent.Cancels }));
    }

    /// <summary>
    /// 直送: one address is kept, and the next move onward uses it up; a move back or to an end clears it, and a return while one
    /// is pending is walked stage by stage.
    /// </summary>
    private (StageId Goal, int Address) Turn(StageId to, Standing at, bool straightBack)
    {
        var goal = scope.PlaceOf(workflow, to);
        var (ends, onward) = (Scope.HasEnded(workflow, goal), goal > at.Stage);
        if (at.Address < 0)
        {
            return (to, straightBack && !ends && goal < at.Stage ? at.Stage : -1);
        }

        return goal == at.Stage ? (to, at.Address)
            : !ends && onward && at.Address > at.Stage ? (workflow.Stages[at.Address].Id, -1)
            : (to, -1);
    }

    private Arrival Apply(ImmutableArray<Effect> effects, Standing at, bool pressed)
    {
        var (opens, cancels) = (ImmutableArray<Site>.Empty, false);
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case Effect.Settle settle:
                    at = at with { Bits = _tracked.With(at.Bits, new Fact.Open(settle.Kind), false) };
                    break;
                case Effect.Freeze:
                    at = at with { Bits = _tracked.With(at.Bits, new Fact.Frozen(), true) };
                    break;
                case Effect.Suspend or Effect.Resume:
                    at = at with { Bits = _tracked.With(at.Bits, new Fact.Suspended(), effect is Effect.Suspend) };
                    break;
                case Effect.OpenChild open when pressed:
                    opens = opens.Add(new Site(open.Workflow, scope.Book[open.Workflow].Stages[0].Id, Birth.Press));
                    at = Split(at, open.Workflow);
                    break;
                case Effect.Distribute distribute:
                    opens = opens.Add(new Site(
                        distribute.Workflow, scope.Book[distribute.Workflow].Stages[0].Id, Birth.Reading, Gifts: scope.Gifts.Of(Party.Readers)));
                    at = Split(at, distribute.Workflow);
                    break;
                case Effect.CancelChildren:
                    cancels = true;
                    break;
                default:
                    break; // raised with the vote; numbers, texts, and what other cases are told, lead nowhere here
            }
        }

        return new Arrival(at, opens, NewRound: false, cancels);
    }

    /// <summary>分发 opens a case where somebody has no work in this one, and none where everybody has.</summary>
    private static IEnumerable<Arrival> Sent(Arrival arrival) => arrival.Opens.Any(o => o.Birth == Birth.Reading)
        ? [arrival, arrival with { Opens = [.. arrival.Opens.Where(o => o.Birth != Birth.Reading)] }]
        : [arrival];

    private Standing Split(Standing at, WorkflowId child) => at with { Bits = _tracked.With(at.Bits, new Fact.SplitOff(child), true) };
}
