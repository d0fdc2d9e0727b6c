using System.Collections.Immutable;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace Approvals.Web.Features.Notices;

/// <summary>A stretch of a line that something on the page points to.</summary>
/// <param name="Id">Unique on the page; null for what goes on of a stretch that another one cut.</param>
/// <param name="DifferenceNo">The difference to rule on; null where a value stands.</param>
public sealed record PaperMark(int Start, int End, string? Id, int? DifferenceNo = null);

/// <summary>
/// A line of the source as it is drawn: marks lie in one another as boxes do, and where two overlap the later one is cut, so that
/// a click on a value finds one element. It writes itself: a long list has tens of thousands of marks.
/// </summary>
public sealed class PaperLine : IHtmlContent
{
    private readonly string _text;
    private readonly ImmutableArray<PaperMark> _marks;

    public PaperLine(string text, IEnumerable<PaperMark> marks)
    {
        _text = text;
        _marks = [.. marks.Where(m => m.Start >= 0 && m.Start < m.End && m.End <= text.Length).Order(Outer)];
    }

    /// <summary>A line of a table that tabs part, as its cells.</summary>
    public static IEnumerable<PaperLine> Cells(string text, IReadOnlyCollection<PaperMark> marks)
    {
        var start = 0;
        foreach (var part in text.Split('\t'))
        {
            var (from, to) = (start, start + part.Length);
            yield return new PaperLine(part, marks.Where(m => from <= m.Start && m.End <= to)
                .Select(m => m with { Start = m.Start - from, End = m.End - from }));
            start = to + 1;
        }
    }

    /// <summary>From left to right; of those that begin together, the longest is the outermost, and a value holds its difference.</summary>
    private static Comparer<PaperMark> Outer { get; } = Comparer<PaperMark>.Create((a, b) =>
        (a.Start, -a.End, a.DifferenceNo ?? 0).CompareTo((b.Start, -b.End, b.DifferenceNo ?? 0)));

    public void WriteTo(TextWriter writer, HtmlEncoder encoder) =>
        Write(writer, encoder, 0, _text.Length, [.. _marks], insideLink: false);

    private void Write(TextWriter writer, HtmlEncoder encoder, int from, int to, List<PaperMark> marks, bool insideLink)
    {
        var at = from;
        while (marks.Count > 0)
        {
            var mark = marks[0];
            var inner = new List<PaperMark>();
            var later = new List<PaperMark>();
            foreach (var other in marks.Skip(1))
            {
                if (other.Start >= mark.End)
                {
                    later.Add(other);
                    continue;
                }

                inner.Add(other with { End = Math.Min(other.End, mark.End) });
                if (other.End > mark.End)
                {
                    later.Add(other with { Start = mark.End, Id = null });
                }
            }

            encoder.Encode(writer, _text, at, mark.Start - at);
            Write(writer, encoder, mark, inner, insideLink);
            at = mark.End;
            later.Sort(Outer);
            marks = later;
        }

        encoder.Encode(writer, _text, at, to - at);
    }

    /// <summary>A link never stands in a link: there the inner difference is a place only.</summary>
    private void Write(TextWriter writer, HtmlEncoder encoder, PaperMark mark, List<PaperMark> inner, bool insideLink)
    {
        var link = mark.DifferenceNo is not null && !insideLink;
        writer.Write(link ? "<a class=\"differs\"" : "<span");
        if (mark.Id is not null)
        {
            writer.Write(" id=\"");
            encoder.Encode(writer, mark.Id);
            writer.Write('"');
        }

        if (mark.DifferenceNo is { } no && link)
        {
            writer.Write(" href=\"#difference-");
            writer.Write(no);
            writer.Write("\" title=\"");
            encoder.Encode(writer, Texts.Notice.Difference(no));
            writer.Write('"');
        }

        writer.Write('>');
        Write(writer, encoder, mark.Start, mark.End, inner, insideLink || link);
        writer.Write(link ? "</a>" : "</span>");
    }
}
