using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>What a line around the body may be, by its looks alone (GB/T 9704 and its many misreadings).</summary>
internal static partial class HeadLines
{
    public const int LongestShortLine = 45;
    private const int LongestAddressees = 260;
    private const string Ends = "(?:[（(](?:试行|暂行|草案|征求意见稿|修订|修订版|代拟稿|送审稿|[0-9]{4}.{0,12})[）)])?$";
    private static readonly Lexicon _words = Lexicon.Office;

    private static readonly Regex _titleLast = new(
        $"(?:{_words.Any("kinds")}|{_words.Any("documents")})》?{Ends}", RegexOptions.CultureInvariant);

    private static readonly Regex _kindLast = new($"的(?:{_words.Any("kinds")})》?{Ends}", RegexOptions.CultureInvariant);

    private static readonly Regex _planLast = new($"(?:{_words.Any("documents")}|纪要)》?{Ends}", RegexOptions.CultureInvariant);

    private static readonly Regex _signer = new(
        $"^[^，。；：“”《》]{{2,40}}(?:{_words.Any("bodies")})(?:[（(](?:章|盖章|印章|公章|代章|印)[）)])?$", RegexOptions.CultureInvariant);

    private static readonly Regex _addressee = new(
        $"(?:{_words.Any("bodies")}|单位|同志|负责人|机构|党总支|市|县|区|员工|职工)(?:[）)]|[：:])*$|^各", RegexOptions.CultureInvariant);

    /// <summary>全体医护人员：, 各位老师：.</summary>
    private static readonly Regex _people = new(
        $"^(?:{_words.Any("collective")}|广大|尊敬的|亲爱的)[^：:]*(?:{_words.Any("groups-of-people")})们?(?:[）)]|[：:])*$", RegexOptions.CultureInvariant);

    private static readonly Regex _urgency = new($"(?:{_words.Any("urgency")})", RegexOptions.CultureInvariant);
    private static readonly Regex _secrecy = new($"(?:{_words.Any("secrecy")})(?:[★☆*].{{0,8}})?", RegexOptions.CultureInvariant);

    private static readonly Regex _mark = new(
        $"^(?:(?:(?:密级|紧急程度|缓急|份号|等级)[：:]?)?(?:{_words.Any("urgency")}|(?:{_words.Any("secrecy")})(?:[★☆*].{{0,8}})?|[0-9]{{6}})(?:[·.]?明电)?)+$"
        + "|^(?:份号|签发人)[：:]?.{0,20}$|^[（(](?:此件|本件|不予|依申请|主动)[^）)]{0,14}[）)]$|^内部资料.{0,8}$",
        RegexOptions.CultureInvariant);

    private static readonly Regex _metadata = new(
        $"^[•·●▪■◆*-]?(?:{string.Join('|', _words.Words("metadata").OrderByDescending(w => w.Length).Select(w => string.Join(@"\s*", w.ToCharArray())))})"
        + "(?:[：:]|$)", RegexOptions.CultureInvariant);

    private static readonly Regex _pageFact = new($"(?:{_words.Any("page-facts")})[：:]", RegexOptions.CultureInvariant);

    private static readonly Regex _factLabel = new(
        @"(?<=^|[\s|｜])(?:" + string.Join('|', _words.Words("metadata").OrderByDescending(w => w.Length)
            .Select(w => string.Join(@"\s*", w.ToCharArray()))) + @")(?=\s*[：:|｜]|\s|$)", RegexOptions.CultureInvariant);

    public static Match Number(string text) => NumberLine().Match(text);

    public static bool IsNumberLine(string text) => text.Length <= 70 && NumberLine().IsMatch(text);

    public static bool IsMark(string text) => text.Length <= 30 && (_mark.IsMatch(text) || MarkSpelling.Meant(text) is not null);

    public static Match Urgency(string text) => IsMark(text) ? _urgency.Match(text) : Match.Empty;

    public static Match Secrecy(string text) => IsMark(text) ? _secrecy.Match(text) : Match.Empty;

