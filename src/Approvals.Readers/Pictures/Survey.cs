using System.Collections.Immutable;

namespace Approvals.Readers.Pictures;

/// <summary>From routes and the order of the lanes in every strip to coordinates.</summary>
internal sealed class Survey
{
    private const int Margin = 8;
    private const int Near = 8;
    private const int LabelGap = 5;

    /// <summary>Of the words at a line: a long condition is told in full by the description and by the file itself.</summary>
    private const int MostLines = 3;

    private readonly FlowGraph _graph;
    private readonly Routes _routes;
    private readonly Sizes _sizes;
    private readonly ImmutableArray<Stub> _stubs;
    private readonly ILookup<(int Node, Side Side), Stub> _sides;
    private readonly Dictionary<Stub, int> _ways;

    public Survey(FlowGraph graph, Routes routes, Sizes sizes)
    {
        (_graph, _routes, _sizes) = (graph, routes, sizes);
        _stubs = [.. routes.All.SelectMany(r => new[] { r.From, r.To }).Distinct()];
        _sides = _stubs.ToLookup(s => (s.Node, s.Side));
        _ways = _stubs.ToDictionary(s => s, Way);
        Lanes = routes.All.SelectMany(r => r.Via.Select(track => (track, r.Lane))).Distinct().GroupBy(v => v.track)
            .ToImmutableDictionary(g => g.Key, g => g.Select(v => v.Lane).ToImmutableArray());
    }

    /// <summary>The lanes of every strip, as they come.</summary>
    public ImmutableDictionary<Track, ImmutableArray<int>> Lanes { get; }

    public Drawing Draw(ImmutableDictionary<Track, ImmutableArray<int>> order)
    {
        var ports = PortsOf(order);
        var across = new Across(_routes, _sizes, order, _graph);
        var heights = new Heights(this, ports, across, order);
        var stages = Enumerable.Range(0, _graph.Stages).Select(s => BoxOf(s, across, heights)).ToImmutableArray();
        var ends = EndBoxes(across, heights);
        var boxes = stages.AddRange(ends.Select(e => e.Box));
        var labels = new Dictionary<Stub, DrawnLabel>(heights.Labels(ports, across));
        var arrows = _routes.All.Select(route =>
        {
            var points = Line(route, ports, across, heights, boxes);
            return new DrawnArrow(
                route.Arrow, route.Lane, points,
                labels.TryGetValue(route.From, out var at) ? at : Beside(route, points, across, boxes));
        }).ToImmutableArray();
        return new Drawing(
            across.Width, heights.Height, _routes.Rows, stages, ends, arrows,
            [.. _graph.Starts.Select(s => Start(s, stages[s.At]))]);
    }

    /// <summary>
    /// Where along its side every line stands, in thousandths: those that go left stand left, the nearest lane outermost.
    /// </summary>
    private Dictionary<Stub, int> PortsOf(ImmutableDictionary<Track, ImmutableArray<int>> order)
    {
        var ports = new Dictionary<Stub, int>();
        foreach (var side in _sides)
        {
            var straight = _routes.All.Where(r => r.Straight).SelectMany(r => new[] { r.From, r.To }).ToHashSet();
            var sorted = side.Where(s => !straight.Contains(s)).OrderBy(s => _ways[s]).ThenBy(s => Depth(s, order))
                .ThenBy(s => s.Exit).ThenBy(s => s.Lane).ThenBy(s => s.Cause).ToList();
            var taken = sorted.Count < side.Count() || (side.Key.Side == Side.Left && StartsBeside(side.Key.Node));
            foreach (var (place, stub) in sorted.Index())
            {
                var share = 1000 * (place + 1) / (sorted.Count + 1);
                ports[stub] = taken ? 600 + (share * 4 / 10) : share;
            }

            foreach (var stub in side.Where(straight.Contains))
            {
                ports[stub] = 500;
            }
        }

        return ports;
    }

