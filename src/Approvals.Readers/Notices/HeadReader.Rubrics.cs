using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <content>What a page puts before or behind a title in its own line: 【通知公告】关于…的通知 [2024-03-05].</content>
internal sealed partial class HeadReader
{
    private void PartRubrics()
    {
        for (var i = 0; i < Math.Min(_rest.Count, LastOfHead); i++)
        {
            if (_rest[i].At is not [var at] || _source.TextOf(at) is var raw && raw.Length > LongestHeadLine)
            {
                continue;
            }

            var behind = BehindTitle().Match(raw) is { Success: true } tail && IsWholeTitle(raw[..tail.Index]) ? tail.Index : raw.Length;
            var before = Rubric().Match(raw[..behind]) is { Success: true } rubric && IsWholeTitle(raw[rubric.Length..behind])
                && (rubric.Groups["marks"].Success || PagePaths.IsRubric(rubric.Groups["name"].Value)) ? rubric : null;
            if (before is null && behind == raw.Length)
            {
                continue;
            }

            ImmutableArray<Segment> title = [new(at.Line, at.Start + (before?.Length ?? 0), at.Start + behind)];
            _rest[i] = (title, _source.Passage(title));
            // 【特急】 before a title is a mark and no rubric.
            if (before?.Groups["name"] is { } name && HeadLines.IsMark(name.Value))
            {
                ImmutableArray<Segment> mark = [new(at.Line, at.Start + name.Index, at.Start + name.Index + name.Length)];
                _rest.Insert(i++, (mark, _source.Passage(mark)));
            }
        }
    }

    private static bool IsWholeTitle(string text) => FlattenedTables.Squeeze(text) is { Length: >= ShortestTitle } plain
        && HeadLines.EndsTitle(plain) && HeadLines.TellsTitle(plain);

    [GeneratedRegex(@"^\s*(?:(?<marks>[【\[〖［])\s*(?<name>[^】\]〗］0-9]{1,12})\s*[】\]〗］]\s*|(?<name>\p{IsCJKUnifiedIdeographs}{2,8})\s*(?:[：:|｜]|(?=关于))\s*)")]
    private static partial Regex Rubric();

    [GeneratedRegex(
        @"\s*(?:[-_|｜—–]+\s*[^。，；：《》]{0,30}|[\[（(【]?\s*20[0-9]{2}[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?(?:\s+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?\s*[\]）)】]?"
        + @"|[（(\[【](?:图|组图|附图|附下载|附件下载|最新|置顶|原文|全文)[）)\]】])\s*$")]
    private static partial Regex BehindTitle();
}
