using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>
/// Plain prose: a sentence whose subject is a body and which names a day, or gives the work to somebody (由…牵头). What a meeting
/// decided (纪要) needs no day.
/// </summary>
internal sealed partial class ProseEntries
{
    private const int LongestActor = 60;
    private const int LongestPoint = 140;

    /// <summary>One paragraph that begins with a body and a colon may say anything.</summary>
    private const int FewestNamed = 2;

    /// <summary>Nobody gives work in a longer one: whatever it is, it is not prose.</summary>
    private const int LongestSentence = 2_000;

    private static readonly Lexicon _words = Lexicon.Office;

    private static readonly Regex _leadIn = new(
        $"^(?:[^，。；：]{{0,20}}(?:{_words.Any("decides")})[，：:]?|同时[，]?|其中[，]?|另外[，]?|对此[，]?|为此[，]?|下一步[，]?|原则同意[^，。；]{{0,40}}[，])",
        RegexOptions.CultureInvariant);

    /// <summary>党委|宣传部, 医院|考核办: the verb is in the name.</summary>
    private const string PartOfName = "(?:\\p{IsCJKUnifiedIdeographs}{0,2})(?:科(?!室)|部(?!门|署|分)|处(?!理|方|置)|办(?!理|法)|局|组(?!织)|中心|站|所(?!有|需)|委(?!托)|院(?!内)|队)";

    private static readonly Regex _cue = new(
        $"(?:(?<lead>{_words.Any("roles.lead")})|(?<support>{_words.Any("roles.support")})|(?<given>{_words.Any("roles.departments")}))"
        + "(?!单位|部门|科室|处室|人|同志|责任)"
        + $"|(?<duty>{_words.Any("duties")}|[“\"]?一把手|主要(?:负责|领导)|分管(?:负责|领导)|负责(?:人|同志)|"
        + $"于|在|对|将|把|会|尽快|按|每|自|从|向|根据|牢固|认真|(?:{_words.Any("acts")})(?!{PartOfName}))",
        RegexOptions.CultureInvariant);

    private readonly bool _minutes;

    public ProseEntries(bool minutes) => _minutes = minutes;

    public ImmutableArray<Entry> Read(OutlineNode root)
    {
        var entries = ImmutableArray.CreateBuilder<Entry>();
        Walk(root, "", entries);
        // The first paragraphs of minutes say who met; what was decided stands under numbers.
        return _minutes && entries.Any(e => e.WrittenNo is not null) ? [.. entries.Where(e => e.WrittenNo is not null)]
            : entries.ToImmutable();
    }

    /// <summary>医务科：…: how far a paragraph begins with the bodies whose work it lists; 0 where it does not.</summary>
    private static int Named(Passage part)
    {
        var colon = part.Text.AsSpan(0, Math.Min(part.Length, LongestActor)).IndexOfAny('：', ':');
        return colon > 1 && colon + 4 < part.Length && Names.AreBodies(part.Text[..colon]) ? colon : 0;
    }

