using System.Diagnostics;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>Evaluates the expressions of the definition language.</summary>
public static class Conditions
{
    public static bool Hold(Expression? condition, Case @case, Context context) => condition switch
    {
        null => true,
        Expression.And both => Hold(both.Left, @case, context) && Hold(both.Right, @case, context),
        Expression.Or either => Hold(either.Left, @case, context) || Hold(either.Right, @case, context),
        Expression.Not not => !Hold(not.Inner, @case, context),
        Expression.Holds { Fact: Facts.Overdue } => @case.DueOn < Ladders.Reached(@case, context),
        Expression.Holds { Fact: Facts.Suspended } => @case.Time.Suspension is { Inherited: false },
        Expression.Holds { Fact: Facts.RecursOnDays } => @case.Duty is { Recurrence.IsOnDays: true },
        Expression.Holds { Fact: Facts.RecursByPeriod } => @case.Duty is { Recurrence.IsOnDays: false },
        Expression.Holds fact => @case.Facts.Contains(fact.Fact),
        Expression.Compare compare => Compare(
            context.Grants.Measured.TryGetValue(compare.Fact, out var measured)
                ? measured
                : throw new InvalidOperationException(
                    $"{compare.Fact} was not measured for case {@case.Id}: not counted is not none"),
            compare.Op,
            compare.Number),
        Expression.EveryReached every => context.Grants.Children
            .Where(c => c.Workflow == every.Workflow)
            .All(c => c.Ended || context.Book[c.Workflow].HasReached(c.Stage, every.Stage)),
        Expression.EveryEnded every => context.Grants.Children.Where(c => c.Workflow == every.Workflow).All(c => c.Ended),
        Expression.ParentReached parent => context.Grants.Parent is { } p
            && (p.Ended || context.Book[p.Workflow].HasReached(p.Stage, parent.Stage)),
        Expression.ParentEnded => context.Grants.Parent is { Ended: true },
        Expression.ParentMovedOn => context.Grants.Parent is { } p && (p.Ended || p.Round > @case.ParentRound),
        Expression.NoneOpen none => !@case.OpenMatters(none.Kind).Any(),
        Expression.SomeReached some => context.Grants.Children
            .Any(c => c.Workflow == some.Workflow && (c.Ended || context.Book[c.Workflow].HasReached(c.Stage, some.Stage))),
        Expression.SomeEnded some => context.Grants.Children.Any(c => c.Workflow == some.Workflow && c.Ended),
        Expression.Known known => @case.Measures.ContainsKey(known.Number),
        Expression.Weigh weigh => Value(weigh.Left, @case, context) is { } left && Value(weigh.Right, @case, context) is { } right
            && Compare(left, weigh.Op, right),
        _ => throw new UnreachableException(),
    };

    /// <summary>The counted facts that stand in the condition's way, each with its count, as the condition names them.</summary>
    public static IEnumerable<(string Fact, int Count)> Lacking(Expression? condition, Case @case, Context context) => condition switch
    {
        Expression.And both => Lacking(both.Left, @case, context).Concat(Lacking(both.Right, @case, context)),
        Expression.Compare compare when !Hold(compare, @case, context) => [(compare.Fact, context.Grants.Measured[compare.Fact])],
        _ => [],
    };

    /// <summary>Null where nobody has given it.</summary>
    private static decimal? Value(Quantity quantity, Case @case, Context context) => quantity switch
    {
        Quantity.Literal literal => literal.Value,
        Quantity.Named named => @case.Measures.TryGetValue(named.Name, out var value) ? value : null,
        Quantity.OpenMatters of => @case.OpenMatters(of.Kind).Count(),
        Quantity.OfChildren of => ChildSums.Value(of, context),
        Quantity.TimesHeld => @case.Duty?.CountUntil(context.Today, context.Calendar).Held,
        _ => throw new UnreachableException(),
    };

    internal static bool Compare(decimal left, Comparison op, decimal right) => op switch
    {
        Comparison.Equal => left == right,
        Comparison.NotEqual => left != right,
        Comparison.Less => left < right,
        Comparison.AtMost => left <= right,
        Comparison.More => left > right,
        Comparison.AtLeast => left >= right,
        _ => throw new UnreachableException(),
    };
}
