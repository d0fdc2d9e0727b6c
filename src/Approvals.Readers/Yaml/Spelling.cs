using System.Text;
using Approvals.Engine.Definitions;

namespace Approvals.Readers.Yaml;

/// <summary>Names of types as YAML spells them, and the nearest known word to one that is not known.</summary>
public static class Spelling
{
    /// <summary><c>FirstLeader</c> → <c>first_leader</c>.</summary>
    public static string Snake<T>(T value)
        where T : struct, Enum
    {
        var spelt = new StringBuilder();
        foreach (var letter in value.ToString())
        {
            if (char.IsUpper(letter) && spelt.Length > 0)
            {
                spelt.Append('_');
            }

            spelt.Append(char.ToLowerInvariant(letter));
        }

        return spelt.ToString();
    }

    public static T? Parse<T>(string word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Snake(value) == word)
            {
                return value;
            }
        }

        return null;
    }

    public static IEnumerable<string> All<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(Snake);

    /// <summary>"；是不是 x？" for the nearest of the known words, or a list of them when none is near.</summary>
    public static string DidYouMean(string word, IEnumerable<string> known) => NearestWord.DidYouMean(word, known);
}
