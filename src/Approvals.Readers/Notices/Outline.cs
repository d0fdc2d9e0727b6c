using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>A numbered part of the body with what stands under it.</summary>
internal sealed class OutlineNode(int level, int no, string marker, Passage full, Passage heading, Passage rest, OutlineNode? parent)
{
    /// <summary>The whole paragraph after its number; after its heading, where that runs into it.</summary>
    public Passage Full { get; } = full;

    public int Level { get; } = level;

    public int No { get; } = no;

    /// <summary>As written: （五）; what it would be, for an implied one.</summary>
    public string Marker { get; } = marker;

    public bool Implied { get; init; }

    /// <summary>The first sentence without its full stop.</summary>
    public Passage Heading { get; } = heading;

    /// <summary>The paragraph after its first sentence.</summary>
    public Passage Rest { get; } = rest;

    public OutlineNode? Parent { get; } = parent;

    /// <summary>Paragraphs without a number that follow.</summary>
    public List<Passage> Paragraphs { get; } = [];

    public List<OutlineNode> Children { get; } = [];

    public string Name => Marker + Heading.Text;

    public IEnumerable<OutlineNode> Below => Children.SelectMany(c => c.Below.Prepend(c));

    public SourceSpan? Whole => Heading.Whole is not { } first ? Rest.Whole : Rest.Whole is { } last ? first.To(last) : first;
}

/// <summary>
/// 一、（一）1.（1）① 一是 as a tree. A paragraph that stands in a gap of the numbering takes the missing number, marked as implied.
/// </summary>
internal static partial class Outline
{
    private const int LongestHeading = 40;
    private const int Deepest = 6;

    /// <summary>一、总体要求坚持以…为中心，…: a usual heading that no break parts from its text.</summary>
    private static readonly Regex _runsOn = new(
        $"^(?:{Lexicon.Office.Any("sections")})(?=[\\p{{IsCJKUnifiedIdeographs}}0-9“][^，。：；]{{2,60}}(?:[，。]|$))(?![和与及的之或落分、]|任务|安排|情况|方案|计划|措施|要求|目标|内容)",
        RegexOptions.CultureInvariant);

    /// <summary>有关要求：, in a line of its own below a list: what follows is no part of its last point.</summary>
    private static readonly Regex _unnumbered = new($"^(?:{Lexicon.Office.Any("around")})[：:]?$", RegexOptions.CultureInvariant);

    public static bool IsHeading(string text) => Level(text, out _, out _) > 0;

    /// <summary>A root of level 0, with the paragraphs before the first number.</summary>
    public static OutlineNode Read(ImmutableArray<Passage> body)
    {
        var root = new OutlineNode(0, 0, "", Passage.Empty, Passage.Empty, Passage.Empty, null);
        var open = root;
        var labelled = false; // points of the list have label lines of their own
        for (var at = 0; at < body.Length; at++)
        {
            var paragraph = body[at];
            var level = Level(paragraph.Text, out var no, out var length);
            if (level == 0 && open.Level > 0 && _unnumbered.IsMatch(paragraph.Text)
                && !(labelled = labelled || GoesOn(body.AsSpan()[(at + 1)..], root.Children[^1])))
            {
                (level, no) = (1, root.Children[^1].No + 1);
            }

            if (level == 0)
            {
                open.Paragraphs.Add(paragraph);
                continue;
            }

            while (open.Level >= level)
            {
                open = open.Parent ?? root;
            }

            var node = Node(paragraph, level, no, length, open);
            FillGap(open, node);
            open.Children.Add(node);
            open = node;
        }

        return root;
    }

    private static OutlineNode Node(Passage paragraph, int level, int no, int marker, OutlineNode parent)
    {
        var full = paragraph.Slice(marker);
        var (heading, rest) = Split(full);
        if (level == 1 && _runsOn.Match(full.Text) is { Success: true } runs)
        {
            (heading, rest) = (full.Slice(0, runs.Length), full.Slice(runs.Length));
            full = rest;
        }

        return new OutlineNode(level, no, paragraph.Text[..marker], full, heading, rest, parent);
    }

