using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>Two documents in one file: a second number line, or a title that stands in the middle of the text.</summary>
internal static partial class JoinedDocuments
{
    private static readonly Regex _title = new(
        $"(?<=[。！])(?:及|和|附)?(?<title>关于[^，。；：！？《》“”]{{4,40}}(?:的(?:调研)?(?:{Lexicon.Office.Any("kinds")})|方案|计划|办法))"
        + @"(?=[\p{IsCJKUnifiedIdeographs}])(?![的中里]|精神|要求|规定|印发|下发|发布|等)", RegexOptions.CultureInvariant);

    public static void Check(NoticeHead head, FindingList findings)
    {
        foreach (var other in head.OtherHeads)
        {
            Add(other, other.Whole);
        }

        foreach (var paragraph in head.Body)
        {
            if (_title.Match(paragraph.Text) is { Success: true } match)
            {
                var title = match.Groups["title"];
                Add(paragraph.Slice(title.Index, title.Length), paragraph.Span(title.Index, title.Length));
            }
        }

        void Add(Passage what, SourceSpan? where) => findings.Add(
            FindingKind.JoinedDocuments, null, $"正文中间出现了另一份文件的开头{Quote.Of(what)}，疑为两份文件连在了一起，请分开上传。",
            where, body: what.Text);
    }
}
