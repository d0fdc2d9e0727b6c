using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>
/// Reads 医务科、党建办 / 牵头：医务科 配合：护理部 / 医务科（牵头） / 医务科牵头，护理部等按职责分工负责 into names with their parts, piece by
/// piece: a name waits until it is said what it does.
/// </summary>
internal sealed partial class OwnerReading(Lexicon lexicon)
{
    private const int LongestName = 40;
    private static readonly Lexicon _words = Lexicon.Office;

    private static readonly Regex _role = new(
        $"(?:等(?:单位|部门|科室|有关部门|相关部门|相关科室|有关单位|相关单位)?)?(?:共同|协同|具体|统一|联合|分别)?(?:"
        + $"(?<lead>{_words.Any("roles.lead")})|(?<support>{_words.Any("roles.support")})|(?<departments>{_words.Any("roles.departments")}))"
        + "(?:单位|工作|抓好|做好|推进)?$",
        RegexOptions.CultureInvariant);

    /// <summary>医务科（牵头）, 财政局（配合单位）.</summary>
    private static readonly Regex _bracketed = new(
        $"[（(](?:(?<lead>{_words.Any("roles.lead")})|(?:{_words.Any("roles.support")}))(?:单位|部门|科室|处室|方)?[）)]$", RegexOptions.CultureInvariant);

    private static readonly Regex _label = new(
        "^(?:(?:科室|部门|单位)[：:]|(?<support>配合|协办|协同|参与|协助)(?:科室|部门|单位)?[：:]|(?<lead>牵头|主办|主责)(?:科室|部门|单位)?[：:])",
        RegexOptions.CultureInvariant);

    private readonly List<string> _leaders = [];
    private readonly List<string> _offices = [];
    private readonly List<string> _departments = [];
    private readonly List<string> _lead = [];
    private readonly List<string> _support = [];
    private readonly List<string> _pending = [];

    /// <summary>What names are that nothing gives a part, and what they are behind the last label.</summary>
    private Column _plain;
    private Column _now;

    /// <summary>How many of those that wait stand before the last comma.</summary>
    private int _beforeComma;

    private bool _parted;

    public Owners Read(string text, Column part)
    {
        (_now, _plain) = (part, part);
        var (body, gap) = (false, '\0');
        foreach (var (piece, _, end) in OwnerText.Pieces(text))
        {
            if (body && char.IsWhiteSpace(gap) && Names.IsFullName(piece))
            {
                Put(_leaders, Names.WithoutPost(piece)); // 护理部 王芳
            }
            else
            {
                body = Names.IsBody(piece);
                Read(Labelled(piece), end);
            }

            gap = end;
        }

        Flush(_now);
        // 分管院领导 alone: a leader whose name somebody must still say.
        return new([.. _leaders.Count > 0 ? _leaders : _offices], [.. _departments], [.. _lead], [.. _support], null);
    }

    /// <summary>A name, or several with what they do at the end; what parts it from the next one may close what waits.</summary>
    private void Read(string name, char end)
    {
        if (FromDay().IsMatch(name) || TakeWithPart(name, end) || TakeWithRole(name))
        {
            return; // 2026年1月1日起实施
        }

        // 按职责分工 alone and dates among names are no names.
        if (name.Length > 0 && !NoName().IsMatch(name))
        {
            Take(name);
        }

        if (end is '；' or ';' or '。' or '\n')
        {
            Flush(_now);
        }

        _beforeComma = end is '，' or ',' ? _pending.Count : _beforeComma;
    }

    /// <summary>Without its label, which says what the names behind it are.</summary>
    private string Labelled(string piece)
    {
        var (label, length) = LabelOf(piece);
        if (label is { } part)
        {
            Flush(_now);
            _now = part;
        }

        return WithoutDay(Polite().Replace(piece[length..], ""));
    }

    /// <summary>医务科（牵头）; 门诊部（主责），信息科、各科室（协同）: after a comma the part is that of all of them.</summary>
    private bool TakeWithPart(string name, char end)
    {
        if (_bracketed.Match(name) is not { Success: true } mark)
        {
            return false;
        }

        var part = mark.Groups["lead"].Success ? Column.Lead : Column.Support;
        Flush(_parted ? part : _now);
        Add(name[..mark.Index], part);
        _parted = end is '，' or ',' or '；' or ';';
        return true;
    }

    /// <summary>…护理部配合: what all that wait do; 设备科，各临床科室协助 says it of those behind the comma.</summary>
    private bool TakeWithRole(string name)
    {
        if (Group().IsMatch(name) || _role.Match(name) is not { Success: true } said || (said.Index == 0 && _pending.Count == 0))
        {
            return false;
        }

        var part = said.Groups["lead"].Success ? Column.Lead : said.Groups["support"].Success ? Column.Support : _plain;
        if (part == Column.Support && _now == Column.Departments && _departments.Count == 0
            && (said.Index > 0 || _beforeComma < _pending.Count))
        {
            Flush(_plain, _beforeComma);
        }

        Take(name[..said.Index]);
        Flush(part);
        return true;
    }

