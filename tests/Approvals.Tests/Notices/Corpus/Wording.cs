namespace Approvals.Tests.Notices.Corpus;

/// <summary>Texts are compared by their letters and digits: blanks, marks and full width make no difference.</summary>
internal static class Wording
{
    public static string Plain(string? text) => new(
    [
        .. (text ?? "").Select(Narrow).Where(c => char.IsLetterOrDigit(c) || c is '%' or '‰' or '〇'),
    ]);

    public static bool Same(string? one, string? other) => Plain(one) == Plain(other);

    /// <summary>1 for the same words, 0 for no pair of neighbouring characters in common (Dice).</summary>
    public static double Likeness(string? one, string? other)
    {
        var (a, b) = (Pairs(Plain(one)), Pairs(Plain(other)));
        var total = a.Count + b.Count;
        if (total == 0)
        {
            return 0;
        }

        var common = a.GroupBy(p => p).Sum(g => Math.Min(g.Count(), b.Count(p => p == g.Key)));
        return 2.0 * common / total;
    }

    /// <summary>Full width made half; the tests run without the tables that Unicode's own normalisation needs.</summary>
    private static char Narrow(char c) => c is >= '！' and <= '～' ? (char)(c - '！' + '!') : c;

    private static List<string> Pairs(string text) =>
        text.Length < 2 ? [text] : [.. Enumerable.Range(0, text.Length - 1).Select(at => text.Substring(at, 2))];
}
