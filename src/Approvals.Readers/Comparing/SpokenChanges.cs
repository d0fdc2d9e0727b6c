using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Engine.Calendars;
using Approvals.Engine.Deadlines;
using Approvals.Readers.Notices;

namespace Approvals.Readers.Comparing;

/// <summary>What a notice says of an item that it only names: 将第3项完成时限调整为12月底前, 取消第5项, “随访”的责任科室改为….</summary>
/// <param name="No">序号 of the item; 0 where the sentence gives its name.</param>
/// <param name="Sentence">As it stands.</param>
/// <param name="DueOn">The new day; null where it says none.</param>
/// <param name="Bodies">The new owners; empty where it says none.</param>
public sealed record SpokenChange(int No, string Sentence, bool Withdraws, DateOnly? DueOn, ImmutableArray<string> Bodies)
{
    /// <summary>The item by its name, where the sentence gives no number.</summary>
    public string? Named { get; init; }

    /// <summary>Those in whose place <see cref="Bodies"/> come (由甲变更为乙); empty: in the place of all.</summary>
    public ImmutableArray<string> Leaving { get; init; } = [];

    /// <summary>Those who join (增加丙为配合单位).</summary>
    public ImmutableArray<string> Joining { get; init; } = [];

    internal bool IsOf(Promise live) => Named is { } name
        ? live.Title == name || (name.Length > 3 && live.Title.Contains(name, StringComparison.Ordinal)) : live.No == No;
}

/// <summary>Finds such sentences in a supplementary notice; they speak of the list that the notice supplements.</summary>
public static partial class SpokenChanges
{
    private static readonly Regex _withdraws = new(
        $"(?:{Lexicon.Office.Any("withdrawing")})", RegexOptions.CultureInvariant);

    public static ImmutableArray<SpokenChange> Find(NoticeDraft draft, WorkCalendar calendar, DateOnly readOn)
    {
        var from = draft.IssuedOn ?? readOn;
        return
        [
            .. draft.Text.SelectMany(line => Line(line.Text, from, calendar)).DistinctBy(c => (KeyOf(c), c.Sentence))
                .GroupBy(KeyOf).Select(changes => changes.Aggregate(Both)),
        ];
    }

    /// <summary>What they mean for the live promises that they name.</summary>
    public static ImmutableArray<ListProposal> Of(ImmutableArray<SpokenChange> spoken, ImmutableArray<Promise> live) =>
    [
        .. spoken.SelectMany(change => live.Where(change.IsOf).Take(1).Select(l => Proposal(change, l))),
    ];

    /// <summary>The live promise as the sentence leaves it.</summary>
    public static Promise Said(SpokenChange change, Promise live) => live with
    {
        Key = KeyOf(change),
        DueOn = change.DueOn ?? live.DueOn,
        Lasting = change.DueOn is null && live.Lasting,
        Bodies = BodiesOf(change, live),
    };

