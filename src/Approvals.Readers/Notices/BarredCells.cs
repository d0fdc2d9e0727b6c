namespace Approvals.Readers.Notices;

/// <summary>A table as some pages give it as text: one cell a line, each closed by a bar.</summary>
internal static class BarredCells
{
    /// <summary>Bars that close a line become blanks, so that every character keeps its place; bars between cells stay.</summary>
    public static string Unbar(string text) => !text.Contains('|', StringComparison.Ordinal) ? text
        : string.Join('\n', text.Split('\n').Select(line => IsCell(line) ? line.Replace('|', ' ') : line));

    /// <summary>Bars at its end alone.</summary>
    private static bool IsCell(string line) =>
        line.AsSpan().TrimEnd() is [.., '|'] bar && !bar.TrimEnd("| \t\u00a0\u3000").Contains('|');
}
