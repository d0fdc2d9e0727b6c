using System.Collections.Immutable;
using Approvals.Engine.Definitions.Proof;

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

    /// <summary>
    /// Every way out asks for the same number of children, who may have ended with less; and a comparison beyond what any form
    /// lets them give.
    /// </summary>
    public static IEnumerable<Flaw> Of(WorkflowBook book, Workflow workflow, Stage stage)
    {
        var ways = WaysOut(stage).ToList();
        foreach (var weigh in ways.SelectMany(Required).Where(w => ways.TrueForAll(way => Required(way).Contains(w))).Distinct().Take(1))
        {
            yield return new Flaw(
                $"环节“{stage.Title}”只有下级的数目（{Words.Of(weigh)}）够了才走得出去，下级都已办结而不够，就再也出不去；请另给一条出路",
                stage.Wait is null ? "actions" : "wait");
        }

        foreach (var weigh in stage.Conditions.SelectMany(Required).Distinct().Where(w => IsBeyond(book, workflow, w)))
        {
            yield return new Flaw($"环节“{stage.Title}”的条件（{Words.Of(weigh)}）永远不会成立：下级的表单不许填这样的数");
        }
    }

    /// <summary>The condition of each way; null where one needs none.</summary>
    private static IEnumerable<Expression?> WaysOut(Stage stage) => stage.Actions.Where(a => a.Leads).Select(a => a.When)
        .Concat(stage.Wait is { } wait ? [wait.Until] : [])
        .Concat(stage.Ladder.Any(r => r is Rung.Move) || stage.OnUnavailable is not null ? [null] : []);

    /// <summary>Comparisons of numbers of children without which the condition cannot hold.</summary>
    private static ImmutableHashSet<Expression.Weigh> Required(Expression? condition) => condition switch
    {
        Expression.And both => Required(both.Left).Union(Required(both.Right)),
        Expression.Or either => Required(either.Left).Intersect(Required(either.Right)),
        Expression.Weigh weigh when new[] { weigh.Left, weigh.Right }.Any(q => q is Quantity.OfChildren { Name: not null }) => [weigh],
        _ => [],
    };

    private static bool IsBeyond(WorkflowBook book, Workflow workflow, Expression.Weigh weigh)
    {
        if (weigh is not
            {
                Left: Quantity.OfChildren { Name: { } name, What: ChildSum.Average or ChildSum.Lowest or ChildSum.Highest } of,
                Right: Quantity.Literal { Value: var wanted },
            } || !book.Workflows.TryGetValue(of.Workflow, out var child) || !workflow.MayOpen(of.Workflow))
        {
            return false;
        }

        var forms = child.AllActions.SelectMany(a => a.Inputs).OfType<Input.Number>().Where(n => n.Name == name).ToList();
        return forms.Count > 0 && !child.Numbers.Contains(name) && weigh.Op switch
        {
            Comparison.AtLeast => forms.TrueForAll(f => f.AtMost < wanted),
            Comparison.More => forms.TrueForAll(f => f.AtMost <= wanted),
            Comparison.AtMost => forms.TrueForAll(f => f.AtLeast > wanted),
            Comparison.Less => forms.TrueForAll(f => f.AtLeast >= wanted),
            Comparison.Equal => forms.TrueForAll(f => f.AtMost < wanted || f.AtLeast > wanted),
            _ => false,
        };
    }

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
