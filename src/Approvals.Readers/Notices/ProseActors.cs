using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>Who acts in a clause.</summary>
/// <param name="Given">The words give the work to somebody (由…负责, …牵头): a day is not needed to make it a task.</param>
/// <param name="Left">The clause after who acts.</param>
/// <param name="Weak">Nothing but a verb after it makes it a subject, as 平台|升级 does; who is given the work afterwards counts instead.</param>
/// <param name="Matter">What the clause names before who acts: 物资储备由后勤科负责.</param>
internal sealed record Actor(Owners Owners, bool Given, bool Weak, Passage Left, Passage Matter);

/// <summary>Finds bodies and people that are the subject of a clause, by the words that come after a subject.</summary>
internal static partial class ProseActors
{
    private const int LongestActor = 60;
    private const int LongestName = 14;
    private const int ShortestMatter = 4;
    private static readonly Lexicon _words = Lexicon.Office;
    private static readonly List<string> _acts = [.. _words.Words("acts")];

    /// <summary>党委|宣传部, 医院|考核办: the verb is in the name.</summary>
    private static readonly string _partOfName =
        $"(?!各|所有|有关|相关|全院|本)(?:\\p{{IsCJKUnifiedIdeographs}}{{0,2}})(?:{string.Join('|', _words.Words("ends-name"))})";

    private static readonly Regex _cue = new(
        $"(?!{_words.Any("begins-name")})(?:(?:(?<lead>{_words.Any("roles.lead")})|(?<support>{_words.Any("roles.support")})"
        + $"|(?<given>{_words.Any("roles.departments")}))"
        + "(?!单位|部门|科室|处室|人|同志|责任|的)"
        + "|(?<act>组成|组建|成立)(?=[^，。；]{0,12}(?:组|队|专班))|(?<given>是(?=[^，。；]{0,20}(?:责任主体|责任单位|责任部门|牵头单位|牵头部门)))"
        + $"|(?<duty>{_words.Any("duties")}|[“\"]?一把手|主要(?:负责|领导)|分管(?:负责|领导)|负责(?:人|同志)|"
        + $"于|在|面向|对|将|把|(?<!委员|工|协|学|商|总)会(?=[同商])|会(?=会同)|尽快|按|每|自|从|向|根据|结合|依托|牢固|认真|统一(?!战线)|"
        + $"分(?=[0-9一二两三四五六七八九十]+(?:批|期|步|次|片|阶段))|(?<act>{_words.Any("acts-upon")}|(?:{_words.Any("acts")})(?!{_partOfName}|的|比例|率|结果|频次|架构|体系|提前|另行))))",
        RegexOptions.CultureInvariant);

    /// <summary>节日期间, 元旦春节期间.</summary>
    private static readonly string _period = $"(?:(?:{_words.Any("periods")})[、和及与]?){{1,3}}期间";

    /// <summary>节日期间, 会议要求: what stands before a subject.</summary>
    private static readonly Regex _polite = new(
        $@"\G(?:，)?(?:{_period})?"
        + "(?:会议(?:明确|决定|要求|议定|同意|研究决定|责成)|请|责成|要求|同意|明确|继续|并|同时|另外?|分别|具体|统一|统筹)*(?:(?<by>由)|请)?",
        RegexOptions.CultureInvariant);

    private static readonly Regex _adverbs = new(
        $"(?:{_period}|{_words.Any("adverbs")}|[0-9]{{1,3}}个?(?:小时|分钟)(?:之|以)?内)$", RegexOptions.CultureInvariant);

    /// <summary>医务科：…: how far a paragraph begins with the bodies whose work it lists; 0 where it does not.</summary>
    public static int Named(Passage part)
    {
        var colon = part.Text.AsSpan(0, Math.Min(part.Length, LongestActor)).IndexOfAny('：', ':');
        return colon > 1 && colon + 4 < part.Length && !char.IsAsciiDigit(part.Text[colon - 1])
            && !_words.Words("unnamed-matters").Contains(part.Text[..colon]) && Names.AreBodies(part.Text[..colon]) ? colon : 0;
    }

    /// <summary>Who acts in a text of which it is known already that it is a task.</summary>
    /// <returns>And what is left of the sentence from its act on.</returns>
    public static (Owners Owners, Passage Left) Of(Passage text)
    {
        foreach (var sentence in ProseSentences.Of(text))
        {
            var (owners, at, from) = (Owners.None, 0, 0);
            var phrases = DatesOf(sentence.Text);
            foreach (var clause in ProseSentences.Clauses(sentence))
            {
                if (In(clause, phrases, at, owners.IsEmpty) is { } actor)
                {
                    from = owners.IsEmpty ? at + clause.Length - actor.Left.Length : from;
                    owners = owners.With(actor.Owners);
                }

                at += clause.Length + 1;
            }

            if (!owners.IsEmpty)
            {
                return (owners, sentence.Slice(from));
            }
        }

        return (Owners.None, text);
    }

