using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>
/// The parts of a notice around its body: each a passage, so that its place is known; null where it is missing.
/// </summary>
internal sealed record NoticeHead
{
    public Passage? Number { get; init; }

    public Passage? Letterhead { get; init; }

    public Passage? Title { get; init; }

    public Passage? Addressees { get; init; }

    public Passage? Signature { get; init; }

    public Passage? IssuedOn { get; init; }

    public Passage? Printed { get; init; }

    public Passage? Cc { get; init; }

    public Passage? PlanTitle { get; init; }

    public ImmutableArray<Passage> AnnexNames { get; init; } = [];

    public ImmutableArray<Passage> AnnexHeadings { get; init; } = [];

    /// <summary>What is left: the paragraphs of the body.</summary>
    public ImmutableArray<Passage> Body { get; init; } = [];
}

/// <summary>Takes the paragraphs apart, in the order in which a notice is laid out (GB/T 9704).</summary>
internal sealed partial class NoticeHeadReader
{
    private const int LongestTitleLines = 8;
    private const int LongestShortLine = 45;
    private readonly SourceText _source;
    private readonly List<(SourceLine Line, Passage Text)> _rest;

    private NoticeHeadReader(SourceText source)
    {
        _source = source;
        _rest = [.. source.Paragraphs.Select(l => (l, source.Passage(l))).Where(x => x.Item2.Length > 0)];
    }

    public static NoticeHead Read(SourceText source) => new NoticeHeadReader(source).Read();

    private NoticeHead Read()
    {
        var head = Foot(new NoticeHead());
        head = Annexes(head);
        head = Top(head);
        head = Signed(head);
        head = Plan(head);
        return head with { Body = [.. _rest.Select(r => r.Text)] };
    }

    /// <summary>抄送 and 印发, at the very end.</summary>
    private NoticeHead Foot(NoticeHead head)
    {
        var cc = _rest.FindLastIndex(r => CopiesTo().IsMatch(r.Text.Text));
        var printed = _rest.FindLastIndex(r => PrintedBy().IsMatch(r.Text.Text) && r.Text.Length <= LongestShortLine);
        if (printed >= 0 && printed >= _rest.Count - 4)
        {
            head = head with { Printed = _rest[printed].Text };
        }

        if (cc >= 0)
        {
            var end = cc + 1;
            while (end < _rest.Count && end != printed && end < cc + 4 && !_rest[end - 1].Text.Text.EndsWith('。')
                && !EndsAsBody().IsMatch(_rest[end].Text.Text) && !Whole(_rest[end].Text))
            {
                end++;
            }

            head = head with { Cc = _source.Passage(_rest[cc..end].Select(r => r.Line)) };
            _rest.RemoveRange(cc, _rest.Count - cc);
        }
        else if (head.Printed is not null)
        {
            _rest.RemoveRange(printed, _rest.Count - printed);
        }

        return head;
    }

    /// <summary>附件：names in the text, and 附件 with its heading after it.</summary>
    private NoticeHead Annexes(NoticeHead head)
    {
        var start = _rest.FindIndex(r => AnnexMark().IsMatch(r.Text.Text));
        var headings = ImmutableArray.CreateBuilder<Passage>();
        if (start >= 0)
        {
            foreach (var at in Enumerable.Range(start, _rest.Count - start).Where(i => AnnexMark().IsMatch(_rest[i].Text.Text)))
            {
                var lines = _rest.Skip(at + 1).TakeWhile(r => IsTitleLine(r.Text) && !AnnexMark().IsMatch(r.Text.Text)).Take(3)
                    .Select(r => r.Line);
                if (_source.Passage(lines) is { Length: > 0 } heading)
                {
                    headings.Add(heading);
                }
            }

            _rest.RemoveRange(start, _rest.Count - start);
        }

        var names = _rest.Where(r => AnnexName().IsMatch(r.Text.Text))
            .Select(r => r.Text.Slice(AnnexName().Match(r.Text.Text).Length)).ToImmutableArray();
        _rest.RemoveAll(r => AnnexName().IsMatch(r.Text.Text));
        return head with { AnnexNames = names, AnnexHeadings = headings.ToImmutable() };
    }

