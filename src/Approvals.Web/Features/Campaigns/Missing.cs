using System.Collections.Immutable;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Campaigns;

/// <summary>What a condition still lacks, as sentences; empty when it holds or nothing about it can be said.</summary>
internal static class Missing
{
    /// <summary>Of what the stage waits for, and of every action that leads on.</summary>
    public static ImmutableArray<string> In(Looked looked)
    {
        if (looked.Workflow.Stage(looked.Case.Stage) is not { } stage)
        {
            return [];
        }

        var leading = stage.Actions.Where(a => a.To is { } to && looked.Workflow.HasReached(to, stage.Id)).Select(a => a.When);
        return [.. leading.Prepend(stage.Wait?.Until).OfType<Expression>().SelectMany(e => Of(e, looked)).Distinct()];
    }

    private static IEnumerable<string> Of(Expression condition, Looked looked) => condition switch
    {
        Expression.And both => Of(both.Left, looked).Concat(Of(both.Right, looked)),
        Expression.EveryReached every => NotReached(every, looked),
        Expression.EveryEnded every =>
            looked.Context.Grants.Children.Where(c => c.Workflow == every.Workflow && !c.Ended).Sum(c => c.Count)
            is > 0 and var count ? [Texts.Seeing.NotEnded(count)] : [],
        Expression.Weigh { Left: Quantity.OfChildren left, Right: Quantity.Literal right } weigh
            when !Conditions.Hold(weigh, looked.Case, looked.Context) =>
            [Texts.Seeing.NotWeighed(Named(left, looked), ChildSums.Value(left, looked.Context), weigh.Op, right.Value)],
        Expression.NoneOpen none =>
            looked.Case.OpenMatters(none.Kind).Count() is > 0 and var count ? [Texts.Seeing.StillOpen(count)] : [],
        _ => [],
    };

    /// <summary>各满意度测评的平均满意度; 在“限期整改”的事项数.</summary>
    private static string Named(Quantity.OfChildren of, Looked looked)
    {
        var child = looked.Context.Book[of.Workflow];
        var number = child.AllActions.SelectMany(a => a.Inputs).OfType<Input.Number>().FirstOrDefault(n => n.Name == of.Name)?.Title;
        return Texts.Seeing.OfChildren(of.What, child.Title, number ?? of.Name, of.Stage is { } stage ? child.TitleOf(stage) : null);
    }

    private static IEnumerable<string> NotReached(Expression.EveryReached every, Looked looked)
    {
        var workflow = looked.Context.Book[every.Workflow];
        var behind = looked.Context.Grants.Children
            .Where(c => c.Workflow == every.Workflow && !c.Ended && !workflow.HasReached(c.Stage, every.Stage)).Sum(c => c.Count);
        return behind > 0 ? [Texts.Seeing.NotReached(behind, workflow.TitleOf(every.Stage))] : [];
    }
}
