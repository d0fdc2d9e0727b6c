using System.Collections.Immutable;

namespace Approvals.Readers.Pictures;

internal enum Side
{
    Top,
    Bottom,
    Left,
    Right,
}

internal enum TrackKind
{
    /// <summary>Between two rows; number 0 lies above the first.</summary>
    Channel,

    /// <summary>Left of all stages.</summary>
    LeftMargin,

    /// <summary>Right of everything.</summary>
    RightMargin,

    /// <summary>Before the ends of a row.</summary>
    BeforeEnds,

    /// <summary>Behind the ends of a row.</summary>
    BehindEnds,
}

/// <summary>A strip without stages, in which lanes lie side by side.</summary>
internal readonly record struct Track(TrackKind Kind, int No)
{
    public bool IsFlat => Kind == TrackKind.Channel;
}

/// <summary>Where a line leaves or meets a node. Nodes are stages, and behind them the drawn ends.</summary>
internal readonly record struct Stub(int Node, Side Side, int Lane, bool Exit, Cause Cause);

/// <summary>An arrow's way: out of a side, along its lane's place in each track, into a side.</summary>
/// <param name="Straight">From one stage to the next, through the middle of the sides.</param>
internal sealed record Route(FlowArrow Arrow, int Lane, Stub From, ImmutableArray<Track> Via, Stub To, bool Straight);

/// <summary>The stages in rows, and the way of every arrow through the strips between them.</summary>
internal sealed class Routes
{
    private readonly FlowGraph _graph;
    private readonly bool _upright;
    private readonly Dictionary<(LaneKind Kind, int Target), int> _lanes = [];

    public Routes(FlowGraph graph, int columns)
    {
        (_graph, Columns, _upright) = (graph, columns, columns == 1);
        Rows = ((graph.Stages - 1) / columns) + 1;
        Ends = [.. Enumerable.Range(0, Rows).SelectMany(EndsOf)];
        All = [.. graph.Arrows.Select(Of)];
    }

    private enum LaneKind
    {
        Onward,
        Back,
        Self,
        End,
        Straight,
    }

    public int Columns { get; }

    public int Rows { get; }

    public ImmutableArray<(int Node, int Row)> Ends { get; }

    public ImmutableArray<Route> All { get; }

    public int RowOf(int stage) => stage / Columns;

    public int ColumnOf(int stage) => stage % Columns;

    public bool HasEnds(int row) => Ends.Any(e => e.Row == row);

    /// <summary>Last in its row: only the ends stand right of it.</summary>
    public bool IsLast(int stage) => ColumnOf(stage) == Columns - 1 || stage == _graph.Stages - 1;

    /// <summary>Those reached from above stand above: nothing crosses the lines to the others then.</summary>
    private IEnumerable<(int Node, int Row)> EndsOf(int row) => _graph.Arrows
        .Where(a => _graph.IsEnd(a.To) && RowOf(a.From) == row).GroupBy(a => a.To)
        .OrderBy(g => g.All(a => IsLast(a.From))).ThenBy(g => g.Key).Select(g => (g.Key, row));

    private Route Of(FlowArrow arrow)
    {
        var (from, row) = (arrow.From, RowOf(arrow.From));
        if (_graph.IsEnd(arrow.To))
        {
            return ToEnd(arrow, row);
        }

        var (to, target) = (arrow.To, RowOf(arrow.To));
        // The second of two arrows to the next stage goes above: one line would hide the other.
        var first = !_graph.Arrows.Any(a => a.From == from && a.To == to && a.Cause < arrow.Cause);
        return to == from ? Make(arrow, LaneKind.Self, to, Side.Bottom, [Channel(row + 1)], Side.Bottom)
            : to == from + 1 && target == row && first ? Make(arrow, LaneKind.Straight, -1, Side.Right, [], Side.Left)
            : to == from + 1 && _upright && first ? Make(arrow, LaneKind.Straight, -1, Side.Bottom, [], Side.Top)
            : to > from ? Onward(arrow, row, target)
            : Back(arrow, row, target);
    }

    private Route ToEnd(FlowArrow arrow, int row)
    {
        var drawn = Ends.IndexOf((arrow.To, row));
        if (IsLast(arrow.From))
        {
            return Make(arrow, LaneKind.End, drawn, Side.Right, [new Track(TrackKind.BeforeEnds, row)], Side.Left);
        }

        return drawn == 0 || Ends[drawn - 1].Row != row
            ? Make(arrow, LaneKind.End, drawn, Side.Top, [Channel(row)], Side.Top)
            : Make(arrow, LaneKind.End, drawn, Side.Top, [Channel(row), new Track(TrackKind.BehindEnds, row)], Side.Right);
    }

    private Route Onward(FlowArrow arrow, int row, int target)
    {
        if (target == row)
        {
            return Make(arrow, LaneKind.Onward, arrow.To, Side.Top, [Channel(row)], Side.Top);
        }

        if (target == row + 1 && !_upright)
        {
            return Make(arrow, LaneKind.Onward, arrow.To, Side.Bottom, [Channel(target)], Side.Top);
        }

        var (aside, beside) = (_upright && !HasEnds(row), _upright && !HasEnds(target));
        return Make(
            arrow, LaneKind.Onward, arrow.To, aside ? Side.Right : Side.Bottom,
            [.. aside ? [] : new[] { Channel(row + 1) }, Margin(TrackKind.RightMargin), .. beside ? [] : new[] { Channel(target) }],
            beside ? Side.Right : Side.Top);
    }

    private Route Back(FlowArrow arrow, int row, int target)
    {
        var far = _graph.Arrows.Any(a => a.To == arrow.To && a.From > a.To && RowOf(a.From) != target);
        var beside = far && ColumnOf(arrow.To) == 0;
        if (row == target && !beside)
        {
            return Make(arrow, LaneKind.Back, arrow.To, Side.Bottom, [Channel(row + 1)], Side.Bottom);
        }

        return Make(
            arrow, LaneKind.Back, arrow.To, _upright ? Side.Left : Side.Bottom,
            [
                .. _upright ? [] : new[] { Channel(row + 1) }, Margin(TrackKind.LeftMargin),
                .. beside ? [] : new[] { Channel(target + 1) },
            ],
            beside ? Side.Left : Side.Bottom);
    }

    private Route Make(FlowArrow arrow, LaneKind kind, int target, Side from, ImmutableArray<Track> via, Side to)
    {
        var key = (kind, kind == LaneKind.Straight ? _lanes.Count : target);
        if (!_lanes.TryGetValue(key, out var lane))
        {
            _lanes[key] = lane = _lanes.Count;
        }

        var node = kind == LaneKind.End ? _graph.Stages + target : arrow.To;
        return new Route(
            arrow, lane, new Stub(arrow.From, from, lane, true, arrow.Cause), via, new Stub(node, to, lane, false, default),
            kind == LaneKind.Straight);
    }

    private static Track Channel(int no) => new(TrackKind.Channel, no);

    private static Track Margin(TrackKind kind) => new(kind, 0);
}
