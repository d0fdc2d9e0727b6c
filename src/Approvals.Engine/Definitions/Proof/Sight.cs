using System.Collections.Immutable;

namespace Approvals.Engine.Definitions.Proof;

/// <summary>What a child sees of its parent: only that for which its conditions and its seats ask.</summary>
/// <param name="Marks">Ended; moved on; then each stage that it asks whether the parent has reached.</param>
/// <param name="Gifts">Parties that stand in for its own.</param>
internal readonly record struct View(ulong Marks, ulong Gifts);

/// <summary>What parent and child of two definitions see of each other.</summary>
internal sealed class Sight
{
    private const ulong Ended = 1;
    private const ulong Moved = 2;
    private const ulong Gone = 1;
    private const ulong ChildEnded = 2;
    private const int First = 2;
    private const ulong Staying = 1UL << 63;

    private readonly Workflow _child;
    private readonly Workflow? _parent;
    private readonly Tracked _tracked;
    private readonly ImmutableArray<StageId> _parentMarks;
    private readonly ImmutableArray<StageId> _childMarks;
    private readonly ImmutableArray<Fact.Voted> _votes;
    private readonly ulong _asked;
    private readonly ulong _gifts;

    /// <param name="parent">Null: a case that nobody above opened. What it asks of a parent is false.</param>
    public Sight(Scope scope, Workflow child, Workflow? parent)
    {
        (_child, _parent, _tracked) = (child, parent, scope.TrackedIn(child));
        var upward = child.Conditions().SelectMany(Truths.Atoms).ToList();
        _parentMarks = [.. upward.OfType<Expression.ParentReached>().Select(p => p.Stage).Distinct()];
        UsesMoved = upward.Exists(a => a is Expression.ParentMovedOn);
        _asked = (UsesMoved ? Moved | Ended : 0)
            | (upward.Exists(a => a is Expression.ParentEnded or Expression.ParentReached) ? Ended : 0);
        _gifts = parent is null ? 0 : child.Mask(scope.Gifts) & scope.Gifts.Parties;
        var downward = (parent?.Conditions() ?? []).SelectMany(Truths.Atoms).ToList();
        _childMarks =
        [
            .. downward.OfType<Expression.EveryReached>().Where(e => e.Workflow == child.Id).Select(e => e.Stage)
                .Concat(downward.OfType<Expression.SomeReached>().Where(s => s.Workflow == child.Id).Select(s => s.Stage)).Distinct(),
        ];
        _votes = parent is null ? [] : [.. scope.Separations.FactsOf(parent).Where(f => f.Of == child.Id)];
        LooksDown = !_votes.IsEmpty || downward.Exists(atom => Asked(atom) == child.Id);
    }

    public bool UsesMoved { get; }

    /// <summary>Whether the parent asks anything about its children of this definition.</summary>
    public bool LooksDown { get; }

    /// <summary>Whether the child looks at its parent at all.</summary>
    public bool LooksUp => _parent is not null && (_asked != 0 || _gifts != 0 || !_parentMarks.IsEmpty);

    public View Of(int place, ulong gifts, bool moved)
    {
        if (_parent is null)
        {
            return default;
        }

        var ended = Scope.HasEnded(_parent, place);
        var now = ended ? default : _parent.Stages[place].Id;
        var marks = ended ? Ended | Moved : moved ? Moved : 0;
        marks &= _asked;
        for (var at = 0; at < _parentMarks.Length; at++)
        {
            marks |= ended || _parent.HasReached(now, _parentMarks[at]) ? 1UL << (First + at) : 0;
        }

        return new View(marks, gifts & _gifts);
    }

    /// <summary>What the child's condition finds at its parent; null where it does not ask the parent.</summary>
    public bool? Above(Expression atom, View view) => atom switch
    {
        Expression.ParentEnded => (view.Marks & Ended) != 0,
        Expression.ParentMovedOn => (view.Marks & Moved) != 0,
        Expression.ParentReached reached => (view.Marks >> (First + _parentMarks.IndexOf(reached.Stage)) & 1) != 0,
        _ => null,
    };

    /// <summary>What the parent sees of a child.</summary>
    /// <param name="gone">It has ended, and so has everything below it.</param>
    public ulong FaceOf(Standing standing, bool gone)
    {
        var ended = Scope.HasEnded(_child, standing.Stage);
        var face = (gone ? Gone : 0) | (ended ? ChildEnded : _child.OutlivesItsParent(_child.Stages[standing.Stage].Id) ? Staying : 0);
        for (var at = 0; at < _childMarks.Length; at++)
        {
            face |= ended || _child.HasReached(_child.Stages[standing.Stage].Id, _childMarks[at]) ? 1UL << (First + at) : 0;
        }

        for (var at = 0; at < _votes.Length; at++)
        {
            face |= _tracked.Of(_votes[at] with { Of = null }, standing.Bits) == true ? 1UL << (First + _childMarks.Length + at) : 0;
        }

        return face;
    }

    /// <summary>What the parent's condition finds at this child; null where it does not ask for children of its definition.</summary>
    public bool? Below(Expression atom, ulong face) => atom switch
    {
        Expression.EveryEnded every when every.Workflow == _child.Id => (face & ChildEnded) != 0,
        Expression.EveryReached every when every.Workflow == _child.Id =>
            (face >> (First + _childMarks.IndexOf(every.Stage)) & 1) != 0,
        Expression.SomeEnded some when some.Workflow == _child.Id => (face & ChildEnded) != 0,
        Expression.SomeReached some when some.Workflow == _child.Id =>
            (face >> (First + _childMarks.IndexOf(some.Stage)) & 1) != 0,
        _ => null,
    };

    /// <summary>The definition of the children for whom a condition asks; null: it does not.</summary>
    public static WorkflowId? Asked(Expression atom) => atom switch
    {
        Expression.EveryEnded every => every.Workflow,
        Expression.EveryReached every => every.Workflow,
        Expression.SomeEnded some => some.Workflow,
        Expression.SomeReached some => some.Workflow,
        _ => null,
    };

    public static bool HasEnded(ulong face) => (face & ChildEnded) != 0;

    public static bool IsGone(ulong face) => (face & Gone) != 0;

    /// <summary>Whether a child that is cancelled there stays where it is.</summary>
    public static bool Stays(ulong face) => (face & Staying) != 0;

    /// <summary>The votes in the child for which the parent has separations.</summary>
    public IEnumerable<Fact.Voted> VotesIn(ulong face) =>
        _votes.Where((_, at) => (face >> (First + _childMarks.Length + at) & 1) != 0);
}