    public static string KeyOf(SpokenChange change) =>
        change.Named is { } name ? $"#{name}" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"#{change.No}");

    private static ImmutableArray<string> BodiesOf(SpokenChange change, Promise live)
    {
        var leaving = change.Leaving;
        var kept = change.Bodies.IsEmpty ? live.Bodies
            : leaving.IsEmpty || !leaving.All(live.Bodies.Contains) ? change.Bodies
            // The new ones stand where the first of the old ones stood, so that who leads still does.
            : [.. live.Bodies.SelectMany(b => b == leaving[0] ? change.Bodies : leaving.Contains(b) ? [] : [b]).Distinct()];
        return [.. kept, .. change.Joining.Where(b => !kept.Contains(b))];
    }

    private static SpokenChange Both(SpokenChange one, SpokenChange two) => one with
    {
        Sentence = $"{one.Sentence}；{two.Sentence}",
        Withdraws = one.Withdraws || two.Withdraws,
        DueOn = two.DueOn ?? one.DueOn,
        Bodies = two.Bodies.IsEmpty ? one.Bodies : two.Bodies,
        Leaving = two.Bodies.IsEmpty ? one.Leaving : two.Leaving,
        Joining = [.. one.Joining, .. two.Joining],
    };

    private static ListProposal Proposal(SpokenChange change, Promise live) => change.Withdraws
        ? new ListProposal.Withdrawn(live, live with { Key = KeyOf(change), Title = change.Sentence })
        : new ListProposal.Same(
            Said(change, live) with { Title = change.Sentence }, live, new Alikeness(100, []),
            ListComparison.Changes(live, Said(change, live)));

    /// <summary>第3项作如下调整：责任单位…；完成时限…: a sentence without a name goes on with the items of the one before it.</summary>
    private static IEnumerable<SpokenChange> Line(string line, DateOnly from, WorkCalendar calendar)
    {
        var items = ImmutableArray<(int No, string? Name)>.Empty;
        foreach (var sentence in SentenceEnd().Split(line).Where(s => s.Length > 0))
        {
            var named = ItemsOf(sentence);
            items = named.IsEmpty ? items : named;
            foreach (var change in items.IsEmpty ? [] : Read(sentence, items, from, calendar))
            {
                yield return change;
            }
        }
    }

    private static ImmutableArray<(int No, string? Name)> ItemsOf(string sentence) => Numbered().Match(sentence) is { Success: true } numbered
        ? [.. numbered.Groups["no"].Captures.Select(c => ChineseNumbers.Parse(c.Value)).OfType<int>().Select(no => (no, (string?)null))]
        : Quoted().Match(sentence) is { Success: true } quoted ? [(0, quoted.Groups["name"].Value)] : [];

    private static IEnumerable<SpokenChange> Read(
        string sentence, ImmutableArray<(int No, string? Name)> items, DateOnly from, WorkCalendar calendar)
    {
        var due = To().Match(sentence) is { Success: true } to ? DueOf(to.Groups["what"].Value, from, calendar) : null;
        var joining = Join().Match(sentence) is { Success: true } join ? Bodies(join.Groups["who"].Value) : [];
        var owner = joining.IsEmpty ? Owner().Match(sentence) : Match.Empty;
        var bodies = owner.Success ? Bodies(owner.Groups["who"].Value) : [];
        var withdraws = _withdraws.IsMatch(sentence) && due is null && bodies.IsEmpty && joining.IsEmpty && !OfAPart().IsMatch(sentence);
        return !withdraws && due is null && bodies.IsEmpty && joining.IsEmpty ? []
            : items.Select(item => new SpokenChange(item.No, sentence.Trim(), withdraws, due, bodies)
            {
                Named = item.Name,
                Leaving = owner.Groups["was"] is { Success: true } was ? Bodies(was.Value) : [],
                Joining = joining,
            });
    }

    private static ImmutableArray<string> Bodies(string names) => Notices.Names.Of(names);

    private static DateOnly? DueOf(string words, DateOnly from, WorkCalendar calendar) =>
        DeadlineRules.Find(words) is [var phrase, ..] ? DeadlineRules.Read(phrase.Text, from, calendar).DueOn : null;

    /// <summary>A comma before the next number parts what is said of two items.</summary>
    [GeneratedRegex("[。；;\\n]|，(?=(?:将|原)?第[0-9０-９一二三四五六七八九十百]{1,4}(?:项|条|号事项))")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex("第(?<no>[0-9０-９一二三四五六七八九十百]{1,4})(?:[、和及](?:第)?(?<no>[0-9０-９一二三四五六七八九十百]{1,4}))*(?:项|条|号事项)")]
    private static partial Regex Numbered();

    /// <summary>“随访管理”的完成时限, “随访管理”一项.</summary>
    [GeneratedRegex("[“\"「](?<name>[^”\"」]{2,40})[”\"」](?:这|此|该)?(?:一|1)?(?:项|事项|任务|工作)?(?:中)?的?(?:完成|办结|整改|时限|责任|牵头|配合|承办|予以|，|：|$)")]
    private static partial Regex Quoted();

    [GeneratedRegex(
        "(?:时限|时间|期限|日期|节点).{0,30}?(?:调整|延长|延期|推迟|提前|变更|修改|顺延|改)(?:为|至|到)(?<what>.{2,40})|(?:延期|延长|推迟|顺延)(?:为|至|到)(?<what>.{2,40})"
        + "|由[^，。；]{2,20}(?:调整|延长|变更|推迟|提前|改)(?:为|至|到)(?<what>[^，。；]{0,6}[0-9年底][^，。；]{1,30})")]
    private static partial Regex To();

    [GeneratedRegex(
        "(?:责任|牵头|承办|负责|主办|配合|协办)(?:科室|部门|单位|处室)(?:，|：)?(?:由(?<was>[^，。；]{2,40}?))?(?:统一)?(?:调整|变更|修改|更改|改)(?:为|成)(?<who>[^，,。；]{2,60})"
        + "|(?<!不再)改由(?<who>[^，,。；]{2,30}?)(?:牵头|负责|承办|办理)")]
    private static partial Regex Owner();

    /// <summary>增加丙为配合单位, 配合单位增加丙.</summary>
    [GeneratedRegex(
        "(?:增加|新增|增列|增补)(?<who>[^，。；为第]{2,40}?)(?:作)?为.{0,12}?(?:责任|配合|协办|参与|牵头|承办)(?:科室|部门|单位|处室)"
        + "|(?:责任|配合|协办|参与|承办)(?:科室|部门|单位|处室)(?:中)?(?:增加|新增|增列|增补)(?:了|为)?(?<who>[^，。；]{2,40})")]
    private static partial Regex Join();

    /// <summary>取消第5项的配合单位 takes away a part of it.</summary>
    [GeneratedRegex("(?:项|条|号事项)中?的?(?:责任|配合|协办|牵头|承办|完成|办结|整改)(?:科室|部门|单位|处室|时限|时间|要求)")]
    private static partial Regex OfAPart();
}
