using Approvals.Engine.Definitions;
using Approvals.Readers.Yaml;

namespace Approvals.Readers.Units;

/// <summary>
/// Who was probably meant by a name that nobody bears. Other than <see cref="Spelling"/>, which corrects the words of a
/// language: names have two to four characters, so that half of one may be wrong, and a house has too many to list them.
/// </summary>
public static class NearestName
{
    /// <summary>
    /// The known name with the fewest changed characters, the first of equals; null when over half would change.
    /// </summary>
    public static string? Of(string word, IEnumerable<string> known)
    {
        var best = known
            .Select(candidate => (Candidate: candidate, Distance: NearestWord.Distance(word, candidate)))
            .OrderBy(c => c.Distance)
            .FirstOrDefault();
        return best.Candidate is { } name && best.Distance <= Math.Max(1, Math.Max(word.Length, name.Length) / 2) ? name : null;
    }

    /// <summary>"；是不是 x？", or nothing when no name is near.</summary>
    public static string DidYouMean(string word, IEnumerable<string> known) =>
        Of(word, known) is { } near ? $"；是不是 {near}？" : "";
}
