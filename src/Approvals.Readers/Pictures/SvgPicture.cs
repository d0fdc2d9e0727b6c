using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Approvals.Engine;
using Approvals.Engine.Definitions;

namespace Approvals.Readers.Pictures;

/// <summary>What a picture shows besides the definition.</summary>
/// <param name="Name">Of its elements' ids: two pictures of one page have two names.</param>
/// <param name="Live">How many cases stand at each stage; stages without any are left out.</param>
/// <param name="Here">Where the case stands that the picture is about; null when it is about none.</param>
public sealed record Shown(string Name, ImmutableDictionary<StageId, int> Live, StageId? Here)
{
    /// <summary>The definition alone.</summary>
    public static Shown Nothing { get; } = new("picture", ImmutableDictionary<StageId, int>.Empty, null);
}

/// <summary>
/// A definition as SVG: no script, no style sheet, only attributes, so that it stands in a page under a strict content
/// policy, in print and as a file alike. Who cannot see it hears the same from its description.
/// </summary>
public sealed class SvgPicture
{
    private const string Ink = "#1b242e";
    private const string Soft = "#4d5966";
    private const string Edge = "#7d8792";
    private const string Return = "#734800";
    private const string Blue = "#1c4e7a";
    private const string Dark = "#123a5e";
    private const string Wash = "#e9f0f6";
    private const string Paper = "#ffffff";
    private const string Dashes = "5 4";
    private const string Fonts =
        "'PingFang SC','Microsoft YaHei','HarmonyOS Sans SC','Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC',sans-serif";

    private const int TitleLetter = 15;
    private const int EndLetter = 13;
    private const int Inside = 8;
    private const int Round = 6;
    private const int Head = 7;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly FlowGraph _graph;
    private readonly FlowWords _words;
    private readonly Sizes _sizes;
    private readonly Drawing _drawing;

    /// <summary>Lays the definition out: done once, drawn often.</summary>
    /// <param name="narrow">One stage below the other, for a phone.</param>
    public SvgPicture(WorkflowBook book, Workflow workflow, bool narrow)
    {
        _words = new FlowWords(book, workflow);
        _graph = FlowGraph.Of(book, workflow).Merged();
        _sizes = narrow ? Sizes.Narrow : Sizes.Wide;
        // What waits says so in its box; the arrow would only repeat it.
        _drawing = Layout.Of(_graph with { Arrows = [.. _graph.Arrows.Select(Silent)] }, _sizes);
    }

    public string Draw(Shown shown) => Root(shown).ToString(SaveOptions.DisableFormatting);

    private FlowArrow Silent(FlowArrow arrow) =>
        arrow.Cause == Cause.Wait && IsWait(arrow.From) ? arrow with { Labels = [] } : arrow;

    private bool IsWait(int stage) => _graph.Workflow.Stages[stage] is { Wait: not null, Signers: null };

    private XElement Root(Shown shown)
    {
        var (title, told) = ($"{shown.Name}-title", $"{shown.Name}-told");
        // Words of several lines beside the first row's ends may rise above it.
        var top = _drawing.Arrows.Select(a => a.Label?.Box.Y - 2 ?? 0).Append(0).Min();
        return new XElement(
            Svg + "svg",
            new XAttribute("viewBox", $"0 {top} {_drawing.Width} {_drawing.Height - top}"),
            new XAttribute("width", _drawing.Width),
            new XAttribute("height", _drawing.Height - top),
            new XAttribute("role", "img"),
            new XAttribute("aria-labelledby", title),
            new XAttribute("aria-describedby", told),
            new XAttribute("font-family", Fonts),
            new XAttribute("lang", "zh-CN"),
            new XElement(Svg + "title", new XAttribute("id", title), $"{_graph.Workflow.Title}流程图"),
            new XElement(Svg + "desc", new XAttribute("id", told), Told(shown)),
            _drawing.Arrows.GroupBy(a => a.Lane).OrderBy(g => g.Key).SelectMany(Lane),
            _drawing.Starts.SelectMany(Start),
            _drawing.Stages.Index().SelectMany(s => Stage(s.Index, s.Item, shown)),
            _drawing.Ends.SelectMany(e => End(e, shown)),
            _drawing.Arrows.Where(a => a.Label is not null).SelectMany(Label));
    }

