using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>What a word that names somebody may be.</summary>
internal static partial class Names
{
    private const int LongestBody = 30;
    private static readonly Lexicon _words = Lexicon.Office;
    private static readonly Regex _bodyEnd = new($"(?:{_words.Any("bodies")})$", RegexOptions.CultureInvariant);
    private static readonly Regex _office = new($"(?:{_words.Any("posts")}|常委|校长|所长|站长|馆长|负责人|护士长)$", RegexOptions.CultureInvariant);
    private static readonly Regex _post = new($"(?:{_words.Any("posts")})$", RegexOptions.CultureInvariant);

    /// <summary>全县秋冬种面积, 全市任务目标不少于…: how much, and nobody; 地级以上市 are cities.</summary>
    private static readonly Regex _amount = new(
        $"(?<!级|级及)(?:{_words.Any("amounts.bounds")})|(?:{_words.Any("amounts.names")})$", RegexOptions.CultureInvariant);

    /// <summary>有关要求, 各项任务: what there is to be done, and nobody.</summary>
    private static readonly Regex _matters = new($"(?:{_words.Any("matters")})$", RegexOptions.CultureInvariant);

    private static readonly ImmutableHashSet<string> _shortBodies = [.. _words.Words("short-bodies")];

    private static readonly ImmutableHashSet<string> _surnames =
        [.. _words.Words("surnames").Single().Select(c => c.ToString()), .. _words.Words("surnames2")];

    /// <summary>Ends as bodies do, or stands for many.</summary>
    public static bool IsBody(string name) =>
        name.Length is >= 2 and <= LongestBody && !Verbal().IsMatch(name) && !_amount.IsMatch(name)
        && (_bodyEnd.IsMatch(Bare(name)) || (IsCollective(name) && name.Length <= 14 && !_matters.IsMatch(name)));

    public static bool IsCollective(string name) =>
        _words.Begins("collective", name);

    /// <summary>A surname with one or two characters; never what ends as a body does.</summary>
    public static bool IsPerson(string name)
    {
        var bare = WithoutPost(name);
        return bare.Length is >= 2 and <= 4 && bare != "关于" && bare.All(c => c is >= '\u4e00' and <= '\u9fff' or '·')
            && !_bodyEnd.IsMatch(bare) && !IsCollective(bare)
            && ((bare.Length <= 3 && _surnames.Contains(bare[..1])) || (bare.Length >= 3 && _surnames.Contains(bare[..2])));
    }

    /// <summary>A post without a name: 党委书记, 各科主任.</summary>
    public static bool IsOffice(string name) => !IsPerson(name) && name.Length > 2 && _office.IsMatch(name);

    /// <summary>宣传部部长楚歌 → 楚歌.</summary>
    public static string WithoutOffice(string name)
    {
        for (var length = 2; !IsPerson(name) && length <= 4 && length + 2 < name.Length; length++)
        {
            if (IsPerson(name[^length..]) && _office.IsMatch(name[..^length]))
            {
                return name[^length..];
            }
        }

        return name;
    }

    /// <summary>A person who is no short name of a body: 纪检 and 安全 begin as surnames do.</summary>
    public static bool IsFullName(string name) => IsPerson(name) && !_shortBodies.Contains(WithoutPost(name));

    /// <summary>王五副院长 → 王五; a post alone stays.</summary>
    public static string WithoutPost(string name)
    {
        var bare = Bare(name);
        var post = _post.Match(bare);
        return post.Success && post.Index is >= 2 and <= 4 && _surnames.Contains(bare[..1]) ? bare[..post.Index] : bare;
    }

    /// <param name="withPeople">Whether 医务科张明 is one too.</param>
    public static bool AreBodies(string text, bool withPeople = false) => text.Length is >= 2 and <= 200
        && All(text, name => IsBody(name) || (withPeople && InCharge(name) is not null));

    /// <summary>医务科张明, 护理部主任李小红: a body and who is in charge there; null where it is not so.</summary>
    public static (string Body, string Person)? InCharge(string name)
    {
        if (IsBody(name) || name.Length < 4)
        {
            return null;
        }

        foreach (var length in new[] { 3, 2, 4, 5 })
        {
            if (name.Length >= length + 2 && IsPerson(name[^length..]))
            {
                var body = name[..^length];
                body = IsBody(body) ? body : _post.Replace(body, "");
                if (IsBody(body))
                {
                    return (body, WithoutPost(name[^length..]));
                }
            }
        }

        return null;
    }

    /// <summary>How far a text begins with bodies: 各村民委员会 in 各村民委员会逐户; 0 where it does not.</summary>
    public static int EndOfBodies(string text)
    {
        for (var length = text.Length; length >= 2; length--)
        {
            if (_bodyEnd.IsMatch(text[..length]) && AreBodies(text[..length]))
            {
                return length;
            }
        }

        return AreBodies(text) ? text.Length : 0;
    }

    public static bool ArePeople(string text) => text.Length is >= 2 and <= 60 && All(text, IsPerson);

    /// <summary>The names of a cell or a line, without regard to what they do.</summary>
    public static ImmutableArray<string> Of(string text) => OwnerText.Read(text, Column.Departments).Departments;

    /// <summary>Without what stands in brackets at its end.</summary>
    public static string Bare(string name)
    {
        var open = name.LastIndexOfAny(['（', '(']);
        return open > 1 && name[^1] is '）' or ')' ? name[..open] : name;
    }

    private static bool All(string text, Func<string, bool> test)
    {
        var pieces = OwnerText.Pieces(text);
        return pieces.Count > 0 && pieces.TrueForAll(p => test(p.Text));
    }

    [GeneratedRegex(
        "[，。；：:？！“”《》]|^(?:对(?!外|口)|与|在(?!建|线|编)|向(?!阳)|要(?!素|闻)|将(?!军)|为(?!民)|以(?!工代)|[于把并每也是]|经(?!信|发|开|济|管|贸|办|侦|营|销|理|研|合|纪)"
        + "|报(?!社|业|刊)|交(?!通|警|易|运|投)|送(?!变电|水|电)|召开|举行|举办(?!单位|方)|支持|帮助|引导|鼓励|动员|发动|带领|委托(?!代)"
        + "|根据|按照?|结合|围绕|通过|依据|如[遇有]|若|所需|凡|现(?:将|要求)|及时|认真|切实|高度|活动所|做好|开展|推进(?!办|组|中心|专班)"
        + "|加强|完善|建立|组织(?!人事|部|处|科|员|宣传|工作)|落实(?!办|组)|完成|提升(?!办"
        + "|组)|提高|优化(?!营商环境|发展环境)"
        + "|实施|制定|强化|深化(?!改革|医改)|推动|加快|全面(?!依法治|深化改革|从严治党)|确保|保证|力争|积极|严格)"
        + "|(?:干|(?<!安)全|内|局|外)部$|设在|设于|面向|组成|成立|重新|位于|请|完成|持续|推进$|[0-9]{3,}|每[日天周月季年]|[0-9]+[个名次项件份条]")]
    private static partial Regex Verbal();
}
