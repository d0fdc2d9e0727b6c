namespace Approvals.Engine.Definitions;

/// <summary>One side of a comparison.</summary>
public abstract record Quantity
{
    private Quantity()
    {
    }

    public sealed record Literal(decimal Value) : Quantity;

    /// <summary>The case's number of that name (指标).</summary>
    public sealed record Named(string Name) : Quantity;

    /// <summary>How many matters of the kind are open.</summary>
    public sealed record OpenMatters(string Kind) : Quantity;

    /// <summary>What its children of that definition come to together.</summary>
    /// <param name="Name">The number of that name; null where the children themselves are counted.</param>
    /// <param name="Stage">Only those that stand there; null: wherever they stand.</param>
    public sealed record OfChildren(ChildSum What, string? Name, WorkflowId Workflow, StageId? Stage) : Quantity;

    /// <summary>How often the case's periodic duty has been held up to today, exceptions counted.</summary>
    public sealed record TimesHeld : Quantity;
}

/// <summary>How the children's numbers become one.</summary>
public enum ChildSum
{
    /// <summary>How many children there are.</summary>
    Number,

    Sum,

    Average,

    Lowest,

    Highest,
}