    /// <summary>The picture in sentences.</summary>
    private string Told(Shown shown) => string.Concat(
        shown.Here is { } here ? $"现在在“{_graph.Workflow.TitleOf(here)}”。" : "",
        string.Concat(_graph.Workflow.Stages.Index().Select(s =>
        {
            var ways = _graph.Arrows.Where(a => a.From == s.Index).Select(a => $"{a.Label}，到“{_graph.TitleOf(a.To)}”");
            var live = shown.Live.TryGetValue(s.Item.Id, out var count) ? $"（{count}件）" : "";
            return $"{s.Item.Title}{live}：{string.Join("；", ways)}。";
        })));

    private IEnumerable<XElement> Lane(IEnumerable<DrawnArrow> arrows)
    {
        var lane = arrows.ToList();
        foreach (var arrow in lane)
        {
            // A gap in what lies below shows which line goes on.
            yield return Path(arrow.Points, Paper, 5, false);
        }

        foreach (var arrow in lane)
        {
            yield return Path(arrow.Points, Colour(arrow.Arrow), 1.5, arrow.Arrow.Cause != Cause.Action);
        }

        foreach (var (tip, before) in lane.Select(a => (a.Points[^1], a.Points[^2])).DistinctBy(a => a.Item1))
        {
            yield return Tip(before, tip, Colour(lane[0].Arrow));
        }
    }

    private string Colour(FlowArrow arrow) => !_graph.IsEnd(arrow.To) && arrow.To <= arrow.From ? Return : Soft;

    private static XElement Path(ImmutableArray<Point> points, string colour, double width, bool dashed)
    {
        var path = new XElement(
            Svg + "path", new XAttribute("d", Rounded(points)), new XAttribute("fill", "none"), new XAttribute("stroke", colour),
            new XAttribute("stroke-width", width.ToString(CultureInfo.InvariantCulture)));
        if (dashed)
        {
            path.Add(new XAttribute("stroke-dasharray", Dashes));
        }

        return path;
    }

    private static string Rounded(ImmutableArray<Point> points)
    {
        var path = new System.Text.StringBuilder($"M{points[0].X} {points[0].Y}");
        for (var i = 1; i + 1 < points.Length; i++)
        {
            var (before, at, after) = (points[i - 1], points[i], points[i + 1]);
            var (to, from) = (Towards(at, before), Towards(at, after));
            path.Append(CultureInfo.InvariantCulture, $"L{to.X} {to.Y}Q{at.X} {at.Y} {from.X} {from.Y}");
        }

        return path.Append(CultureInfo.InvariantCulture, $"L{points[^1].X} {points[^1].Y}").ToString();
    }

    /// <summary>A little way from one point towards the other, at most half of it.</summary>
    private static Point Towards(Point from, Point to)
    {
        var (x, y) = (to.X - from.X, to.Y - from.Y);
        var far = Math.Min(Round, Math.Max(Math.Abs(x), Math.Abs(y)) / 2);
        return new Point(from.X + (Math.Sign(x) * far), from.Y + (Math.Sign(y) * far));
    }

    private static XElement Tip(Point before, Point tip, string colour)
    {
        var (x, y) = (Math.Sign(tip.X - before.X), Math.Sign(tip.Y - before.Y));
        var (baseX, baseY) = (tip.X - (x * Head), tip.Y - (y * Head));
        return new XElement(
            Svg + "path", new XAttribute("fill", colour),
            new XAttribute("d", $"M{tip.X} {tip.Y}L{baseX - (y * 4)} {baseY - (x * 4)}L{baseX + (y * 4)} {baseY + (x * 4)}Z"));
    }

    private static IEnumerable<XElement> Start(DrawnStart start)
    {
        yield return Path([start.From, start.To], Soft, 1.5, false);
        yield return Tip(start.From, start.To, Soft);
        yield return new XElement(
            Svg + "circle", new XAttribute("cx", start.From.X), new XAttribute("cy", start.From.Y), new XAttribute("r", 6),
            new XAttribute("fill", Soft));
    }

