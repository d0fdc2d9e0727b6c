using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Tests.Notices.Corpus;

/// <summary>A cell of a table in the corpus's markup. What a span covers is left out of the rows below, as in HTML.</summary>
internal sealed record GridCell(string Text, int Columns = 1, int Rows = 1);

/// <summary>A table: its rows of cells, and how many of the first rows are its header.</summary>
internal sealed partial record Grid(int HeaderRows, ImmutableArray<ImmutableArray<GridCell>> Rows)
{
    public int Width => Rows.Length == 0 ? 0 : Placed().Max(c => c.Column + c.Cell.Columns);

    /// <summary>One row of markup: cells parted by " | ", each with its spans in front: {c5}, {r2}, {c2r3}.</summary>
    public static ImmutableArray<GridCell> ParseRow(string line) =>
        [.. line.Split('|').Select(cell => ParseCell(cell.Trim(' ')))];

    /// <summary>Every cell with the row and the column at which it begins.</summary>
    public IEnumerable<(int Row, int Column, GridCell Cell)> Placed()
    {
        var covered = new HashSet<(int, int)>();
        for (var row = 0; row < Rows.Length; row++)
        {
            var column = 0;
            foreach (var cell in Rows[row])
            {
                while (covered.Contains((row, column)))
                {
                    column++;
                }

                for (var below = 0; below < cell.Rows; below++)
                {
                    for (var right = 0; right < cell.Columns; right++)
                    {
                        covered.Add((row + below, column + right));
                    }
                }

                yield return (row, column, cell);
                column += cell.Columns;
            }
        }
    }

    private static GridCell ParseCell(string text)
    {
        var spans = Spans().Match(text);
        return spans.Success
            ? new GridCell(text[spans.Length..], Number(spans.Groups["c"]), Number(spans.Groups["r"]))
            : new GridCell(text);
    }

    private static int Number(Group group) => group.Success ? int.Parse(group.Value) : 1;

    [GeneratedRegex(@"^\{(?:c(?<c>\d+))?(?:r(?<r>\d+))?\}")]
    private static partial Regex Spans();
}