    public static bool IsMetadata(string text) => text.Length <= 200 && (_metadata.IsMatch(text)
        || (!text.Contains('。', StringComparison.Ordinal) && _pageFact.IsMatch(text)));

    /// <summary>索引号 alone: its value is the next line.</summary>
    public static bool IsMetadataLabel(string text) =>
        IsMetadata(text) && text.Length <= 8 && text.AsSpan().TrimEnd("：:").IndexOfAny('：', ':') < 0;

    /// <summary>发布机构 甲局 文号 甲发〔2024〕1号 in one line, parted by blanks, bars or colons: each label with what follows it.</summary>
    public static List<(string Label, int Start, int Length)> Facts(string line)
    {
        var labels = _factLabel.Matches(line).ToList();
        if (labels.Count == 0 || line.AsSpan(0, labels[0].Index).Trim(" \t\u3000|｜").Length > 0)
        {
            return [];
        }

        var ends = labels.Skip(1).Select(l => l.Index).Append(line.Length);
        return [.. labels.Zip(ends, (l, end) =>
            (FlattenedTables.Squeeze(l.Value), l.Index + l.Length, end - l.Index - l.Length))];
    }

    public static bool IsLetterhead(string text) => text.Length <= 32 && LetterheadLine().IsMatch(text) && !text.StartsWith('第');

    public static bool EndsTitle(string text) => _titleLast.IsMatch(text);

    public static bool EndsPlan(string text) => _planLast.IsMatch(text);

    /// <summary>Says 关于 or 印发 somewhere, as titles do.</summary>
    public static bool TellsTitle(string text) =>
        text.Contains("关于", StringComparison.Ordinal) || text.Contains("印发", StringComparison.Ordinal);

    /// <summary>…的通知: nothing of a title comes after it.</summary>
    public static bool NamesKind(string text) => _kindLast.IsMatch(text);

    /// <summary>关于…, 印发…: what stands over it is who issues.</summary>
    public static bool BeginsTitle(string text) => TitleVerb().IsMatch(text);

    public static bool IsSigner(string text) => IsTitleLine(text) && !text.Contains(':', StringComparison.Ordinal) && _signer.IsMatch(text);

    public static bool IsTitleLine(string text) =>
        text.Length <= LongestShortLine && !EndsAsBody().IsMatch(text) && !Outline.IsHeading(text) && !IsDateLine(text);

    public static bool IsDateLine(string text) => text.Length <= 60 && SignedDate().IsMatch(text);

    /// <summary>A date alone in a line, or after the name of who signs (group name).</summary>
    public static Match Dated(string text) => SignedDate().Match(text);

    public static bool IsAddressees(string text) =>
        text.Length <= LongestAddressees && text is [.., '：' or ':'] && !text.Contains('。', StringComparison.Ordinal)
        && !Outline.IsHeading(text) && !AnnexName().IsMatch(text) && !IsMetadata(text) && (_addressee.IsMatch(text) || _people.IsMatch(text))
        && !NotAddressees().IsMatch(text);

    public static bool CopiesTo(string text) => Cc().IsMatch(text);

    public static Match SentTo(string text) => Sent().Match(text);

    public static bool IsPrinted(string text) => text.Length <= LongestShortLine + 15 && PrintedBy().IsMatch(text);

    /// <summary>附件, 附件1 alone.</summary>
    public static bool IsAnnexMark(string text) => AnnexMark().IsMatch(text);

    /// <summary>附件：1. before a name.</summary>
    public static Match NamesAnnex(string text) => AnnexName().Match(text);

    public static Match NumbersAnnex(string text) => AnnexNext().Match(text);

    public static bool EndsLikeBody(string text) => EndsAsBody().IsMatch(text);

