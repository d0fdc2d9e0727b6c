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

    /// <summary>How often the case's periodic duty has been held up to today, exceptions counted.</summary>
    public sealed record TimesHeld : Quantity;
}
