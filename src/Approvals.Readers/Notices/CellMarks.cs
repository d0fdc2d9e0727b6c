using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>Cells with a mark instead of words: — is nothing, 同上 and 〃 what stands above.</summary>
internal static class CellMarks
{
    private const int LongestMark = 8;
    private static readonly FrozenSet<string> _nothing = Lexicon.Office.Words("cells.nothing").ToFrozenSet();
    private static readonly FrozenSet<string> _same = Lexicon.Office.Words("cells.same").ToFrozenSet();

    public static bool IsNothing(string text) => _nothing.Contains(text);

    /// <summary>见具体举措: another cell says it.</summary>
    public static bool PointsElsewhere(string text) => !text.Any(char.IsAsciiDigit)
        && Lexicon.Office.Begins("cells.elsewhere", text);

    /// <summary>一次性: not again and again.</summary>
    public static bool IsOnce(string text) => Lexicon.Office.Words("cells.once").Contains(text);

    public static bool IsSame(string text) => _same.Contains(text);

    /// <summary>The table with the cell above in the place of each mark, as if they were merged.</summary>
    /// <param name="first">The first row below the head.</param>
    public static SourceTable Resolve(SourceDocument source, SourceTable table, int first)
    {
        var rows = table.Rows.ToBuilder();
        for (var row = first + 1; row < rows.Count; row++)
        {
            if (!rows[row].Any(cell => IsSame(source, cell)))
            {
                continue;
            }

            var above = rows[row - 1];
            rows[row] = [.. rows[row].Select((cell, at) => at < above.Length && IsSame(source, cell) ? above[at] : cell)];
        }

        return table with { Rows = rows.ToImmutable() };
    }

    private static bool IsSame(SourceDocument source, ImmutableArray<Segment> cell) =>
        cell is [{ Start: var start, End: var end } only] && end - start <= LongestMark && IsSame(source.Passage(only).Text);
}
