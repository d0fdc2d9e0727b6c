using System.Collections.Immutable;
using System.Text;

namespace Approvals.Readers.Pictures;

/// <summary>How wide words stand, and where they break. Han letters and their marks are as wide as high.</summary>
internal static class Wording
{
    private const int FirstWide = 0x2E80;
    private const string NeverFirst = "，。、；：）”》！？…";
    private const string WideMarks = "“”…—";

    public static int Width(string text, int letter) =>
        (int)Math.Ceiling(text.Sum(c => c >= FirstWide || WideMarks.Contains(c, StringComparison.Ordinal) ? letter : 0.56 * letter));

    /// <summary>As many lines as it takes, or as are allowed; the last one then says with … that more would follow.</summary>
    public static ImmutableArray<string> Lines(string text, int width, int letter, int most = int.MaxValue)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        var line = new StringBuilder();
        foreach (var c in text)
        {
            if (line.Length > 0 && Width($"{line}{c}", letter) > width && !NeverFirst.Contains(c, StringComparison.Ordinal))
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            line.Append(c);
        }

        if (line.Length > 0)
        {
            lines.Add(line.ToString());
        }

        if (lines.Count > most)
        {
            var last = lines[most - 1];
            return [.. lines.Take(most - 1), $"{last[..Math.Max(1, last.Length - 1)]}…"];
        }

        return lines.ToImmutable();
    }
}
