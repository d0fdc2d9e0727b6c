using System.Globalization;
using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>Takes a line apart that holds several paragraphs: numbers in a row after sentence ends tell it.</summary>
internal static partial class GluedText
{
    /// <summary>A shorter line is one paragraph.</summary>
    public const int Long = 120;

    private const int FewestMarks = 2;
    private static readonly string[] _beforeAddressees = ["no", "title"];

    /// <param name="stretch">A line of the document, or so much of it as is searched at once.</param>
    public static IEnumerable<Segment> Split(SourceDocument document, Segment stretch, Lexicon lexicon)
    {
        // Marks that nobody sees would stand between what belongs together.
        var line = document.Read[stretch.Line].Text;
        var seen = Enumerable.Range(stretch.Start, stretch.End - stretch.Start)
            .Where(i => char.GetUnicodeCategory(line[i]) != UnicodeCategory.Format).ToArray();
        var text = seen.Length == line.Length ? line : string.Concat(seen.Select(i => line[i]));
        var cuts = text.Length > Long || IsTable(text, lexicon)
            ? new SortedSet<int>(Cuts(text, lexicon).Select(cut => cut < seen.Length ? seen[cut] : stretch.End)) : [];
        var plain = document.Passage(stretch);
        cuts.UnionWith(RunningHeads.Cuts(plain.Text).Select(cut => plain.Span(cut, 1).Start));
        var start = stretch.Start;
        foreach (var cut in cuts.Append(stretch.End))
        {
            if (cut > start && !string.IsNullOrWhiteSpace(line[start..cut]))
            {
                yield return new(stretch.Line, start, cut);
            }

            start = Math.Max(start, cut);
        }
    }

    /// <summary>Heads of columns, and then more, parted by blanks.</summary>
    private static bool IsTable(string text, Lexicon lexicon)
    {
        var words = text.Split((char[]?)null, FlattenedTables.MostColumns, StringSplitOptions.RemoveEmptyEntries);
        var heads = words.TakeWhile(lexicon.IsHead).Count();
        return heads >= FlattenedTables.FewestColumns && words.Length > heads + 2 && words.Skip(heads).Any(FlattenedTables.IsRowNumber);
    }

    private static SortedSet<int> Cuts(string text, Lexicon lexicon)
    {
        if (IsTable(text, lexicon))
        {
            return [.. Blanks().Matches(text).Select(m => m.Index)];
        }

        var cuts = new SortedSet<int>(Numbers(text));
        if (cuts.Count > 0)
        {
            cuts.UnionWith(Chain(Arabic().Matches(text)));
            cuts.UnionWith(Chain(ArabicInBrackets().Matches(text)));
            cuts.UnionWith(AroundAddressees(text));
            cuts.UnionWith(PlanBegins().Match(text) is { Success: true } begins ? [begins.Length] : []);
            cuts.UnionWith(AroundSignatures(text));
            cuts.UnionWith(Tail().Matches(text).Select(m => m.Groups["at"].Index));
            cuts.UnionWith(WhereParagraphsMet(text));
        }

        return cuts;
    }

    /// <summary>一、 and （一）, where enough of them count on.</summary>
    private static IEnumerable<int> Numbers(string text) => new[] { Chinese(), ChineseInBrackets() }
        .Select(marks => Chain(marks.Matches(text))).Where(chain => chain.Count >= FewestMarks).SelectMany(chain => chain);

    /// <summary>Before number and title, before the addressees and after them.</summary>
    private static IEnumerable<int> AroundAddressees(string text) => Addressees().Match(text) is not { Success: true } to ? []
        : _beforeAddressees.Select(g => to.Groups[g]).Where(g => g.Success).Select(g => g.Index)
            .Append(to.Groups["to"].Index).Append(to.Groups["to"].Index + to.Groups["to"].Length);

    /// <summary>Before who signs and after the day, and around the plan's title that follows.</summary>
    private static IEnumerable<int> AroundSignatures(string text)
    {
        foreach (Match dated in Signed().Matches(text))
        {
            yield return dated.Groups["signer"].Index;
            yield return dated.Index + dated.Length;
            if (PlanTitle().Match(text, dated.Index + dated.Length) is { Success: true } plan)
            {
                yield return plan.Groups["title"].Index;
                yield return plan.Index + plan.Length;
            }
        }
    }

    private static IEnumerable<int> WhereParagraphsMet(string text) => Blanks().Matches(text).Where(m => m.Index > 0 && m.Index + m.Length < text.Length
        && !char.IsAsciiLetterOrDigit(text[m.Index - 1]) && !IsWithin(text[m.Index - 1], text[m.Index + m.Length])
        && !(char.IsLetter(text[m.Index - 1]) && Amount().IsMatch(text, m.Index + m.Length)))
        .Select(m => m.Index);