    private IEnumerable<XElement> Stage(int place, Box box, Shown shown)
    {
        var stage = _graph.Workflow.Stages[place];
        var here = shown.Here == stage.Id;
        if (!stage.Splits.IsEmpty)
        {
            // Many below one: a stack.
            yield return Card(box with { X = box.X + 4, Y = box.Y + 4 }, Wash, Edge, 1.2, false);
        }

        yield return Card(box, here ? Blue : Paper, here ? Dark : Edge, here ? 2.5 : 1.2, IsWait(place) && stage.Splits.IsEmpty);
        foreach (var line in Words(stage, box, here))
        {
            yield return line;
        }

        if (shown.Live.TryGetValue(stage.Id, out var count) && count > 0)
        {
            var words = count > 999 ? "999+" : $"{count}";
            var width = Wording.Width(words, 13) + 14;
            var pill = new Box(box.Right - width + 6, box.Y - 9, width, 20);
            yield return Card(pill, Dark, Paper, 1.5, false, 10);
            yield return Text(words, pill.Centre.X, pill.Y + 15, 13, Paper, 0, bold: true);
        }
    }

    private IEnumerable<XElement> Words(Stage stage, Box box, bool here)
    {
        var letter = _sizes.Letter;
        var titles = Wording.Lines(stage.Title, box.Width - (2 * Inside), TitleLetter, 2);
        var below = here ? ["现在在这里"] : Wording.Lines(Below(stage), box.Width - (2 * Inside), letter, 3 - titles.Length);
        var height = (titles.Length * (TitleLetter + 4)) + (below.Length * (letter + 3));
        var y = box.Y + ((box.Height - height) / 2) + TitleLetter;
        foreach (var line in titles)
        {
            yield return Text(line, box.Centre.X, y, TitleLetter, here ? Paper : Ink, 0, bold: true);
            y += TitleLetter + 4;
        }

        y -= 1;
        foreach (var line in below)
        {
            yield return Text(line, box.Centre.X, y, letter, here ? Paper : Soft, 0, bold: false);
            y += letter + 3;
        }
    }

    /// <summary>Under the title: what it opens, what it waits for, or who signs.</summary>
    private string Below(Stage stage) => stage is { Splits: [var split, ..] } ? _words.Opened(split)
        : stage is { Wait: { } wait, Signers: null } ? $"等{_words.Condition(wait.Until)}"
        : _words.Who(stage) ?? "";

    private IEnumerable<XElement> End(DrawnEnd end, Shown shown)
    {
        var stage = _graph.Workflow.Ends[end.Node - _graph.Stages];
        var here = shown.Here == stage.Id;
        yield return Card(end.Box, here ? Blue : Wash, here ? Dark : Edge, here ? 2.5 : 1.2, false, end.Box.Height / 2);
        var one = Wording.Width(stage.Title, EndLetter) <= end.Box.Width - Inside;
        var letter = one ? EndLetter : _sizes.Letter;
        var lines = Wording.Lines(stage.Title, end.Box.Width - (2 * Inside), letter, 2);
        var y = end.Box.Centre.Y - (lines.Length * letter / 2) + letter - 1;
        foreach (var line in lines)
        {
            yield return Text(line, end.Box.Centre.X, y, letter, here ? Paper : Dark, 0, bold: true);
            y += letter + 1;
        }
    }

    private static XElement Card(Box box, string fill, string stroke, double width, bool dashed, int round = 6)
    {
        var card = new XElement(
            Svg + "rect", new XAttribute("x", box.X), new XAttribute("y", box.Y), new XAttribute("width", box.Width),
            new XAttribute("height", box.Height), new XAttribute("rx", round), new XAttribute("fill", fill),
            new XAttribute("stroke", stroke), new XAttribute("stroke-width", width.ToString(CultureInfo.InvariantCulture)));
        if (dashed)
        {
            card.Add(new XAttribute("stroke-dasharray", Dashes));
        }

        return card;
    }

    private IEnumerable<XElement> Label(DrawnArrow arrow)
    {
        var label = arrow.Label!; // asked for before
        return label.Lines.Index().Select(line =>
        {
            var y = label.At.Y + (line.Index * _sizes.Line);
            var text = Text(line.Item, label.At.X, y, _sizes.Letter, Colour(arrow.Arrow), label.Align, bold: false);
            text.Add(
                new XAttribute("paint-order", "stroke"), new XAttribute("stroke", Paper), new XAttribute("stroke-width", 4),
                new XAttribute("stroke-linejoin", "round"));
            return text;
        });
    }

    private static XElement Text(string words, int x, int y, int letter, string colour, int align, bool bold) => new(
        Svg + "text", new XAttribute("x", x), new XAttribute("y", y), new XAttribute("font-size", letter),
        new XAttribute("font-weight", bold ? "600" : "400"), new XAttribute("fill", colour),
        new XAttribute("text-anchor", align switch { -1 => "end", 0 => "middle", _ => "start" }), words);
}
