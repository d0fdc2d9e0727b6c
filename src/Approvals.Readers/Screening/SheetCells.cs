using System.Xml.Linq;

namespace Approvals.Readers.Screening;

/// <summary>The cells of a workbook's sheets: their text, wherever it is kept, and the columns that a head names.</summary>
/// <param name="shared">The texts that cells share, by their number.</param>
internal sealed class SheetCells(List<string> shared, ScreenFindings findings)
{
    private readonly HashSet<int> _marked = [];
    private Dictionary<int, PersonalKind> _columns = [];
    private int _lastRow;

    /// <summary>Whether a cell below a head that says so holds this text, which by itself tells nothing.</summary>
    public bool IsMarked(int text) => _marked.Contains(text);

    public static string TextOf(XElement item) =>
        string.Concat(item.Descendants().Where(e => e.Name.LocalName == "t" && e.Parent?.Name.LocalName != "rPh").Select(e => e.Value));

    /// <summary>Looks at a row; a cell with a number becomes one with its own, blacked-out text.</summary>
    public void Row(XElement row)
    {
        var number = (int?)row.Attribute("r") ?? _lastRow + 1;
        if (number <= _lastRow)
        {
            _columns = []; // the next sheet
        }

        (_lastRow, var column) = (number, -1);
        foreach (var cell in row.Elements().Where(e => e.Name.LocalName == "c"))
        {
            column = ColumnOf((string?)cell.Attribute("r")) ?? column + 1;
            var (text, at) = Text(cell);
            var spans = findings.Look(text, column, _columns);
            if (spans.Count > 0)
            {
                if (at is { } kept)
                {
                    _marked.Add(kept);
                }

                Rewrite(cell, ScreenFindings.Blacken(text, spans));
            }
        }
    }

    private (string Text, int? Shared) Text(XElement cell)
    {
        var value = cell.Elements().FirstOrDefault(e => e.Name.LocalName == "v")?.Value ?? "";
        return (string?)cell.Attribute("t") switch
        {
            "s" when int.TryParse(value, out var at) && at >= 0 && at < shared.Count => (shared[at], at),
            "inlineStr" => (TextOf(cell), null),
            _ => (value, null),
        };
    }

    private static void Rewrite(XElement cell, string text)
    {
        var space = cell.Name.Namespace;
        cell.Elements().Remove();
        cell.SetAttributeValue("t", "inlineStr");
        cell.Add(new XElement(space + "is", new XElement(space + "t", text)));
    }

    /// <summary>From 0; null for what is no place such as B12.</summary>
    private static int? ColumnOf(string? place)
    {
        var column = 0;
        foreach (var letter in (place ?? "").TakeWhile(char.IsAsciiLetterUpper).Take(3))
        {
            column = column * 26 + (letter - 'A' + 1);
        }

        return column == 0 ? null : column - 1;
    }
}