    /// <summary>2018年 8 月 19 日 and “甲” “乙” are one: a blank in a date or beside a mark parts nothing.</summary>
    private static bool IsWithin(char before, char after) =>
        after is '年' or '月' or '日' or '号' or '”' or '’' or '》' or '）' or ')' or '，' or '。' or '、' or '；' or '：'
        || (before is '年' or '月' && char.IsAsciiDigit(after))
        || before is '“' or '《' or '（' or '(' or '、' or '，' or ','
        || (before is '”' or '》' && after is '“' or '《');

    /// <summary>Numbers that count on from the one before, or begin anew.</summary>
    private static List<int> Chain(MatchCollection marks)
    {
        var chain = new List<int>();
        var last = 0;
        foreach (Match mark in marks)
        {
            if (ChineseNumbers.Parse(mark.Groups["no"].Value) is { } no && (no == last + 1 || (no == 1 && last > 0)))
            {
                chain.Add(mark.Groups["at"].Index);
                last = no;
            }
        }

        return chain;
    }

    [GeneratedRegex("(?<![第一二三四五六七八九十、])(?<at>(?<no>[一二三四五六七八九十]{1,3})、)(?![一二三四五六七八九十]{1,3}[、等级类])")]
    private static partial Regex Chinese();

    [GeneratedRegex("(?<at>[（(](?<no>[一二三四五六七八九十]{1,3})[）)])(?![项条款类级])")]
    private static partial Regex ChineseInBrackets();

    [GeneratedRegex(@"(?<=[。；：！？;:）)\]】\s])(?<at>(?<no>[0-9０-９]{1,3})[.．、])(?![0-9０-９])")]
    private static partial Regex Arabic();

    [GeneratedRegex(@"(?<=[。；：！？;:\s])(?<at>[（(](?<no>[0-9０-９]{1,2})[）)])")]
    private static partial Regex ArabicInBrackets();

    /// <summary>甲市某某方案为全面做好…: the title of what has no addressees.</summary>
    [GeneratedRegex(@"^\s*[^。，；：]{6,50}?(?:方案|计划|要点|办法|意见|措施)(?=(?:为|根据|按照)(?:了|全面|贯彻|进一步|深入|切实|认真|加强|推动|落实|做好|[^。]{4,40}[，,]))")]
    private static partial Regex PlanBegins();

    /// <summary>健康步道 20 公里: a figure in the sentence, neither a number of its own nor a year.</summary>
    [GeneratedRegex(@"\G[0-9０-９]{1,9}(?:[.．][0-9０-９]+)?\s*(?!年|[0-9０-９.．、）)])")]
    private static partial Regex Amount();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(
        @"^\s*(?<head>[^。；]{2,30}?文件\s*)?(?<no>\p{IsCJKUnifiedIdeographs}{1,12}[〔﹝\[［（(【]\s*[0-9]{4}\s*[〕﹞\]］）)】]\s*第?\s*[0-9]{1,5}\s*号\s*)?"
        + @"(?<title>[^。；]{6,90}?(?:通知|通报|意见|决定|函|公告|方案|计划))\s*(?<to>(?:各|市|区|县|本|有关|全|局|机关|委|院|州|省|厅|公司|直属)[^。；：:的]{1,120}[：:])")]
    private static partial Regex Addressees();

    [GeneratedRegex(
        @"(?<=[。！）)])\s*(?:特此通知[。]?\s*)?(?<signer>[^\s。，；：！“”《》（）()0-9][^。，；：！“”《》0-9]{3,60}?)\s*"
        + @"(?:[12１２][0-9０-９]{3}\s*年\s*[0-9０-９]{1,2}\s*月\s*[0-9０-９]{1,2}\s*日)(?!\s*(?:印发|前|起|至|，|、|之前|以前|召开))")]
    private static partial Regex Signed();

    [GeneratedRegex(@"\G\s*(?:[（(]此件[^）)]{1,12}[）)]\s*)?(?<title>[^。，；：]{4,60}?(?:方案|计划|要点|办法|措施|意见|清单|分工|规定|细则))(?=\s*(?:为|根据|按照|一、|第一))")]
    private static partial Regex PlanTitle();

    [GeneratedRegex(
        @"(?<=[。：）)\s日])(?<at>(?:附件\s*[0-9一二三四五]?\s*[：:.]|抄\s*[送报]\s*[：:]))"
        + @"|(?<=抄\s*[送报]\s*[：:][^。]{2,80}。)\s*(?<at>\S{4,40}\s*[12][0-9]{3}年[0-9]{1,2}月[0-9]{1,2}日\s*印)")]
    private static partial Regex Tail();
}