    /// <summary>Whether the line goes left (-1) or right (1) from there, or comes from there.</summary>
    private int Way(Stub stub) => Math.Sign(_routes.All.Where(r => (stub.Exit ? r.From : r.To) == stub).Sum(route =>
    {
        var turns = route.Via.Where(t => !t.IsFlat).ToList();
        var turn = turns.Count == 0 ? (TrackKind?)null : stub.Exit ? turns[0].Kind : turns[^1].Kind;
        return turn switch
        {
            TrackKind.LeftMargin => -1,
            { } => 1,
            null => Math.Sign(Column(stub.Exit ? route.To.Node : route.From.Node) - Column(stub.Node)),
        };
    }));

    private int Column(int node) => node < _graph.Stages ? _routes.ColumnOf(node) : _routes.Columns;

    private int Depth(Stub stub, ImmutableDictionary<Track, ImmutableArray<int>> order)
    {
        if (stub.Node >= _graph.Stages || stub.Side is Side.Left or Side.Right)
        {
            return stub.Side == Side.Right && stub.Exit ? _routes.All.First(r => r.From == stub).To.Node : 0;
        }

        var row = _routes.RowOf(stub.Node);
        var channel = new Track(TrackKind.Channel, stub.Side == Side.Top ? row : row + 1);
        var place = order.TryGetValue(channel, out var lanes) ? lanes.IndexOf(stub.Lane) : 0;
        return stub.Side == Side.Bottom == (_ways[stub] <= 0) ? place : -place;
    }

    private bool StartsBeside(int node) =>
        node < _graph.Stages && _routes.ColumnOf(node) == 0 && _graph.Starts.Any(s => s.At == node);

    private Box BoxOf(int stage, Across across, Heights heights)
    {
        var (x, y) = (across.Stage(_routes.ColumnOf(stage)), heights.Row(_routes.RowOf(stage)));
        return _sizes.IsRing(stage)
            ? new Box(
                x + ((_sizes.StageWidth - _sizes.Ring) / 2), y + ((_sizes.StageHeight - _sizes.Ring) / 2), _sizes.Ring, _sizes.Ring)
            : new Box(x, y, _sizes.StageWidth, _sizes.StageHeight);
    }

    private ImmutableArray<DrawnEnd> EndBoxes(Across across, Heights heights) =>
    [
        .. _routes.Ends.GroupBy(e => e.Row).SelectMany(row => row.Select((end, place) =>
        {
            var middle = heights.Row(row.Key) + (_sizes.StageHeight / 2);
            var top = middle + ((((2 * place) - (row.Count() - 1)) * heights.EndStep(row.Key)) / 2) - (_sizes.EndHeight / 2);
            return new DrawnEnd(end.Node, row.Key, new Box(across.Ends, top, _sizes.EndWidth, _sizes.EndHeight));
        })),
    ];

    private Point PortOf(Stub stub, Dictionary<Stub, int> ports, IReadOnlyList<Box> boxes)
    {
        var box = boxes[stub.Node];
        var stage = stub.Node < _graph.Stages;
        var share = ports[stub];
        if (stub.Side is Side.Left or Side.Right)
        {
            return new Point(stub.Side == Side.Left ? box.X : box.Right, box.Y + (box.Height * (stage ? share : 500) / 1000));
        }

        var x = !stage || box.Width < _sizes.StageWidth ? box.X + (box.Width * share / 1000) : AcrossStage(box.X, share, stub.Side);
        return new Point(x, stub.Side == Side.Top ? box.Y : box.Bottom);
    }

    /// <summary>Above and below a little apart, so that no two lines between two rows hide each other.</summary>
    private int AcrossStage(int x, int share, Side side) => share == 500 && _sizes.Upright ? x + (_sizes.StageWidth / 2)
        : x + _sizes.Aside + ((_sizes.StageWidth - _sizes.Aside - Near) * share / 1000) + (side == Side.Top ? -3 : 3);

