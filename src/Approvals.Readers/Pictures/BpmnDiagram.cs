using System.Collections.Immutable;
using System.Xml.Linq;

namespace Approvals.Readers.Pictures;

/// <summary>The diagram part: a shape for every node, waypoints for every flow; one row, ends at the right, notes above.</summary>
internal sealed class BpmnDiagram
{
    public static readonly XNamespace Di = "http://www.omg.org/spec/BPMN/20100524/DI";
    public static readonly XNamespace Dc = "http://www.omg.org/spec/DD/20100524/DC";
    public static readonly XNamespace Points = "http://www.omg.org/spec/DD/20100524/DI";

    private const int Ring = 36;
    private const int Radius = Ring / 2;
    private const int NoteWidth = 204;
    private const int NoteLetter = 12;
    private const int NoteLine = 15;
    private const int NoteGap = 30;
    private const int Apron = 110;
    private const int WordsWidth = 84;

    private readonly BpmnProcess _process;
    private readonly string _plane;
    private readonly Drawing _drawing;
    private readonly int _notes;

    public BpmnDiagram(BpmnProcess process, string plane)
    {
        (_process, _plane) = (process, plane);
        _notes = process.Notes.Select(n => NoteHeight(n.Lines)).DefaultIfEmpty(0).Max();
        _drawing = Layout.Of(process.Graph, new Sizes(124, 80, 110, Ring, Ring, 130, 20, NoteLetter, int.MaxValue)
        {
            Apron = Apron,
            Aside = 48,
            Start = (70, 90),
            StartRadius = Radius,
            EndSpace = 34,
            Top = _notes + NoteGap,
            IsRing = process.IsEvent,
            Ring = Ring,
        });
    }

    public XElement Element => new(
        Di + "BPMNDiagram", new XAttribute("id", "diagram"),
        new XElement(
            Di + "BPMNPlane", new XAttribute("id", "plane"), new XAttribute("bpmnElement", _plane),
            _drawing.Starts.SelectMany(Start),
            _drawing.Stages.Index().Select(s => Shape(_process.NodeId(s.Index), s.Item)),
            _drawing.Arrows.Where(a => _process.IsBoundary(a.Arrow)).Select(Boundary),
            _drawing.Stages.Index().Where(s => _process.IsTimed(s.Index)).SelectMany(s => Reminding(s.Index, s.Item)),
            _drawing.Ends.Select(e => Shape(_process.NodeId(e.Node), e.Box)),
            _drawing.Arrows.Select(Edge),
            _process.Notes.SelectMany(n => Note(n.Stage, n.Lines))));

    private IEnumerable<XElement> Start(DrawnStart start) =>
    [
        Shape(
            _process.StartId(start.Start), Round(start.From),
            start.From.X == start.To.X ? Words(start.Start.Label, start.From.X + Radius + 4, start.From.Y - 8) : null),
        Line(_process.StartFlow(start.Start), [Towards(start.From, start.To), start.To], null),
    ];

    /// <summary>Its words beside the way out, off the stage's own.</summary>
    private XElement Boundary(DrawnArrow arrow)
    {
        var (at, up) = (arrow.Points[0], arrow.Points[1].Y <= arrow.Points[0].Y);
        var words = Words(BpmnProcess.NameOf(arrow.Arrow), at.X + Radius + 4, at.Y + Radius);
        return Shape(_process.BoundaryId(arrow.Arrow), Round(at), up ? words with { Y = at.Y - Radius - words.Height } : words);
    }

    /// <summary>Below the stage's left corner: the time, and the message that it sends.</summary>
    private IEnumerable<XElement> Reminding(int stage, Box box)
    {
        var timer = new Point(box.X + Radius + 2, box.Bottom);
        var term = _process.TermOf(stage);
        var told = timer with { Y = box.Bottom + Apron - Ring - Radius };
        return
        [
            Shape(
                _process.TimerId(stage), Round(timer),
                Words(term, timer.X - Radius - 4 - Wording.Width(term, NoteLetter), timer.Y)),
            Shape(_process.ReminderId(stage), Round(told)),
            Line(_process.RemindFlow(stage), [Towards(timer, told), new Point(told.X, told.Y - Radius)], null),
        ];
    }

