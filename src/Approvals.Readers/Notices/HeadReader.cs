using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>
/// Takes the paragraphs apart, in the order in which a notice is laid out (GB/T 9704): what stands around the body is lifted
/// out of the paragraphs; the body is what is left.
/// </summary>
internal sealed partial class HeadReader
{
    private const int LongestTitleLines = 8;
    private const int LastOfHead = 30;
    private readonly SourceDocument _source;
    private readonly List<(ImmutableArray<Segment> At, Passage Text)> _rest;
    private int _signedAt = -1;

    private HeadReader(SourceDocument source)
    {
        _source = source;
        _rest = [.. source.Paragraphs.Select(p => (p, source.Passage(p))).Where(x => x.Item2.Length > 0)];
        PartRubrics();
        SpreadHead();
        PartNumber();
    }

    public static NoticeHead Read(SourceDocument source)
    {
        var reader = new HeadReader(source);
        var other = reader.CutSecondDocument();
        var head = reader.Top(reader.Foot(new NoticeHead()));
        head = reader.Signed(head);
        head = reader.Annexes(head);
        var cover = Math.Clamp(reader._signedAt, 0, reader._rest.Count);
        head = reader.Plan(head);
        return head with { OtherHeads = other, Cover = cover, Body = [.. reader._rest.Select(r => r.Text)] };
    }

    /// <summary>
    /// A second number line after a signature begins another document; unless it is forwarded, nothing from there on is this one's.
    /// </summary>
    private ImmutableArray<Passage> CutSecondDocument()
    {
        var numbers = Enumerable.Range(0, _rest.Count).Where(i => HeadLines.IsNumberLine(_rest[i].Text.Text)
            && FullNumber().IsMatch(_rest[i].Text.Text)).ToList();
        if (numbers.Count < 2)
        {
            return [];
        }

        var (first, second) = (numbers[0], numbers[1]);
        var signed = _rest.FindIndex(first, second - first, r => HeadLines.IsDateLine(r.Text.Text) || HeadLines.IsPrinted(r.Text.Text));
        if (signed < 0 || _rest.Take(signed).Any(r => r.Text.Length < 90 && Forwards().IsMatch(r.Text.Text)))
        {
            return [];
        }

        var from = second;
        while (from > signed + 1 && (HeadLines.IsLetterhead(_rest[from - 1].Text.Text) || HeadLines.IsMark(_rest[from - 1].Text.Text))
            && !HeadLines.IsPrinted(_rest[from - 1].Text.Text))
        {
            from--;
        }

        var other = _rest[second].Text;
        _rest.RemoveRange(from, _rest.Count - from);
        return [other];
    }

    [System.Text.RegularExpressions.GeneratedRegex("[0-9０-９]{4}.{0,2}[〕﹞\\]］）)】].*号")]
    private static partial System.Text.RegularExpressions.Regex FullNumber();

    [System.Text.RegularExpressions.GeneratedRegex("转发|批转|附[：:]")]
    private static partial System.Text.RegularExpressions.Regex Forwards();

