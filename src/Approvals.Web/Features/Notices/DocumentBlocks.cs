using System.Collections.Immutable;
using Approvals.Readers.Notices;

namespace Approvals.Web.Features.Notices;

/// <summary>The extracted text as it is drawn beside the items: paragraphs and tables, with what differs marked.</summary>
internal static class DocumentBlocks
{
    public static ImmutableArray<DocumentBlock> Of(NoticeDraft draft)
    {
        var marks = Marks(draft);
        var blocks = ImmutableArray.CreateBuilder<DocumentBlock>();
        foreach (var line in draft.Text)
        {
            if (line.Cell is null)
            {
                if (!string.IsNullOrWhiteSpace(line.Text))
                {
                    blocks.Add(new DocumentBlock(Anchor(line.Index), Kind(line, draft), Runs(line, marks), []));
                }
            }
            else if (blocks is not [.., { Kind: BlockKind.Table } last] || last.Anchor != Table(line.Cell.Table))
            {
                blocks.Add(new DocumentBlock(Table(line.Cell.Table), BlockKind.Table, [], Rows(draft, line.Cell.Table, marks)));
            }
        }

        return blocks.ToImmutable();
    }

    /// <summary>Where a place of the text is found on the page: the table's row for what stands in a cell.</summary>
    public static string? Anchor(SourceSpan? span, NoticeDraft draft) => span is null || span.Line >= draft.Text.Length ? null
        : draft.Text[span.Line].Cell is { } cell ? Row(cell.Table, cell.Row) : Anchor(span.Line);

    private static string Anchor(int line) => $"p{line}";

    private static string Table(int table) => $"t{table}";

    private static string Row(int table, int row) => $"t{table}r{row}";

    private static ImmutableArray<DocumentRow> Rows(NoticeDraft draft, int table, ILookup<int, Mark> marks) =>
    [
        .. draft.Text.Where(l => l.Cell?.Table == table).GroupBy(l => l.Cell!.Row).OrderBy(r => r.Key) // filtered by its cell
            .Select(row => new DocumentRow(
                Row(table, row.Key),
                [
                    .. row.GroupBy(l => l.Cell!.Column).OrderBy(c => c.Key) // as above
                        .Select(cell => cell.Select(line => Runs(line, marks)).ToImmutableArray()),
                ])),
    ];

    private static BlockKind Kind(SourceLine line, NoticeDraft draft)
    {
        var sources = draft.Sources;
        return Holds(sources.Number) ? BlockKind.DocumentNumber
            : Holds(sources.Title) || Holds(sources.PlanTitle) ? BlockKind.Title
            : Holds(sources.Addressees) ? BlockKind.Addressees
            : Holds(sources.IssuedOn) || Holds(sources.Issuer) ? BlockKind.Signature
            : Holds(sources.Cc) || Holds(sources.PrintedOn) ? BlockKind.Imprint
            : draft.Annexes.Contains(line.Text.Trim()) ? BlockKind.AnnexMark
            : Section(draft.Sections, line.Index) switch
            {
                1 => BlockKind.Heading,
                2 => BlockKind.Subheading,
                _ => BlockKind.Text,
            };

        bool Holds(SourceSpan? span) => span is not null && span.Line <= line.Index && line.Index <= span.EndLine;
    }

    private static int Section(ImmutableArray<NoticeSection> sections, int line)
    {
        foreach (var section in sections)
        {
            if (section.Source.Line == line)
            {
                // A heading that runs on into its text is drawn as text.
                return section.Level == 1 ? 1 : section.Text.Length == 0 ? 2 : 0;
            }

            if (Section(section.Children, line) is > 0 and var level)
            {
                return level;
            }
        }

        return 0;
    }

    private static ILookup<int, Mark> Marks(NoticeDraft draft) => draft.Findings
        .SelectMany((finding, index) => new[] { finding.Source, finding.Other }.OfType<SourceSpan>()
            .Where(span => span.Line == span.EndLine && span.End > span.Start)
            .Select(span => (span.Line, Mark: new Mark(span.Start, span.End, index + 1))))
        .ToLookup(m => m.Line, m => m.Mark);

    private static ImmutableArray<TextRun> Runs(SourceLine line, ILookup<int, Mark> marks)
    {
        var runs = ImmutableArray.CreateBuilder<TextRun>();
        var at = 0;
        // The shortest of marks that overlap is the one that says most.
        foreach (var mark in marks[line.Index].OrderBy(m => m.Start).ThenBy(m => m.End))
        {
            if (mark.Start < at || mark.End > line.Text.Length || mark.End - mark.Start > line.Text.Length / 2)
            {
                continue;
            }

            if (mark.Start > at)
            {
                runs.Add(new TextRun(line.Text[at..mark.Start]));
            }

            runs.Add(new TextRun(line.Text[mark.Start..mark.End], mark.No));
            at = mark.End;
        }

        if (at < line.Text.Length)
        {
            runs.Add(new TextRun(line.Text[at..]));
        }

        return runs.ToImmutable();
    }

    private sealed record Mark(int Start, int End, int No);
}
