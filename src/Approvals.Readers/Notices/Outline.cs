using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>A numbered part of the body with what stands under it.</summary>
internal sealed class OutlineNode(int level, int no, string marker, Passage heading, Passage rest, OutlineNode? parent)
{
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
/// 一、（一）1.（1） as a tree. A paragraph that stands in a gap of the numbering takes the missing number, marked as implied.
/// </summary>
internal static partial class Outline
{
    private const int LongestHeading = 40;

    public static bool IsHeading(string text) => Level(text, out _, out _) > 0;

    public static ImmutableArray<OutlineNode> Read(ImmutableArray<Passage> body)
    {
        var root = new OutlineNode(0, 0, "", Passage.Empty, Passage.Empty, null);
        var open = root;
        foreach (var paragraph in body)
        {
            var level = Level(paragraph.Text, out var no, out var length);
            if (level == 0)
            {
                open.Paragraphs.Add(paragraph);
                continue;
            }

            while (open.Level >= level)
            {
                open = open.Parent ?? root;
            }

            var (heading, rest) = Split(paragraph.Slice(length));
            var node = new OutlineNode(level, no, paragraph.Text[..length], heading, rest, open);
            FillGap(open, node);
            open.Children.Add(node);
            open = node;
        }

        return [.. root.Children];
    }

    /// <summary>（四） … an unnumbered paragraph with a heading of its own … （六）: that paragraph is （五）.</summary>
    private static void FillGap(OutlineNode parent, OutlineNode next)
    {
        if (parent.Children is not [.., var last] || next.No != last.No + 2)
        {
            return;
        }

        var at = last.Paragraphs.FindLastIndex(p => Split(p) is { Heading.Length: <= LongestHeading, Tail.Length: > 0 });
        if (at >= 0)
        {
            var (heading, rest) = Split(last.Paragraphs[at]);
            parent.Children.Add(
                new(next.Level, last.No + 1, MarkerOf(next.Level, last.No + 1), heading, rest, parent) { Implied = true });
            last.Paragraphs.RemoveRange(at, last.Paragraphs.Count - at);
        }
    }

    /// <summary>A heading is the first sentence; a paragraph of one sentence alone is all heading.</summary>
    private static (Passage Heading, Passage Tail) Split(Passage paragraph)
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
        for (var level = 1; match.Success && level <= 4; level++)
        {
            if (match.Groups[level] is { Success: true } group)
            {
                no = ChineseNumbers.Parse(group.Value) ?? 0;
                return no > 0 ? level : 0;
            }
        }

        return 0;
    }

    [GeneratedRegex(
        @"^(?:([一二三四五六七八九十百]{1,4})[、．.]"
        + @"|[（(]([一二三四五六七八九十百]{1,4})[）)][、.．]?|([0-9]{1,2})[、．.](?![0-9])|[（(]([0-9]{1,2})[）)][、.．]?)")]
    private static partial Regex Marker();
}