    /// <summary>The dates of a sentence; what a title in it says (《夏季…方案》) is no date.</summary>
    public static ImmutableArray<DeadlinePhrase> DatesOf(string text)
    {
        var titles = Titled().Matches(text);
        return [.. DeadlineRules.Find(text).Where(p => !titles.Any(t => p.Start >= t.Index && p.Start < t.Index + t.Length))];
    }

    /// <summary>Who acts in a clause, with what is left of it.</summary>
    /// <param name="phrases">The dates of its sentence, in which it begins at <paramref name="at"/>.</param>
    /// <param name="first">Nobody was found before it; else only who is given work (…牵头) counts.</param>
    public static Actor? In(Passage clause, ImmutableArray<DeadlinePhrase> phrases, int at, bool first)
    {
        if (!first && Joined(clause) is { } joined)
        {
            return joined;
        }

        var start = AfterDay(clause, phrases, at);
        var polite = _polite.Match(clause.Text, start);
        var from = start + polite.Length;
        foreach (var (index, cue) in Cues(clause, phrases, at, from))
        {
            var before = WithoutAdverbs(clause.Slice(from, index - from));
            var (names, by, matter) = Named(before, cue, polite.Groups["by"].Success);
            if (Acts(names.Text, cue, by))
            {
                var left = Gives(cue) ? index + WordsOf(cue!, clause.Text) : from + before.Length; // who gives has a cue
                return !first && !Gives(cue) && !by && !IsDuty(cue) && !(from == 0 && IsPlain(names.Text)) ? null
                    : Build(clause, names, left, cue, by) with { Matter = matter };
            }
        }

        return null;
    }

    /// <summary>甲所牵头，会同乙中心组成检查组: one more of the same.</summary>
    private static Actor? Joined(Passage clause)
    {
        if (Joining().Match(clause.Text) is not { Success: true } joined
            || Names.EndOfBodies(joined.Groups["who"].Value) is not (> 0 and var reach))
        {
            return null;
        }

        var who = clause.Slice(joined.Groups["who"].Index, reach);
        return new(OwnerText.Read(who.Text, Column.Departments) with { Source = who.Whole }, false, false,
            clause.Slice(joined.Groups["who"].Index + reach), Passage.Empty);
    }

    /// <summary>Where the day ends with which a clause begins; a day in the name of a body is none.</summary>
    private static int AfterDay(Passage clause, ImmutableArray<DeadlinePhrase> phrases, int at) =>
        phrases.FirstOrDefault(p => p.Start >= at && p.Start - at <= 2) is { } date && date.Start + date.Length <= at + clause.Length
        && !Names.IsBody(clause.Text[..(date.Start - at)]) ? date.Start + date.Length - at : 0;

    /// <summary>物资储备由后勤科 (负责): who is given the work, and the matter that is named before.</summary>
    private static (Passage Names, bool By, Passage Matter) Named(Passage names, Match? cue, bool by) =>
        Given().Match(names.Text) is { Success: true } given && Acts(names.Text[(given.Index + 1)..], cue, by: true)
            ? (names.Slice(given.Index + 1), true, names.Slice(0, given.Index).TrimEnd('，', '统', '一')) : (names, by, Passage.Empty);

    /// <summary>气象局汛期 (每日), 各校分别 (于): what says how or when stands between who acts and what is done.</summary>
    private static Passage WithoutAdverbs(Passage names)
    {
        while ((As().Match(names.Text) is { Success: true } role ? role : _adverbs.Match(names.Text)) is { Success: true, Index: > 1 } adverb)
        {
            names = names.Slice(0, adverb.Index);
        }

        return names;
    }

    /// <summary>制定检查细则: something is made, which is a work of its own.</summary>
    public static bool Makes(string text) => _words.Words("makes")
        .Any(a => text.Length >= a.Length + ShortestMatter && text.StartsWith(a, StringComparison.Ordinal));

    /// <summary>Places after a subject: words that follow one, and dates.</summary>
    private static IEnumerable<(int Index, Match? Cue)> Cues(Passage clause, ImmutableArray<DeadlinePhrase> phrases, int at, int from) =>
        _cue.Matches(clause.Text, from).Where(m => m.Index > from && m.Index - from <= LongestActor).Select(m => (m.Index, (Match?)m))
            .Concat(phrases.Where(p => p.Start - at > from && p.Start - at - from <= LongestActor && p.Start < at + clause.Length)
                .Select(p => (p.Start - at, (Match?)null)))
            .OrderBy(c => c.Item1);

    /// <summary>A day, 要, 于 after a body: it acts, whoever acted in the clause before.</summary>
    private static bool IsDuty(Match? cue) => cue is null || cue.Value is "要" or "应" or "应当" or "须" or "必须" or "于" or "务必";

