using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <content>Where a title begins and ends, and which of its copies counts.</content>
internal sealed partial class HeadReader
{
    private const int MostLinesAboveTitle = 6;
    private const int LongestHeadLine = 200;
    private const int LongestRubric = 6;
    private const int ShortestTitle = 8;
    private const int MostCopiedLines = 12;
    private const double SameTitle = .8;

    /// <summary>等级 特急 …〔2023〕12号 in one line, parted by wide blanks, are parts of their own.</summary>
    private void SpreadHead()
    {
        for (var i = 0; i < Math.Min(_rest.Count, 8); i++)
        {
            if (_rest[i].At is not [var at] || _source.TextOf(at) is var raw && raw.Trim() is var line
                && (line.Length > 100 || HeadLines.Facts(raw).Count >= 2))
            {
                continue;
            }

            var parts = WideBlanks().Split(raw).Where(p => p.Length > 0).ToList();
            if (parts.Count < 2 || !parts.Exists(p => HeadLines.IsNumberLine(FlattenedTables.Squeeze(p))))
            {
                continue;
            }

            _rest.RemoveAt(i);
            var from = at.Start;
            foreach (var part in parts)
            {
                from = _source.Lines[at.Line].Text.IndexOf(part, from, StringComparison.Ordinal);
                ImmutableArray<Segment> own = [new(at.Line, from, from + part.Length)];
                _rest.Insert(i++, (own, _source.Passage(own)));
                from += part.Length;
            }
        }
    }

    /// <summary>甲发〔2024〕1号甲局关于…的通知, 关于…的通知各科室： in one line: number, title and addressees are lines of their own.</summary>
    private void PartNumber()
    {
        for (var i = 0; i < Math.Min(_rest.Count, LastOfHead); i++)
        {
            if (_rest[i].At is not [var at] || _rest[i].Text is var line && line.Length > LongestHeadLine
                || (NumberBeforeTitle().Match(line.Text) is { Success: true } number && HeadLines.EndsTitle(line.Text.TrimEnd('》', '〉')) ? number.Length
                    : TitleBeforeAddressees().Match(line.Text) is { Success: true } title ? title.Length : 0) is not (> 0 and var cut))
            {
                continue;
            }

            var end = line.Span(0, cut).End;
            ImmutableArray<Segment> first = [at with { End = end }], second = [at with { Start = end }];
            _rest[i] = (first, _source.Passage(first));
            _rest.Insert(++i, (second, _source.Passage(second)));
        }
    }

    /// <summary>A web page says the title again, over its own facts or after them: the last copy is the notice's.</summary>
    private static List<(ImmutableArray<Segment> At, Passage Text)> LastOfSame(List<(ImmutableArray<Segment> At, Passage Text)> lines)
    {
        var (best, alike) = (0, SameTitle);
        for (var at = 1; at < lines.Count; at++)
        {
            var last = string.Concat(lines[at..].Select(l => l.Text.Text));
            var copies = from start in Enumerable.Range(0, at)
                         from end in Enumerable.Range(start + 1, at - start)
                         select string.Concat(lines[start..end].Select(l => l.Text.Text));
            foreach (var copy in last.Length >= ShortestTitle && lines.Count <= MostCopiedLines ? copies : [])
            {
                // Alike in words and in length: of several ways to cut, the copy that is nearest.
                var likeness = Likeness.OfPairs(Likeness.Pairs(copy), Likeness.Pairs(last))
                    * Math.Sqrt((double)Math.Min(copy.Length, last.Length) / Math.Max(copy.Length, last.Length));
                (best, alike) = likeness > alike ? (at, likeness) : (best, alike);
            }
        }

        return lines[best..];
    }

    /// <summary>甲局督查室 2024年8月19日 over the title of a bulletin: who issues, and when.</summary>
    private NoticeHead IssuedInHead(NoticeHead head, int from, int end)
    {
        foreach (var (_, text) in _rest.Take(Math.Max(end, 0)).Skip(from))
        {
            if (HeadLines.Dated(text.Text) is { Success: true } dated && dated.Groups["name"] is { Success: true } name
                && Names.IsBody(name.Value) && name.Length >= 4)
            {
                var date = dated.Groups["date"];
                return head with
                {
                    Letterhead = [text.Slice(name.Index, name.Length)],
                    IssuedOn = text.Slice(date.Index, date.Length),
                };
            }
        }

        return head;
    }

    /// <summary>《关于…的通知》 as a whole.</summary>
    private static Passage Unquoted(Passage title) =>
        title.Text is ['《', .., '》'] && title.Text.IndexOf('》', StringComparison.Ordinal) == title.Length - 1
            && HeadLines.EndsTitle(title.Text[1..^1]) ? title.Slice(1, title.Length - 2) : title;

