using System.Collections.Immutable;

namespace Approvals.Engine.Definitions;

/// <summary>How far from a due date, before it when negative.</summary>
public readonly record struct Offset(int Amount, OffsetUnit Unit)
{
    /// <summary>The moment at which the time is over.</summary>
    public static Offset AtDeadline { get; } = new(0, OffsetUnit.Hours);
}

public enum OffsetUnit
{
    /// <summary>Calendar days; the rung fires when the office opens.</summary>
    Days,

    /// <summary>Working days; the rung fires when the office opens.</summary>
    Workdays,

    /// <summary>From the very end of the time.</summary>
    Hours,
}

/// <summary>
/// One rung of a stage's ladder (阶梯): what happens by itself at a distance from the due date. Its number is its place in
/// <see cref="Stage.Ladder"/>, from 0.
/// </summary>
public abstract record Rung(Offset When)
{
    /// <summary>催办: those who may take the seat are told. Of several missed ones only the newest is sent.</summary>
    public sealed record Remind(Offset When) : Rung(When);

    /// <summary>升级: others are told. Missed ones are all sent, in order.</summary>
    public sealed record Escalate(Offset When, ImmutableArray<SeatRule> To) : Rung(When);

    /// <summary>升级 by work of its own: a child case opens (拟上报, before it reaches a leader).</summary>
    public sealed record Open(Offset When, WorkflowId Workflow) : Rung(When);

    /// <summary>Whoever was consulted and has not answered is silent from now on (视为同意). Of consulted seats alone.</summary>
    public sealed record Silence(Offset When) : Rung(When);

    /// <summary>The round is over and the case goes on.</summary>
    public sealed record Move(Offset When, StageId To) : Rung(When);
}