    [GeneratedRegex(
        @"^[（(]?(?:(?:发文字号|文号|文件编号|字号)[：:]?)?(?:(?<number>"
        + @"(?:[\p{IsCJKUnifiedIdeographs}A-Z]{1,24}|[\p{IsCJKUnifiedIdeographs}]{1,12}[（(][\p{IsCJKUnifiedIdeographs}]{1,4}[）)])?"
        + @"[〔﹝\[［（(【\{｛<〈《]\s*[0-9０-９]{2,4}\s*年?[〕﹞\]］）)】\}｝>〉》]\s*第?\s*[0-9０-９]{1,5}\s*[号期次])"
        + @"|(?<number>第\s*[0-9０-９一二三四五六七八九十百]{1,5}\s*[号期次])|[（(](?<number>第?\s*[0-9０-９一二三四五六七八九十百]{1,5}\s*[号期])[）)]"
        + @"|(?<number>[0-9]{4}年第[0-9]{1,4}[号期])|(?<number>[\p{IsCJKUnifiedIdeographs}]{1,14}[0-9]{4}[-—][0-9]{1,4}号)"
        + @"|[\p{IsCJKUnifiedIdeographs}]{1,20}[〔﹝\[［（(【][^〕﹞\]］）)】]{0,6}[〕﹞\]］）)】]第?[\s×xX＿_*—-]*号)[）)]?(?:[（(][^）)]{0,12}[）)])?(?:签发人[：:].*)?$")]
    private static partial Regex NumberLine();

    [GeneratedRegex("^.{2,30}(?:文件|委员会|医院|局|中心|公司|政府|办公室|纪要|专报|简报|部|厅|党委|院|大学|中学|小学|学校|幼儿园|集团|银行|分行|支行|监狱|海关|农场|林场)$")]
    private static partial Regex LetterheadLine();

    [GeneratedRegex(
        "^(?<name>[^，。；：:《》]{1,80}?[^0-9０-９])?[（(]?"
        + "(?<date>(?:[0-9０-９]{4}|[一二][〇○零Ｏ0一二三四五六七八九]{3})年[0-9０-９一二三四五六七八九十]{1,2}月[0-9０-９一二三四五六七八九十]{1,3}日"
        + @"|[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}|[0-9０-９]{0,4}年月日)[）)]?(?:[（(](?:印章|盖章|公章|代章|印)[）)])?$")]
    private static partial Regex SignedDate();

    [GeneratedRegex("^(?:关于|印发|转发|批转|《|办理|调整|公布|表彰)")]
    private static partial Regex TitleVerb();

    [GeneratedRegex("[。！？；，、：:;,!?]$")]
    private static partial Regex EndsAsBody();

    [GeneratedRegex("^(?:抄\\s*[送报]|报送?|抄送单位|抄报单位)(?:[：:])")]
    private static partial Regex Cc();

    [GeneratedRegex("^(?:主送|分送|发送|送达|送|发|印发|主送单位|主送机关)[：:]")]
    private static partial Regex Sent();

    [GeneratedRegex("(?:印发|印制|印)(?:[（(]?共印[0-9]{1,5}份[）)]?)?$")]
    private static partial Regex PrintedBy();

    [GeneratedRegex("^附(?:件|表|录)?[0-9０-９一二三四五六七八九十]{0,3}(?:[-—之][0-9]{1,2})?[：:.、]?$")]
    private static partial Regex AnnexMark();

    [GeneratedRegex(@"^附(?:件|表)?[0-9０-９一二三四五六七八九十]{0,3}(?:[：:.、．])(?:[0-9０-９]{1,2}[.．、])?(?=.)")]
    private static partial Regex AnnexName();

    [GeneratedRegex(@"^[0-9０-９]{1,2}[.．、](?=[^0-9].{2,50}$)")]
    private static partial Regex AnnexNext();

    [GeneratedRegex("(?:如下|通知|事项|要求|安排|认为|指出|强调|决定|时间|地点|单位名称|责任(?:单位|科室|部门|领导)|(?:牵头|配合|协办|主办)(?:单位|科室|部门))[：:]$")]
    private static partial Regex NotAddressees();
}