    /// <summary>Whether the list goes on below: then a label line (工作要求：) is part of one of its points.</summary>
    private static bool GoesOn(ReadOnlySpan<Passage> below, OutlineNode last)
    {
        foreach (var paragraph in last.Marker.Length > 0 ? below : [])
        {
            if (Level(paragraph.Text, out var no, out _) == last.Level && no == last.No + 1)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>（四） … an unnumbered paragraph with a heading of its own … （六）: that paragraph is （五）.</summary>
    private static void FillGap(OutlineNode parent, OutlineNode next)
    {
        if (parent.Children is not [.., { Marker.Length: > 0 } last] || next.No != last.No + 2)
        {
            return;
        }

        var at = last.Paragraphs.FindLastIndex(p => Split(p) is { Heading.Length: <= LongestHeading, Tail.Length: > 0 });
        if (at >= 0)
        {
            var (heading, rest) = Split(last.Paragraphs[at]);
            parent.Children.Add(
                new(next.Level, last.No + 1, MarkerOf(next.Level, last.No + 1), last.Paragraphs[at], heading, rest, parent)
                { Implied = true });
            last.Paragraphs.RemoveRange(at, last.Paragraphs.Count - at);
        }
    }

    /// <summary>A heading is the first sentence; a paragraph of one sentence alone is all heading.</summary>
    internal static (Passage Heading, Passage Tail) Split(Passage paragraph)
    {
        var stop = paragraph.Text.IndexOf('。', StringComparison.Ordinal);
        return stop < 0 || stop > 2 * LongestHeading
            ? (paragraph.Length > 2 * LongestHeading ? Passage.Empty : paragraph,
                paragraph.Length > 2 * LongestHeading ? paragraph : Passage.Empty)
            : (paragraph.Slice(0, stop), paragraph.Slice(stop + 1));
    }

    public static string MarkerOf(int level, int no) => level switch
    {
        1 => $"{Numeral(no)}、",
        2 => $"（{Numeral(no)}）",
        3 => $"{no}.",
        5 => $"{(char)('①' + Math.Min(no, 20) - 1)}",
        6 => $"{Numeral(no)}是",
        _ => $"（{no}）",
    };

    private static string Numeral(int no) => no switch
    {
        <= 10 => "〇一二三四五六七八九十"[no].ToString(),
        < 20 => "十" + Numeral(no - 10),
        < 100 => Numeral(no / 10) + "十" + (no % 10 == 0 ? "" : Numeral(no % 10)),
        _ => $"{no}",
    };

    private static int Level(string text, out int no, out int length)
    {
        var match = Marker().Match(text);
        (no, length) = (0, match.Length);
        for (var level = 1; match.Success && level <= Deepest; level++)
        {
            if (match.Groups[$"l{level}"] is { Success: true } group)
            {
                no = level == 5 ? group.Value[0] - '①' + 1 : ChineseNumbers.Parse(group.Value) ?? 0;
                return no > 0 ? level : 0;
            }
        }

        return 0;
    }

    /// <summary>一、 （一） 1. （1） ① 一是; 1.1 and 1) stand under 1. as （1） does.</summary>
    [GeneratedRegex(
        @"^[★☆▲●◆■\*]?(?:第?(?<l1>[一二三四五六七八九十百]{1,4})[、．.]|第(?<l1>[一二三四五六七八九十]{1,3})(?:部分|章|阶段)(?![，。、的])[：:]?"
        + @"|[（(](?<l2>[一二三四五六七八九十百]{1,4})[）)][、.．]?"
        + @"|[0-9]{1,2}[.．](?<l4>[0-9]{1,2})(?![0-9%％万亿元个次倍年月日])[.、．]?(?=[\p{L}“《])"
        + @"|第(?<l3>[一二三四五六七八九十百]{1,5})条(?![、，。第的])|(?<l3>[0-9]{1,3})[、．.](?=[^0-9]|$|20[0-9]{2}年|[0-9]{1,2}月|1(?:20|10|19|22|2345)(?![0-9]))"
        + @"|(?:任务|举措|事项|措施|议题|问题|隐患|专项)(?<l3>[一二三四五六七八九十]{1,3}|[0-9]{1,2})[：:、.．]"
        + @"|[（(](?<l4>[0-9]{1,3})[）)][、.．]?|(?<l4>[0-9]{1,2})[）)](?![0-9])|(?<l5>[①-⑳])|(?<l6>[一二三四五六七八九十]{1,2})(?:是|要)(?=.{3}))")]
    private static partial Regex Marker();
}
