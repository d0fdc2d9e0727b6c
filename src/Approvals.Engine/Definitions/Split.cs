namespace Approvals.Engine.Definitions;

/// <summary>Entering the stage opens children, one for each of <paramref name="Each"/>.</summary>
/// <param name="At">The child's first stage; null: the first of its list.</param>
/// <param name="Again">How to split when the stage is entered again; null: as the first time.</param>
public sealed record Split(WorkflowId Workflow, Each Each, StageId? At, Split? Again)
{
    /// <summary>Nothing opens where it does not hold.</summary>
    public Expression? When { get; init; }

    /// <summary>As it splits the first time, and again.</summary>
    public IEnumerable<Split> Ways => Again is { } again ? [this, again] : [this];

    /// <summary>Every condition that stands in it.</summary>
    public IEnumerable<Expression> Conditions => Ways.Select(s => s.When).OfType<Expression>();

    /// <summary>As it splits now. What is asked the first time is asked again.</summary>
    /// <param name="before">Whether children of the definition were split off before.</param>
    public Split Now(bool before) => before && Again is { } again ? again with { When = Expression.Both(When, again.When) } : this;
}

/// <summary>What a split makes one child for.</summary>
public abstract record Each
{
    private Each()
    {
    }

    /// <summary>One child.</summary>
    public sealed record Once : Each;

    /// <summary>Every row of the checklist (清单) that the notice carries.</summary>
    public sealed record Row : Each;

    /// <summary>Every body of the party; none where it has none. Where nobody said whom it concerns, all that are responsible.</summary>
    public sealed record BodyOf(Party Party) : Each;

    /// <summary>Every open matter of the kind.</summary>
    public sealed record OpenMatter(string Kind) : Each;
}
