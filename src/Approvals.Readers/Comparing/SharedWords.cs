using System.Collections.Immutable;

namespace Approvals.Readers.Comparing;

/// <summary>The stretches that two texts have in common, as a person would underline them.</summary>
internal static class SharedWords
{
    private const int Shortest = 3;
    private const int Most = 6;
    private const int LongestText = 600;

    /// <summary>The longest, at most six, in the order in which the first text has them; marks part them.</summary>
    public static ImmutableArray<string> Of(string text, string other)
    {
        var (one, two) = (text[..Math.Min(text.Length, LongestText)], other[..Math.Min(other.Length, LongestText)]);
        var runs = new List<(int At, string Words)>();
        var lengths = Lengths(one, two);
        for (var at = 0; at < one.Length;)
        {
            if (lengths[at] >= Shortest)
            {
                runs.Add((at, one.Substring(at, lengths[at])));
            }

            at += Math.Max(1, lengths[at] >= Shortest ? lengths[at] : 1);
        }

        return
        [
            .. runs.DistinctBy(r => r.Words).OrderByDescending(r => r.Words.Length).ThenBy(r => r.At).Take(Most).OrderBy(r => r.At)
                .Select(r => r.Words),
        ];
    }

    /// <summary>For each place of the first text: how long a stretch from there on the second has, up to the next mark.</summary>
    private static int[] Lengths(string one, string two)
    {
        var longest = new int[one.Length];
        var below = new int[two.Length + 1];
        for (var i = one.Length - 1; i >= 0; i--)
        {
            var row = new int[two.Length + 1];
            for (var j = two.Length - 1; j >= 0; j--)
            {
                row[j] = one[i] == two[j] && char.IsLetterOrDigit(one[i]) ? below[j + 1] + 1 : 0;
                longest[i] = Math.Max(longest[i], row[j]);
            }

            below = row;
        }

        return longest;
    }
}
