using System.Collections.Immutable;
using System.Security;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Approvals.Tests.Notices.Corpus;

/// <summary>How a .docx is put together, where Word itself has several ways to say the same.</summary>
/// <param name="RunLength">Characters a run; 0 for one run a paragraph.</param>
/// <param name="LinesAsBreaks">Lines of a cell are parted by line breaks, not by paragraphs.</param>
internal sealed record WordHabits(string Font = "仿宋_GB2312", int HalfPoints = 32, int RunLength = 0, bool LinesAsBreaks = false);

/// <summary>Writes real .docx bytes from the corpus's blocks, with nothing of the reader's.</summary>
internal sealed class WordBuilder(WordHabits habits)
{
    private readonly Body _body = new();

    public static byte[] Build(ImmutableArray<WordBlock> blocks, WordHabits habits) => new WordBuilder(habits).Write(blocks);

    private byte[] Write(ImmutableArray<WordBlock> blocks)
    {
        using var stream = new MemoryStream();
        using (var word = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = word.AddMainDocumentPart();
            main.Document = new Document(_body);
            main.AddNewPart<StyleDefinitionsPart>().Styles = Styles();
            main.AddNewPart<NumberingDefinitionsPart>().Numbering = Numbering();
            var section = new SectionProperties();
            foreach (var block in blocks)
            {
                Add(block, main, section);
            }

            _body.Append(section);
        }

        return stream.ToArray();
    }

    private void Add(WordBlock block, MainDocumentPart main, SectionProperties section)
    {
        switch (block)
        {
            case WordBlock.Text text:
                _body.Append(Paragraph(text));
                break;
            case WordBlock.Table table:
                _body.Append(Table(table.Grid));
                break;
            case WordBlock.PageBreak:
                _body.Append(new Paragraph(new Run(new Break { Type = BreakValues.Page })));
                break;
            case WordBlock.TextBox box:
                _body.Append(new Paragraph($"""
                    <w:p xmlns:w="{Namespace}"><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:400pt">
                    <v:textbox><w:txbxContent><w:p><w:r><w:t>{SecurityElement.Escape(box.Words)}</w:t></w:r></w:p></w:txbxContent>
                    </v:textbox></v:shape></w:pict></w:r></w:p>
                    """));
                break;
            case WordBlock.PageHeader header:
                AddHeader(new Paragraph(new Run(Words(header.Words))), main, section);
                break;
            case WordBlock.Watermark mark:
                AddHeader(
                    new Paragraph($"""
                        <w:p xmlns:w="{Namespace}"><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:400pt">
                        <v:textpath string="{SecurityElement.Escape(mark.Words)}"/></v:shape></w:pict></w:r></w:p>
                        """),
                    main,
                    section);
                break;
            case WordBlock.PageFooter footer:
                var part = main.AddNewPart<FooterPart>();
                part.Footer = new Footer(PageLine(footer.Words));
                section.Append(new FooterReference { Type = HeaderFooterValues.Default, Id = main.GetIdOfPart(part) });
                break;
            default:
                throw new InvalidOperationException(block.GetType().Name);
        }
    }

    private static void AddHeader(Paragraph paragraph, MainDocumentPart main, SectionProperties section)
    {
        var part = main.AddNewPart<HeaderPart>();
        part.Header = new Header(paragraph);
        section.PrependChild(new HeaderReference
        {
            Type = section.Elements<HeaderReference>().Any() ? HeaderFooterValues.First : HeaderFooterValues.Default,
            Id = main.GetIdOfPart(part),
        });
    }

    private static Paragraph PageLine(string words)
    {
        var paragraph = new Paragraph();
        foreach (var (piece, at) in words.Split("{page}").Select((piece, at) => (piece, at)))
        {
            if (at > 0)
            {
                paragraph.Append(new SimpleField(new Run(Words("1"))) { Instruction = " PAGE " });
            }

            paragraph.Append(new Run(Words(piece)));
        }

        return paragraph;
    }

    private Paragraph Paragraph(WordBlock.Text text)
    {
        var properties = new ParagraphProperties();
        if (text.Look == WordLook.Heading)
        {
            properties.ParagraphStyleId = new ParagraphStyleId { Val = $"Heading{text.Level}" };
        }

        if (text.Look == WordLook.Numbered)
        {
            properties.NumberingProperties = new NumberingProperties(
                new NumberingLevelReference { Val = text.Level - 1 }, new NumberingId { Val = 1 });
        }

        if (text.Look is WordLook.Centred or WordLook.Title or WordLook.Right)
        {
            properties.Justification = new Justification
            {
                Val = text.Look == WordLook.Right ? JustificationValues.Right : JustificationValues.Center,
            };
        }

        var paragraph = new Paragraph(properties);
        foreach (var run in Runs(text.Words, bold: text.Look == WordLook.Title))
        {
            paragraph.Append(run);
        }

        return paragraph;
    }

