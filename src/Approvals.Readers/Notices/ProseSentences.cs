using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>Cuts prose into sentences and clauses.</summary>
internal static partial class ProseSentences
{
    /// <summary>Nobody gives work in a longer one: whatever it is, it is not prose.</summary>
    private const int LongestSentence = 2_000;

    private const int ShortestSentence = 4;

    /// <summary>Sentences without the number that they begin with; marks within brackets and quotations end none.</summary>
    /// <param name="atColons">Whether what a colon parts are two sentences.</param>
    public static IEnumerable<Passage> Of(Passage part, bool atColons = true)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i <= part.Length; i++)
        {
            var c = i < part.Length ? part.Text[i] : '。';
            depth += c is '（' or '(' or '“' or '《' ? 1 : c is '）' or ')' or '”' or '》' && depth > 0 ? -1 : 0;
            if (i == part.Length || (depth == 0 && IsEnd(c, atColons) && !IsClock(part.Text, i)))
            {
                var sentence = part.Slice(start, i - start);
                start = Math.Min(i + 1, part.Length);
                var mark = Inline().Match(sentence.Text);
                if (sentence.Length - mark.Length > ShortestSentence && sentence.Length <= LongestSentence)
                {
                    foreach (var duty in Duties(sentence.Slice(mark.Length)))
                    {
                        yield return duty;
                    }
                }
            }
        }
    }

    /// <summary>甲科负责登记造册，乙科负责现场核查: two tasks, where no last clause gives both their day.</summary>
    private static IEnumerable<Passage> Duties(Passage sentence)
    {
        var (start, at) = (0, 0);
        if (Duty().Count(sentence.Text) >= 2 && !Vague().IsMatch(sentence.Text))
        {
            foreach (var clause in Clauses(sentence))
            {
                if (at > start && IsDuty(clause) && IsDuty(sentence.Slice(start)))
                {
                    yield return sentence.Slice(start, at - 1 - start);
                    start = at;
                }

                at += clause.Length + 1;
            }
        }

        yield return sentence.Slice(start);
    }

    private static bool IsDuty(Passage clause) =>
        Duty().Match(clause.Text) is { Success: true, Index: 0 } duty && Names.AreBodies(duty.Groups["who"].Value);

    /// <summary>What commas part.</summary>
    public static IEnumerable<Passage> Clauses(Passage text)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || text.Text[i] is '，' or ',')
            {
                yield return text.Slice(start, i - start);
                start = i + 1;
            }
        }
    }

    private static bool IsEnd(char c, bool atColons) => c is '。' or '；' or ';' or '\n' || (atColons && c is '：' or ':');

    /// <summary>16:00</summary>
    private static bool IsClock(string text, int at) => text[at] is ':' or '：' && at > 0 && at + 1 < text.Length
        && char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1]);

    [GeneratedRegex("(?<=^|，)(?:由)?(?<who>[^，。；]{2,40}?)负责(?:对)?[^，。；人同的]{3,}")]
    private static partial Regex Duty();

    /// <summary>…，6月底前完成: the day is for all that stands before it.</summary>
    [GeneratedRegex("，[^，]*(?:前|内|底|末|日)(?:全面|全部)?(?:完成|落实|到位|办结)(?:到位)?$")]
    private static partial Regex Vague();

    [GeneratedRegex(@"^(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十][，,]|[（(]?[0-9]{1,2}[）).．、](?![0-9](?!月|[0-9]月))|[①-⑳])")]
    private static partial Regex Inline();
}
