using System.Diagnostics;

namespace Approvals.Engine.Definitions.Proof;

/// <summary>The words in which the proof speaks of conditions and seats: those of the language itself.</summary>
internal static class Words
{
    public static string Of(Expression expression) => expression switch
    {
        Expression.And both => $"{Inner(both.Left)} and {Inner(both.Right)}",
        Expression.Or either => $"{Of(either.Left)} or {Of(either.Right)}",
        Expression.Not not => $"not {Tight(not.Inner)}",
        Expression.Holds holds => holds.Fact,
        Expression.Compare compare => $"{compare.Fact} {Of(compare.Op)} {compare.Number}",
        Expression.EveryReached every => $"every {every.Workflow} has reached {every.Stage}",
        Expression.EveryEnded every => $"every {every.Workflow} has ended",
        Expression.ParentReached parent => $"parent has reached {parent.Stage}",
        Expression.ParentEnded => "parent has ended",
        Expression.ParentMovedOn => "parent has moved on",
        Expression.NoneOpen none => $"none open {none.Kind}",
        Expression.SomeReached some => $"some {some.Workflow} has reached {some.Stage}",
        Expression.SomeEnded some => $"some {some.Workflow} has ended",
        Expression.Known known => $"known {known.Number}",
        Expression.Weigh weigh => $"{Of(weigh.Left)} {Of(weigh.Op)} {Of(weigh.Right)}",
        _ => throw new UnreachableException(),
    };

    public static string Of(Fact fact, bool holds) => fact switch
    {
        Fact.Fixed name => holds ? name.Name : $"not {name.Name}",
        Fact.Dated => holds ? "有到期日" : "没有到期日",
        Fact.Single one => holds ? $"{Soundness.Spelt(one.Party)} 只有一个" : $"{Soundness.Spelt(one.Party)} 有几个",
        Fact.Over => holds ? Facts.Overdue : $"not {Facts.Overdue}",
        Fact.Frozen => holds ? Facts.Frozen : $"not {Facts.Frozen}",
        Fact.Suspended => holds ? Facts.Suspended : $"not {Facts.Suspended}",
        Fact.Open open => holds ? $"not none open {open.Kind}" : $"none open {open.Kind}",
        _ => "",
    };

    public static string Of(Workflow workflow, Scope scope, Shut shut) => shut switch
    {
        Shut.NeverNamed never => $"还没有人点名 {Soundness.Spelt(never.Party)}",
        Shut.NeverSeated never => $"还没有进过“{workflow.TitleOf(never.Stage)}”，没有席位可以沿用",
        Shut.SameHuman same =>
            $"能坐的只有在“{(same.After.Of is { } child ? scope.Book[child] : workflow).TitleOf(same.After.Stage)}”办过的人，"
            + "not_same_as 不许他再办",
        _ => throw new UnreachableException(),
    };

    private static string Of(Quantity quantity) => quantity switch
    {
        Quantity.Literal literal => $"{literal.Value}",
        Quantity.Named named => named.Name,
        Quantity.OpenMatters of => $"open {of.Kind}",
        Quantity.OfChildren of => $"{(of.Name is { } name ? $"{of.What} of {name}" : "number").ToLowerInvariant()} of {of.Workflow}"
            + (of.Stage is { } stage ? $" in {stage}" : ""),
        Quantity.TimesHeld => "held",
        _ => throw new UnreachableException(),
    };

    private static string Inner(Expression expression) => expression is Expression.Or ? $"({Of(expression)})" : Of(expression);

    private static string Tight(Expression expression) =>
        expression is Expression.Or or Expression.And ? $"({Of(expression)})" : Of(expression);

    private static string Of(Comparison op) => op switch
    {
        Comparison.Equal => "=",
        Comparison.NotEqual => "!=",
        Comparison.Less => "<",
        Comparison.AtMost => "<=",
        Comparison.More => ">",
        Comparison.AtLeast => ">=",
        _ => throw new UnreachableException(),
    };
}