    private IEnumerable<Run> Runs(string words, bool bold)
    {
        var length = habits.RunLength == 0 ? Math.Max(words.Length, 1) : habits.RunLength;
        return words.Chunk(length).Select((piece, at) => Run(new string(piece), bold, odd: at % 2 == 1));
    }

    /// <summary>⏎ is a line break and ⇥ a tab. Neighbouring runs differ in a property, as edited text does.</summary>
    private Run Run(string piece, bool bold, bool odd)
    {
        var properties = new RunProperties(
            new RunFonts { Ascii = habits.Font, EastAsia = habits.Font, Hint = odd ? FontTypeHintValues.EastAsia : null });
        if (bold)
        {
            properties.Append(new Bold());
        }

        properties.Append(new FontSize { Val = $"{habits.HalfPoints}" });
        var run = new Run(properties);
        var from = 0;
        for (var at = 0; at <= piece.Length; at++)
        {
            if (at < piece.Length && piece[at] is not ('⏎' or '⇥'))
            {
                continue;
            }

            if (at > from)
            {
                run.Append(Words(piece[from..at]));
            }

            if (at < piece.Length)
            {
                run.Append(piece[at] == '⏎' ? new Break() : new TabChar());
            }

            from = at + 1;
        }

        return run;
    }

    private Table Table(Grid grid)
    {
        var width = grid.Width;
        var table = new Table(
            new TableProperties(new TableBorders(
                new TopBorder { Val = BorderValues.Single }, new InsideHorizontalBorder { Val = BorderValues.Single })),
            new TableGrid(Enumerable.Range(0, width).Select(_ => new GridColumn { Width = $"{9000 / width}" })));
        var begun = grid.Placed().ToDictionary(c => (c.Row, c.Column), c => c.Cell);
        for (var row = 0; row < grid.Rows.Length; row++)
        {
            var line = new TableRow();
            if (row < grid.HeaderRows)
            {
                line.Append(new TableRowProperties(new TableHeader()));
            }

            for (var column = 0; column < width;)
            {
                var (cell, begins) = Covering(begun, row, column);
                line.Append(Cell(cell, begins));
                column += cell.Columns;
            }

            table.Append(line);
        }

        return table;
    }

    private static (GridCell Cell, bool Begins) Covering(Dictionary<(int, int), GridCell> begun, int row, int column)
    {
        for (var up = row; up >= 0; up--)
        {
            if (begun.TryGetValue((up, column), out var cell) && up + cell.Rows > row)
            {
                return (cell, up == row);
            }
        }

        return (new GridCell(""), true);
    }

    private TableCell Cell(GridCell cell, bool begins)
    {
        var properties = new TableCellProperties(new TableCellWidth { Width = "1500", Type = TableWidthUnitValues.Dxa });
        if (cell.Columns > 1)
        {
            properties.Append(new GridSpan { Val = cell.Columns });
        }

        if (cell.Rows > 1)
        {
            properties.Append(begins ? new VerticalMerge { Val = MergedCellValues.Restart } : new VerticalMerge());
        }

        var made = new TableCell(properties);
        var text = begins ? cell.Text : "";
        foreach (var line in habits.LinesAsBreaks ? [text.Replace('¶', '⏎')] : text.Split('¶'))
        {
            made.Append(Paragraph(new WordBlock.Text(WordLook.Plain, 0, line)));
        }

        return made;
    }

    private const string Namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    private static Text Words(string words) => new(words) { Space = SpaceProcessingModeValues.Preserve };

    private static Styles Styles() => new(Enumerable.Range(1, 3).Select(level =>
        new Style(new StyleName { Val = $"heading {level}" }, new StyleParagraphProperties(new OutlineLevel { Val = level - 1 }))
        {
            Type = StyleValues.Paragraph,
            StyleId = $"Heading{level}",
        }));

    private static Numbering Numbering()
    {
        (NumberFormatValues Format, string Text)[] levels =
        [
            (NumberFormatValues.ChineseCountingThousand, "%1、"), (NumberFormatValues.ChineseCountingThousand, "（%2）"),
            (NumberFormatValues.Decimal, "%3."), (NumberFormatValues.Decimal, "（%4）"),
        ];
        var made = levels.Select((level, at) => new Level(
            new StartNumberingValue { Val = 1 }, new NumberingFormat { Val = level.Format }, new LevelText { Val = level.Text })
        {
            LevelIndex = at,
        });
        return new Numbering(
            new AbstractNum(made.Prepend<OpenXmlElement>(new MultiLevelType { Val = MultiLevelValues.Multilevel }))
            {
                AbstractNumberId = 0,
            },
            new NumberingInstance(new AbstractNumId { Val = 0 }) { NumberID = 1 });
    }
}
