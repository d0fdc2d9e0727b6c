using System.Collections.Immutable;
using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Approvals.Tests.Notices.Corpus;

/// <summary>One sheet of a .sheet file of the corpus: [[sheet NAME]] and its rows; {date:2024-06-30} is a true date.</summary>
internal sealed record SheetPage(string Name, Grid Grid);

/// <summary>Reads the markup and writes real .xlsx bytes, with nothing of the reader's.</summary>
internal static class SheetMarkup
{
    private static readonly DateOnly _dayZero = new(1899, 12, 30);

    public static ImmutableArray<SheetPage> Parse(string markup)
    {
        var pages = ImmutableArray.CreateBuilder<SheetPage>();
        foreach (var line in markup.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("[[sheet ", StringComparison.Ordinal))
            {
                pages.Add(new SheetPage(line[8..^2], new Grid(0, [])));
            }
            else
            {
                var grid = pages[^1].Grid;
                pages[^1] = pages[^1] with { Grid = grid with { Rows = grid.Rows.Add(Grid.ParseRow(line)) } };
            }
        }

        return pages.ToImmutable();
    }

    /// <param name="inline">Texts stand in their cells, not in the table of shared strings.</param>
    public static byte[] Build(ImmutableArray<SheetPage> pages, bool inline)
    {
        using var stream = new MemoryStream();
        using (var book = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var part = book.AddWorkbookPart();
            var sheets = new Sheets();
            part.Workbook = new Workbook(sheets);
            part.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
            var shared = new SharedStringTable();
            foreach (var page in pages)
            {
                var sheet = part.AddNewPart<WorksheetPart>();
                sheet.Worksheet = new Worksheet(Rows(page.Grid, inline ? null : shared));
                Merge(page.Grid, sheet.Worksheet);
                sheets.Append(new Sheet
                {
                    Name = page.Name,
                    Id = part.GetIdOfPart(sheet),
                    SheetId = (uint)sheets.ChildElements.Count + 1,
                });
            }

            if (!inline)
            {
                part.AddNewPart<SharedStringTablePart>().SharedStringTable = shared;
            }
        }

        return stream.ToArray();
    }

    private static SheetData Rows(Grid grid, SharedStringTable? shared) =>
        new(grid.Placed().GroupBy(c => c.Row).Select(row =>
            new Row(row.Select(c => Cell(c.Row, c.Column, c.Cell.Text, shared))) { RowIndex = (uint)row.Key + 1 }));

    private static Cell Cell(int row, int column, string text, SharedStringTable? shared)
    {
        var cell = new Cell { CellReference = Reference(row, column) };
        if (text.StartsWith("{date:", StringComparison.Ordinal))
        {
            var day = DateOnly.ParseExact(text[6..^1], "yyyy-MM-dd", CultureInfo.InvariantCulture);
            cell.StyleIndex = 1;
            cell.CellValue = new CellValue(day.DayNumber - _dayZero.DayNumber);
        }
        else if (int.TryParse(text, out var number))
        {
            cell.CellValue = new CellValue(number);
        }
        else if (shared is null)
        {
            cell.DataType = CellValues.InlineString;
            cell.InlineString = new InlineString(Words(text));
        }
        else
        {
            cell.DataType = CellValues.SharedString;
            cell.CellValue = new CellValue(shared.ChildElements.Count);
            shared.Append(new SharedStringItem(Words(text)));
        }

        return cell;
    }

    private static Text Words(string text) =>
        new(text.Replace('¶', '\n').Replace('⏎', '\n')) { Space = SpaceProcessingModeValues.Preserve };

    private static void Merge(Grid grid, Worksheet sheet)
    {
        var merged = grid.Placed().Where(c => c.Cell.Columns > 1 || c.Cell.Rows > 1).Select(c => new MergeCell
        {
            Reference = $"{Reference(c.Row, c.Column)}:{Reference(c.Row + c.Cell.Rows - 1, c.Column + c.Cell.Columns - 1)}",
        }).ToArray();
        if (merged.Length > 0)
        {
            sheet.Append(new MergeCells(merged));
        }
    }

    private static string Reference(int row, int column) => $"{(char)('A' + column)}{row + 1}";

    /// <summary>Format 1 shows a serial number as a day of the calendar (built-in number format 14).</summary>
    private static Stylesheet Styles() => new(
        new Fonts(new Font()), new Fills(new Fill()), new Borders(new Border()), new CellStyleFormats(new CellFormat()),
        new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 14, ApplyNumberFormat = true }));
}
