namespace Approvals.Engine.Definitions.Proof;

/// <summary>Strongly connected parts of a graph (Tarjan's, without recursion), each before those that lead to it.</summary>
internal sealed class Knots
{
    private readonly Func<int, IReadOnlyList<int>> _next;
    private readonly int[]? _colours;
    private readonly int[] _part;
    private readonly int[] _low;
    private readonly int[] _order;
    private readonly Stack<int> _open = new();
    private readonly Stack<(int Node, int Edge)> _path = new();
    private int _parts;
    private int _seen;

    private Knots(int count, Func<int, IReadOnlyList<int>> next, int[]? colours)
    {
        (_next, _colours) = (next, colours);
        (_part, _low, _order) = (new int[count], new int[count], new int[count]);
        Array.Fill(_part, -1);
    }

    /// <param name="colours">Where given, only what leads to a node of the same colour is followed.</param>
    /// <returns>The part of each node; a node leads only to parts of its own number or a smaller one.</returns>
    public static int[] Of(int count, Func<int, IReadOnlyList<int>> next, int[]? colours = null)
    {
        var knots = new Knots(count, next, colours);
        for (var start = 0; start < count; start++)
        {
            if (knots._order[start] == 0)
            {
                knots.WalkFrom(start);
            }
        }

        return knots._part;
    }

    private void WalkFrom(int start)
    {
        _path.Push((start, 0));
        while (_path.TryPop(out var at))
        {
            if (at.Edge == 0 && _order[at.Node] == 0)
            {
                _order[at.Node] = _low[at.Node] = ++_seen;
                _open.Push(at.Node);
            }

            if (!GoesDeeper(at.Node, at.Edge) && _low[at.Node] == _order[at.Node])
            {
                Close(at.Node);
            }
        }
    }

    /// <summary>Whether an edge of the node, from this one on, leads to where nobody has been: then it is looked at again later.</summary>
    private bool GoesDeeper(int node, int edge)
    {
        var targets = _next(node);
        for (; edge < targets.Count; edge++)
        {
            var to = targets[edge];
            if (_colours is not null && _colours[to] != _colours[node])
            {
                continue;
            }

            if (_order[to] == 0)
            {
                _path.Push((node, edge));
                _path.Push((to, 0));
                return true;
            }

            _low[node] = _part[to] < 0 ? Math.Min(_low[node], _low[to]) : _low[node];
        }

        return false;
    }

    /// <summary>The node is the first of its part: what was opened after it belongs to it.</summary>
    private void Close(int node)
    {
        int member;
        do
        {
            member = _open.Pop();
            _part[member] = _parts;
        }
        while (member != node);
        _parts++;
    }
}