    private NoticeHead Top(NoticeHead head)
    {
        var to = _rest.FindIndex(0, Math.Min(_rest.Count, 20), r => IsAddressees(r.Text.Text));
        var from = _rest.FindIndex(0, Math.Min(_rest.Count, 12), r => NumberLine().IsMatch(r.Text.Text));
        from = to >= 0 && from > to ? -1 : from;
        if (from >= 0 && NumberLine().Match(_rest[from].Text.Text).Groups["number"] is { Success: true } number)
        {
            head = head with { Number = _rest[from].Text.Slice(number.Index, number.Length) };
        }

        var before = Enumerable.Range(0, Math.Max(from, 0)).Where(i => Letterhead().IsMatch(_rest[i].Text.Text)).ToList();
        head = before.Count > 0 ? head with { Letterhead = _rest[before[0]].Text } : head;
        var end = to >= 0 ? to : TitleEnd(from + 1);
        var title = _rest.Take(Math.Max(end, 0)).Skip(from + 1).Where(r => !IsMark(r.Text.Text)).ToList();
        if (title.Count is > 0 and <= LongestTitleLines)
        {
            head = head with { Title = _source.Passage(title.Select(r => r.Line)) };
        }

        head = to >= 0 ? head with { Addressees = _rest[to].Text } : head;
        var used = Math.Max(to + 1, head.Title is null ? from + 1 : end);
        _rest.RemoveRange(0, Math.Clamp(used, 0, _rest.Count));
        return head;
    }

    /// <summary>Without addressees a title ends with the line that names a kind of document.</summary>
    private int TitleEnd(int from)
    {
        for (var i = from; i < Math.Min(_rest.Count, from + LongestTitleLines); i++)
        {
            if (!IsTitleLine(_rest[i].Text) && !IsMark(_rest[i].Text.Text))
            {
                return from;
            }

            if (TitleLast().IsMatch(_rest[i].Text.Text))
            {
                return i + 1;
            }
        }

        return from;
    }

    /// <summary>署名 and 成文日期: a line that is a date, the line before it a body; or the two in one line.</summary>
    private NoticeHead Signed(NoticeHead head)
    {
        var dated = _rest.FindIndex(r => SignedDate().IsMatch(r.Text.Text));
        var from = dated >= 0 ? dated : _rest.FindIndex(r => IsSigner(r.Text, head));
        if (from < 0)
        {
            return head;
        }

        var text = _rest[from].Text;
        var date = Dates.Find(text.Text);
        head = date.Success ? head with { IssuedOn = text.Slice(date.Index, date.Length) } : head;
        var before = date.Success ? date.Index : SignedDate().Match(text.Text) is { Success: true } blank
            ? blank.Groups["date"].Index : text.Length;
        var signer = before > 0 ? from : from - 1;
        if (signer == from || (signer >= 0 && IsSigner(_rest[signer].Text, head)))
        {
            head = head with { Signature = signer == from ? text.Slice(0, before) : _rest[signer].Text };
        }
        else
        {
            signer = from;
        }

        _rest.RemoveRange(signer, from - signer + 1);
        _signedAt = signer;
        return head;
    }

    private int _signedAt = -1;

    /// <summary>
    /// The heading of the plan that the notice wraps: short lines after the signature that end in a document's name.
    /// </summary>
    private NoticeHead Plan(NoticeHead head)
    {
        for (var from = Math.Max(_signedAt, 0); from < _rest.Count && from <= Math.Max(_signedAt, 0) + 12; from++)
        {
            var lines = _rest.Skip(from).TakeWhile(r => IsTitleLine(r.Text)).Take(4).ToList();
            var last = lines.FindLastIndex(r => PlanLast().IsMatch(r.Text.Text));
            if (last >= 0 && _rest.Count > from + last + 1)
            {
                head = head with { PlanTitle = _source.Passage(lines.Take(last + 1).Select(r => r.Line)) };
                _rest.RemoveRange(from, last + 1);
                return head;
            }
        }

        return head;
    }