    /// <summary>抄送, 分送 and 印发, near the end; what follows them (annexes set after the imprint) stays.</summary>
    private NoticeHead Foot(NoticeHead head)
    {
        var printed = _rest.FindLastIndex(r => HeadLines.IsPrinted(r.Text.Text) && Dates.Find(r.Text.Text).Success);
        printed = printed >= 0 ? printed : _rest.FindLastIndex(r => r.Text.Text.EndsWith("印发", StringComparison.Ordinal)
            && !r.Text.Text.EndsWith("关于印发", StringComparison.Ordinal) && r.Text.Length <= HeadLines.LongestShortLine);
        printed = printed >= 0 && (printed >= _rest.Count / 3 || printed >= _rest.Count - 4) ? printed : -1;
        head = printed >= 0 ? head with { Printed = _rest[printed].Text } : head;
        var cc = _rest.FindLastIndex(r => HeadLines.CopiesTo(r.Text.Text));
        if (cc >= 0)
        {
            var end = cc + 1;
            while (end < _rest.Count && end != printed && end < cc + 4 && !_rest[end - 1].Text.Text.EndsWith('。')
                && !HeadLines.EndsLikeBody(_rest[end].Text.Text) && !HeadLines.IsSigner(_rest[end].Text.Text)
                && !HeadLines.IsAnnexMark(_rest[end].Text.Text))
            {
                end++;
            }

            head = head with { Cc = _source.Passage(_rest[cc..end].SelectMany(r => r.At)) };
            var sent = _rest.FindIndex(Math.Max(cc - 2, 0), Math.Min(5, _rest.Count - Math.Max(cc - 2, 0)),
                r => HeadLines.SentTo(r.Text.Text).Success);
            head = sent >= 0 ? Sent(head, sent) : head;
            var gone = new HashSet<int>(Enumerable.Range(cc, end - cc)) { printed, sent };
            gone.UnionWith(printed > cc && printed - end <= 2 ? Enumerable.Range(end, printed - end) : []);
            Remove(gone);
        }
        else
        {
            var sent = _rest.FindLastIndex(r => HeadLines.SentTo(r.Text.Text).Success && r.Text.Length <= 120);
            head = sent > _rest.Count / 2 ? Sent(head, sent) : head;
            Remove([printed, sent > _rest.Count / 2 ? sent : -1]);
        }

        return head;
    }

    private NoticeHead Sent(NoticeHead head, int at) =>
        head with { Addressees = _rest[at].Text.Slice(HeadLines.SentTo(_rest[at].Text.Text).Length) };

    private void Remove(HashSet<int> places)
    {
        foreach (var at in places.Where(p => p >= 0).OrderDescending())
        {
            _rest.RemoveAt(at);
        }
    }

    private NoticeHead Top(NoticeHead head)
    {
        var facts = Metadata();
        var to = _rest.FindIndex(0, Math.Min(_rest.Count, LastOfHead), r => HeadLines.IsAddressees(r.Text.Text));
        var reach = to >= 0 ? to : Math.Min(_rest.Count, 14);
        var from = _rest.FindIndex(0, reach, r => HeadLines.IsNumberLine(r.Text.Text));
        head = NumberAt(head, from);
        head = Marks(head, Math.Max(from, Math.Min(to >= 0 ? to : 4, _rest.Count)));
        var end = to >= 0 ? to : TitleEnd(from + 1);
        head = TitleBetween(head, from, end);
        if (head.Title is null && to < 0 && from < 0 && _rest is [var first, var second, ..] && IsHeadline(first.Text.Text)
            && (HeadLines.IsDateLine(second.Text.Text) || Outline.IsHeading(second.Text.Text)))
        {
            (head, end) = (head with { Title = first.Text }, 1);
        }

        head = NumberInTitle(head);
        head = to >= 0 ? head with { Addressees = _rest[to].Text } : head;
        head = IssuedInHead(head, Math.Max(from, 0), end);
        head = DateBelowTitle(head, from + 1, end);
        var used = Math.Max(to + 1, head.Title is null ? from + 1 : Math.Max(end, from + 1));
        _rest.RemoveRange(0, Math.Clamp(used, 0, _rest.Count));
        return facts(head);
    }

    private NoticeHead NumberAt(NoticeHead head, int line) =>
        line >= 0 && HeadLines.Number(_rest[line].Text.Text).Groups["number"] is { Success: true } number
            ? head with { Number = _rest[line].Text.Slice(number.Index, number.Length) } : head;

    private static NoticeHead NumberInTitle(NoticeHead head) =>
        head is { Number: null, Title: { } named } && NumberAfterTitle().Match(named.Text).Groups["number"] is { Success: true } last
            ? head with { Number = named.Slice(last.Index, last.Length) } : head;

