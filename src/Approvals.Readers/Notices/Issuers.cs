using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>Who issues: who signs; without signature who begins the title (…印发, …关于); then the letterhead.</summary>
internal static partial class Issuers
{
    public static ImmutableArray<Passage> Of(NoticeHead head, SourceDocument source)
    {
        // Minutes are those of whose meeting it was, whoever prints them.
        if (HeadDates.IsMinutes(head) && Meeting(head) is { } meeting)
        {
            return [meeting];
        }

        if (!head.Signatures.IsEmpty)
        {
            return [.. head.Signatures.Select(WithoutMark).DistinctBy(s => s.Text)];
        }

        var end = head.Title is { } title ? TitleVerb().Match(title.Text).Index : 0;
        if (end > 2 && head.Title is { } whole)
        {
            var bodies = Bodies(whole.Slice(0, end), source);
            if (!bodies.IsEmpty)
            {
                return bodies;
            }
        }

        return [.. head.Letterhead.Select(l => l.Text.EndsWith("文件", StringComparison.Ordinal) ? l.Slice(0, l.Length - 2) : l)
            .Where(l => l.Length > 2 && !l.Text.AsSpan().ContainsAny('：', ':'))];
    }

    /// <summary>甲局 乙局关于…: bodies parted by blanks, lines or 、; one body where nothing parts them.</summary>
    private static ImmutableArray<Passage> Bodies(Passage names, SourceDocument source)
    {
        if (names.Whole is not { } span)
        {
            return [];
        }

        var pieces = ImmutableArray.CreateBuilder<Passage>();
        for (var line = span.Line; line <= span.EndLine; line++)
        {
            var text = source.Lines[line].Text;
            var (from, to) = (line == span.Line ? span.Start : 0, line == span.EndLine ? span.End : text.Length);
            pieces.AddRange(OwnerText.Pieces(text[from..to])
                .Select(p => source.Passage([new Segment(line, from + p.Start, from + p.Start + p.Text.Length)])));
        }

        return pieces.Count > 1 && pieces.All(p => Names.IsBody(p.Text) && p.Length >= 4) ? pieces.ToImmutable() : [names];
    }

    private static Passage? Meeting(NoticeHead head)
    {
        foreach (var line in head.Letterhead.Append(head.Title ?? Passage.Empty).Where(l => l.Length > 0))
        {
            if (Host().Match(line.Text) is { Success: true } host)
            {
                return line.Slice(0, host.Groups["host"].Length);
            }

            if (Names.IsBody(line.Text) && line.Length >= 4)
            {
                return line;
            }
        }

        return null;
    }

    [GeneratedRegex("^(?<host>.{2,28}(?:委员会|医院|人民政府|政府|局|公司|学校|学院|大学|中学|小学|中心|集团|支部|协会|研究院|厅|委))"
        + "(?=党委|党组|院长|院务|局长|校长|常务|办公|专题|工作|主任|全体|联席|第|会议|班子|理事|20[0-9]{2}年)")]
    private static partial Regex Host();

    private static Passage WithoutMark(Passage name) =>
        Seal().Match(name.Text) is { Success: true } seal ? name.Slice(0, seal.Index) : name;

    [GeneratedRegex("关于|印发|转发|批转")]
    private static partial Regex TitleVerb();

    [GeneratedRegex("[（(](?:章|盖章|印章|公章|代章|印)[）)]$")]
    private static partial Regex Seal();
}
