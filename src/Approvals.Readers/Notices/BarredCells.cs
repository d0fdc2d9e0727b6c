namespace Approvals.Readers.Notices;

/// <summary>A table as some pages give it as text: one cell a line, each closed by a bar.</summary>
internal static class BarredCells
{
    private const int FewestCells = 6;

    /// <summary>The bar that closes a line becomes a blank, so that every character keeps its place, where many lines in a row have one.</summary>
    public static string Unbar(string text)
    {
        if (!text.Contains('|', StringComparison.Ordinal))
        {
            return text;
        }

        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var (end, cells) = (i, 0);
            while (end < lines.Length && (IsCell(lines[end]) || (cells > 0 && string.IsNullOrWhiteSpace(lines[end]))))
            {
                cells += IsCell(lines[end]) ? 1 : 0;
                end++;
            }

            for (var cell = i; cell < end && cells >= FewestCells; cell++)
            {
                lines[cell] = lines[cell].Replace('|', ' ');
            }

            i = Math.Max(i, end - 1);
        }

        return string.Join('\n', lines);
    }

    /// <summary>Bars at its end alone.</summary>
    private static bool IsCell(string line) =>
        line.AsSpan().TrimEnd() is [.., '|'] bar && !bar.TrimEnd("| \t\u00a0\u3000").Contains('|');
}
