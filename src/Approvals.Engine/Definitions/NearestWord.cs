namespace Approvals.Engine.Definitions;

/// <summary>The nearest known word to one that is not known.</summary>
public static class NearestWord
{
    /// <summary>"；是不是 x？" for the nearest of the known words, or a list of them when none is near.</summary>
    public static string DidYouMean(string word, IEnumerable<string> known)
    {
        var all = known.Distinct().ToList();
        var nearest = all.Select(k => (Word: k, Distance: Distance(word, k))).OrderBy(k => k.Distance).FirstOrDefault();
        var near = word.Length > 3 ? Math.Max(2, word.Length / 3) : 1; // two letters swapped are a distance of 2
        return all.Count == 0 ? ""
            : nearest.Distance <= near ? $"；是不是 {nearest.Word}？"
            : $"；可用的有：{string.Join('、', all)}";
    }

    /// <summary>Levenshtein's: how many characters are changed, added or left out. One row at a time.</summary>
    public static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, Math.Min(row[j - 1], above) + 1);
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
