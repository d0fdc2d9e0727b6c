using System.Collections.Immutable;
using System.Diagnostics;

namespace Approvals.Engine.Definitions.Proof;

/// <summary>
/// A case with its children beside its parent, which moves as freely as its <see cref="Outline"/> lets it: all that they can
/// come to together. Of a case without parent it is the course itself.
/// </summary>
internal sealed class Pairing
{
    /// <summary>Who moved, where it was neither the case nor a child of it.</summary>
    public const int OfParent = -2;

    private readonly Outline _outline;
    private readonly Course _course;
    private readonly Workflow? _parent;
    private readonly List<Node> _nodes = [];
    private readonly List<List<Hop>> _hops = [];
    private readonly Dictionary<Node, int> _numbers = [];
    private readonly List<(int From, Hop Hop)> _cameBy = [];

    private readonly Dictionary<View, int> _views;
    private readonly Dictionary<(int Parent, bool Moved), int> _viewOf = [];
    private readonly Dictionary<(int Parent, ulong Face), IReadOnlyList<OutlineMove>> _parentMoves = [];

    private Pairing(Outline outline, Course course, Workflow? parent)
    {
        (_outline, _course, _parent) = (outline, course, parent);
        _views = course.Views.Select((view, at) => (view, at)).ToDictionary(v => v.view, v => v.at);
    }

    public Course Course => _course;

    public Workflow? Parent => _parent;

    /// <summary>Everything that it comes to and from which it can never come to an end with all below it.</summary>
    public ImmutableArray<int> Lost { get; private set; }

    /// <summary>Of those, the knots that nothing leaves: where it is lost for good.</summary>
    public ImmutableArray<ImmutableArray<int>> Traps { get; private set; }

    public IReadOnlyList<Node> Nodes => _nodes;

    public static Pairing Of(Outline outline, Course course, Workflow? parent)
    {
        var pairing = new Pairing(outline, course, parent);
        pairing.Begin();
        for (var node = 0; node < pairing._nodes.Count; node++)
        {
            pairing.Follow(node);
        }

        pairing.Judge();
        return pairing;
    }

    public IReadOnlyList<Hop> HopsOf(int node) => _hops[node];

    /// <summary>Ended with all below it, or cancelled from above.</summary>
    public bool IsGone(int node) => _nodes[node] == Node.Cancelled || _course.IsGone(_nodes[node].At);

    /// <summary>Of a case that was cancelled it does not matter how it stood.</summary>
    public Config? ConfigIn(int node) => _nodes[node] == Node.Cancelled ? null : _course.Nodes[_nodes[node].At];

    public Config ConfigOf(int node) => ConfigIn(node) ?? throw new UnreachableException();

    public View ViewOf(int node) => ViewOf(_nodes[node]);

    /// <summary>Where the parent stands, as it is from afar; null without one, or where the child does not look at it.</summary>
    public int? ParentAt(int node) =>
        _parent is { } parent && _nodes[node].Parent >= 0 ? _outline.StatesOf(parent.Id)[_nodes[node].Parent].Stage : null;

    /// <summary>One shortest way to the node, from where it begins.</summary>
    public IReadOnlyList<(int Node, Hop? Hop)> WayTo(int node)
    {
        var way = new List<(int, Hop?)>();
        for (var at = node; ; at = _cameBy[at].From)
        {
            var (from, hop) = _cameBy[at];
            way.Insert(0, (at, from < 0 ? null : hop with { To = at }));
            if (from < 0)
            {
                return way;
            }
        }
    }

    private void Begin()
    {
        if (_parent is null)
        {
            foreach (var entry in _course.Entries.Values.SelectMany(e => e))
            {
                Number(new Node(entry, -1, Moved: false), (-1, default));
            }

            return;
        }

        foreach (var (birth, state) in _outline.Openings(_course.Workflow.Id, _parent.Id))
        {
            foreach (var entry in _course.Entries.GetValueOrDefault(birth, []))
            {
                Number(new Node(entry, _course.Sight.LooksUp ? state : -1, Moved: false), (-1, default));
            }
        }
    }