    private ImmutableArray<Point> Line(
        Route route, Dictionary<Stub, int> ports, Across across, Heights heights, IReadOnlyList<Box> boxes)
    {
        var (from, to) = (PortOf(route.From, ports, boxes), PortOf(route.To, ports, boxes));
        var points = new List<Point> { from };
        foreach (var track in route.Via)
        {
            var last = points[^1];
            points.Add(track.IsFlat
                ? last with { Y = heights.Lane(track, route.Lane) } : last with { X = across.Lane(track, route.Lane) });
        }

        if (route.Via is [.., var end])
        {
            points.Add(end.IsFlat ? new Point(to.X, points[^1].Y) : new Point(points[^1].X, to.Y));
        }

        points.Add(to);
        return Plain(points);
    }

    /// <summary>Without points that lie on the way between their neighbours.</summary>
    private static ImmutableArray<Point> Plain(List<Point> points)
    {
        var plain = new List<Point>();
        foreach (var point in points)
        {
            if (plain.Count > 0 && plain[^1] == point)
            {
                continue;
            }

            if (plain.Count > 1
                && ((plain[^1].X == point.X && plain[^2].X == point.X) || (plain[^1].Y == point.Y && plain[^2].Y == point.Y)))
            {
                plain.RemoveAt(plain.Count - 1);
            }

            plain.Add(point);
        }

        return [.. plain];
    }

    /// <summary>The words of a line that leaves at a side: above it, or right of one that goes straight down.</summary>
    private DrawnLabel? Beside(Route route, ImmutableArray<Point> points, Across across, IReadOnlyList<Box> boxes)
    {
        if (route.Arrow.Label.Length == 0)
        {
            return null;
        }

        var (from, to) = (points[0], points[^1]);
        if (route.From.Side == Side.Bottom)
        {
            var below = Wording.Lines(route.Arrow.Label, across.Room(from.X), _sizes.Letter, MostLines);
            var y = ((from.Y + to.Y) / 2) - (below.Length * _sizes.Line / 2) + _sizes.Letter - 2;
            return Label(below, new Point(from.X + LabelGap, y), 1);
        }

        if (route.From.Side == Side.Left)
        {
            var left = Wording.Lines(route.Arrow.Label, Across.LabelZone - LabelGap, _sizes.Letter, MostLines);
            return Label(left, new Point(from.X - LabelGap, from.Y - 4 - ((left.Length - 1) * _sizes.Line)), -1);
        }

        var ends = route.To.Node >= _graph.Stages;
        var (start, stop) = ends ? (from.X, boxes[route.To.Node].X) : (from.X, to.X);
        var height = ends ? to.Y : from.Y;
        if (stop <= start)
        {
            return Label([route.Arrow.Label], new Point(from.X + LabelGap, from.Y - 4), 1);
        }

        var lines = Wording.Lines(route.Arrow.Label, ends ? _sizes.EndRoom : stop - start - 16, _sizes.Letter, MostLines);
        var middle = ends ? stop - 6 - (_sizes.EndRoom / 2) : ((start + stop) / 2) - 3;
        return Label(lines, new Point(middle, height - 5 - ((lines.Length - 1) * _sizes.Line)), 0);
    }

    private DrawnLabel Label(ImmutableArray<string> lines, Point at, int align)
    {
        var width = lines.Max(l => Wording.Width(l, _sizes.Letter));
        var x = align switch { -1 => at.X - width, 0 => at.X - (width / 2), _ => at.X };
        return new DrawnLabel(lines, at, align, new Box(x, at.Y - _sizes.Letter + 1, width, lines.Length * _sizes.Line));
    }

    /// <summary>Left of a stage that begins its row, else above its corner.</summary>
    private DrawnStart Start(FlowStart start, Box box)
    {
        if (StartsBeside(start.At))
        {
            return new DrawnStart(start, new Point(box.X - _sizes.Start.Before, box.Centre.Y), new Point(box.X, box.Centre.Y));
        }

        var x = box.X + (box.Width < _sizes.StageWidth ? box.Width / 2 : Math.Min(_sizes.Aside / 2, 18));
        return new DrawnStart(start, new Point(x, box.Y - _sizes.Start.Above), new Point(x, box.Y));
    }

