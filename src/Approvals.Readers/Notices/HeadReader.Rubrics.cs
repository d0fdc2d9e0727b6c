using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <content>What a page puts before or behind a title in its own line: 【通知公告】关于…的通知 [2024-03-05].</content>
internal sealed partial class HeadReader
{
    private const int ShortestRubric = 4;

    private void PartRubrics()
    {
        for (var i = 0; i < Math.Min(_rest.Count, LastOfHead) && !HeadLines.IsAddressees(_rest[i].Text.Text); i++)
        {
            if (_rest[i].At is not [var at] || _rest[i].Text is var line && line.Length > LongestHeadLine)
            {
                continue;
            }

            if (line.Text.TrimStart(_bullets) is { Length: >= ShortestRubric } words && PagePaths.IsRubric(words))
            {
                _rest.RemoveAt(i--);
                continue;
            }

            var end = TitleEnd(line.Text);
            var (start, mark) = TitleStart(line.Text, end);
            if (start == 0 && end == line.Length)
            {
                continue;
            }

            var kept = line.Span(start, end - start);
            ImmutableArray<Segment> title = [at with { Start = kept.Start, End = kept.End }];
            _rest[i] = (title, _source.Passage(title));
            // 【特急】 before a title is a mark and no rubric.
            if (mark is not null && HeadLines.IsMark(mark.Value))
            {
                var named = line.Span(mark.Index, mark.Length);
                ImmutableArray<Segment> own = [at with { Start = named.Start, End = named.End }];
                _rest.Insert(i++, (own, _source.Passage(own)));
            }
        }
    }

    private static int TitleEnd(string line) => BehindTitle().Match(line) is { Success: true } tail
        && (IsWholeTitle(line[..tail.Index]) || (tail.Groups["sample"].Success && HeadLines.EndsTitle(line[..tail.Index])))
            ? tail.Index : line.Length;

    private static (int Start, Group? Name) TitleStart(string line, int end)
    {
        if (Rubric().Match(line) is not { Success: true, Length: > 0 } rubric || rubric.Length >= end
            || !IsWholeTitle(line[rubric.Length..end]))
        {
            return (0, null);
        }

        var name = rubric.Groups["name"];
        return !name.Success || rubric.Groups["marks"].Success || PagePaths.IsRubric(name.Value)
            ? (rubric.Length, name.Success ? name : null) : (0, null);
    }

    private static bool IsWholeTitle(string text) =>
        text.Length >= ShortestTitle && HeadLines.EndsTitle(text) && HeadLines.TellsTitle(text);

    [GeneratedRegex(
        @"^[•·●▪■◆]?(?:(?<marks>[【\[〖［])(?<name>[^】\]〗］0-9]{1,12})[】\]〗］]"
        + @"|(?<name>\p{IsCJKUnifiedIdeographs}{2,8})(?:[：:|｜]|(?=关于)))?")]
    private static partial Regex Rubric();

    [GeneratedRegex(
        @"(?:[-_|｜—–]+[^。，；：《》]{0,30}"
        + @"|[\[（(【]?20[0-9]{2}[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?\s?(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?[\]）)】]?"
        + @"|[（(\[【](?:图|组图|附图|附下载|附件下载|最新|置顶|原文|全文)[）)\]】]|(?<sample>范文|范本|模板|样本))$")]
    private static partial Regex BehindTitle();
}