    private void Take(string name)
    {
        name = Others().Replace(name, "");
        if (name.Length is > 0 and <= LongestName)
        {
            _pending.Add(name);
        }
    }

    private void Flush(Column part, int? count = null)
    {
        foreach (var name in _pending.Take(count ?? _pending.Count))
        {
            Add(name, part);
        }

        _pending.RemoveRange(0, count ?? _pending.Count);
        _beforeComma = 0;
    }

    private void Add(string name, Column part)
    {
        if (name.Length > 0 && part is Column.Leaders or Column.People)
        {
            AddPerson(Names.WithoutOffice(name), part);
        }
        else if (name.Length > 0)
        {
            AddBody(name, part);
        }
    }

    private void AddPerson(string name, Column part)
    {
        if (Names.IsOffice(name))
        {
            // 区委常委、宣传部部长 楚歌: his posts; 各科主任: nobody by name.
            if (part == Column.Leaders && !Names.IsCollective(name))
            {
                Put(_offices, name);
            }

            return;
        }

        var isBody = part == Column.People && Names.IsBody(name) && !Names.IsPerson(name) && !lexicon.IsPersonByName(Names.Bare(name));
        Put(isBody ? _departments : _leaders, Names.WithoutPost(name));
    }

    private void AddBody(string name, Column part)
    {
        var inner = Inner().Match(name);
        var bare = inner.Success && (!inner.Groups["who"].Success || Names.ArePeople(inner.Groups["who"].Value)) ? name[..inner.Index] : name;
        foreach (var (who, _, _) in bare.Length < name.Length ? OwnerText.Pieces(inner.Groups["who"].Value) : [])
        {
            Put(_leaders, Names.WithoutPost(who)); // 后勤部（张明、李云）
        }

        if (Names.InCharge(bare) is var (body, person))
        {
            Put(_leaders, person);
            bare = body;
        }

        Put(_departments, bare);
        (part switch { Column.Lead => _lead, Column.Support => _support, _ => null })?.Add(bare);
    }

    /// <summary>医务科（6月底前） → 医务科.</summary>
    private static string WithoutDay(string name) => Names.Bare(name) is var bare && bare.Length < name.Length
        && OwnerText.IsDeadline(name[(bare.Length + 1)..^1]) ? bare : name;

    private static void Put(List<string> list, string name)
    {
        if (!list.Contains(name))
        {
            list.Add(name);
        }
    }

    private (Column? Part, int Length) LabelOf(string name)
    {
        if (_label.Match(name) is { Success: true } own)
        {
            return (own.Groups["lead"].Success ? Column.Lead : own.Groups["support"].Success ? Column.Support
                : Column.Departments, own.Length);
        }

        var label = lexicon.Labels.Match(name);
        return label is { Success: true, Index: 0 } && lexicon.ColumnOf(label.Groups["label"].Value) is { } column
            ? (column, label.Length) : (null, 0);
    }

    /// <summary>What a body's name carries in brackets and is no part of it: a person, a telephone number.</summary>
    [GeneratedRegex(
        @"[（(](?:(?:联系人|责任人|负责人)?[：:]?(?<who>[\p{IsCJKUnifiedIdeographs}]{2,7}(?:[、，,/ ]+[\p{IsCJKUnifiedIdeographs}]{2,7})*)|[0-9\-—]{5,}"
        + @"|[^）)]{0,8}[：:][^）)]*|(?:联系)?(?:电话|手机|号码)?|[^）)]*(?:下同|第一位|首位|排名第一)[^）)]*)[）)]$")]
    private static partial Regex Inner();

    /// <summary>各牵头单位 are many bodies, and 牵头 gives no part to any.</summary>
    [GeneratedRegex("^(?:各|有关|相关|各有关|各相关|所有)(?:牵头|责任|配合|承办|主办|协办|成员|参与)(?:单位|部门|科室|处室)$")]
    private static partial Regex Group();

    [GeneratedRegex("^(?:自|从)?20[0-9]{2}年")]
    private static partial Regex FromDay();

    [GeneratedRegex("^(?:由|请|责成|并由|分别由|具体由)")]
    private static partial Regex Polite();

    [GeneratedRegex("(?:等(?:[省市区县州]?直?(?:各)?(?:有关|相关)?(?:职能)?(?:单位|部门|科室|处室)|按|根据)?.{0,4}|按(?:照)?职责.{0,6})$")]
    private static partial Regex Others();

    [GeneratedRegex("^(?:按(?:照)?(?:各自)?(?:职责|职能|分工).*|分工负责|共同负责|负责|落实|等|无|/|[—－–-]+|同上|[0-9\\-—]{3,}|[（(][）)]|持续推进|长期坚持|.*(?:[月日年]底?前|完成|季度|全年).*)$")]
    private static partial Regex NoName();
}
