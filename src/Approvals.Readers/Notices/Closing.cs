using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>以上各项工作由城管局负责，于6月底前完成。 at the end of a list speaks of all that stands above it.</summary>
internal static class Closing
{
    private const int LongestSentence = 120;

    private static readonly Regex _all = new(
        $"^(?:除[^，。]{{2,20}}外，)?(?:{Lexicon.Office.Any("closings.all")}).{{0,8}}?(?:{Lexicon.Office.Any("closings.what")})", RegexOptions.CultureInvariant);

    private static readonly Regex _count = new(
        $"^(?:{Lexicon.Office.Any("closings.all")})(?<count>[0-9一二两三四五六七八九十]{{1,3}})(?:{Lexicon.Office.Any("closings.count")})",
        RegexOptions.CultureInvariant);

    private static readonly Regex _reports = new(Lexicon.Office.Any("closings.reports"), RegexOptions.CultureInvariant);

    /// <summary>Whether a text begins as such a sentence does.</summary>
    public static bool Begins(string text) => text.Length <= LongestSentence && _all.IsMatch(text);

    /// <summary>Where the sentence begins in a paragraph: it, and what follows it, is no part of the task before it.</summary>
    public static int? At(Passage paragraph)
    {
        for (var start = 0; start < paragraph.Length;)
        {
            var stop = paragraph.Text.IndexOfAny(['。', '\n'], start);
            var end = stop < 0 ? paragraph.Length : stop;
            if (end - start <= LongestSentence && Begins(paragraph.Text[start..end]))
            {
                return start;
            }

            start = end + 1;
        }

        return null;
    }

    /// <summary>以上两项工作: of how many it speaks; null where it does not say.</summary>
    public static int? CountOf(Passage paragraph) =>
        At(paragraph) is { } start && _count.Match(paragraph.Text[start..]) is { Success: true } count
            ? ChineseNumbers.Parse(count.Groups["count"].Value.Replace('两', '二')) : null;

    /// <summary>What the sentence says with which a paragraph ends; null where it says neither who nor until when.</summary>
    public static OwnerClause? Of(Passage paragraph, OwnerClauses clauses)
    {
        if (At(paragraph) is not { } start)
        {
            return null;
        }

        var stop = paragraph.Text.IndexOfAny(['。', '\n'], start);
        var sentence = (stop < 0 ? paragraph.Slice(start) : paragraph.Slice(start, stop - start)).TrimEnd('；');
        if (_reports.IsMatch(sentence.Text))
        {
            return null;
        }

        var day = DeadlineRules.Find(sentence.Text).FirstOrDefault(p => Items.IsDated(p.Text) && !DeadlineRules.IsSpan(p.RuleId));
        var said = clauses.Find(sentence) is [{ HasOwners: true } labelled, ..] ? labelled : clauses.Says(Rest(sentence));
        var deadline = day is not null ? sentence.Slice(day.Start, day.Length) : said?.Deadline ?? Passage.Empty;
        return said is not { HasOwners: true } && deadline.Length == 0 ? null
            : new(0, 0, said?.Owners ?? Owners.None, deadline, "closing", []);
    }

    /// <summary>What stands after 由, or after what it speaks of.</summary>
    private static Passage Rest(Passage sentence)
    {
        var noun = _all.Match(sentence.Text).Length;
        var by = sentence.Text.IndexOf('由', noun);
        return sentence.Slice(by > 0 ? by + 1 : noun);
    }
}
