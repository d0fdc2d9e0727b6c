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
    private const int LongestPoint = 140;

    /// <summary>A shorter clause names the work only where no other does.</summary>
    private const int ShortestTitle = 4;

    /// <summary>A longer heading is a sentence.</summary>
    private const int LongestName = 20;

    /// <summary>One paragraph that begins with a body and a colon may say anything.</summary>
    private const int FewestNamed = 2;

    private static readonly Lexicon _words = Lexicon.Office;

    private static readonly Regex _leadIn = new(
        $"^(?:(?:经[^，。；]{{1,12}}[，,])?[^，。；：]{{0,20}}(?:{_words.Any("decides")})(?!事项|的|意见)[，：:]?"
        + "|接[^，。；]{2,30}(?:通知|来电|来函)[，,]|会议(?:还)?(?:审议|讨论|研究)(?:后|并|一致)*(?:决定|确定|同意|明确|要求)(?!事项|的|意见)[，：:]?"
        + "|会议(?:还)?(?:听取|审议|讨论|传达|学习|研究|通报)(?!通过)[^，。；]{2,60}(?:汇报|报告|通报|介绍|精神|讲话|文件|意见|情况)[，,](?=.{4})"
        + "|会议(?:还)?(?:听取|审议|讨论|传达|学习|研究|通报)(?!通过)(?:(?!决定|确定|同意|明确|要求|(?<![自理缘经])由)[^，。；]){2,60}[，,](?=.{4})"
        + "|同时[，]?|其中[，]?|另外[，]?|对此[，]?|为此[，]?|下一步[，]?|原则同意[^，。；]{0,40}[，]|同意(?=[^，。；]{4}))",
        RegexOptions.CultureInvariant);

    private static readonly Regex _aims = new($"(?:{_words.Any("aims")})$", RegexOptions.CultureInvariant);

    private readonly bool _minutes;
    private readonly Dictionary<OutlineNode, bool> _lists = [];
    private readonly Dictionary<OutlineNode, bool> _byBody = [];

    public ProseEntries(bool minutes) => _minutes = minutes;

    public ImmutableArray<Entry> Read(OutlineNode root)
    {
        var entries = ImmutableArray.CreateBuilder<Entry>();
        Walk(root, "", null, entries);
        // The first paragraphs of minutes say who met; what was decided stands under numbers.
        return _minutes && entries.Any(e => e.WrittenNo is not null) ? [.. entries.Where(e => e.WrittenNo is not null)]
            : entries.ToImmutable();
    }

    private void Walk(OutlineNode node, string group, HeadingDay? over, ImmutableArray<Entry>.Builder entries)
    {
        if (MatterOf(node) is var (name, said))
        {
            if (Matter(node, name, said, group) is { } matter)
            {
                entries.Add(matter);
            }

            return;
        }

        var before = entries.Count;
        over = DayOf(node) ?? over;
        var read = PartsOf(node, group, over);
        var gives = read.Exists(r => r.Sentences.Exists(s => IsDated(s.Entry))) || (node is { Level: > 0, Parent: { } list } && Gives(list));
        foreach (var (place, sentences) in read)
        {
            entries.AddRange(TasksOf(sentences, gives && !_minutes ? place with { AmongTasks = true } : null));
        }

        if (node is { Level: > 0, Children.Count: 0 })
        {
            Titled(node, before, entries);
        }

        foreach (var child in node.Children)
        {
            Walk(child, group.Length == 0 ? node.Name : $"{group}/{node.Name}".Trim('/'), over, entries);
        }
    }

    /// <summary>The paragraphs of a part, each with where it stands and what its sentences give by themselves.</summary>
    private List<(Place Place, List<(Passage Text, Entry? Entry)> Sentences)> PartsOf(OutlineNode node, string group, HeadingDay? over)
    {
        var parts = node.Level == 0 || IsPhase(node) ? node.Paragraphs : [node.Full, .. node.Paragraphs];
        var lists = parts.Count(p => ProseActors.Named(p) > 0) >= FewestNamed
            || (node.Parent is { } points && (ListsByBody(points) || (!_minutes && Gives(points))));
        var listed = IsListed(node) && !_aims.IsMatch(node.Heading.Text) && !_aims.IsMatch(node.Parent?.Heading.Text ?? "");
        return parts.ConvertAll(part =>
        {
            var (by, length) = lists && ProseActors.Named(part) is > 0 and var colon
                ? (OwnerText.Read(part.Text[..colon], Column.Departments) with { Source = part.Span(0, colon) }, colon + 1) : (Owners.None, 0);
            var place = new Place(group, listed, by, over, part == node.Full && node.Rest.Length > 0 ? node.Heading : null);
            return (place, ProseSentences.Of(part.Slice(length)).Select(s => (Text: s, Entry: Build(s, place))).ToList());
        });
    }

    /// <summary>What the sentences of a paragraph give, one after the other.</summary>
    /// <param name="among">Where tasks with days stand around them: then whoever is named has one too (德育处组织开学典礼).</param>
    private IEnumerable<Entry> TasksOf(List<(Passage Text, Entry? Entry)> sentences, Place? among)
    {
        Passage? open = null;
        foreach (var (sentence, sure) in sentences)
        {
            var entry = sure ?? (among is null ? null : Build(sentence, among));
            if (entry is not null)
            {
                yield return open is not null && Vacuous().IsMatch(entry.Title.Text) ? Continued(entry, open) : entry;
            }

            open = entry is null ? sentence : null;
        }
    }

    private static bool IsDated(Entry? entry) => entry is { Deadline.Length: > 0 } dated && BesideEntries.IsNamed(dated);

    /// <summary>Whether the points of a list are such tasks: the first sentence of two of them at least.</summary>
    private bool Gives(OutlineNode list)
    {
        if (!_lists.TryGetValue(list, out var gives))
        {
            var points = list.Children.Where(c => c.Children.Count == 0).Select(c => c.Rest.Length > 0 ? c.Rest : c.Full);
            gives = points.Select(p => ProseSentences.Of(p).FirstOrDefault()).OfType<Passage>()
                .Where(s => IsDated(Build(s, new("")))).Take(FewestNamed).Count() == FewestNamed;
            _lists.Add(list, gives);
        }

        return gives;
    }

    /// <summary>1.总务科：…, 2.保卫科：…: whose work each point is.</summary>
    private bool ListsByBody(OutlineNode list)
    {
        if (!_byBody.TryGetValue(list, out var lists))
        {
            _byBody.Add(list, lists = list.Children.Count(c => ProseActors.Named(c.Full) > 0) >= FewestNamed);
        }

        return lists;
    }

    /// <summary>更换滤网。由后勤科负责，8月底前完成。: the sentence before says what.</summary>
    private static Entry Continued(Entry entry, Passage before) => entry with
    {
        Title = before.TrimEnd('。', '；'),
        Plan = Passage.Join(before.TrimEnd('。', '；'), entry.Plan),
        Source = before.Span(0, before.Length).To(entry.Source),
    };

    /// <summary>
    /// A numbered point: its number, and where a short heading names the work of one body, one task of that name with all its text.
    /// </summary>
    private static void Titled(OutlineNode node, int before, ImmutableArray<Entry>.Builder entries)
    {
        var own = entries.Skip(before).TakeWhile(e => e.Source.Line == node.Rest.Whole?.Line).ToList();
        if (own.Count > 0 && IsName(node, own) && node.Heading.Whole is { } heading)
        {
            var dated = own.Find(e => e.Deadline.Length > 0) ?? own[0];
            var owners = own.Aggregate(Owners.None, (sum, e) => sum.With(e.Owners));
            owners = owners.IsEmpty ? ProseActors.Of(node.Rest).Owners : owners;
            entries.RemoveRange(before, own.Count);
            entries.Insert(before, dated with
            {
                WrittenNo = node.No,
                Title = node.Heading,
                Plan = node.Rest.TrimEnd('。', '；'),
                Owners = owners,
                Source = heading.To(own[^1].Source),
            });
        }

        if (entries.Count == before + 1)
        {
            entries[before] = entries[before] with { WrittenNo = node.No };
        }
    }

    /// <summary>（一）抢抓农时播种。各乡镇要…: the heading is no sentence of its own, and what follows is the work of the same.</summary>
    private static bool IsName(OutlineNode node, List<Entry> own) =>
        node.Heading.Length is >= ShortestTitle and <= LongestName && node.Rest.Length > 0
        && !node.Heading.Text.AsSpan().ContainsAny('，', '：', '；') && DeadlineRules.Find(node.Heading.Text).IsEmpty
        && node.Heading.Whole is { } heading && !own.Exists(e => e.Source.Line == heading.Line && e.Source.Start < heading.End)
        && own.Where(e => !e.Owners.IsEmpty).Select(e => string.Join('、', e.Owners.Departments)).Distinct().Count() <= 1;

    /// <summary>The day or the stretch of a phase (（一）动员阶段（3月1日—3月15日）): what a body does in it is due then.</summary>
    private static HeadingDay? DayOf(OutlineNode node) => IsPhase(node)
        && DeadlineRules.Find(node.Heading.Text) is [{ } phrase] && Items.IsDated(phrase.Text) ? new(phrase, node.Heading) : null;

    private static bool IsPhase(OutlineNode node) => node is { Level: > 0, Rest.Length: 0, Heading.Length: <= 2 * LongestName }
        && (node.Children.Count > 0 || node.Paragraphs.Count > 0) && Phases.Name(node.Heading.Text);

    [GeneratedRegex("^(?:于|在)?(?:全部|全面|按时|如期)?(?:完成|落实|到位|落实到位|完成到位|完工|办结|实施|结束|举行|解决)$")]
    private static partial Regex Vacuous();

    /// <summary>One short point of a list: its date is what makes it a task.</summary>
    private static bool IsListed(OutlineNode node) =>
        node is { Level: > 0, Children.Count: 0 } && node.Full.Length + node.Paragraphs.Sum(p => p.Length) <= LongestPoint;
}
