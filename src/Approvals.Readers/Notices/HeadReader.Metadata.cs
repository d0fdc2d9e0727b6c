namespace Approvals.Readers.Notices;

/// <content>What a web page puts over a notice.</content>
internal sealed partial class HeadReader
{
    private const int LongestFacts = 400;
    private const int LongestLabel = 12;
    private static readonly char[] _bullets = ['•', '·', '●', '▪', '■', '◆', '*', '-'];

    private static bool IsTitleLabel(string label) =>
        label.Contains("标题", StringComparison.Ordinal) || label.Contains("名称", StringComparison.Ordinal);

    /// <summary>索引号： | … | 信息分类： | … |: labels in cells of their own, each with the cell after it, which may be empty.</summary>
    private List<(string Label, Passage Value)> Barred(Segment at)
    {
        var raw = _source.TextOf(at);
        var found = new List<(string, Passage)>();
        if (raw.Length > LongestFacts || raw.AsSpan().Count('|') + raw.AsSpan().Count('｜') < 2)
        {
            return found;
        }

        var (start, label) = (0, "");
        for (var i = 0; i <= raw.Length; i++)
        {
            if (i < raw.Length && raw[i] is not ('|' or '｜'))
            {
                continue;
            }

            var cell = FlattenedTables.Squeeze(raw.AsSpan(start, i - start));
            if (cell is { Length: >= 2 and <= LongestLabel } && cell[^1] is '：' or ':')
            {
                label = cell[..^1];
                found.Add((label, Passage.Empty));
            }
            else if (label.Length > 0 && cell.Length > 0)
            {
                found[^1] = (label, _source.Passage([new Segment(at.Line, at.Start + start, at.Start + i)]));
                label = "";
            }

            start = i + 1;
        }

        return found;
    }

    /// <summary>The lines that a web page puts over the text, lifted out; what they alone say is filled in at the end.</summary>
    private Func<NoticeHead, NoticeHead> Metadata()
    {
        var values = new List<(string Label, Passage Value)>();
        for (var i = 0; i < Math.Min(_rest.Count, LastOfHead);)
        {
            var text = _rest[i].Text;
            if (_rest[i].At is [var at] && at.End - at.Start <= LongestFacts && HeadLines.Facts(_source.TextOf(at)) is { Count: > 0 } facts
                && (facts.Count > 1 || (values.Count > 0 && facts[0].Length > 1 && !HeadLines.IsMetadata(text.Text))))
            {
                values.AddRange(facts.Select(f => (f.Label, _source.Passage(
                    [new Segment(at.Line, at.Start + f.Start, at.Start + f.Start + f.Length)]).Trim('|', '｜', '：', ':'))));
                _rest.RemoveAt(i);
                continue;
            }

            if (_rest[i].At is [var barred] && Barred(barred) is { Count: > 0 } cells)
            {
                values.AddRange(cells);
                _rest.RemoveAt(i);
                continue;
            }

            if (!HeadLines.IsMetadata(text.Text))
            {
                i++;
                continue;
            }

            if (HeadLines.IsMetadataLabel(text.Text) && i + 1 < _rest.Count && !HeadLines.IsMetadata(_rest[i + 1].Text.Text)
                && !HeadLines.IsAddressees(_rest[i + 1].Text.Text)
                && (IsTitleLabel(text.Text) || !HeadLines.NamesKind(_rest[i + 1].Text.Text)))
            {
                values.Add((text.Text.TrimEnd('：', ':').TrimStart(_bullets), _rest[i + 1].Text));
                _rest.RemoveAt(i);
            }
            else if (text.Text.IndexOfAny(['：', ':']) is var colon and > 0 && colon + 1 < text.Length)
            {
                values.Add((text.Text[..colon].TrimStart(_bullets), text.Slice(colon + 1)));
            }

            _rest.RemoveAt(i);
        }

        Passage? Of(params ReadOnlySpan<string> labels)
        {
            foreach (var label in labels)
            {
                if (values.Find(v => v.Label == label).Value is { Length: > 0 } value)
                {
                    return value;
                }
            }

            return null;
        }

        var number = Of("发文字号", "文号", "文件编号");
        return head => head with
        {
            Number = head.Number ?? (number is { } n && HeadLines.IsNumberLine(n.Text) ? n : null),
            Title = head.Title ?? Of("标题", "名称", "文件名称"),
            IssuedOn = head.IssuedOn ?? Of("成文日期", "发文日期"),
            Letterhead = head.Letterhead.IsEmpty && Of("发文机关", "发文单位", "制发机关", "发文机构") is { } by ? [by] : head.Letterhead,
        };
    }
}
