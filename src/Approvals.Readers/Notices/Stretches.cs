using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>
/// Some patterns take time that grows with the square of the text that they search. So none is ever given more than a few pages at
/// once: a longer line, paragraph or cell is no office's, but a file's that is damaged or made to hurt.
/// </summary>
internal static class Stretches
{
    /// <summary>A whole notice may be glued to one line.</summary>
    public const int LongestLine = 30_000;

    public const int LongestParagraph = 4_000;
    private const int LongestCell = 20_000;

    /// <summary>A line as it is searched: whole, or parted where sentences end.</summary>
    public static IEnumerable<Segment> Of(SourceLine line) => Of(line.Text, new(line.Index, 0, line.Text.Length), LongestLine);

    /// <summary>Longer paragraphs become several.</summary>
    public static ImmutableArray<ImmutableArray<Segment>> Part(SourceDocument document, ImmutableArray<ImmutableArray<Segment>> paragraphs) =>
        paragraphs.All(p => LengthOf(p) <= LongestParagraph) ? paragraphs
            : [.. paragraphs.SelectMany(p => LengthOf(p) <= LongestParagraph ? [p] : Parts(document, p))];

    /// <exception cref="NoticeRefusedException">A cell holds more than a list's does.</exception>
    public static void Check(IEnumerable<SourceTable> tables)
    {
        if (tables.Any(t => t.Rows.Any(row => row.Any(cell => LengthOf(cell) > LongestCell))))
        {
            throw new NoticeRefusedException(RefusedFile.TooLarge, "文件的表格里有一格超过两万字，不像一份清单，请检查后再上传。");
        }
    }

    private static IEnumerable<ImmutableArray<Segment>> Parts(SourceDocument document, ImmutableArray<Segment> paragraph)
    {
        var (part, length) = (ImmutableArray.CreateBuilder<Segment>(), 0);
        foreach (var segment in paragraph.SelectMany(s => Of(document.Lines[s.Line].Text, s, LongestParagraph)))
        {
            if (length > 0 && length + segment.End - segment.Start > LongestParagraph)
            {
                yield return part.DrainToImmutable();
                length = 0;
            }

            part.Add(segment);
            length += segment.End - segment.Start;
        }

        yield return part.DrainToImmutable();
    }

    private static IEnumerable<Segment> Of(string text, Segment whole, int most)
    {
        var start = whole.Start;
        while (whole.End - start > most)
        {
            var stop = text.LastIndexOfAny(['。', '；', '\t', ' '], start + most - 1, most / 2);
            var end = stop < 0 ? start + most : stop + 1;
            yield return whole with { Start = start, End = end };
            start = end;
        }

        yield return whole with { Start = start };
    }

    private static int LengthOf(ImmutableArray<Segment> text)
    {
        var length = 0;
        foreach (var segment in text)
        {
            length += segment.End - segment.Start;
        }

        return length;
    }
}
