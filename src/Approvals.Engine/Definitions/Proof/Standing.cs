using System.Collections.Immutable;

namespace Approvals.Engine.Definitions.Proof;

/// <summary>Where one case stands, without its children: what the proof knows of it.</summary>
/// <param name="Stage">Its place in the definition; from the number of stages on, an end.</param>
/// <param name="Gravest">Of a round that several seats vote in: the place of the gravest action cast so far; -1: none. From the
/// number of actions on: decided, by the action so many places further on, while somebody consulted is still waited for.</param>
/// <param name="Address">The stage to which its next move onward goes straight back; -1: none.</param>
/// <param name="Bits">The facts that are followed (<see cref="Tracked"/>).</param>
/// <param name="Gifts">What was brought to it (<see cref="Definitions.Proof.Gifts"/>).</param>
internal readonly record struct Standing(int Stage, int Gravest, int Address, ulong Bits, ulong Gifts)
{
    /// <summary>In the open round, a 票签 of several, somebody has voted for it.</summary>
    public bool Backed { get; init; }
}

/// <summary>What makes a case go on.</summary>
/// <param name="Stage">At which stage; its place in the definition.</param>
/// <param name="Action">By the outcome of which action; its place in the stage, or among what may be done at any stage. Null
/// where nobody presses.</param>
internal sealed record Cause(CauseKind Kind, int Stage, int? Action = null)
{
    /// <summary>It may come, and nobody may count on it: what only such a step can end counts as stuck.</summary>
    public bool IsAside => Kind is CauseKind.Aside or CauseKind.Merged;
}

internal enum CauseKind
{
    /// <summary>An action was the outcome, or a report was made.</summary>
    Press,

    /// <summary>A vote that does not close the round.</summary>
    Vote,

    /// <summary>Nobody consulted is waited for any more.</summary>
    Heard,

    /// <summary>跳过: the last seat was passed over.</summary>
    Skip,

    /// <summary>撤回: the press was taken back before anybody acted on it.</summary>
    Recall,

    /// <summary>
    /// Pressed from no seat of the round (撤销, 合并). It is no way that the definition itself takes: what only such an act can
    /// end counts as stuck.
    /// </summary>
    Aside,

    /// <summary>合并, from a seat of the round: there may be no other case that would take this one over.</summary>
    Merged,

    /// <summary>Another case handed it over.</summary>
    Handed,

    Wait,

    /// <summary>The time of the stage was over.</summary>
    Deadline,

    /// <summary>Time passed: the case's due date is over, or was moved again.</summary>
    Time,

    /// <summary>A rung of the ladder opened a child.</summary>
    Rung,

    /// <summary>A child went on.</summary>
    Child,

    /// <summary>The parent went on.</summary>
    Parent,
}

/// <summary>Where children are opened, and what they are opened for.</summary>
/// <param name="Kind">Of the matters, where it is one child a matter.</param>
/// <param name="Gifts">What the form that asks for it brings to it besides.</param>
internal sealed record Site(WorkflowId Child, StageId At, Birth Birth, string? Kind = null, ulong Gifts = 0);

internal enum Birth
{
    Once,
    Row,
    Body,
    Matter,

    /// <summary>An action asked for it: it has the parent's facts, and what it is about as a matter.</summary>
    Press,

    /// <summary>分发: whoever has no work in it reads there; where all have, none opens.</summary>
    Reading,

    /// <summary>A ladder opened it.</summary>
    Rung,
}

/// <summary>Where a step leads.</summary>
/// <param name="NewRound">Of what the children see: the parent has moved on.</param>
/// <param name="Cancels">Its children are cancelled, with all below them.</param>
internal sealed record Arrival(Standing At, ImmutableArray<Site> Opens, bool NewRound, bool Cancels = false);

/// <param name="Guard">What had to hold; null: nothing.</param>
internal sealed record Step(Cause Cause, Arrival Arrival, Expression? Guard = null);
