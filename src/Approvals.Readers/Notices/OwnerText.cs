using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Engine.Calendars;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>Names of a task, with what the text says of 牵头 and 配合; departments are all bodies in their order.</summary>
internal sealed record Owners(
    ImmutableArray<string> Leaders, ImmutableArray<string> Departments, ImmutableArray<string> Lead,
    ImmutableArray<string> Support, SourceSpan? Source)
{
    public static Owners None { get; } = new([], [], [], [], null);

    public OwnerPlaces Places { get; init; } = OwnerPlaces.None;

    public bool IsEmpty => Leaders.IsEmpty && Departments.IsEmpty;

    /// <summary>Each list goes on with the names that it lacks; the first source stays.</summary>
    public Owners With(Owners other) => new(
        Join(Leaders, other.Leaders), Join(Departments, other.Departments), Join(Lead, other.Lead),
        Join(Support, other.Support), Source is { } own && other.Source is { } last && last.Line >= own.Line ? own.To(last)
            : Source ?? other.Source)
    {
        Places = Places.With(other.Places),
    };

    /// <summary>Said in these words, and nowhere else.</summary>
    public Owners At(Passage words) => this with { Source = words.Whole, Places = OwnerPlaces.Of(this, words) };

    /// <summary>Leaders and departments of what it stands under, where it has none of its own.</summary>
    public Owners Under(Owners over) => this with
    {
        Leaders = Leaders.IsEmpty ? over.Leaders : Leaders,
        Departments = Departments.IsEmpty ? over.Departments : Departments,
        Lead = Departments.IsEmpty ? over.Lead : Lead,
        Support = Departments.IsEmpty ? over.Support : Support,
        Source = Departments.IsEmpty ? over.Source : Source,
        Places = Places.Under(over.Places),
    };

    private static ImmutableArray<string> Join(ImmutableArray<string> own, ImmutableArray<string> more) =>
        [.. own, .. more.Where(n => !own.Contains(n))];
}

