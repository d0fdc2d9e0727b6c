namespace Approvals.Readers.Notices;

/// <summary>Tables as text with bars: one cell a line, each closed by a bar, or a row a line, its cells between bars.</summary>
internal static class BarredCells
{
    /// <summary>
    /// Bars that close a cell of its own line become blanks, those between the cells of a list's rows tabs, so that every character
    /// keeps its place; other bars stay.
    /// </summary>
    public static string Unbar(string text)
    {
        if (!text.Contains('|', StringComparison.Ordinal))
        {
            return text;
        }

        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (IsCell(lines[i]))
            {
                lines[i] = lines[i].Replace('|', ' ');
            }
            else if (IsHead(lines[i]))
            {
                for (; i < lines.Length && (string.IsNullOrWhiteSpace(lines[i]) || lines[i].Contains('|', StringComparison.Ordinal)); i++)
                {
                    lines[i] = IsRule(lines[i]) ? new string(' ', lines[i].Length) : Row(lines[i]);
                }
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>Bars at its end alone.</summary>
    private static bool IsCell(string line) =>
        line.AsSpan().TrimEnd() is [.., '|'] bar && !bar.TrimEnd("| \t\u00a0\u3000").Contains('|');

    /// <summary>Known heads of columns between bars.</summary>
    private static bool IsHead(string line)
    {
        var cells = line.Trim().Trim('|').Split('|');
        return cells.Length >= FlattenedTables.FewestColumns && cells.Length <= FlattenedTables.MostColumns
            && cells.Count(c => Lexicon.Office.IsHead(c.Trim())) >= FlattenedTables.FewestColumns;
    }

    /// <summary>| --- | :--: |</summary>
    private static bool IsRule(string line) => line.AsSpan().Trim().TrimStart("|-: \t\u00a0\u3000—").IsEmpty;

    private static string Row(string line)
    {
        var (first, last) = (line.Length - line.AsSpan().TrimStart().Length, line.AsSpan().TrimEnd().Length - 1);
        return string.Create(line.Length, (line, first, last), static (target, row) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = row.line[i] != '|' ? row.line[i] : i == row.first || i == row.last ? ' ' : '\t';
            }
        });
    }
}