    /// <summary>The heights of rows and of the strips between them.</summary>
    private sealed class Heights
    {
        private readonly Survey _survey;
        private readonly int[] _rows;
        private readonly int[] _firstLane;
        private readonly ImmutableDictionary<Track, ImmutableArray<int>> _order;

        public Heights(
            Survey survey, Dictionary<Stub, int> ports, Across across, ImmutableDictionary<Track, ImmutableArray<int>> order)
        {
            (_survey, _order) = (survey, order);
            var rows = survey._routes.Rows;
            (_rows, _firstLane) = (new int[rows], new int[rows + 1]);
            var y = Sizes.Top;
            for (var channel = 0; channel <= rows; channel++)
            {
                var above = channel == 0 ? 0 : LabelRoom(channel - 1, Side.Bottom, ports, across);
                var below = channel == rows ? 0 : Math.Max(LabelRoom(channel, Side.Top, ports, across), StartsAbove(channel));
                var lanes = order.TryGetValue(new Track(TrackKind.Channel, channel), out var found) ? found.Length : 0;
                _firstLane[channel] = y + above + Near;
                y += above + below + (lanes == 0 ? 0 : ((lanes - 1) * Sizes.Lane) + (2 * Near));
                if (channel == rows)
                {
                    break;
                }

                y += channel == 0 ? 0 : Sizes.Upright ? 22 : Near;
                var spare = Math.Max(0, EndsHeight(channel) - Sizes.StageHeight) / 2;
                _rows[channel] = y + spare;
                y += spare + Math.Max(Sizes.StageHeight + Sizes.Apron, Sizes.StageHeight + spare);
            }

            Height = y + Margin;
        }

        public int Height { get; }

        private Sizes Sizes => _survey._sizes;

        public int Row(int row) => _rows[row];

        public int Lane(Track track, int lane) => _firstLane[track.No] + (_order[track].IndexOf(lane) * Sizes.Lane);

        public int EndStep(int row) => _survey._routes.All.Where(r => Leads(r, row))
            .Select(r => (Lines(r.Arrow.Label, Sizes.EndRoom).Length * Sizes.Line) + 12)
            .Append(Sizes.EndHeight + Sizes.EndSpace).Max();

        /// <summary>The words of every line that leaves above or below, one under the other beside it.</summary>
        public IEnumerable<KeyValuePair<Stub, DrawnLabel>> Labels(Dictionary<Stub, int> ports, Across across) =>
            Enumerable.Range(0, _survey._graph.Stages).SelectMany(s => new[] { Side.Top, Side.Bottom }.SelectMany(side =>
            {
                var below = Sizes.StageHeight + Sizes.Apron + Sizes.Letter + 1;
                var edge = Row(_survey._routes.RowOf(s)) + (side == Side.Top ? -LabelGap : below);
                return Stack(s, side, ports, across).Select(l =>
                {
                    var y = side == Side.Top ? edge - ((l.Above + l.Lines.Length - 1) * Sizes.Line) : edge + (l.Above * Sizes.Line);
                    return KeyValuePair.Create(l.Stub, _survey.Label(l.Lines, new Point(l.X + LabelGap, y), 1));
                });
            }));

        private bool Leads(Route route, int row) => route.To.Node >= _survey._graph.Stages && route.From.Side == Side.Right
            && _survey._routes.RowOf(route.From.Node) == row;

        private int EndsHeight(int row) => _survey._routes.Ends.Count(e => e.Row == row) is var count and > 0
            ? ((count - 1) * EndStep(row)) + Sizes.EndHeight : 0;

