using System.Collections.Immutable;

namespace Approvals.Engine.Definitions;

/// <summary>What may be done with an open seat of a stage besides acting in it; nothing of it unless the stage says so.</summary>
/// <param name="Transfer">转办: whoever may act in the seat may hand it to somebody else. Null: it stays where it is.</param>
/// <param name="Claim">认领: one of those who may sit may take the seat for himself.</param>
/// <param name="Copy">抄送: those whom the rules would seat are told when the stage is entered, and may read the case.</param>
/// <param name="CopyByHand">Whoever may act in a seat may copy it to people whom he chooses.</param>
/// <param name="Nudge">催办 by hand: those whom the rules would seat may press it. Empty: nobody.</param>
/// <param name="Skip">跳过: those whom the rules would seat may pass over a seat, with a reason. Empty: nobody.</param>
public sealed record Hands(
    Handover? Transfer, bool Claim, ImmutableArray<SeatRule> Copy, bool CopyByHand, ImmutableArray<SeatRule> Nudge,
    ImmutableArray<SeatRule> Skip)
{
    public static Hands None { get; } = new(null, false, [], false, [], []);

    /// <summary>Every rule that stands in it.</summary>
    public IEnumerable<SeatRule> Rules => Copy.Concat(Nudge).Concat(Skip);
}

/// <summary>To whom a seat may be handed.</summary>
/// <param name="To">Holders of one of these roles. Empty: of any post in the seat's body, and for a seat that is no body's of a
/// role that whoever hands it on holds too.</param>
public sealed record Handover(ImmutableArray<RoleId> To);