    /// <summary>The title below the number, or above it, and the letterhead over both.</summary>
    /// <param name="from">The number's line; -1 where there is none.</param>
    private NoticeHead TitleBetween(NoticeHead head, int from, int end)
    {
        var title = TitleLines(from + 1, end);
        // The number may stand below the title.
        var above = TitleLines(0, Math.Max(from, 0));
        if (title.Count == 0 && above.Exists(r => HeadLines.EndsTitle(r.Text.Text)))
        {
            title = above[..(above.FindLastIndex(r => HeadLines.EndsTitle(r.Text.Text)) + 1)];
            title = title[TitleStart(title)..];
        }

        head = head with
        {
            Letterhead = [.. above.Except(title).Where(r => HeadLines.IsLetterhead(r.Text.Text)).Select(r => r.Text)],
        };
        if (from < 0 && title.Count > 1)
        {
            var skip = TitleStart(title);
            head = skip > 0 ? head with { Letterhead = [.. title.Take(skip).Select(r => r.Text)] } : head;
            title = skip > 0 ? title[skip..] : title;
        }

        title = LastOfSame(title);
        if (title.Count is > 0 and <= LongestTitleLines)
        {
            head = head with { Title = Unquoted(_source.Passage(title.SelectMany(r => r.At))) };
        }

        return head;
    }

    private NoticeHead Marks(NoticeHead head, int end)
    {
        foreach (var (_, text) in _rest.Take(end))
        {
            if (head.Urgency is null && HeadLines.Urgency(text.Text) is { Success: true } urgent)
            {
                head = head with { Urgency = text.Slice(urgent.Index, urgent.Length) };
            }

            if (head.Secrecy is null && HeadLines.Secrecy(text.Text) is { Success: true } secret)
            {
                head = head with { Secrecy = text.Slice(secret.Index, secret.Length) };
            }

            if (MarkSpelling.Meant(text.Text) is { } meant)
            {
                head = MarkSpelling.IsUrgency(meant) ? head with { Urgency = head.Urgency ?? text } : head with { Secrecy = head.Secrecy ?? text };
                head = head with { MisspeltMarks = head.MisspeltMarks.Add((text, meant)) };
            }
        }

        return head;
    }

    /// <summary>A date in a line of its own, or in brackets, between title and body (决定, 纪要).</summary>
    private NoticeHead DateBelowTitle(NoticeHead head, int from, int end)
    {
        var limit = Math.Min(_rest.Count, Math.Max(end, from) + 2);
        for (var i = from; i < limit; i++)
        {
            if (HeadLines.Dated(_rest[i].Text.Text) is { Success: true } dated && !dated.Groups["name"].Success)
            {
                var at = dated.Groups["date"];
                head = head with { IssuedOn = _rest[i].Text.Slice(at.Index, at.Length) };
                if (i >= end)
                {
                    _rest.RemoveAt(i);
                }

                return head;
            }
        }

        return head;
    }

    /// <summary>署名 and 成文日期: a line that is a date, the lines before it bodies; or the two in one line.</summary>
    private NoticeHead Signed(NoticeHead head)
    {
        var dated = _rest.FindIndex(r => HeadLines.Dated(r.Text.Text) is { Success: true } m
            && (!m.Groups["name"].Success || HeadLines.IsSigner(m.Groups["name"].Value) || IsHeadSigner(m.Groups["name"].Value, head)));
        var from = dated >= 0 ? dated : _rest.FindIndex(r => IsSigner(r.Text, head));
        if (from < 0)
        {
            return head;
        }

        var text = _rest[from].Text;
        var match = HeadLines.Dated(text.Text);
        var date = Dates.Find(text.Text);
        head = date.Success ? head with { IssuedOn = text.Slice(date.Index, date.Length) } : head;
        var signed = ImmutableArray.CreateBuilder<Passage>();
        if (!match.Success || match.Groups["name"].Success)
        {
            signed.AddRange(Bodies(_rest[from].At, match.Success ? text.Slice(0, match.Groups["name"].Length) : text));
        }

        var first = from;
        while (first > 0 && from - first < 8 && IsSigner(_rest[first - 1].Text, head) && !EndsSentence(first - 1))
        {
            first--;
            signed.InsertRange(0, Bodies(_rest[first].At, _rest[first].Text));
        }

        // The name may stand below its date.
        if (signed.Count == 0 && from + 1 < _rest.Count && HeadLines.IsSigner(_rest[from + 1].Text.Text)
            && IsHeadSigner(_rest[from + 1].Text.Text, head))
        {
            signed.Add(_rest[from + 1].Text);
            _rest.RemoveAt(from + 1);
        }

        _rest.RemoveRange(first, from - first + 1);
        _signedAt = first;
        return head with { Signatures = signed.ToImmutable() };
    }

