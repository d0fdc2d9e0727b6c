using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <content>One sentence: who does what until when.</content>
internal sealed partial class ProseEntries
{
    /// <summary>Where a sentence stands.</summary>
    /// <param name="Listed">It is a short point of a list: its date is what makes it a task.</param>
    /// <param name="By">Whose list it stands in.</param>
    /// <param name="Over">The day of the heading over it, which makes what a body does there a task.</param>
    /// <param name="Name">The heading of its point, where it says only who does it: （三）宣传情况。办公室负责。</param>
    private sealed record Place(string Group, bool Listed = false, Owners? By = null, HeadingDay? Over = null, Passage? Name = null)
    {
        /// <summary>The sentences beside it give bodies work by days.</summary>
        public bool AmongTasks { get; init; }
    }

    /// <summary>A date in a heading: （一）动员部署阶段（3月1日—3月15日）.</summary>
    private sealed record HeadingDay(DeadlinePhrase Phrase, Passage Text)
    {
        public Passage Words => Text.Slice(Phrase.Start, Phrase.Length);
    }

    private Entry? Build(Passage sentence, Place place)
    {
        var text = Plain(sentence);
        var phrases = ProseActors.DatesOf(text.Text);
        var (owners, given, title) = Acting(text, phrases, place.By);
        if (place.AmongTasks && owners.IsEmpty && ProseActors.Beginning(text) is { Owners.IsEmpty: false } begins)
        {
            (owners, title) = (begins.Owners, WithoutDate(Clauses.First(begins.Left), phrases));
        }

        // 能立即整改的立即整改，5月15日前全部到位; 严把入库前验收关，3月底前…: the day counts.
        var phrase = phrases.FirstOrDefault(p => p.RuleId is not ("long-term" or "soon" or "season" or "at-once" or "before-event"))
            ?? phrases.FirstOrDefault(p => p.RuleId is "season" or "at-once" or "before-event");
        title ??= given || Obliges(text.Text, owners) ? place.Name : null;
        if (title is null || SaysOther(text.Text, title, owners) || !IsTask(text.Text, place, owners, given, phrase))
        {
            return null;
        }

        var deadline = phrase is null ? place.Over : new(phrase, text);
        return new(
            0, null, title, sentence.Slice(0, sentence.Length - Contact().Match(sentence.Text).Length).TrimEnd('。', '；'), Passage.Empty,
            deadline?.Words ?? HoursOf(text, owners), owners, sentence.Span(0, sentence.Length))
        {
            Rule = EntryRule.Sentence,
            Group = place.Group.Length == 0 ? null : place.Group,
            Said = deadline is null ? null : (deadline.Phrase, deadline.Text),
            InheritsDeadline = phrase is null && place.Over is not null,
        };
    }

    /// <summary>Without what leads to it (会议决定，) and whom to ask at its end.</summary>
    private static Passage Plain(Passage sentence)
    {
        var text = sentence;
        while (_leadIn.Match(text.Text) is { Success: true, Length: > 0 } lead)
        {
            text = text.Slice(lead.Length);
        }

        return text.Slice(0, text.Length - Contact().Match(text.Text).Length);
    }

    /// <summary>对整改不力的，…: what comes of it, and nothing to do.</summary>
    private static readonly Regex _penalties = new(string.Join('|', _words.Words("penalties")), RegexOptions.CultureInvariant);

    /// <summary>Introduces, tells that a list follows, or who met.</summary>
    private bool SaysOther(string text, Passage title, Owners owners) => Introduces(text) || _listFollows.IsMatch(text) || _penalties.IsMatch(text)
        || (_minutes && Meets().IsMatch(title.Text) && !Obliges(text, owners));

    /// <summary>Whether a sentence gives somebody something to do.</summary>
    private bool IsTask(string text, Place place, Owners owners, bool given, DeadlinePhrase? phrase)
    {
        if (owners.IsEmpty)
        {
            // What is to be handed in by a day is a task, whoever its sentence names.
            return phrase is { RuleId: not ("after-event" or "after-clause" or "ahead") } && EndsBefore().IsMatch(phrase.Text)
                && (place.Listed ? !Past().IsMatch(text) : Reports().IsMatch(text[phrase.Start..]));
        }

        var many = owners.Departments.All(IsOfMany);
        if (_minutes)
        {
            // What a meeting only stressed for everybody (各单位要提高认识) was not decided.
            return phrase is not null || given || !many || !owners.Leaders.IsEmpty;
        }

        var among = place.AmongTasks && !many && !Past().IsMatch(text) && !Announces().IsMatch(text);
        // A body by name that must act has a task without a day.
        return phrase is not null || place.Over is not null || Hours().IsMatch(text) || given || among || Obliges(text, owners);
    }