    private void Follow(int number)
    {
        var node = _nodes[number];
        if (node == Node.Cancelled)
        {
            return;
        }

        if (!_viewOf.TryGetValue((node.Parent, node.Moved), out var view))
        {
            _viewOf[(node.Parent, node.Moved)] = view = _views[ViewOf(node)];
        }

        foreach (var edge in _course.EdgesOf(node.At))
        {
            if (edge.View < 0 || edge.View == view)
            {
                Add(number, node with { At = edge.To }, edge.Cause, edge.Kid);
            }
        }

        if (node.Parent < 0)
        {
            return;
        }

        foreach (var move in ParentMoves(node.Parent, _course.FaceOf(node.At)))
        {
            var moved = node.Moved || (move.NewRound && _course.Sight.UsesMoved);
            var goes = move.Cancels && !Sight.Stays(_course.FaceOf(node.At));
            Add(number, goes ? Node.Cancelled : node with { Parent = move.To, Moved = moved }, move.Cause, OfParent);
        }
    }

    /// <summary>How the parent may go on while the child shows that face.</summary>
    private IReadOnlyList<OutlineMove> ParentMoves(int parent, ulong face)
    {
        if (_parent is null)
        {
            return [];
        }

        bool? Known(Expression atom) => _course.Sight.Below(atom, face) ?? _outline.Own(_parent.Id, parent, atom);
        if (!_parentMoves.TryGetValue((parent, face), out var moves))
        {
            _parentMoves[(parent, face)] = moves =
            [
                .. _outline.MovesOf(_parent.Id, parent).Where(m => Truths.CanHold(m.Guard, Known))
                    .Select(m => m.Cause.Kind == CauseKind.Aside ? m : m with { Cause = m.Cause with { Kind = CauseKind.Parent } }),
            ];
        }

        return moves;
    }

    private void Add(int from, Node to, Cause cause, int kid)
    {
        var hop = new Hop(0, cause, kid);
        var number = Number(to, (from, hop));
        if (number != from || cause.Kind == CauseKind.Press)
        {
            _hops[from].Add(hop with { To = number });
        }
    }

    private int Number(Node node, (int From, Hop Hop) by)
    {
        if (!_numbers.TryGetValue(node, out var number))
        {
            number = _nodes.Count;
            _numbers[node] = number;
            _nodes.Add(node);
            _hops.Add([]);
            _cameBy.Add(by);
        }

        return number;
    }

    private View ViewOf(Node node)
    {
        if (_parent is null || node.Parent < 0)
        {
            return _course.Views[0];
        }

        var state = _outline.StatesOf(_parent.Id)[node.Parent];
        return _course.Sight.Of(state.Stage, state.Gifts, node.Moved);
    }

    private void Judge()
    {
        var back = _hops.SelectMany((hops, from) => hops.Where(h => !h.IsAside).Select(hop => (hop.To, from))).ToLookup(h => h.To, h => h.from);
        var saved = new HashSet<int>();
        var ahead = new Stack<int>(Enumerable.Range(0, _nodes.Count).Where(IsGone));
        while (ahead.TryPop(out var node))
        {
            if (saved.Add(node))
            {
                foreach (var from in back[node])
                {
                    ahead.Push(from);
                }
            }
        }

        Lost = [.. Enumerable.Range(0, _nodes.Count).Where(n => !saved.Contains(n))];
        if (Lost.IsEmpty)
        {
            Traps = [];
            return;
        }

        var parts = Knots.Of(_nodes.Count, n => saved.Contains(n) ? [] : _hops[n].FindAll(h => !h.IsAside).ConvertAll(h => h.To));
        Traps =
        [
            .. Lost.GroupBy(n => parts[n]).Where(part => part.All(n => _hops[n].TrueForAll(h => h.IsAside || parts[h.To] == part.Key)))
                .Select(part => part.ToImmutableArray()),
        ];
    }

    /// <param name="At">Of the course.</param>
    /// <param name="Parent">Of the parent's outline; -1: none, or it does not matter.</param>
    internal readonly record struct Node(int At, int Parent, bool Moved)
    {
        public static Node Cancelled { get; } = new(-1, -1, false);
    }

    internal readonly record struct Hop(int To, Cause Cause, int Kid)
    {
        public bool IsAside => Cause.Kind == CauseKind.Aside;
    }
}
