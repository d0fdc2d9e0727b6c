using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>首页 &gt; 政务公开 &gt; 通知公告: where a page is filed, said over a notice or before its title in the same line.</summary>
internal static partial class PagePaths
{
    /// <summary>Further down such a line is the notice's own.</summary>
    private const int LastOfHead = 15;

    private const int LongestLine = 240;
    private static readonly Regex _rubric = new($"^(?:{Lexicon.Office.Any("rubrics")})$", RegexOptions.CultureInvariant);

    /// <summary>Whether the words are the name of a part of a site.</summary>
    public static bool IsRubric(string words) => _rubric.IsMatch(words);

    /// <summary>How much of a line's beginning says where the page is filed: all of it, or all before the title; else 0.</summary>
    public static int Length(string line, int place)
    {
        if (line.Length > LongestLine)
        {
            return 0;
        }

        var placed = Place().Match(line);
        var path = Path().Match(line, placed.Length);
        var parts = path.Groups["part"].Captures.Select(c => c.Value.Trim()).ToList();
        var rest = line[(path.Success ? path.Index + path.Length : placed.Length)..].Trim();
        var known = parts.Exists(IsRubric) || (parts.Count > 1 && IsRubric(rest));
        if (!placed.Success && (place > LastOfHead || !known))
        {
            return 0;
        }

        return IsTitle(rest) ? line.IndexOf(rest, StringComparison.Ordinal)
            : placed.Success || IsRubric(rest) || rest.Length == 0 || Angled().IsMatch(line) ? line.Length
            : 0;
    }

    private static bool IsTitle(string text) => FlattenedTables.Squeeze(text) is { Length: >= 8 } plain
        && HeadLines.EndsTitle(plain) && HeadLines.TellsTitle(plain);

    [GeneratedRegex("^\\s*[^。，；：:]{0,16}(?:当前|您的|现在的?|所在|现在所在)的?位置\\s*(?:[：:]|是|>)?\\s*")]
    private static partial Regex Place();

    [GeneratedRegex(@"\G\s*(?:(?<part>[^>＞›»→|｜/／\\。，；：:]{1,20}?)\s*(?:>+|＞+|›|»|→|-+>|\||｜|/|／|\\)\s*)+")]
    private static partial Regex Path();

    [GeneratedRegex("[>＞›»→]")]
    private static partial Regex Angled();
}
