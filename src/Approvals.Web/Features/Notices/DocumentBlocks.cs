using System.Collections.Immutable;
using Approvals.Readers.Notices;

namespace Approvals.Web.Features.Notices;

/// <summary>The extracted text as it is drawn beside the items: paragraphs and tables, with what differs marked.</summary>
internal static class DocumentBlocks
{
    public static ImmutableArray<DocumentBlock> Of(NoticeDraft draft)
    {
        var marks = ValuePlaces.Marks(draft);
        var tables = draft.Text.Where(l => l.Cell is not null).ToLookup(l => l.Cell!.Table); // filtered by its cell
        var blocks = ImmutableArray.CreateBuilder<DocumentBlock>();
        foreach (var line in draft.Text)
        {
            if (line.Cell is null)
            {
                if (!string.IsNullOrWhiteSpace(line.Text))
                {
                    blocks.Add(new DocumentBlock(ValuePlaces.OfLine(line.Index), Kind(line, draft), Line(line, marks), []));
                }
            }
            else if (blocks is not [.., { Kind: BlockKind.Table } last] || last.Anchor != ValuePlaces.OfTable(line.Cell.Table))
            {
                blocks.Add(new DocumentBlock(
                    ValuePlaces.OfTable(line.Cell.Table), BlockKind.Table, null, Rows(tables[line.Cell.Table], marks)));
            }
        }

        return blocks.ToImmutable();
    }

    private static ImmutableArray<DocumentRow> Rows(IEnumerable<SourceLine> table, ILookup<int, PaperMark> marks) =>
    [
        .. table.GroupBy(l => l.Cell!.Row).OrderBy(r => r.Key) // lines of a table have their cells
            .Select(row => new DocumentRow(
                ValuePlaces.OfRow(row.First().Cell!), // as above
                [.. row.GroupBy(l => l.Cell!).OrderBy(c => c.Key.Column).SelectMany(cell => Cells(cell.Key, [.. cell], marks))])), // as above
    ];

    /// <summary>Of a table that was lines of text, one line is a row, its cells parted by tabs.</summary>
    private static IEnumerable<DocumentCell> Cells(CellPlace place, ImmutableArray<SourceLine> lines, ILookup<int, PaperMark> marks) =>
        lines is [var only] && only.Text.Contains('\t', StringComparison.Ordinal)
            ? PaperLine.Cells(only.Text, [.. marks[only.Index]])
                .Select((line, at) => new DocumentCell($"{ValuePlaces.OfCell(place)}-{at}", [line]))
            : [new DocumentCell(ValuePlaces.OfCell(place), [.. lines.Select(line => Line(line, marks))])];

    private static PaperLine Line(SourceLine line, ILookup<int, PaperMark> marks) => new(line.Text, marks[line.Index]);

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
}