    private static bool IsTitleLine(Passage text) =>
        text.Length <= LongestShortLine && !EndsAsBody().IsMatch(text.Text) && !Outline.IsHeading(text.Text)
            && !SignedDate().IsMatch(text.Text);

    private static bool IsSigner(Passage text, NoticeHead head) =>
        IsTitleLine(text) && SignerName().IsMatch(text.Text)
        && (head.Title is not { } title || head.IssuedOn is not null || title.Text.StartsWith(text.Text, StringComparison.Ordinal)
            || !PlanLast().IsMatch(text.Text));

    private static bool IsAddressees(string text) =>
        text.Length <= 160 && text is [.., '：' or ':'] && !text.Contains('。', StringComparison.Ordinal)
        && !Outline.IsHeading(text) && !AnnexName().IsMatch(text) && AddresseeWords().IsMatch(text);

    private static bool IsMark(string text) => SecrecyOrUrgency().IsMatch(text);

    private static bool Whole(Passage text) => SignerName().IsMatch(text.Text) && text.Length <= LongestShortLine;

    [GeneratedRegex(
        @"^(?:(?<number>\p{IsCJKUnifiedIdeographs}{1,20}[〔﹝\[［（(【\{｛]\s*[0-9０-９]{2,4}\s*[〕﹞\]］）)】\}｝]第?[0-9０-９]{1,5}号)"
        + @"|\p{IsCJKUnifiedIdeographs}{1,20}[〔﹝\[［（(【][^〕﹞\]］）)】]{0,6}[〕﹞\]］）)】]第?[\s×xX＿_*—-]*号)(?:签发人[：:].*)?$")]
    private static partial Regex NumberLine();

    [GeneratedRegex("^.{2,30}(?:文件|委员会|医院|局|中心|公司)$")]
    private static partial Regex Letterhead();

    [GeneratedRegex("^(?:特急|加急|平急|特提|急件|内部资料.{0,8}|(?:绝密|机密|秘密)[★☆]?.{0,6}|[0-9]{6}|份号[：:]?.{0,8}|签发人[：:].*)$")]
    private static partial Regex SecrecyOrUrgency();

    [GeneratedRegex("(?:" + OfficeWords.DocumentKinds + "|" + OfficeWords.DocumentEnds + ")(?:[（(](?:试行|暂行|草案|征求意见稿)[）)])?$")]
    private static partial Regex TitleLast();

    [GeneratedRegex("(?:" + OfficeWords.DocumentEnds + ")》?(?:[（(](?:试行|暂行|草案|征求意见稿)[）)])?$")]
    private static partial Regex PlanLast();

    [GeneratedRegex("(?:" + OfficeWords.BodyEnds + "|单位|同志|负责人|机构|党总支|市|县|区)(?:[）)]|[：:])*$|^各")]
    private static partial Regex AddresseeWords();

    [GeneratedRegex(
        "^(?<name>.{1,39}?[^0-9０-９])?"
        + "(?<date>(?:[0-9０-９]{4}|[一二][〇○零Ｏ一二三四五六七八九]{3})年[0-9０-９一二三四五六七八九十]{1,2}月[0-9０-９一二三四五六七八九十]{1,3}日|[0-9０-９]{0,4}年月日)$")]
    private static partial Regex SignedDate();

    [GeneratedRegex("^(?:" + "[^，。；：“”《》]{2,40}" + ")(?:" + OfficeWords.BodyEnds + ")(?:[（(](?:章|盖章|印章|公章)[）)])?$")]
    private static partial Regex SignerName();

    [GeneratedRegex("[。！？；，、：:;,!?]$")]
    private static partial Regex EndsAsBody();

    [GeneratedRegex("^抄(?:送|报)[：:]")]
    private static partial Regex CopiesTo();

    [GeneratedRegex("印发$")]
    private static partial Regex PrintedBy();

    [GeneratedRegex("^附件[0-9０-９一二三四五六七八九十]*[：:]?$")]
    private static partial Regex AnnexMark();

    [GeneratedRegex(@"^附件[0-9０-９]*[：:](?:[0-9]{1,2}[.．、])?(?=.)")]
    private static partial Regex AnnexName();
}
