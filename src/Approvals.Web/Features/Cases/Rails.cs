using System.Collections.Immutable;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>Where a case stands in its definition, and whom it waits for.</summary>
internal static class Rails
{
    /// <summary>
    /// The definition's stages in order. Stages that this case neither passed nor can still come to (the other door's) are
    /// left out.
    /// </summary>
    public static StageRail Of(Looked looked)
    {
        var (@case, workflow) = (looked.Case, looked.Workflow);
        var passed = @case.RoundStage.Keys.Append(@case.Stage).ToHashSet();
        var ahead = Ahead(workflow, @case.Stage);
        var now = workflow.Stages.Select(s => s.Id).ToList().IndexOf(@case.Stage);
        var stages = workflow.Stages
            .Select((stage, place) => (stage, place))
            .Where(s => passed.Contains(s.stage.Id) || (s.place > now && !@case.Ended && ahead.Contains(s.stage.Id)))
            .Select(s => new RailStage(
                s.stage.Title,
                @case.Ended || s.place < now ? RailState.Done : s.place == now ? RailState.Current : RailState.Ahead,
                null));
        return new StageRail(@case.Title, [.. stages, .. Endings(looked)]);
    }

    /// <summary>Open seats, and who may take each.</summary>
    public static ImmutableArray<WaitingFor> Waiting(Looked looked, DateOnly since) =>
    [
        .. looked.Case.Seats.Where(seat => !looked.Case.HasVoted(seat.No)).Select(seat => new WaitingFor(
            Who(seat, looked), looked.Workflow.TitleOf(looked.Case.Stage), since, seat.DueOn, null)),
    ];

    private static string Who(Seat seat, Looked looked)
    {
        var people = Seating.Candidates(seat, looked.Context.Directory, looked.Context.Today);
        var name = Names.Seat(seat, looked);
        var few = Texts.Join(people.Take(3).Select(p => Names.Of(p, looked.Context.Directory)));
        return people.IsEmpty || few == name ? name : Texts.Case.Candidates(name, few, people.Length);
    }

    private static IEnumerable<RailStage> Endings(Looked looked) => looked.Case.Ended
        ? [new RailStage(looked.Workflow.TitleOf(looked.Case.Stage), RailState.Done, null)]
        : [];

    private static HashSet<Engine.StageId> Ahead(Workflow workflow, Engine.StageId from)
    {
        var seen = new HashSet<Engine.StageId>();
        var queue = new Queue<Engine.StageId>([from]);
        while (queue.TryDequeue(out var id))
        {
            if (seen.Add(id) && workflow.Stage(id) is { } stage)
            {
                foreach (var next in stage.Actions.Select(a => a.To).Append(stage.Wait?.To).Append(stage.OnUnavailable).OfType<Engine.StageId>())
                {
                    queue.Enqueue(next);
                }
            }
        }

        return seen;
    }
}
