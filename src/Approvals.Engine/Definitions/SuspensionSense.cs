using System.Collections.Immutable;

namespace Approvals.Engine.Definitions;

/// <summary>What was suspended (中止) must be resumable (恢复) wherever it stands by then: a press or a wait moves it on all the same.</summary>
internal static class SuspensionSense
{
    public static IEnumerable<(StageId Stage, string Message)> Of(Workflow workflow)
    {
        var suspendedIn = new Dictionary<StageId, Stage>();
        foreach (var stage in workflow.Stages)
        {
            foreach (var at in SuspendedAt(workflow, stage))
            {
                Follow(workflow, at, stage, suspendedIn);
            }
        }

        return workflow.Stages.Where(s => suspendedIn.ContainsKey(s.Id) && !Ways(workflow, s).Any(Resumes)).Select(s => (
            s.Id, $"在环节“{suspendedIn[s.Id].Title}”可以中止（clock: suspend），到了环节“{s.Title}”却没有动作能恢复（clock: resume）"));
    }

    /// <summary>Where a case stands that was suspended in the stage.</summary>
    private static IEnumerable<StageId> SuspendedAt(Workflow workflow, Stage stage) =>
        Ways(workflow, stage).Where(way => way.Effects.Any(e => e is Effect.Suspend))
            .SelectMany(way => way.To.IsEmpty ? [stage.Id] : way.To.SelectMany(to => Entered(workflow, to)));

    private static void Follow(Workflow workflow, StageId from, Stage suspended, Dictionary<StageId, Stage> suspendedIn)
    {
        var queue = new Queue<StageId>([from]);
        while (queue.TryDequeue(out var id))
        {
            if (workflow.Stage(id) is { } at && suspendedIn.TryAdd(id, suspended))
            {
                var next = Ways(workflow, at).Where(way => !Resumes(way) && !RequiresRunning(way.When)).SelectMany(way => way.To);
                foreach (var to in next.Concat(workflow.AddressesAt(at)).SelectMany(to => Entered(workflow, to)))
                {
                    queue.Enqueue(to);
                }
            }
        }
    }

    /// <summary>The stage itself, and where the case comes instead while nobody could sit there.</summary>
    private static IEnumerable<StageId> Entered(Workflow workflow, StageId to)
    {
        var passed = new HashSet<StageId>();
        for (StageId? at = to; at is { } id && passed.Add(id); at = workflow.Stage(id)?.OnUnavailable)
        {
            yield return id;
        }
    }

    /// <summary>What may be done there, or comes by itself while no time runs.</summary>
    private static IEnumerable<Way> Ways(Workflow workflow, Stage stage)
    {
        var pressed = stage.Actions.Select(a => new Way([.. workflow.TargetsOf(stage, a)], a.Effects, a.When))
            .Concat(workflow.Standing.Where(s => s.MayBeDoneAt(stage.Id)).Select(s => new Way(
                [.. workflow.TargetsOf(stage, s.Action)], s.Action.Effects, s.Action.When)));
        return stage.Wait is { } wait ? pressed.Append(new Way([wait.To], wait.Effects, wait.Until)) : pressed;
    }

    private static bool Resumes(Way way) => way.Effects.Any(e => e is Effect.Resume);

    private static bool RequiresRunning(Expression? when) => when switch
    {
        Expression.And both => RequiresRunning(both.Left) || RequiresRunning(both.Right),
        Expression.Not { Inner: Expression.Holds { Fact: Facts.Suspended } } => true,
        _ => false,
    };

    private sealed record Way(ImmutableArray<StageId> To, ImmutableArray<Effect> Effects, Expression? When);
}
