using System.Text.RegularExpressions;
using Approvals.Readers.Notices;

namespace Approvals.Readers.Screening;

/// <summary>密级标志 (保守国家秘密法 第二十二条; GB/T 9704 7.2.2): 绝密, 机密 or 秘密, mostly with ★ and a term.</summary>
internal static class SecrecyMark
{
    /// <summary>No longer text is a mark: one that speaks of secrets is none.</summary>
    private const int Longest = 20;

    private static readonly Regex _mark = new(
        $"^(?:(?:密级|等级)[：:])?((?:{Lexicon.Office.Any("state-secrets")})(?<term>[★☆*].{{0,8}}?)?)(?:[·. ]*(?:{Lexicon.Office.Any("urgency")}))?$",
        RegexOptions.CultureInvariant);

    /// <param name="bare">Whether the word alone, without ★, is a mark where the text stands.</param>
    public static string? Find(string text, bool bare)
    {
        if (text.Length > 2 * Longest)
        {
            return null;
        }

        var tight = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        return tight.Length <= Longest && _mark.Match(tight) is { Success: true } found && (bare || found.Groups["term"].Success)
            ? found.Groups[1].Value : null;
    }
}
