using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;

namespace Approvals.Web.Features.Cases;

/// <summary>A definition's stages as the rail of a page.</summary>
public static class Rails
{
    /// <param name="own">The case's own events: a stage that was passed over does not stand on the rail.</param>
    public static StageRail Of(Case @case, Workflow workflow, IEnumerable<Told> own, TimeZoneInfo zone)
    {
        var entered = new Dictionary<StageId, DateTimeOffset>();
        foreach (var told in own)
        {
            if (told.Event is CaseEvent.StageEntered stage)
            {
                entered[stage.Stage] = TimeZoneInfo.ConvertTime(told.At, zone);
            }
        }

        var here = workflow.Stages.Select(s => s.Id).ToList().IndexOf(@case.Stage);
        var stages = ImmutableArray.CreateBuilder<RailStage>();
        var ahead = Ahead(workflow, @case.Stage);
        foreach (var (place, stage) in workflow.Stages.Index())
        {
            var state = @case.Ended || place < here ? RailState.Done : place == here ? RailState.Current : RailState.Ahead;
            if (state == RailState.Done ? entered.ContainsKey(stage.Id) : ahead.Contains(stage.Id))
            {
                stages.Add(new RailStage(stage.Title, state, Since(entered, stage.Id, state)));
            }
        }

        if (@case.Ended)
        {
            stages.Add(new RailStage(workflow.TitleOf(@case.Stage), RailState.Done, null));
        }

        return new StageRail(@case.Title, stages.ToImmutable());
    }

    /// <summary>What can still be come to: the stages of another door cannot.</summary>
    private static HashSet<StageId> Ahead(Workflow workflow, StageId from)
    {
        var seen = new HashSet<StageId>();
        var queue = new Queue<StageId>([from]);
        while (queue.TryDequeue(out var id))
        {
            if (seen.Add(id) && workflow.Stage(id) is { } stage)
            {
                foreach (var next in stage.Actions.Select(a => a.To).Append(stage.Wait?.To).Append(stage.OnUnavailable)
                    .OfType<StageId>())
                {
                    queue.Enqueue(next);
                }
            }
        }

        return seen;
    }

    private static string? Since(Dictionary<StageId, DateTimeOffset> entered, StageId stage, RailState state) =>
        state != RailState.Ahead && entered.TryGetValue(stage, out var at) ? Texts.Case.Since(DateOnly.FromDateTime(at.DateTime))
            : null;
}