    private XElement Edge(DrawnArrow arrow)
    {
        var points = arrow.Points;
        if (_process.IsBoundary(arrow.Arrow))
        {
            points = points.SetItem(0, Towards(points[0], points[1]));
        }
        else if (_process.IsEvent(arrow.Arrow.From))
        {
            points = points.SetItem(0, OnRing(points[0], _drawing.Stages[arrow.Arrow.From]));
        }

        if (!_process.Graph.IsEnd(arrow.Arrow.To) && _process.IsEvent(arrow.Arrow.To))
        {
            points = points.SetItem(points.Length - 1, OnRing(points[^1], _drawing.Stages[arrow.Arrow.To]));
        }

        var named = !_process.IsBoundary(arrow.Arrow) && arrow.Arrow.Cause == Cause.Action;
        return Line(_process.FlowId(arrow.Arrow), points, named ? arrow.Label?.Box : null);
    }

    private IEnumerable<XElement> Note(int stage, ImmutableArray<string> lines)
    {
        var box = _drawing.Stages[stage];
        var height = NoteHeight(lines);
        var left = box.Centre.X - (124 / 2);
        var note = new Box(left, _notes + 10 - height, NoteWidth, height);
        return
        [
            Shape(_process.NoteId(stage), note),
            Line(_process.NoteLink(stage), [new Point(left + 30, box.Y), new Point(left + 30, note.Bottom)], null),
        ];
    }

    private static int NoteHeight(ImmutableArray<string> lines) =>
        (lines.Sum(l => Wording.Lines(l, NoteWidth - 34, NoteLetter).Length) * NoteLine) + 12;

    private static Box Round(Point centre) => new(centre.X - Radius, centre.Y - Radius, Ring, Ring);

    /// <summary>From the centre of a ring to where a line towards the other point leaves it.</summary>
    private static Point Towards(Point centre, Point to) =>
        new(centre.X + (Math.Sign(to.X - centre.X) * Radius), centre.Y + (Math.Sign(to.Y - centre.Y) * Radius));

    /// <summary>A line that meets a ring beside its top meets it a little lower.</summary>
    private static Point OnRing(Point at, Box ring)
    {
        var (x, y) = (at.X - ring.Centre.X, at.Y - ring.Centre.Y);
        return Math.Abs(y) < Radius ? at
            : new Point(at.X, ring.Centre.Y + (Math.Sign(y) * (int)Math.Round(Math.Sqrt(Math.Max(0, (Radius * Radius) - (x * x))))));
    }

    private static Box Words(string words, int x, int y)
    {
        var lines = Wording.Lines(words, WordsWidth, NoteLetter);
        return new Box(x, y, lines.Select(l => Wording.Width(l, NoteLetter)).DefaultIfEmpty(0).Max(), lines.Length * NoteLine);
    }

    private static XElement Shape(string id, Box box, Box? label = null) => new(
        Di + "BPMNShape", new XAttribute("id", $"{id}_di"), new XAttribute("bpmnElement", id), Bounds(box),
        label is { } words ? new XElement(Di + "BPMNLabel", Bounds(words)) : null);

    private static XElement Line(string id, IEnumerable<Point> points, Box? label) => new(
        Di + "BPMNEdge", new XAttribute("id", $"{id}_di"), new XAttribute("bpmnElement", id),
        points.Select(p => new XElement(Points + "waypoint", new XAttribute("x", p.X), new XAttribute("y", p.Y))),
        label is { } box ? new XElement(Di + "BPMNLabel", Bounds(box)) : null);

    private static XElement Bounds(Box box) => new(
        Dc + "Bounds", new XAttribute("x", box.X), new XAttribute("y", box.Y), new XAttribute("width", box.Width),
        new XAttribute("height", box.Height));
}
