using Approvals.Readers.Notices;

namespace Approvals.Web.Features.Notices;

/// <summary>Where the values of a notice stand in its text, and the element of the page that each place is.</summary>
internal static class ValuePlaces
{
    /// <summary>
    /// The stretch itself where it lies in one line; else the cell, the row or the first paragraph that holds it. Null where there
    /// is nothing to show.
    /// </summary>
    public static string? Anchor(SourceSpan? span, NoticeDraft draft)
    {
        if (span is null || span.Line >= draft.Text.Length)
        {
            return null;
        }

        var line = draft.Text[span.Line];
        if (IsDrawn(span, draft))
        {
            return Id(span);
        }

        return line.Cell is not { } cell ? OfLine(span.Line)
            : span.EndLine == span.Line && CrossesCells(span, line) ? OfRow(cell)
            : span.EndLine < draft.Text.Length && draft.Text[span.EndLine].Cell == cell ? OfCell(cell) : OfRow(cell);
    }

    public static string OfLine(int line) => $"p{line}";

    public static string OfTable(int table) => $"t{table}";

    public static string OfRow(CellPlace cell) => $"t{cell.Table}r{cell.Row}";

    public static string OfCell(CellPlace cell) => $"t{cell.Table}r{cell.Row}c{cell.Column}";

    /// <summary>All stretches that the page points to, by line.</summary>
    public static ILookup<int, PaperMark> Marks(NoticeDraft draft)
    {
        var values = Values(draft).OfType<SourceSpan>().Where(s => IsDrawn(s, draft)).ToHashSet();
        var differences = draft.Findings
            .SelectMany((finding, index) => new[] { finding.Source, finding.Other }.OfType<SourceSpan>().Distinct()
                .Where(span => IsDrawn(span, draft)).Select(span => (Span: span, No: index + 1)))
            .DistinctBy(d => d.Span)
            .ToList();
        return values.Select(s => (s.Line, Mark: new PaperMark(s.Start, s.End, Id(s))))
            .Concat(differences.Select(d => (d.Span.Line, Mark: new PaperMark(
                d.Span.Start, d.Span.End, values.Contains(d.Span) ? null : Id(d.Span),
                IsWhole(d.Span, draft) ? null : d.No))))
            .Where(m => m.Mark.Id is not null || m.Mark.DifferenceNo is not null)
            .ToLookup(m => m.Line, m => m.Mark);
    }

    /// <summary>The lines that say nothing but these words, however they are broken; null where there are none.</summary>
    public static SourceSpan? OfLines(string words, NoticeDraft draft)
    {
        const int most = 6;
        for (var first = 0; first < draft.Text.Length; first++)
        {
            var said = "";
            for (var last = first; last < Math.Min(first + most, draft.Text.Length) && said.Length <= words.Length; last++)
            {
                said += draft.Text[last].Text;
                if (said.Trim().Length > 0 && RowPoints.Same(said, words))
                {
                    return new SourceSpan(first, 0, last, draft.Text[last].Text.Length);
                }
            }
        }

        return null;
    }

    /// <summary>Where one of several names stands among them; the whole of them where it is written otherwise.</summary>
    public static SourceSpan? OfName(string name, SourceSpan? among, NoticeDraft draft)
    {
        if (among is null || name.Length == 0)
        {
            return among;
        }

        for (var line = among.Line; line <= Math.Min(among.EndLine, draft.Text.Length - 1); line++)
        {
            var text = draft.Text[line].Text;
            var (start, end) = (line == among.Line ? among.Start : 0, line == among.EndLine ? Math.Min(among.End, text.Length) : text.Length);
            if (Find(name, text, start, end) is var (from, to))
            {
                return new SourceSpan(line, from, line, to);
            }
        }

        return among;
    }

    /// <summary>The deadline words of an item stand in its cell, else with the point that has them.</summary>
    public static SourceSpan? OfDeadline(NoticeItem item) =>
        item.Sources.Deadline ?? item.Points.Select(p => p.DeadlineSource).FirstOrDefault(s => s is not null);

    private static IEnumerable<SourceSpan?> Values(NoticeDraft draft)
    {
        var head = draft.Sources;
        SourceSpan?[] values =
        [
            head.Number, head.Issuer, head.Title, head.Addressees, head.IssuedOn, head.PrintedOn, head.Cc, head.PlanTitle, head.Urgency,
            head.Secrecy,
        ];
        return values
            .Concat(head.Annexes)
            .Concat(draft.Issuers.Select(i => OfName(i, head.Issuer, draft)))
            .Concat(draft.Heads.Select(h => h.Source))
            .Concat(draft.Items.SelectMany(item => Values(item, draft)));
    }

    private static IEnumerable<SourceSpan?> Values(NoticeItem item, NoticeDraft draft) =>
        new[]
        {
            item.Source, item.BodySource, item.Sources.Title, item.Sources.Plan, item.Sources.Leaders, item.Sources.Departments,
            item.Sources.Deadline, item.Sources.Standard, item.Sources.Group, item.Sources.Lead, item.Sources.Support,
        }
            .Concat(item.Leaders.Select(n => OfName(n, item.Sources.Leaders, draft)))
            .Concat(item.Departments.Select(n => OfName(n, item.Sources.Departments, draft)))
            .Concat(item.Points.SelectMany(p => new[] { p.Source, p.DeadlineSource, p.MeasureSource }.Concat(p.PhoneSources)));

    private static string Id(SourceSpan span) => $"s{span.Line}-{span.Start}-{span.End}";

    private static bool IsDrawn(SourceSpan span, NoticeDraft draft) =>
        span.Line == span.EndLine && span.Line < draft.Text.Length && span.Start >= 0 && span.Start < span.End
        && span.End <= draft.Text[span.Line].Text.Length && !CrossesCells(span, draft.Text[span.Line]);

    /// <summary>Of a table whose rows are lines, tabs part the cells.</summary>
    private static bool CrossesCells(SourceSpan span, SourceLine line) =>
        line.Cell is not null && line.Text.AsSpan(span.Start, span.End - span.Start).Contains('\t');

    /// <summary>A difference over more than half of a line is a place to look at, not a word to be coloured.</summary>
    private static bool IsWhole(SourceSpan span, NoticeDraft draft) =>
        span.End - span.Start > draft.Text[span.Line].Text.Length / 2;

    /// <summary>The name as the text has it, with whatever blanks (张　三).</summary>
    private static (int From, int To)? Find(string name, string text, int start, int end)
    {
        for (var from = start; from < end; from++)
        {
            var (at, matched) = (from, 0);
            while (at < end && matched < name.Length && (text[at] == name[matched] || (matched > 0 && char.IsWhiteSpace(text[at]))))
            {
                matched += text[at] == name[matched] ? 1 : 0;
                at++;
            }

            if (matched == name.Length)
            {
                return (from, at);
            }
        }

        return null;
    }
}