/// <summary>
/// Reads 医务科、党建办 / 牵头：医务科 配合：护理部 / 医务科（牵头） / 医务科牵头，护理部等按职责分工负责 into names with their parts.
/// </summary>
internal static partial class OwnerText
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

    /// <param name="part">What names are that the text gives no part.</param>
    /// <param name="lexicon">Whose labels count; the office's where none is given.</param>
    public static Owners Read(string text, Column part, Lexicon? lexicon = null) =>
        new OwnerReading(lexicon ?? _words).Read(
            Phones.Without(string.Concat(text.Where(c => char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format))), part);

    /// <summary>Pieces between separators outside brackets, with where they begin; single characters in a row are one name.</summary>
    public static List<(string Text, int Start, char End)> Pieces(string text)
    {
        var pieces = new List<(string Text, int Start, char End)>();
        var (start, depth) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\0';
            depth += c is '（' or '(' or '〔' ? 1 : c is '）' or ')' or '〕' && depth > 0 ? -1 : 0;
            var word = depth > 0 && i < text.Length ? 0 : SeparatorAt(text, i, start);
            if (word == 0 && i < text.Length)
            {
                continue;
            }

            c = word > 0 && char.IsLetter(c) ? '、' : c; // 会同 parts as 、 does
            var (from, to) = (start, i);
            while (from < to && IsEdge(text[from]))
            {
                from++;
            }

            while (to > from && IsEdge(text[to - 1]))
            {
                to--;
            }

            if (to > from)
            {
                var piece = text[from..to];
                // 李 明, 费 立群: a surname that a blank parts from the rest is no name of its own.
                if (pieces is [.., { Text.Length: 1 } alone] && char.IsLetter(piece[0])
                    && (piece.Length == 1 || (piece.Length == 2 && char.IsWhiteSpace(alone.End) && Names.IsPerson(alone.Text + piece))))
                {
                    pieces[^1] = (pieces[^1].Text + piece, pieces[^1].Start, c);
                }
                else
                {
                    pieces.Add((piece, from, c));
                }
            }
            else if (pieces.Count > 0 && c is '；' or ';' or '。' && pieces.Count > 0)
            {
                pieces[^1] = pieces[^1] with { End = c };
            }

            start = i + Math.Max(word, 1);
            i += Math.Max(word - 1, 0);
        }

        return pieces;
    }

    /// <summary>Length of the separator at a place; 和 parts only what ends as a body from what begins as one.</summary>
    private static int SeparatorAt(string text, int at, int start)
    {
        if (at >= text.Length)
        {
            return 0;
        }

        if (text[at] is '、' or '，' or ',' or '；' or ';' or '/' or '／' or '|' or '。' or '\t' || char.IsWhiteSpace(text[at]))
        {
            return 1;
        }

        var word = text.AsSpan(at) switch
        {
            ['会', '同', ..] or ['以', '及', ..] or ['联', '合', not '会', ..] => 2,
            ['和', ..] or ['及', ..] or ['与', ..] => 1,
            _ => 0,
        };
        // 林清和: what ends a name parts nothing.
        if (word == 0 || at - start < 2 || !text.AsSpan(at + word).StartsWithName())
        {
            return 0;
        }

        var before = text[start..at];
        var open = before.LastIndexOf('：');
        return Names.IsBody(before[(open + 1)..]) || Names.IsPerson(before[(open + 1)..]) ? word : 0;
    }

    /// <summary>Two letters at least follow.</summary>
    private static bool StartsWithName(this ReadOnlySpan<char> text) =>
        text.Length >= 2 && char.IsLetter(text[0]) && char.IsLetter(text[1]);

    private static bool IsEdge(char c) =>
        char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format
        || c is '。' or '.' or '【' or '】' or '[' or ']' or '…' or '*';

    private sealed class OwnerReading(Lexicon lexicon)
    {
        private readonly List<string> _leaders = [];
        private readonly List<string> _departments = [];
        private readonly List<string> _lead = [];
        private readonly List<string> _support = [];
        private readonly List<string> _pending = [];
        private bool _parted;

        public Owners Read(string text, Column part)
        {
            var (now, plain) = (part, part);
            var (body, gap) = (false, '\0');
            foreach (var (piece, _, end) in Pieces(text))
            {
                var name = piece;
                if (body && char.IsWhiteSpace(gap) && Names.IsFullName(name))
                {
                    Put(_leaders, Names.WithoutPost(name)); // 护理部 王芳
                    gap = end;
                    continue;
                }

                (body, gap) = (Names.IsBody(name), end);
                if (LabelOf(name) is ({ } labelled, var length))
                {
                    Flush(now);
                    (now, name) = (labelled, name[length..]);
                }

                name = Polite().Replace(name, "");
                if (FromDay().IsMatch(name))
                {
                    continue; // 2026年1月1日起实施
                }

                if (TakeWithPart(name, end, now))
                {
                    continue;
                }

                if (!Group().IsMatch(name) && _role.Match(name) is { Success: true } said && (said.Index > 0 || _pending.Count > 0))
                {
                    Take(name[..said.Index]);
                    Flush(said.Groups["lead"].Success ? Column.Lead : said.Groups["support"].Success ? Column.Support : plain);
                    continue;
                }

                // 按职责分工 alone and dates among names are no names.
                if (name.Length > 0 && !NoName().IsMatch(name))
                {
                    Take(name);
                }

                if (end is '；' or ';' or '。' or '\n')
                {
                    Flush(now);
                }
            }

            Flush(now);
            return new([.. _leaders], [.. _departments], [.. _lead], [.. _support], null);
        }

        /// <summary>医务科（牵头）; 门诊部（主责），信息科、各科室（协同）: after a comma the part is that of all of them.</summary>
        private bool TakeWithPart(string name, char end, Column now)
        {
            if (_bracketed.Match(name) is not { Success: true } mark)
            {
                return false;
            }

            var part = mark.Groups["lead"].Success ? Column.Lead : Column.Support;
            Flush(_parted ? part : now);
            Add(name[..mark.Index], part);
            _parted = end is '，' or ',' or '；' or ';';
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

        private void Flush(Column part)
        {
            foreach (var name in _pending)
            {
                Add(name, part);
            }

            _pending.Clear();
        }

        private void Add(string name, Column part)
        {
            if (name.Length == 0)
            {
                return;
            }

            if (part is Column.Leaders or Column.People)
            {
                name = Names.WithoutOffice(name);
                if (Names.IsOffice(name))
                {
                    return; // 区委常委、宣传部部长 楚歌: his posts; 各科主任: nobody by name
                }

                Put(Names.IsBody(name) && !Names.IsPerson(name) && part == Column.People ? _departments : _leaders,
                    Names.WithoutPost(name));
                return;
            }

            var bare = Inner().Match(name) is { Success: true } inner
                && (!inner.Groups["who"].Success || Names.ArePeople(inner.Groups["who"].Value)) ? name[..inner.Index] : name;
            foreach (var (who, _, _) in bare.Length < name.Length ? Pieces(Inner().Match(name).Groups["who"].Value) : [])
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
    }

    /// <summary>Whether the words are a deadline rather than a name; 2.11 is one only in a column of deadlines.</summary>
    public static bool IsDeadline(string text) =>
        DeadlineRules.Read(text, null, WorkCalendar.WithoutYears).RuleId is not (null or "none" or "digits-day");

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
