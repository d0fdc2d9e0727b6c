using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>
/// Paragraphs of a text whose lines were broken at the edge of the page (scans, print to text): a full line without sentence end
/// goes on in the next one. Page numbers and the like are left out.
/// </summary>
internal static partial class WrappedLines
{
    private const int FewestFullLines = 3;
    private const int WidestPage = 120;
    private const int NarrowestPage = 40;
    private const int Slack = 5;
    private const int DeepestIndent = 8;
    private static readonly Regex _noise = new(string.Join('|', Lexicon.Office.Words("noise")), RegexOptions.CultureInvariant);

    public static ImmutableArray<ImmutableArray<Segment>> Join(SourceDocument document, List<Segment> pieces)
    {
        var lines = pieces.Select((p, place) => p with { Start = p.Start + PagePaths.Length(document.TextOf(p), place) })
            .Where(p => p.Start < p.End && !_noise.IsMatch(document.TextOf(p).Trim())).ToList();
        var widths = lines.ConvertAll(l => Width(document, l));
        var page = PageWidth(document, lines, widths);
        var paragraphs = ImmutableArray.CreateBuilder<ImmutableArray<Segment>>(lines.Count);
        for (var i = 0; i < lines.Count;)
        {
            var paragraph = ImmutableArray.Create(lines[i]);
            while (page > 0 && i + 1 < lines.Count
                && (IsFull(document, lines[i], widths[i], page) || (widths[i] * 2 > page && IsOpen(document.TextOf(lines[i]))))
                && GoesOn(document, lines[i], lines[i + 1]))
            {
                paragraph = paragraph.Add(lines[++i]);
            }

            paragraphs.Add(paragraph);
            i++;
        }

        return paragraphs.ToImmutable();
    }

    /// <summary>0 where the lines are paragraphs: the longest is no page's width, or too few lines reach it in mid-sentence.</summary>
    private static int PageWidth(SourceDocument document, List<Segment> lines, List<int> widths)
    {
        if (lines.Count < 2 * FewestFullLines)
        {
            return 0;
        }

        // The widest that several lines reach; hardly a line is wider.
        var sorted = widths.OrderDescending().ToList();
        var page = Enumerable.Range(0, (lines.Count / 20) + 2).Where(i => i + FewestFullLines <= sorted.Count
            && sorted[i + FewestFullLines - 1] >= sorted[i] - Slack).Select(i => sorted[i]).FirstOrDefault();
        if (page is < NarrowestPage or > WidestPage)
        {
            return 0;
        }

        var full = Enumerable.Range(0, lines.Count).Count(i => widths[i] >= page - Slack && !EndsSentence(document.TextOf(lines[i])));
        return full >= FewestFullLines && full * 5 >= lines.Count ? page : 0;
    }

    /// <summary>Prose may fall short of the edge by a word; a title, which has no commas, may not.</summary>
    private static bool IsFull(SourceDocument document, Segment line, int width, int page) =>
        width >= page - Slack || (width >= page - (2 * Slack) && document.TextOf(line).AsSpan().ContainsAny('，', '。', '；'));

    private static bool GoesOn(SourceDocument document, Segment line, Segment next)
    {
        var (text, after) = (document.TextOf(line), document.TextOf(next));
        var indented = after.StartsWith("  ", StringComparison.Ordinal) || after.StartsWith('\u3000');
        return !indented && !EndsSentence(text) && !(Label().IsMatch(text) && IsBalanced(text))
            && !Outline.IsHeading(string.Concat(FlattenedTables.Squeeze(after).Select(Passage.Narrow))) && !FlattenedTables.Closes(after);
    }

    /// <summary>Nothing is open: a label with its value may end here.</summary>
    private static bool IsBalanced(string text) =>
        text.Count(c => c is '（' or '(') <= text.Count(c => c is '）' or ')');

    /// <summary>A mark is open: the text goes on, wherever its line was broken.</summary>
    private static bool IsOpen(string text) => !IsBalanced(text)
        || text.Count(c => c == '《') > text.Count(c => c == '》') || text.Count(c => c == '“') > text.Count(c => c == '”');

    private static bool EndsSentence(string text) => SentenceEnd().IsMatch(text);

    private static int Width(SourceDocument document, Segment line)
    {
        var width = 0;
        var text = document.Lines[line.Line].Text.AsSpan(line.Start, line.End - line.Start).TrimEnd();
        // What is set to the middle or the right by blanks fills no line.
        foreach (var c in text.Length - text.TrimStart().Length > DeepestIndent ? text.TrimStart() : text)
        {
            width += c > '\u2e7f' ? 2 : 1;
        }

        return width;
    }

    /// <summary>A colon that is none of a time (8:30).</summary>
    [GeneratedRegex("：|:(?![0-9])")]
    private static partial Regex Label();

    /// <summary>Also a stop before the bracket that closes a task: …。（护理部负责）</summary>
    [GeneratedRegex("(?:[。！？；：:;]|[。；][（(][^（）()]{2,80}[）)])\\s*$")]
    private static partial Regex SentenceEnd();
}