        private int StartsAbove(int row) =>
            _survey._graph.Starts.Any(s => _survey._routes.RowOf(s.At) == row && !_survey.StartsBeside(s.At))
                ? Sizes.Start.Above + Sizes.StartRadius + 4 : 0;

        private int LabelRoom(int row, Side side, Dictionary<Stub, int> ports, Across across) =>
            Enumerable.Range(0, _survey._graph.Stages).Where(s => _survey._routes.RowOf(s) == row)
                .SelectMany(s => Stack(s, side, ports, across)).Select(l => ((l.Above + l.Lines.Length) * Sizes.Line) + 4)
                .DefaultIfEmpty(0).Max();

        private IEnumerable<(Stub Stub, int X, ImmutableArray<string> Lines, int Above)> Stack(
            int stage, Side side, Dictionary<Stub, int> ports, Across across)
        {
            var above = 0;
            foreach (var stub in _survey._sides[(stage, side)].Where(s => s.Exit).OrderByDescending(s => ports[s]))
            {
                var route = _survey._routes.All.First(r => r.From == stub);
                if (route.Arrow.Label.Length == 0 || (route.Straight && !Sizes.Upright))
                {
                    continue;
                }

                var x = _survey.AcrossStage(across.Stage(_survey._routes.ColumnOf(stage)), ports[stub], side);
                var lines = Lines(route.Arrow.Label, across.Room(x));
                yield return (stub, x, lines, above);
                above += lines.Length;
            }
        }

        private ImmutableArray<string> Lines(string label, int width) => Wording.Lines(label, width, Sizes.Letter, MostLines);
    }

    /// <summary>The x of columns and upright lanes.</summary>
    private sealed class Across(Routes routes, Sizes sizes, ImmutableDictionary<Track, ImmutableArray<int>> order, FlowGraph graph)
    {
        /// <summary>Four letters: 退回修改.</summary>
        public const int LabelZone = 54;

        public int Ends => Stage(routes.Columns - 1) + sizes.StageWidth + sizes.EndGap;

        public int Width => Behind + (Count(TrackKind.RightMargin) * sizes.Lane) + Margin;

        private int Behind => (routes.Ends.IsEmpty ? Stage(routes.Columns - 1) + sizes.StageWidth : Ends + sizes.EndWidth)
            + (order.Where(t => t.Key.Kind == TrackKind.BehindEnds).Select(t => t.Value.Length).DefaultIfEmpty(0).Max() * sizes.Lane)
            + (Count(TrackKind.RightMargin) > 0 ? Near : 0);

        private int Left => Margin + (Count(TrackKind.LeftMargin) * sizes.Lane) + Zone;

        /// <summary>Between the lanes at the left and the stages: words or starts.</summary>
        private int Zone => sizes.Upright && Count(TrackKind.LeftMargin) > 0 ? LabelZone
            : graph.Starts.Any(s => routes.ColumnOf(s.At) == 0) ? sizes.Start.Before + sizes.StartRadius + 6 : Near;

        public int Stage(int column) => Left + (column * (sizes.StageWidth + sizes.Gap));

        /// <summary>How wide words may be that begin there, up to the next column's lines.</summary>
        public int Room(int x) => sizes.Upright ? Ends + sizes.EndWidth - x
            : Stage(Math.Max(0, (x - Left) / (sizes.StageWidth + sizes.Gap))) + sizes.StageWidth + sizes.Gap + 10 - x;

        public int Lane(Track track, int lane)
        {
            var place = order[track].IndexOf(lane);
            return track.Kind switch
            {
                TrackKind.LeftMargin => Margin + (place * sizes.Lane),
                TrackKind.RightMargin => Behind + (place * sizes.Lane),
                TrackKind.BeforeEnds => Ends - sizes.EndGap + 6 + (place * 5),
                TrackKind.BehindEnds => Ends + sizes.EndWidth + 10 + (place * 7),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }

        private int Count(TrackKind kind) => order.TryGetValue(new Track(kind, 0), out var lanes) ? lanes.Length : 0;
    }
}
