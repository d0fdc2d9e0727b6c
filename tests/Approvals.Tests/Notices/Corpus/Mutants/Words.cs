using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Tests.Notices.Corpus.Mutants;

/// <summary>Changes of a text that keep what it says.</summary>
internal static partial class Words
{
    /// <summary>Names of columns and labels that mean the same; each is put in the other's place.</summary>
    public static ImmutableArray<(string From, string To)> Synonyms { get; } =
    [
        ("责任科室", "责任部门"), ("责任单位", "责任部门"), ("责任部门", "责任单位"), ("牵头单位", "牵头部门"), ("牵头科室", "牵头部门"),
        ("牵头部门", "牵头单位"), ("配合单位", "协助单位"), ("配合科室", "协助科室"), ("配合部门", "协办部门"), ("协办部门", "配合部门"),
        ("完成时限", "完成期限"), ("完成时间", "完成时限"), ("完成期限", "时间要求"), ("整改时限", "整改期限"), ("责任领导", "分管领导"),
        ("分管领导", "责任领导"), ("序号", "编号"), ("重点任务", "工作任务"), ("具体举措及进度", "具体措施及进度"), ("具体举措", "具体措施"),
        ("整改措施", "整改举措"), ("办结时间", "办结时限"), ("时间节点", "完成时间"), ("时限", "完成时限"),
    ];

    public static string NoBreakBlanks(string text) => text.Replace(' ', '\u00A0');

    /// <summary>（）：；， as they come from a keyboard that was not switched.</summary>
    public static string HalfWidthMarks(string text) =>
        text.Replace('（', '(').Replace('）', ')').Replace('：', ':').Replace('；', ';').Replace('，', ',');

    public static string FullWidthDigits(string text) =>
        new([.. text.Select(c => char.IsAsciiDigit(c) ? (char)(c - '0' + '０') : c)]);

    public static string Indented(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.Length == 0 ? line : "　　" + line));

    public static string StraightQuotes(string text) => text.Replace('“', '"').Replace('”', '"');

    /// <summary>2023 年 6 月: the blank that some word processors put between digits and characters.</summary>
    public static string BlanksAroundDigits(string text) => BesideDigit().Replace(text, " ");

    /// <summary>A zero-width blank after every seventh character, as web pages have them.</summary>
    public static string ZeroWidthBlanks(string text) => Seventh().Replace(text, "$0\u200B");

    public static string OtherHeader(string cell) =>
        Synonyms.FirstOrDefault(s => s.From == cell.Replace("⏎", "", StringComparison.Ordinal)) is { To: { } other } ? other : cell;

    /// <summary>Labels before a colon, and headers that stand alone between blanks, tabs or line ends.</summary>
    public static string OtherHeaders(string text) => Label().Replace(text, m => OtherHeader(m.Value));

    [GeneratedRegex(@"(?<=[一-鿿])(?=\d)|(?<=\d)(?=[一-鿿])")]
    private static partial Regex BesideDigit();

    [GeneratedRegex(@"[^\s]{7}")]
    private static partial Regex Seventh();

    [GeneratedRegex(@"(?<=^|[\s（；。])[一-鿿]{2,7}(?=：)|(?<=^|\s)[一-鿿]{2,7}(?=\s|$)", RegexOptions.Multiline)]
    private static partial Regex Label();
}
