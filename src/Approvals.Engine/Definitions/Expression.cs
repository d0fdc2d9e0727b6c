using System.Collections.Immutable;

namespace Approvals.Engine.Definitions;

/// <summary>
/// A condition of the definition language: total, no loops, no input or output. What it reads is listed in
/// <see cref="Facts"/> or stands in the case, its children and its parent.
/// </summary>
public abstract record Expression
{
    private Expression()
    {
    }

    /// <summary>Whether it looks at where the parent stands.</summary>
    public bool AsksParent => this switch
    {
        And both => both.Left.AsksParent || both.Right.AsksParent,
        Or either => either.Left.AsksParent || either.Right.AsksParent,
        Not not => not.Inner.AsksParent,
        ParentReached or ParentEnded or ParentMovedOn => true,
        _ => false,
    };

    /// <summary>Whether it asks for the counted fact.</summary>
    public bool Asks(string fact) => this switch
    {
        And both => both.Left.Asks(fact) || both.Right.Asks(fact),
        Or either => either.Left.Asks(fact) || either.Right.Asks(fact),
        Not not => not.Inner.Asks(fact),
        Compare compare => compare.Fact == fact,
        _ => false,
    };

    /// <summary>That both hold; null asks nothing.</summary>
    public static Expression? Both(Expression? left, Expression? right) => left is null || right is null ? left ?? right : new And(left, right);

    public sealed record And(Expression Left, Expression Right) : Expression;

    public sealed record Or(Expression Left, Expression Right) : Expression;

    public sealed record Not(Expression Inner) : Expression;

    /// <summary>A yes-or-no fact.</summary>
    public sealed record Holds(string Fact) : Expression;

    /// <summary>A counted fact against a whole number.</summary>
    public sealed record Compare(string Fact, Comparison Op, int Number) : Expression;

    /// <summary>Every child of that definition stands at the stage or further on. True of no children.</summary>
    public sealed record EveryReached(WorkflowId Workflow, StageId Stage) : Expression;

    /// <summary>Every child of that definition has ended. True of no children.</summary>
    public sealed record EveryEnded(WorkflowId Workflow) : Expression;

    public sealed record ParentReached(StageId Stage) : Expression;

    public sealed record ParentEnded : Expression;

    /// <summary>The parent's round in which the case was opened is over (or the parent has ended).</summary>
    public sealed record ParentMovedOn : Expression;

    /// <summary>No matter of the kind is open.</summary>
    public sealed record NoneOpen(string Kind) : Expression;

    /// <summary>At least one child of that definition has ended.</summary>
    public sealed record SomeEnded(WorkflowId Workflow) : Expression;

    /// <summary>At least one child of that definition stands at the stage or further on.</summary>
    public sealed record SomeReached(WorkflowId Workflow, StageId Stage) : Expression;

    /// <summary>A quantity against another. False where either is not known: what nobody has measured is not good.</summary>
    public sealed record Weigh(Quantity Left, Comparison Op, Quantity Right) : Expression;

    /// <summary>Somebody has given the case's number of that name.</summary>
    public sealed record Known(string Number) : Expression;
}

public enum Comparison
{
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
}

/// <summary>The facts that a condition may name, and where each comes from.</summary>
public static class Facts
{
    /// <summary>The branch is the lead department's (牵头). Set when the branch opens.</summary>
    public const string Lead = "lead";

    /// <summary>The case is part of another of its own kind (a gap made good). Set when it opens.</summary>
    public const string Part = "part";

    /// <summary>长期坚持: no end is meant. Set when the checklist is confirmed.</summary>
    public const string Lasting = "lasting";

    /// <summary>定稿: what the case is about is no longer edited. Set by the effect <c>freeze</c>.</summary>
    public const string Frozen = "frozen";

    /// <summary>Differences (差异) of the notice that nobody has ruled on. Measured.</summary>
    public const string OpenDifferences = "open_differences";

    /// <summary>Rows of the checklist that are not confirmed, and a title that is only proposed. Measured.</summary>
    public const string Unconfirmed = "unconfirmed";

    /// <summary>Of <see cref="Unconfirmed"/>, the title of the notice: 1 while it is only proposed. Measured, no condition asks for it.</summary>
    public const string UnconfirmedTitle = "unconfirmed_title";

    /// <summary>Rows of the checklist that are work of their own, and not a live item that another list promised. Measured.</summary>
    public const string NewRows = "new_rows";

    /// <summary>公开: the whole unit may read the case. Set by the effect <c>publish</c>; no condition asks for it.</summary>
    public const string Published = "published";

    /// <summary>逾期: the case's due date is over. Derived, never stored.</summary>
    public const string Overdue = "overdue";

    /// <summary>挂起: the case itself was suspended, not one above it. Derived.</summary>
    public const string Suspended = "suspended";

    /// <summary>特急. Set when a case opens, and inherited by all that open in it.</summary>
    public const string Urgent = "urgent";

    /// <summary>The case has a recurrence that falls on days (每周二、周五). Derived.</summary>
    public const string RecursOnDays = "recurs_on_days";

    /// <summary>The case has a recurrence by month or longer (每季度). Derived.</summary>
    public const string RecursByPeriod = "recurs_by_period";

    public static ImmutableArray<string> YesOrNo { get; } =
        [Lead, Part, Lasting, Frozen, Overdue, Suspended, Urgent, RecursOnDays, RecursByPeriod];

    public static ImmutableArray<string> Counted { get; } = [OpenDifferences, Unconfirmed, NewRows];
}
