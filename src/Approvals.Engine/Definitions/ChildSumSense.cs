namespace Approvals.Engine.Definitions;

/// <summary>Conditions about what children come to together, and what is wrong in them.</summary>
internal static class ChildSumSense
{
    /// <summary>Every sum over children that stands in the condition.</summary>
    public static IEnumerable<Quantity.OfChildren> In(Expression? expression) => expression switch
    {
        Expression.And both => In(both.Left).Concat(In(both.Right)),
        Expression.Or either => In(either.Left).Concat(In(either.Right)),
        Expression.Not not => In(not.Inner),
        Expression.Weigh weigh => new[] { weigh.Left, weigh.Right }.OfType<Quantity.OfChildren>(),
        _ => [],
    };

    public static IEnumerable<string> Of(WorkflowBook book, Workflow workflow, Quantity.OfChildren of)
    {
        if (!book.Workflows.TryGetValue(of.Workflow, out var child))
        {
            yield return $"提到没有定义的流程 {of.Workflow}"
                + NearestWord.DidYouMean(of.Workflow.Value, book.Workflows.Keys.Select(k => k.Value));
            yield break;
        }

        if (!workflow.MayOpen(of.Workflow))
        {
            yield return $"要数流程 {of.Workflow}，本流程却从不拆分出它";
        }

        var places = child.Stages.Select(s => s.Id).Concat(child.Ends.Select(e => e.Id)).ToList();
        if (of.Stage is { } stage && !places.Contains(stage))
        {
            yield return $"提到不存在的环节 {of.Workflow}/{stage}{NearestWord.DidYouMean(stage.Value, places.Select(p => p.Value))}";
        }

        if (of.Name is { } name && MeasureSense.Given(child) is var given && !given.Contains(name))
        {
            yield return $"提到流程 {of.Workflow} 的数目 {name}，那里没有动作会填它（number），也没有写在 numbers 里"
                + NearestWord.DidYouMean(name, given);
        }
    }
}
