using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>Where a text that has no title of its own gets one from.</summary>
internal static partial class Clauses
{
    private const int LongestTitle = 40;

    /// <summary>The first sentence where it is short, else its first clause.</summary>
    public static (Passage Title, Passage Plan) Title(Passage text)
    {
        var stop = SentenceEnd().Match(text.Text);
        var first = stop.Success ? text.Slice(0, stop.Index) : text;
        if (first.Length <= LongestTitle && first.Length > 0)
        {
            return (first, stop.Success ? text.Slice(stop.Index + stop.Length) : Passage.Empty);
        }

        return (First(text), Passage.Empty);
    }

    /// <summary>Up to the first comma that does not stand in brackets or marks.</summary>
    public static Passage First(Passage text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text.Text[i];
            depth += c is '（' or '(' or '“' or '《' ? 1 : c is '）' or ')' or '”' or '》' ? -1 : 0;
            if (depth <= 0 && i > 3 && c is '，' or '。' or '；' or '\n' or ',' or '：')
            {
                return text.Slice(0, i);
            }
        }

        return text;
    }

    [GeneratedRegex("[。；;！\n]+")]
    private static partial Regex SentenceEnd();
}
