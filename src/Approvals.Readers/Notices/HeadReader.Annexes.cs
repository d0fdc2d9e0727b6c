using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <content>附件: their names in the text, their headings and what stands under them.</content>
internal sealed partial class HeadReader
{
    private const int LongestAnnexName = 60;

    /// <summary>附件：names in the text, and 附件 with its heading after it.</summary>
    private NoticeHead Annexes(NoticeHead head)
    {
        var start = _rest.FindIndex(r => HeadLines.IsAnnexMark(r.Text.Text));
        if (start < 0 && _signedAt >= 0)
        {
            start = _rest.FindIndex(_signedAt, r => HeadLines.NamesAnnex(r.Text.Text).Success && r.Text.Length <= LongestAnnexName);
        }

        var names = AnnexNames(start);
        if (start < 0)
        {
            return head with { AnnexNames = names };
        }

        start = _rest.FindIndex(r => HeadLines.IsAnnexMark(r.Text.Text));
        start = start >= 0 ? start : _rest.FindIndex(Math.Clamp(_signedAt, 0, _rest.Count), r => HeadLines.NamesAnnex(r.Text.Text).Success);
        if (start < 0)
        {
            return head with { AnnexNames = names };
        }

        head = AnnexParts(head with { AnnexNames = names }, start);
        _rest.RemoveRange(start, _rest.Count - start);
        return head;
    }

    /// <summary>From the first 附件 on: headings, and what stands under them.</summary>
    private NoticeHead AnnexParts(NoticeHead head, int start)
    {
        var (headings, body) = (ImmutableArray.CreateBuilder<Passage>(), ImmutableArray.CreateBuilder<Passage>());
        for (var i = start; i < _rest.Count;)
        {
            var text = _rest[i].Text;
            if (HeadLines.IsAnnexMark(text.Text))
            {
                var lines = HeadingBelow(i);
                if (_source.Passage(lines.SelectMany(l => l.At)) is { Length: > 0 } heading)
                {
                    headings.Add(heading);
                }

                i += 1 + lines.Count;
                continue;
            }

            if (HeadLines.NamesAnnex(text.Text) is { Success: true } named && text.Length <= LongestAnnexName)
            {
                headings.Add(text.Slice(named.Length));
            }
            else
            {
                body.Add(text);
            }

            i++;
        }

        return head with { AnnexHeadings = headings.ToImmutable(), AnnexBody = body.ToImmutable() };
    }

    /// <summary>The lines of a heading below 附件, up to the one that ends as a title does.</summary>
    private List<(ImmutableArray<Segment> At, Passage Text)> HeadingBelow(int mark)
    {
        var lines = _rest.Skip(mark + 1).TakeWhile(r => HeadLines.IsTitleLine(r.Text.Text) && !HeadLines.IsAnnexMark(r.Text.Text))
            .Take(3).ToList();
        var last = lines.FindIndex(r => HeadLines.EndsPlan(r.Text.Text) || HeadLines.EndsTitle(r.Text.Text));
        return last >= 0 ? lines[..(last + 1)] : lines;
    }

    /// <summary>附件：1.… with the lines 2.… that follow it.</summary>
    private ImmutableArray<Passage> AnnexNames(int annexStart)
    {
        var names = ImmutableArray.CreateBuilder<Passage>();
        for (var i = 0; i < (annexStart < 0 ? _rest.Count : annexStart);)
        {
            if (HeadLines.NamesAnnex(_rest[i].Text.Text) is not { Success: true } named)
            {
                i++;
                continue;
            }

            names.Add(_rest[i].Text.Slice(named.Length).TrimEnd('。', '；'));
            TakeOut(i);
            annexStart--;
            while (i < _rest.Count && HeadLines.NumbersAnnex(_rest[i].Text.Text) is { Success: true } next
                && !HeadLines.EndsLikeBody(_rest[i].Text.Text))
            {
                names.Add(_rest[i].Text.Slice(next.Length).TrimEnd('。', '；'));
                TakeOut(i);
                annexStart--;
            }

            _signedAt = Math.Min(_signedAt, _rest.Count);
        }

        return names.ToImmutable();
    }

    /// <summary>What stood after the signature still does.</summary>
    private void TakeOut(int at)
    {
        _rest.RemoveAt(at);
        _signedAt -= at < _signedAt ? 1 : 0;
    }
}