    /// <summary>市血站24小时内补足…: how long after the notice, where the text names nothing else that it is counted from.</summary>
    private static Passage HoursOf(Passage text, Owners owners) =>
        !owners.IsEmpty && Hours().Match(text.Text) is { Success: true } hours && Names.AreBodies(hours.Groups["who"].Value)
            ? text.Slice(hours.Groups["span"].Index, hours.Groups["span"].Length) : Passage.Empty;

    /// <summary>Says what comes, why, or what was: nothing to do.</summary>
    public static bool Introduces(string sentence) => Introducing().IsMatch(sentence) || _below.IsMatch(sentence);

    /// <summary>以下 that names what comes below; not 10万元以下, 中级以下.</summary>
    private static readonly string _hereafter = $"(?:如下|下列|(?<!(?:[0-9级称龄]|{_words.Any("units.counted", "units.values")}))以下)";

    private static readonly Regex _below = new(_hereafter + "$", RegexOptions.CultureInvariant);

    /// <summary>现分解如下，请于…办结: what is to be done comes below.</summary>
    private static readonly Regex _listFollows = new(
        _hereafter + "(?:(?:要求|意见|措施|任务|事项|安排|分工)[^，。；]{0,8})?(?:[，：:]|$)", RegexOptions.CultureInvariant);

    [GeneratedRegex("已(?:经)?|同比|增长|下降|截至|放假|上班")]
    private static partial Regex Past();

    /// <summary>Says that bodies by name must do something.</summary>
    public static bool Obliges(string sentence, Owners owners) =>
        Must().IsMatch(sentence) && !owners.Departments.All(IsOfMany);

    /// <summary>各科室, 责任单位: any of them, and so nobody by name.</summary>
    public static bool IsOfMany(string name) => Names.IsCollective(name) || _generic.IsMatch(name);

    /// <summary>倒排工期、挂图作战: how, not what.</summary>
    private static readonly Regex _manner = new(
        $"^(?:要|应|须)?(?:{_words.Any("manner")})(?:[、和](?:{_words.Any("manner")}))*$"
        + $"|^(?:要|应|须)?(?:{string.Join('|', _words.Words("manner-forms"))})$", RegexOptions.CultureInvariant);

    /// <summary>抓紧推进, 统一印制: what is done, and not with what.</summary>
    private static readonly Regex _bareAct = new(
        $"^(?:{_words.Any("adverbs")})*(?:{_words.Any("acts")}){{1,2}}(?:工作|落实)?$", RegexOptions.CultureInvariant);

    /// <summary>The first clause that says what is done.</summary>
    private static Passage? Longer(Passage? title, Passage clause) => title switch
    {
        // 按照…的要求 says why, …后 from when; what is done comes after it.
        { } said when (Preamble().IsMatch(said.Text) || _manner.IsMatch(said.Text)) && clause.Length >= 2 => clause,
        { Length: >= ShortestTitle } => title,
        _ => clause.Length < ShortestTitle ? title : clause,
    };

    /// <param name="phrases">Those of its sentence: where it has none, neither has the clause.</param>
    private static Passage WithoutDate(Passage clause, ImmutableArray<DeadlinePhrase> phrases)
    {
        var text = clause;
        if (!phrases.IsEmpty && DeadlineRules.Find(text.Text) is [{ } phrase, ..])
        {
            var from = phrase.Start > 0 && text.Text[phrase.Start - 1] is '于' or '在' ? phrase.Start - 1 : phrase.Start;
            if (from < 4 || Since().IsMatch(text.Text[..from]))
            {
                text = text.Slice(phrase.Start + phrase.Length);
            }
            else if (phrase.Start + phrase.Length == text.Length)
            {
                text = text.Slice(0, from);
            }
        }

        text = Span().Match(text.Text) is { Success: true } span ? text.Slice(span.Length) : text;
        return Leading().Match(text.Text) is { Success: true } lead ? text.Slice(lead.Length) : text;
    }

