using System.Collections.Immutable;

namespace Approvals.Engine.Definitions;

/// <summary>What an action or a wait does besides moving the case.</summary>
public abstract record Effect
{
    private Effect()
    {
    }

    /// <summary>Opens a matter from the vote's reason and date; applied when the vote is cast.</summary>
    public sealed record Raise(string Kind) : Effect;

    /// <summary>Settles all open matters of the kind; applied when the round closes.</summary>
    public sealed record Settle(string Kind) : Effect;

    /// <summary>Takes the next number of the unit's register for that purpose; applied when the round closes.</summary>
    public sealed record Allocate(string Purpose) : Effect;

    /// <summary>The text is final (定稿): nobody edits what the case is about any more; applied when the round closes.</summary>
    public sealed record Freeze : Effect;

    /// <summary>公开: from here on the whole unit may read the case; applied when the round closes.</summary>
    public sealed record Publish : Effect;

    /// <summary>The body newly named for the party replaces the old one in the parent too (改派).</summary>
    public sealed record ReplaceInParent(Party Party) : Effect;

    /// <summary>A child case opens, about what the press said: its date is the child's, its reason stands in it as a matter.</summary>
    public sealed record OpenChild(WorkflowId Workflow) : Effect;

    /// <summary>延期: the parent is due at the vote's date, without one at the case's own; never earlier than before.</summary>
    public sealed record ExtendInParent : Effect;

    /// <summary>挂起: the clocks of the case and of all below it stand still.</summary>
    public sealed record Suspend : Effect;

    /// <summary>恢复: they run on, and every due date is as much later as they stood still.</summary>
    public sealed record Resume : Effect;

    /// <summary>汇总: the case's number of that name is added to its parent's.</summary>
    public sealed record Fold(string Name) : Effect;

    /// <summary>停诊, 改期, or that a day is held after all: about the days that the press named.</summary>
    public sealed record Except(Excepting What) : Effect;

    /// <summary>撤销: every child that has not ended is cancelled, and whatever is below it.</summary>
    public sealed record CancelChildren : Effect;

    /// <summary>合并: another case that the form names takes over the departments of this one.</summary>
    public sealed record Merge : Effect;

    /// <summary>A file is made of the case once the press stands.</summary>
    public sealed record Produce(Product What) : Effect;

    /// <summary>分发: those whom the rules would seat are told; who has no work in it gets a case of that definition to read it in.</summary>
    public sealed record Distribute(WorkflowId Workflow, ImmutableArray<SeatRule> To) : Effect;

    /// <summary>Another case does an action by itself.</summary>
    /// <param name="ToChildren">The children of that definition that have not ended; null: the parent.</param>
    public sealed record Hand(ActionId Action, WorkflowId? ToChildren) : Effect;
}
