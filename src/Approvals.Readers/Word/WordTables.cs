using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Approvals.Readers.Word;

internal static class WordTables
{
    /// <summary>小四 for the cells.</summary>
    private const int CellSize = 24;

    public static Table Make(IReadOnlyList<WordColumn> columns, IEnumerable<IReadOnlyList<string>> rows, int width)
    {
        if (columns.Count == 0)
        {
            throw new ArgumentException("A table needs a column.", nameof(columns));
        }

        var shares = columns.Sum(c => Math.Max(1, c.Share));
        var widths = columns.Select(c => width * Math.Max(1, c.Share) / shares).ToArray();
        var table = new Table(
            new TableProperties(
                new TableWidth { Width = $"{widths.Sum()}", Type = TableWidthUnitValues.Dxa },
                Borders(),
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(
                    new TopMargin { Width = "40", Type = TableWidthUnitValues.Dxa },
                    new TableCellLeftMargin { Width = 80, Type = TableWidthValues.Dxa },
                    new BottomMargin { Width = "40", Type = TableWidthUnitValues.Dxa },
                    new TableCellRightMargin { Width = 80, Type = TableWidthValues.Dxa })),
            new TableGrid(widths.Select(w => new GridColumn { Width = $"{w}" })));
        table.Append(Row(columns.Select((c, i) => Cell(c.Head, widths[i], centred: true, head: true)), head: true));
        foreach (var row in rows)
        {
            table.Append(
                Row(columns.Select((c, i) => Cell(i < row.Count ? row[i] : "", widths[i], c.Centred, head: false)), head: false));
        }

        return table;
    }

    private static TableBorders Borders()
    {
        static T Line<T>()
            where T : BorderType, new() => new() { Val = BorderValues.Single, Size = 4, Space = 0, Color = "000000" };

        return new(
            Line<TopBorder>(), Line<LeftBorder>(), Line<BottomBorder>(), Line<RightBorder>(),
            Line<InsideHorizontalBorder>(), Line<InsideVerticalBorder>());
    }

    private static TableRow Row(IEnumerable<TableCell> cells, bool head)
    {
        var properties = new TableRowProperties(new CantSplit());
        if (head)
        {
            properties.Append(new TableHeader());
        }

        var row = new TableRow(properties);
        row.Append(cells.Cast<OpenXmlElement>());
        return row;
    }

    private static TableCell Cell(string text, int width, bool centred, bool head)
    {
        var properties = new TableCellProperties(new TableCellWidth { Width = $"{width}", Type = TableWidthUnitValues.Dxa });
        if (head)
        {
            properties.Append(new Shading { Val = ShadingPatternValues.Clear, Color = "auto", Fill = "F2F2F2" });
        }

        properties.Append(new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center });
        var style = new WordStyle(
            head ? WordFont.Hei : WordFont.FangSong, CellSize)
        { Exact = false, Compact = true, Centred = centred };
        return new(properties, WordParagraphs.Make(text, style));
    }
}