    private bool EndsSentence(int at) => HeadLines.EndsLikeBody(_rest[at].Text.Text);

    /// <summary>Several bodies in one line, parted by blanks, sign each for itself.</summary>
    private IEnumerable<Passage> Bodies(ImmutableArray<Segment> whole, Passage line)
    {
        var at = whole[0];
        var raw = _source.TextOf(at);
        var pieces = OwnerText.Pieces(raw).Where(p => !HeadLines.IsDateLine(p.Text)).ToList();
        if (pieces.Count < 2 || !pieces.TrueForAll(p => Names.IsBody(FlattenedTables.Squeeze(p.Text)) && p.Text.Length >= 4))
        {
            return [line];
        }

        return pieces.Select(p => _source.Passage([new Segment(at.Line, at.Start + p.Start, at.Start + p.Start + p.Text.Length)]));
    }

    private static bool IsHeadSigner(string name, NoticeHead head) =>
        head.Letterhead.Any(l => l.Text.StartsWith(name, StringComparison.Ordinal))
        || (head.Title is { } title && title.Text.StartsWith(name, StringComparison.Ordinal));

    private static bool IsSigner(Passage text, NoticeHead head) =>
        HeadLines.IsSigner(text.Text)
        && (head.Title is not { } title || head.IssuedOn is not null || title.Text.StartsWith(text.Text, StringComparison.Ordinal)
            || !HeadLines.EndsPlan(text.Text));

    /// <summary>
    /// The heading of the plan that the notice wraps: short lines after the signature that end in a document's name.
    /// </summary>
    private NoticeHead Plan(NoticeHead head)
    {
        for (var from = Math.Max(_signedAt, 0); from < _rest.Count && from <= Math.Max(_signedAt, 0) + 12; from++)
        {
            var lines = _rest.Skip(from).TakeWhile(r => HeadLines.IsTitleLine(r.Text.Text)).Take(4).ToList();
            var last = lines.FindLastIndex(r => HeadLines.EndsPlan(r.Text.Text));
            if (last < 0 || !(_rest.Count > from + last + 1 || StandsOverTable(lines[last].At)))
            {
                continue;
            }

            last += lines.Count > last + 1 && YearsBelow().IsMatch(lines[last + 1].Text.Text) ? 1 : 0;
            var heading = _source.Passage(lines.Take(last + 1).Where(l => !HeadLines.IsMark(l.Text.Text)).SelectMany(r => r.At));
            _rest.RemoveRange(from, last + 1);
            // A page says its title once more.
            return heading.Text == head.Title?.Text ? head : head with { PlanTitle = heading };
        }

        return head;
    }

    /// <summary>A table is all that there is of a plan.</summary>
    private bool StandsOverTable(ImmutableArray<Segment> heading)
    {
        var below = heading[^1].Line + 1;
        while (below < _source.Lines.Length && string.IsNullOrWhiteSpace(_source.Lines[below].Text))
        {
            below++;
        }

        return _source.Tables.Any(t => t.Rows is [var first, ..] && first.Any(cell => cell is [{ Line: var line }, ..] && line == below));
    }

    /// <summary>（2023—2025年） in a line of its own.</summary>
    [System.Text.RegularExpressions.GeneratedRegex("^[（(]?[0-9]{4}年?[—–~～至-]{1,2}[0-9]{4}年?[）)]$")]
    private static partial System.Text.RegularExpressions.Regex YearsBelow();
}
