namespace Approvals.Readers.Units;

/// <summary>What was probably meant by a word that nobody knows.</summary>
public static class NearestName
{
    /// <summary>The known word with the fewest changed characters, the first of equals; null when over half would change.</summary>
    public static string? Of(string word, IEnumerable<string> known)
    {
        var best = known
            .Select(candidate => (Candidate: candidate, Distance: Distance(word, candidate)))
            .OrderBy(c => c.Distance)
            .FirstOrDefault();
        return best.Candidate is { } name && best.Distance <= Math.Max(1, Math.Max(word.Length, name.Length) / 2) ? name : null;
    }

    /// <summary>Levenshtein's distance, one row at a time.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                var changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                row[j] = Math.Min(changed, Math.Min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }

        return row[^1];
    }
}
