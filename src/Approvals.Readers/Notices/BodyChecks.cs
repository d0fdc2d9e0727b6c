using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>Doubts about the text itself: numbering, sentences that break off, quotation marks and brackets.</summary>
internal static partial class BodyChecks
{
    private const int ShortestSentence = 16;
    private const int Shown = 24;

    /// <summary>A passage with more is garbled; more of the same helps nobody.</summary>
    private const int MostMarks = 10;

    private static readonly Regex _cutOff = new(
        $"(?<=[，；。]|^)(?<verb>{Lexicon.Office.Any("clause-verbs")})(?<noun>(?:(?!{Lexicon.Office.Any("predicates")})[^，。；])*(?:"
        + $"{Lexicon.Office.Any("bare-nouns")}))[。；]?$", RegexOptions.CultureInvariant);

    public static void Numbering(IReadOnlyList<OutlineNode> outline, FindingList findings)
    {
        // Numbers may count on through the sections.
        var last = new int[16];
        var before = new Dictionary<OutlineNode, int>();
        foreach (var node in outline.SelectMany(n => n.Below.Prepend(n)).Where(n => n.Marker.Length > 0))
        {
            before[node] = last[node.Level];
            last[node.Level] = node.No;
        }

        Numbering(null, outline, before, findings);
        foreach (var node in outline.SelectMany(n => n.Below.Prepend(n)))
        {
            Numbering(node, node.Children, before, findings);
        }
    }

    private static void Numbering(
        OutlineNode? parent, IReadOnlyList<OutlineNode> nodes, Dictionary<OutlineNode, int> counted, FindingList findings)
    {
        var children = nodes.Where(n => n.Marker.Length > 0).ToList(); // a label line has no number
        var where = parent is null ? "正文" : $"{Quote.Of(parent.Name)}下";
        for (var i = 0; i < children.Count; i++)
        {
            var (before, node) = (i == 0 ? 0 : children[i - 1].No, children[i]);
            var marker = Outline.MarkerOf(node.Level, before + 1).TrimEnd('、', '.');
            if (node.Implied)
            {
                findings.Add(
                    FindingKind.NumberingGap, null, $"{where}缺编号{marker}：{Quote.Of(node.Heading)}一段没有编号，按次序应为{marker}。",
                    node.Whole, body: node.Heading.Text, annex: marker);
            }
            else if (node.No > before + 1 && (i > 0 || (node.No <= 3 && counted.GetValueOrDefault(node) != node.No - 1)))
            {
                findings.Add(FindingKind.NumberingGap, null, $"{where}缺编号{marker}，前面没有编号为{marker}的段落，直接到了{Quote.Of(node.Name)}。",
                    node.Whole, body: node.Name, annex: marker);
            }
            else if (node.No <= before && node.No != 1)
            {
                findings.Add(FindingKind.NumberingRepeat, null,
                    $"{where}编号{Quote.Of(node.Marker.TrimEnd('、'))}重复或者次序不对：{Quote.Of(node.Name)}。", node.Whole, body: node.Name);
            }
        }
    }

    public static void Sentences(ImmutableArray<Passage> body, FindingList findings)
    {
        foreach (var paragraph in body)
        {
            if (_cutOff.Match(paragraph.Text) is { Success: true } cut)
            {
                findings.Add(
                    FindingKind.TruncatedSentence, null,
                    $"{Quote.Of(Tail(paragraph))}一句没有说完：“{cut.Groups["verb"].Value}”后面只有“{cut.Groups["noun"].Value}”，疑有缺漏。",
                    paragraph.Span(cut.Index, cut.Length), body: Tail(paragraph));
            }
            else if (paragraph.Length >= ShortestSentence && !IsTitleOrLabel(paragraph.Text)
                && (Outline.IsHeading(paragraph.Text) && !GoesOn().IsMatch(paragraph.Text) ? Dangling() : Unended()).IsMatch(paragraph.Text))
            {
                findings.Add(
                    FindingKind.TruncatedSentence, null, $"{Quote.Of(Tail(paragraph))}一段结尾没有句号，疑有缺漏。",
                    paragraph.Span(Math.Max(0, paragraph.Length - Shown), Math.Min(Shown, paragraph.Length)),
                    body: Tail(paragraph));
            }
        }
    }

    /// <summary>Titles, labels with their values and lists of names end without full stop.</summary>
    private static bool IsTitleOrLabel(string text) =>
        HeadLines.EndsTitle(text) || HeadLines.IsDateLine(text) || Label().IsMatch(text) || !text.Contains('，', StringComparison.Ordinal)
        || HeadLines.IsPrinted(text);

    /// <summary>Every opening mark needs its closing one; an opening mark inside its own kind was meant to close it.</summary>
    public static void Marks(Passage text, int? item, FindingList findings)
    {
        var open = new Stack<(char Mark, int At)>();
        var where = item is { } no ? $"第{no}项" : "正文";
        var reported = 0;
        for (var i = 0; i < text.Length && reported < MostMarks; i++)
        {
            var c = text.Text[i];
            if (c is '“' && open.TryPeek(out var top) && top.Mark == '“')
            {
                Report(i, top.At, $"{where}{Quote.Of(Around(text, top.At, i))}的后引号写成了前引号");
                open.Pop();
            }
            else if (Closing(c) is { } closing)
            {
                open.Push((closing == '”' ? '“' : c, i));
            }
            else if (IsClosing(c) && !(open.TryPop(out var last) && Fits(last.Mark, c)))
            {
                Report(i, i, $"{where}{Quote.Of(Around(text, Math.Max(0, i - 8), i))}有“{c}”而没有与它成对的前一半");
            }
        }

        foreach (var (mark, at) in open.Reverse().Take(MostMarks))
        {
            Report(at, at, $"{where}{Quote.Of(Around(text, at, Math.Min(text.Length - 1, at + 12)))}有“{mark}”而没有与它成对的后一半");
        }

        void Report(int at, int from, string what)
        {
            reported++;
            findings.Add(
                FindingKind.UnpairedMark, item, what + "。", text.Span(from, at - from + 1),
                body: item is null ? Around(text, from, at) : null, annex: item is null ? null : Around(text, from, at));
        }
    }

    private static string Around(Passage text, int from, int to) => text.Text.Substring(from, Math.Min(to - from + 1, 2 * Shown));

    private static string Tail(Passage text)
    {
        var end = text.Text.TrimEnd('。');
        var from = Math.Max(end.LastIndexOfAny(['，', '；', '。']) + 1, 0);
        return from == 0 || end.Length - from > Shown ? text.Text[^Math.Min(Shown, text.Length)..] : text.Text[from..];
    }

    private static char? Closing(char c) =>
        c switch { '“' => '”', '《' => '》', '（' => '）', '(' => ')', '〔' => '〕', '【' => '】', '「' => '」', _ => null };

    private static bool IsClosing(char c) => c is '”' or '》' or '）' or ')' or '〕' or '】' or '」';

    private static bool Fits(char open, char close) => Closing(open) == close || (open is '（' or '(' && close is '）' or ')');

    [GeneratedRegex("[^。！？；：”」』）)》…!?;:.]$")]
    private static partial Regex Unended();

    /// <summary>（二）注重统筹推进。要把…: the text of a numbered part goes on behind its heading.</summary>
    [GeneratedRegex("^[^。]{2,40}。[^。；：]{2,}[，；。]")]
    private static partial Regex GoesOn();

    [GeneratedRegex("^.{2,10}[：:]|[：:][^。]{1,40}$")]
    private static partial Regex Label();

    [GeneratedRegex("[，、,]$")]
    private static partial Regex Dangling();
}
