namespace Approvals.Engine.Definitions.Proof;

/// <summary>
/// Stages that wait their way round to themselves: while all their conditions hold at one moment, the case would never come to
/// rest. What waits for children that it has only just opened comes to rest there.
/// </summary>
internal static class Circles
{
    public static IEnumerable<Unsound> In(Scope scope, Workflow workflow)
    {
        var told = new HashSet<StageId>();
        foreach (var stage in workflow.Stages)
        {
            var path = new List<Stage> { stage };
            while (path[^1].Wait is { } wait && workflow.Stage(wait.To) is { } next && next.Id != stage.Id && !path.Contains(next))
            {
                path.Add(next);
            }

            if (path[^1].Wait?.To == stage.Id && !told.Contains(stage.Id) && CanTurn(path))
            {
                told.UnionWith(path.Select(s => s.Id));
                yield return new Unsound(
                    workflow.Id, stage.Id,
                    $"环节“{stage.Title}”的等待绕回自己：{string.Join(" → ", path.Append(stage).Select(s => s.Id))}，条件成立时永远停不下来");
            }
        }
    }

    /// <summary>What the waits settle holds for those after, and a child just opened has not ended.</summary>
    private static bool CanTurn(List<Stage> path)
    {
        var fresh = path.SelectMany(s => s.Splits).Where(s => s.Each is not Each.OpenMatter).Select(s => s.Workflow).ToHashSet();
        bool? Known(Expression atom) => atom is Expression.EveryEnded every && fresh.Contains(every.Workflow) ? false : null;
        var settled = path.SelectMany(s => s.Wait?.Effects ?? []).OfType<Effect.Settle>().Select(e => e.Kind).ToHashSet();
        return Truths.CanHold([.. path.Select(s => s.Wait?.Until).OfType<Expression>().Select(until => (until, Turns()))]);

        Func<Expression, bool?> Turns() => atom => atom is Expression.NoneOpen none && settled.Contains(none.Kind) ? true : Known(atom);
    }
}