    [GeneratedRegex(
        "^(?:严格|认真|全面)?(?:按照?|根据|结合|围绕|对照|依据|针对|参照|本着)[^，]*"
        + "(?:要求|精神|规定|部署|安排|方案|文件|意见|实际|标准|职责|分工|原则|情况|清单|计划|需要|通知|》)$"
        + "|^(?:围绕|针对|对照|结合|聚焦|根据|按照)[^，]*的[\\p{L}]{2,6}$|^[本该此]阶段[为是][^，]*$"
        + "|^(?:从|自)[^，]{2,20}起$|^[^，]{2,16}整改的$|^经[^，]{2,20}(?:同意|批准|研究)(?:决定)?$|^[（(][^）)]*[）)]$"
        + "|^[^，]{2,24}(?<![今此然最随])后$|^(?:如|若|一旦|凡)?(?:发生|发现|遇有?)[^，]{2,24}$"
        + "|^(?:抽调|抽组|组成|成立)[^，]*(?:组|队|专班)$|^(?:高度重视|提高认识|加强领导|精心组织|切实加强领导)$")]
    private static partial Regex Preamble();

    [GeneratedRegex(
        "(?:如下|下列|[本此](?:方案|通知|计划|意见))$|^(?:参加|出席|列席)(?:会议|人员)?的?[^，。]*(?:有|为|[：:])"
        + "|^现?(?:将|印发)[^。]{4,120}(?:印发|转发|下发)给你们|^[0-9]{4}年是|是[^，。]{2,40}之年"
        + "|(?:制定|印发|出台|召开|开展|下发|取得|完成|举行|抽查|检查|进行|组织|排查|听取|部署|启动|通报|汇报|介绍|传达|分析|总结|讲解|解读)了"
        + "|(?:组|团|专家|领导)将[于在][^，。；]{1,12}(?:来|赴|莅临|进驻|到)[我本]"
        + "|^(?:近期|近日|日前|近来|近年来|前期|今年以来|去年以来)[，,]|^(?:根据|为了?|按照)[^。]{8,}(?:如下|召开|举行)$")]
    private static partial Regex Introducing();

    /// <summary>应在收到整改 (通知书后5个工作日内): from when, not what.</summary>
    [GeneratedRegex("^(?:要|应当|应|须|必须|需)?(?:在|于)[^，]{2,30}$")]
    private static partial Regex Since();

    /// <summary>应在24小时内: how long it may take, where no rule reads it in running text.</summary>
    [GeneratedRegex("^(?:要|应当|应|须|必须|需)?(?:在|于)?[0-9一二三四五六七八九十两]{1,3}个?(?:小时|分钟|工作日|日|天|周|月)(?:之|以)?内(?=.{2})")]
    private static partial Regex Span();

    [GeneratedRegex("^[^，]{2,30}(?:要|应|须|负责|牵头|务必|必须)|，(?:[^，]{2,24})(?:要|须|务必|负责)")]
    private static partial Regex Must();

    /// <summary>市局将适时开展抽查 asks nobody for anything, nor does a telephone or a title.</summary>
    [GeneratedRegex("关于[^。]{2,60}的(?:通知|意见|方案|决定|通报|函|报告)$|(?:^|，)[^，]{2,20}将(?:适时|视|不定期|定期|组织|开展|对|会|把|根据|结合)"
        + "|联系(?:电话|邮箱|传真|方式)$|(?:^|[，、])(?:举报|值班|投诉|咨询)?(?:电话|邮箱|传真)$")]
    private static partial Regex Announces();

    /// <summary>…报质控办，联系人（：高峰）</summary>
    [GeneratedRegex("[，（(]联系(?:人|电话|方式)(?:[：:][^）)。；]*[）)]?)?$|$")]
    private static partial Regex Contact();

    [GeneratedRegex("^(?<who>[^，。；]{2,30}?)(?:要|须|应)?(?:在|于)?(?<span>[0-9]{1,3}个?小时(?:之|以)?内)(?=[\\p{L}])")]
    private static partial Regex Hours();

    /// <summary>Any department at all: 科室、部门要…</summary>
    private static readonly Regex _generic = new(
        $"^(?:{_words.Any("any-body")}|.*(?:牵头|责任|承办|配合|主管|成员)(?:单位|部门|科室))$|人员$|负责人$", RegexOptions.CultureInvariant);

    [GeneratedRegex("(?:前|止|内|截止|下班)$")]
    private static partial Regex EndsBefore();

    [GeneratedRegex("(?:举行|召开|主持|列席|出席)|^会议纪要")]
    private static partial Regex Meets();

    [GeneratedRegex("(?:报送?|上报|提交|填报|反馈|送交|送至|交至|交到|发至|备案|汇总|报备)")]
    private static partial Regex Reports();

    [GeneratedRegex("^(?:要|应当|应|须|必须|需|务必|负责|将(?=于|在|会|完成|开展|组织)|并|，|、|前(?=[\\p{L}])|关于(?=[^，]{2,20}$))+")]
    private static partial Regex Leading();
}