    /// <summary>…，安全科汇总: another body, and not whom somebody urges (督促科室).</summary>
    private static bool IsPlain(string names) => Names.IsBody(names) && !ProseEntries.IsOfMany(names)
        && !_acts.Exists(a => names.Contains(a, StringComparison.Ordinal));

    /// <summary>公安分局依法查处…: beside sentences that say plainly who acts, the body with which another begins acts in it.</summary>
    public static (Owners Owners, Passage Left) Beginning(Passage sentence)
    {
        var length = Enumerable.Range(3, Math.Max(Math.Min(LongestName, sentence.Length - 4) - 2, 0)).LastOrDefault(
            l => Names.IsBody(sentence.Text[..l]) && !Self().IsMatch(sentence.Text[..l])
                && !_acts.Exists(a => sentence.Text[..l].Contains(a, StringComparison.Ordinal)));
        return length == 0 ? (Owners.None, sentence)
            : (OwnerText.Read(sentence.Text[..length], Column.Departments) with { Source = sentence.Span(0, length) }, sentence.Slice(length));
    }

    private static bool Gives(Match? cue) =>
        cue is not null && (cue.Groups["lead"].Success || cue.Groups["support"].Success || cue.Groups["given"].Success);

    /// <summary>负责落实资金: what stands after 负责 is the work.</summary>
    private static int WordsOf(Match cue, string clause) =>
        cue.Length > 2 && cue.Value.StartsWith("负责", StringComparison.Ordinal) && cue.Index + cue.Length < clause.Length
        && char.IsLetter(clause[cue.Index + cue.Length]) ? 2 : cue.Length;

    private static bool Acts(string names, Match? cue, bool by)
    {
        var given = Gives(cue);
        return !Self().IsMatch(names) && !GoesOn().IsMatch(names)
            && ((Names.AreBodies(names, withPeople: true) && (given || !names.EndsWith("系统", StringComparison.Ordinal)))
                || (given && Names.ArePeople(names) && (by || cue!.Groups["lead"].Success))); // given: there is a cue
    }

    private static Actor Build(Passage clause, Passage names, int end, Match? cue, bool by)
    {
        var given = Gives(cue);
        var part = cue switch
        {
            _ when Names.ArePeople(names.Text) && !Names.AreBodies(names.Text) => Column.Leaders,
            { } m when m.Groups["lead"].Success => Column.Lead,
            { } m when m.Groups["support"].Success => Column.Support,
            _ => Column.Departments,
        };
        var owners = OwnerText.Read(names.Text, part) with { Source = names.Whole };
        if (With().Match(clause.Text, end) is { Success: true } with && Names.EndOfBodies(with.Groups["who"].Value) is > 0 and var length)
        {
            var who = clause.Slice(with.Groups["who"].Index, length);
            owners = owners.With(OwnerText.Read(who.Text, Column.Departments) with { Source = who.Whole });
            end = with.Groups["who"].Index + length;
        }

        var weak = cue is { } verb && verb.Groups["act"].Success && !by;
        return new(owners, (given && cue!.Groups["lead"].Success) || (by && cue is not null), weak, clause.Slice(end), Passage.Empty); // given: there is a cue
    }

    /// <summary>城投集团作为代建单位: in what part.</summary>
    [GeneratedRegex("作为[^，。；]{2,14}$")]
    private static partial Regex As();

    /// <summary>水利局、 is half a list.</summary>
    [GeneratedRegex("(?:[、,和及与]|以及)$")]
    private static partial Regex GoesOn();

    /// <summary>物资储备由后勤科 (负责): the last 由 that is no part of a word.</summary>
    [GeneratedRegex("(?<![自理缘经])由(?!于)", RegexOptions.RightToLeft)]
    private static partial Regex Given();

    [GeneratedRegex("《[^》]*》")]
    private static partial Regex Titled();

    [GeneratedRegex(@"\G(?:要|应当|应|须|需)?(?:会同|联合)(?<who>[^，。；]{2,40}?)(?=负责|做好|对|开展|组织|要|应|于|在|制定|研究|完成|抓好|加强|组成|成立|组建|共同|联合|分别|对照|逐|重新|$)")]
    private static partial Regex With();

    [GeneratedRegex("^(?:并)?(?:会同|联合)(?<who>[^，。；]{2,40}?)(?=负责|做好|对|开展|组织|要|应|于|在|制定|研究|完成|抓好|加强|组成|成立|组建|共同|逐|进行|$)")]
    private static partial Regex Joining();

    /// <summary>我校, 医院: the issuer itself; 学校 alone may be anybody's.</summary>
    [GeneratedRegex("^(?:[我本全](?:院|局|委|校|市|县|区|省|单位|医院|学校|公司|集团)|院|局|委|校|市|县|区|省|单位|医院)$")]
    private static partial Regex Self();
}