    /// <summary>Who acts in a text of which it is known already that it is a task.</summary>
    /// <returns>And what is left of the sentence from its act on.</returns>
    public static (Owners Owners, Passage Left) ActorsOf(Passage text)
    {
        foreach (var sentence in Sentences(text))
        {
            var (owners, at, from) = (Owners.None, 0, 0);
            var phrases = DatesOf(sentence.Text);
            foreach (var clause in Parts(sentence))
            {
                if (Actor(clause, phrases, at, owners.IsEmpty) is { } actor)
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

    private void Walk(OutlineNode node, string group, ImmutableArray<Entry>.Builder entries)
    {
        if (_minutes && node is { Level: > 0, Children.Count: 0, Heading.Length: > 3 } && (node.Rest.Length > 0 || node.Paragraphs.Count > 0))
        {
            if (Matter(node, group) is { } matter)
            {
                entries.Add(matter);
            }

            return;
        }

        var parts = node.Level == 0 ? node.Paragraphs : [node.Full, .. node.Paragraphs];
        var before = entries.Count;
        var lists = parts.Count(p => Named(p) > 0) >= FewestNamed;
        foreach (var part in parts)
        {
            var (by, length) = lists && Named(part) is > 0 and var colon
                ? (OwnerText.Read(part.Text[..colon], Column.Departments) with { Source = part.Span(0, colon) }, colon + 1) : (Owners.None, 0);
            foreach (var sentence in Sentences(part.Slice(length)))
            {
                if (Build(sentence, group, IsListed(node), by) is { } entry)
                {
                    entries.Add(entry);
                }
            }
        }

        if (entries.Count == before + 1 && node is { Level: > 0, Children.Count: 0 })
        {
            entries[before] = entries[before] with { WrittenNo = node.No };
        }

        foreach (var child in node.Children)
        {
            Walk(child, group.Length == 0 ? node.Name : $"{group}/{node.Name}".Trim('/'), entries);
        }
    }

    /// <summary>What a meeting decided on one matter: a task where somebody is to act or a day is named.</summary>
    private Entry? Matter(OutlineNode node, string group)
    {
        var sentences = node.Paragraphs.Prepend(node.Rest).Where(p => p.Length > 0).SelectMany(Sentences).ToList();
        var decided = sentences.FindIndex(s => _decision.IsMatch(s.Text));
        var acts = sentences.Skip(Math.Max(decided, 0)).Select(s => (Sentence: s, Entry: Build(s, group))).ToList();
        var owners = acts.Where(a => decided >= 0 || Gives().IsMatch(a.Sentence.Text)).Select(a => a.Entry?.Owners)
            .OfType<Owners>().Aggregate(Owners.None, (sum, o) => sum.With(o));
        var dates = acts.SelectMany(a => DeadlineRules.Find(a.Sentence.Text)
            .Select(p => a.Sentence.Slice(p.Start, p.Length))).ToList();
        if (owners.IsEmpty && (decided < 0 || dates.Count == 0))
        {
            return null;
        }

        var plan = Passage.Join(acts.Select(a => a.Sentence));
        var about = About().Match(node.Heading.Text);
        return new(
            0, node.No, node.Heading.Slice(about.Length).TrimEnd('。'), plan, Passage.Empty, dates.FirstOrDefault() ?? Passage.Empty,
            owners, node.Heading.Span(0, node.Heading.Length).To(plan.Span(0, plan.Length)))
        { Rule = EntryRule.Sentence, Group = group.Length == 0 ? null : group };
    }

    private static readonly Regex _decision = new(
        "会议(?:决定|议定|同意|明确|要求|确定|审议通过|原则同意|研究决定|原则通过)|同意|议定", RegexOptions.CultureInvariant);

    [GeneratedRegex("由[^，。；]{2,40}(?:负责|牵头|承办|组织|落实|办理)|牵头")]
    private static partial Regex Gives();

    [GeneratedRegex("^(?:关于|研究|审议|讨论|听取)")]
    private static partial Regex About();

    /// <summary>One short point of a list: its date is what makes it a task.</summary>
    private static bool IsListed(OutlineNode node) =>
        node is { Level: > 0, Children.Count: 0 } && node.Full.Length + node.Paragraphs.Sum(p => p.Length) <= LongestPoint;

    /// <param name="by">Whose list it stands in.</param>
    private Entry? Build(Passage sentence, string group, bool listed = false, Owners? by = null)
    {
        var text = sentence;
        while (_leadIn.Match(text.Text) is { Success: true, Length: > 0 } lead)
        {
            text = text.Slice(lead.Length);
        }

        var phrases = DatesOf(text.Text);
        var (owners, given) = (by ?? Owners.None, by is { IsEmpty: false });
        Passage? title = null;
        var at = 0;
        foreach (var clause in Parts(text))
        {
            var (left, from) = (clause, at);
            while (by is not { IsEmpty: false } && Actor(left, phrases, from, owners.IsEmpty) is { } actor)
            {
                owners = owners.With(actor.Owners);
                given |= actor.Given;
                from += left.Length - actor.Left.Length;
                left = actor.Left;
                if (left.Text is not ['、', ..])
                {
                    break;
                }

                (left, from) = (left.Slice(1), from + 1); // 甲科牵头、乙科配合
            }

            title = Longer(title, WithoutDate(left));
            at += clause.Length + 1;
        }

        var phrase = phrases.FirstOrDefault(p => p.RuleId is not ("long-term" or "soon"));
        if (title is null || Introduces().IsMatch(text.Text) || (_minutes && Meets().IsMatch(title.Text)))
        {
            return null;
        }

        // What is to be handed in by a day is a task, whoever its sentence names; a body by name that must act has one without a day.
        var asked = phrase is not null && EndsBefore().IsMatch(phrase.Text)
            && (listed ? !Past().IsMatch(text.Text) : Reports().IsMatch(text.Text[phrase.Start..]));
        if (owners.IsEmpty ? !asked : phrase is null && !given && !_minutes && !Obliges(text.Text, owners))
        {
            return null;
        }

        return new(
            0, null, title, sentence.TrimEnd('。', '；'), Passage.Empty,
            phrase is null ? Passage.Empty : text.Slice(phrase.Start, phrase.Length), owners, sentence.Span(0, sentence.Length))
        { Rule = EntryRule.Sentence, Group = group.Length == 0 ? null : group };
    }

    /// <summary>The dates of a sentence; what a title in it says (《夏季…方案》) is no date.</summary>
    private static ImmutableArray<DeadlinePhrase> DatesOf(string text)
    {
        var titles = Titled().Matches(text);
        return [.. DeadlineRules.Find(text).Where(p => !titles.Any(t => p.Start >= t.Index && p.Start < t.Index + t.Length))];
    }

    [GeneratedRegex("已(?:经)?|同比|增长|下降|截至|放假|上班")]
    private static partial Regex Past();

    [GeneratedRegex("《[^》]*》")]
    private static partial Regex Titled();

    private static bool Obliges(string sentence, Owners owners) =>
        Must().IsMatch(sentence) && !owners.Departments.IsEmpty && !owners.Departments.Any(IsOfMany);

    private static bool IsOfMany(string name) => Names.IsCollective(name) || Generic().IsMatch(name);

    /// <summary>The first clause that says what is done.</summary>
    private static Passage? Longer(Passage? title, Passage clause) => title switch
    {
        // 按照…的要求 says why; what is done comes after it.
        { } said when Preamble().IsMatch(said.Text) && clause.Length >= 4 => clause,
        { Length: >= 4 } => title,
        _ => clause.Length < 4 ? title : clause,
    };

    private static Passage WithoutDate(Passage clause)
    {
        var text = clause;
        if (DeadlineRules.Find(text.Text) is [{ } phrase, ..])
        {
            var from = phrase.Start > 0 && text.Text[phrase.Start - 1] is '于' or '在' ? phrase.Start - 1 : phrase.Start;
            if (from == 0 || from < 4)
            {
                text = text.Slice(phrase.Start + phrase.Length);
            }
            else if (phrase.Start + phrase.Length == text.Length)
            {
                text = text.Slice(0, from);
            }
        }

        return Leading().Match(text.Text) is { Success: true } lead ? text.Slice(lead.Length) : text;
    }

    /// <summary>Who acts in a clause, with what is left of it.</summary>
    private static (Owners Owners, bool Given, Passage Left)? Actor(
        Passage clause, ImmutableArray<DeadlinePhrase> phrases, int at, bool first)
    {
        var start = 0;
        if (phrases.FirstOrDefault(p => p.Start >= at && p.Start - at <= 2) is { } date && date.Start + date.Length <= at + clause.Length)
        {
            start = date.Start + date.Length - at;
        }

        var polite = Polite().Match(clause.Text, start);
        var from = start + polite.Length;
        var cues = _cue.Matches(clause.Text, from).Where(m => m.Index > from && m.Index - from <= LongestActor)
            .Select(m => (m.Index, m.Length, Match: (Match?)m))
            .Concat(phrases.Where(p => p.Start - at > from && p.Start - at - from <= LongestActor && p.Start < at + clause.Length)
                .Select(p => (Index: p.Start - at, Length: 0, Match: (Match?)null)))
            .OrderBy(c => c.Index);
        foreach (var (index, length, cue) in cues)
        {
            var names = clause.Slice(from, index - from);
            var given = cue is { } m && (m.Groups["lead"].Success || m.Groups["support"].Success || m.Groups["given"].Success);
            if (!((Names.AreBodies(names.Text) && (given || !names.Text.EndsWith("系统", StringComparison.Ordinal))) || (given && Names.ArePeople(names.Text)
                && (polite.Groups["by"].Success || cue!.Groups["lead"].Success))) || // given: there is a cue
                 Self().IsMatch(names.Text))
            {
                continue;
            }

            if (!first && !given)
            {
                return null;
            }

            var part = cue is null ? Column.Departments : cue.Groups["lead"].Success ? Column.Lead
                : cue.Groups["support"].Success ? Column.Support : Column.Departments;
            if (Names.ArePeople(names.Text) && !Names.AreBodies(names.Text))
            {
                part = Column.Leaders;
            }

            var owners = OwnerText.Read(names.Text, part) with { Source = names.Whole };
            var end = given ? index + length : index;
            if (With().Match(clause.Text, end) is { Success: true } with && Names.AreBodies(with.Groups["who"].Value))
            {
                owners = owners.With(OwnerText.Read(with.Groups["who"].Value, Column.Departments));
                end = with.Index + with.Length;
            }

            return (owners, given && polite.Groups["by"].Success || given && cue!.Groups["lead"].Success, // given: there is a cue
                clause.Slice(end));
        }

        return null;
    }

    private static IEnumerable<Passage> Parts(Passage text)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || text.Text[i] is '，' or ',')
            {
                yield return text.Slice(start, i - start);
                start = i + 1;
            }
        }
    }

