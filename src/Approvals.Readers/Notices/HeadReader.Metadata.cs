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
            if (Facts(i, values.Count > 0) is { Count: > 0 } facts)
            {
                values.AddRange(facts);
            }
            else if (!HeadLines.IsMetadata(_rest[i].Text.Text))
            {
                i++;
                continue;
            }
            else
            {
                values.AddRange(LabelAt(i));
            }

            _rest.RemoveAt(i);
        }

        return head => FillIn(head, values);
    }

    /// <summary>Several labels with their values in one line, parted by blanks or bars.</summary>
    /// <param name="among">Lines before it were such: then one label is enough.</param>
    private List<(string Label, Passage Value)> Facts(int line, bool among)
    {
        if (_rest[line].At is not [var at])
        {
            return [];
        }

        if (at.End - at.Start <= LongestFacts && HeadLines.Facts(_source.TextOf(at)) is { Count: > 0 } facts
            && (facts.Count > 1 || (among && facts[0].Length > 1 && !HeadLines.IsMetadata(_rest[line].Text.Text))))
        {
            return [.. facts.Select(f => (f.Label, _source.Passage(
                [new Segment(at.Line, at.Start + f.Start, at.Start + f.Start + f.Length)]).Trim('|', '｜', '：', ':')))];
        }

        return Barred(at);
    }

    /// <summary>A label with its value behind it, or in the line below, which is lifted out with it.</summary>
    private IEnumerable<(string Label, Passage Value)> LabelAt(int line)
    {
        var text = _rest[line].Text;
        if (HeadLines.IsMetadataLabel(text.Text) && line + 1 < _rest.Count && !HeadLines.IsMetadata(_rest[line + 1].Text.Text)
            && !HeadLines.IsAddressees(_rest[line + 1].Text.Text)
            && (IsTitleLabel(text.Text) || !HeadLines.NamesKind(_rest[line + 1].Text.Text)))
        {
            var value = _rest[line + 1].Text;
            _rest.RemoveAt(line + 1);
            return [(text.Text.TrimEnd('：', ':').TrimStart(_bullets), value)];
        }

        return text.Text.IndexOfAny(['：', ':']) is var colon and > 0 && colon + 1 < text.Length
            ? [(text.Text[..colon].TrimStart(_bullets), text.Slice(colon + 1))] : [];
    }

    private static NoticeHead FillIn(NoticeHead head, List<(string Label, Passage Value)> values)
    {
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
        return head with
        {
            Number = head.Number ?? (number is { } n && HeadLines.IsNumberLine(n.Text) ? n : null),
            Title = head.Title ?? Of("标题", "名称", "文件名称"),
            IssuedOn = head.IssuedOn ?? Of("成文日期", "发文日期"),
            Letterhead = head.Letterhead.IsEmpty && Of("发文机关", "发文单位", "制发机关", "发文机构") is { } by ? [by] : head.Letterhead,
        };
    }
}
