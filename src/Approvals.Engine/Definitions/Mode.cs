using System.Collections.Immutable;

namespace Approvals.Engine.Definitions;

/// <summary>When the votes of a round suffice (签批方式). What each says is counted by <see cref="Cases.Quorum"/>.</summary>
public abstract record Mode
{
    private Mode()
    {
    }

    /// <summary>或签: the first vote decides.</summary>
    public sealed record Any : Mode;

    /// <summary>会签: every seat votes; the outcome is the action listed last among those cast.</summary>
    public sealed record All : Mode;

    /// <summary>顺签: as <see cref="All"/>, but one after the other; a vote that leads back closes the round at once.</summary>
    public sealed record Sequential : Mode;

    /// <summary>牵头汇总: as <see cref="All"/>, but the lead's seats open only when all others have voted.</summary>
    public sealed record LeadLast : Mode;

    /// <summary>票签: passed once the votes for one action weigh enough, failed once they no longer can.</summary>
    /// <param name="For">The action by which the round passes.</param>
    /// <param name="Weights">What a vote of that party's members weighs; all others weigh one.</param>
    public sealed record Ballot(ActionId For, Need Need, ImmutableSortedDictionary<Party, int> Weights) : Mode;
}

/// <summary>How much must be for it: a weight, or a share of the whole weight in percent.</summary>
public readonly record struct Need(int Amount, bool OfHundred)
{
    /// <summary>Of a round whose seats weigh so much; a share is rounded up.</summary>
    public int Of(int total) => OfHundred ? ((total * Amount) + 99) / 100 : Amount;
}

/// <summary>征求意见: who is asked besides the signers. What they say is shown and never counted.</summary>
/// <param name="SilentAfter">Who has not answered by then agrees in silence; days or hours from the opening.</param>
public sealed record Consultation(ImmutableArray<SeatRule> Who, Term SilentAfter);

/// <summary>Where an added seat stands (加签), seen from the one that added it.</summary>
public enum Placing
{
    /// <summary>The adding seat waits until the added one has voted.</summary>
    Before,

    /// <summary>The added one waits until the adding seat has voted.</summary>
    After,
}