    private static IEnumerable<Passage> Sentences(Passage part)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i <= part.Length; i++)
        {
            var c = i < part.Length ? part.Text[i] : '。';
            depth += c is '（' or '(' or '“' or '《' ? 1 : c is '）' or ')' or '”' or '》' && depth > 0 ? -1 : 0;
            if (i == part.Length || (depth == 0 && c is '。' or '；' or ';' or '：' or ':' or '\n' && !IsClock(part.Text, i)))
            {
                var sentence = part.Slice(start, i - start);
                start = Math.Min(i + 1, part.Length);
                var mark = Inline().Match(sentence.Text);
                if (sentence.Length - mark.Length > 6 && sentence.Length <= LongestSentence)
                {
                    yield return sentence.Slice(mark.Length);
                }
            }
        }
    }

    /// <summary>16:00</summary>
    private static bool IsClock(string text, int at) => text[at] is ':' or '：' && at > 0 && at + 1 < text.Length
        && char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1]);

    [GeneratedRegex(
        "^(?:严格|认真|全面)?(?:按照?|根据|结合|围绕|对照|依据|针对|参照|本着)[^，]*"
        + "(?:要求|精神|规定|部署|安排|方案|文件|意见|实际|标准|职责|分工|原则|情况|清单|计划|需要|通知|》)$"
        + "|^(?:从|自)[^，]{2,20}起$|^[^，]{2,16}整改的$|^经[^，]{2,20}(?:同意|批准|研究)(?:决定)?$|^[（(][^）)]*[）)]$"
        + "|^(?:高度重视|提高认识|加强领导|精心组织|切实加强领导)$")]
    private static partial Regex Preamble();

    [GeneratedRegex(
        "(?:如下|下列|以下|[本此](?:方案|通知|计划|意见))$|^(?:参加|出席|列席)(?:会议|人员)?的?[^，。]*(?:有|为|[：:])"
        + "|^现?(?:将|印发)[^。]{4,120}(?:印发|转发|下发)给你们|^[0-9]{4}年是|是[^，。]{2,40}之年"
        + "|(?:制定|印发|出台|召开|开展|下发|取得|完成|举行)了|^(?:根据|为了?|按照)[^。]{8,}(?:如下|召开|举行)$")]
    private static partial Regex Introduces();

    [GeneratedRegex("^[^，]{2,30}(?:要|应|须|负责|务必|必须)|，(?:[^，]{2,24})(?:要|须|务必|负责)")]
    private static partial Regex Must();

    /// <summary>Any department at all: 科室、部门要…</summary>
    [GeneratedRegex("^(?:科室|部门|单位|处室|机关|企业|机构|医院|学校|.*(?:牵头|责任|承办|配合|主管|成员)(?:单位|部门|科室))$|人员$|负责人$")]
    private static partial Regex Generic();

    [GeneratedRegex("(?:前|止|内|截止|下班)$")]
    private static partial Regex EndsBefore();

    [GeneratedRegex("(?:举行|召开|主持|列席|出席)|^会议纪要")]
    private static partial Regex Meets();

    [GeneratedRegex("(?:报送?|上报|提交|填报|反馈|送交|送至|交至|交到|发至|备案|汇总|报备)")]
    private static partial Regex Reports();

    [GeneratedRegex(@"\G(?:，)?(?:请|责成|要求|同意|明确|继续|并|分别|具体|统一|统筹)*(?:(?<by>由)|请)?")]
    private static partial Regex Polite();

    [GeneratedRegex("^(?:要|应当|应|须|必须|需|务必|负责|将(?=于|在|会|完成|开展|组织)|并|，|、|前(?=[\\p{L}]))+")]
    private static partial Regex Leading();

    [GeneratedRegex(@"\G(?:要|应当|应|须|需)?(?:会同|联合)(?<who>[^，。；]{2,40}?)(?=负责|做好|对|开展|组织|要|应|于|在|制定|研究|完成|抓好|加强|$)")]
    private static partial Regex With();

    [GeneratedRegex("^(?:我|本|全)?(?:院|局|市|县|区|省|单位|医院)$")]
    private static partial Regex Self();

    [GeneratedRegex(@"^(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十][，,]|[（(]?[0-9]{1,2}[）).．、](?![0-9](?!月|[0-9]月))|[①-⑳])")]
    private static partial Regex Inline();
}
