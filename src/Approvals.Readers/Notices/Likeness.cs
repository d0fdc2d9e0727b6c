namespace Approvals.Readers.Notices;

/// <summary>How alike two texts are, 0…1.</summary>
internal static class Likeness
{
    /// <summary>Share of pairs of neighbouring characters in common (Dice).</summary>
    public static double OfPairs(HashSet<int> left, HashSet<int> right)
    {
        var (small, large) = left.Count < right.Count ? (left, right) : (right, left);
        return small.Count == 0 ? 0 : 2.0 * small.Count(large.Contains) / (small.Count + large.Count);
    }

    public static HashSet<int> Pairs(string text)
    {
        var pairs = new HashSet<int>(text.Length);
        for (var i = 1; i < text.Length; i++)
        {
            pairs.Add((text[i - 1] << 16) | text[i]);
        }

        return pairs;
    }

    /// <summary>For names: common characters in order, against both lengths.</summary>
    public static double OfNames(string left, string right)
    {
        var common = left.Length - TextDiff.Compare(left, right).Sum(h => h.BodyLength);
        return left.Length + right.Length == 0 ? 0 : 2.0 * common / (left.Length + right.Length);
    }
}