    /// <summary>What may be the title between two places, after the last line that ends as a sentence does.</summary>
    private List<(ImmutableArray<Segment> At, Passage Text)> TitleLines(int from, int end)
    {
        var lines = _rest.Take(Math.Max(end, 0)).Skip(from).Where(r => !HeadLines.IsMark(r.Text.Text) && !HeadLines.IsAnnexMark(r.Text.Text)
            && !HeadLines.IsDateLine(r.Text.Text)
            && !HeadLines.IsNumberLine(r.Text.Text) && !r.Text.Text.StartsWith("签发人", StringComparison.Ordinal)).ToList();
        var above = lines.FindLastIndex(r => IsAboveTitle(r.Text.Text));
        lines = above >= 0 && above < lines.Count - 1 ? lines[(above + 1)..] : lines;
        // What a page says below the title (where it is filed, who put it there) is none of it.
        var last = lines.FindIndex(r => Lexicon.Office.Words("forms").Contains(r.Text.Text)) is >= 0 and var form ? form
            : lines.FindLastIndex(r => HeadLines.EndsTitle(r.Text.Text) && HeadLines.NamesKind(r.Text.Text));
        return last >= 0 ? lines[..(last + 1)] : lines;
    }

    /// <summary>
    /// After the head of the paper (…文件); bodies over 关于 or 印发 begin the title, other bodies are the head.
    /// </summary>
    private static int TitleStart(List<(ImmutableArray<Segment> At, Passage Text)> lines)
    {
        var start = lines.FindLastIndex(r => r.Text.Text.EndsWith("文件", StringComparison.Ordinal)
            && HeadLines.IsLetterhead(r.Text.Text)) + 1;
        var verb = lines.FindIndex(start, r => HeadLines.BeginsTitle(r.Text.Text));
        if (start >= lines.Count)
        {
            return 0;
        }

        // A short word over the title says where the page is filed.
        while (start + 1 < lines.Count && lines[start].Text.Length <= LongestRubric && !Names.IsBody(lines[start].Text.Text)
            && !HeadLines.BeginsTitle(lines[start].Text.Text) && HeadLines.TellsTitle(lines[start + 1].Text.Text))
        {
            start++;
        }

        // Over 关于… stand bodies; a page's own headings are neither.
        while (verb > start && !Names.IsBody(lines[start].Text.Text) && !HeadLines.IsLetterhead(lines[start].Text.Text)
            && !lines[start].Text.Text.AsSpan().ContainsAny('《', '〈'))
        {
            start++;
        }

        return verb >= 0 ? start : Math.Max(start, lines.FindIndex(start, r =>
            !HeadLines.IsLetterhead(r.Text.Text) || HeadLines.EndsTitle(r.Text.Text)));
    }

    /// <summary>Without addressees a title ends with the line that names a kind of document.</summary>
    private int TitleEnd(int from)
    {
        var (found, first) = (from, from);
        while (first < Math.Min(_rest.Count - 2, MostLinesAboveTitle) && IsAboveTitle(_rest[first].Text.Text))
        {
            first++;
        }

        for (var i = first; i < Math.Min(_rest.Count, first + LongestTitleLines); i++)
        {
            var text = _rest[i].Text.Text;
            if (Lexicon.Office.Labels.Match(text) is { Success: true, Index: 0 })
            {
                break; // 督办事项：…的决定 in a form
            }

            if (HeadLines.EndsTitle(text) && text.Length <= 80 && !Outline.IsHeading(text) && !HeadLines.EndsLikeBody(text))
            {
                found = i + 1;
                continue;
            }

            if (!HeadLines.IsTitleLine(text) && !HeadLines.IsMark(text) && !HeadLines.IsDateLine(text))
            {
                break;
            }
        }

        return found;
    }

    /// <summary>A first line alone over a date or a number, though it names no kind of document: 周例会布置工作.</summary>
    private static bool IsHeadline(string text) => text.Length >= ShortestTitle && HeadLines.IsTitleLine(text) && !Names.IsBody(text)
        && !HeadLines.IsLetterhead(text) && !HeadLines.IsMark(text) && !text.AsSpan().ContainsAny('：', ':', '|');

    /// <summary>A slogan or a list of links that a page has over the title.</summary>
    private static bool IsAboveTitle(string text) =>
        text.Length <= 60 && HeadLines.EndsLikeBody(text) && !Outline.IsHeading(text) && !HeadLines.IsAddressees(text);

    [GeneratedRegex(@"^\s*[^。；：:，]{4,60}(?:通知|通报|方案|计划|要点|意见)(?=(?:各|局机关|机关|全院|全体|院属|局属|所属|有关)[^。；：:的]{1,100}[：:]\s*$)")]
    private static partial Regex TitleBeforeAddressees();

    [GeneratedRegex(@"[（(](?<number>\p{IsCJKUnifiedIdeographs}{1,14}[〔﹝\[［【][0-9]{4}[〕﹞\]］】]第?[0-9]{1,5}号)[）)]$")]
    private static partial Regex NumberAfterTitle();

    [GeneratedRegex(@"\s{2,}|\u3000+")]
    private static partial Regex WideBlanks();

    [GeneratedRegex(@"^\s*\p{IsCJKUnifiedIdeographs}{1,14}[〔﹝\[［（(【]\s*[0-9]{4}\s*[〕﹞\]］）)】]\s*第?\s*[0-9]{1,5}\s*号(?=\s*[^\s）)，。、；].{7})")]
    private static partial Regex NumberBeforeTitle();
}
