using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Engine.Calendars;
using Approvals.Engine.Deadlines;
using Approvals.Readers.Notices;

namespace Approvals.Readers.Comparing;

/// <summary>What a sentence says of an item that it only names by its number: 将第3项完成时限调整为12月底前, 取消第5项.</summary>
/// <param name="Sentence">As it stands.</param>
/// <param name="DueOn">The new day; null where it says none.</param>
/// <param name="Bodies">The new owners; empty where it says none.</param>
public sealed record SpokenChange(int No, string Sentence, bool Withdraws, DateOnly? DueOn, ImmutableArray<string> Bodies);

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
            .. draft.Text.SelectMany(line => Sentence().Matches(line.Text).Select(m => m.Value))
                .SelectMany(sentence => Read(sentence, from, calendar)).DistinctBy(c => (c.No, c.Sentence)),
        ];
    }

    /// <summary>What they mean for the live promises that bear the numbers.</summary>
    public static ImmutableArray<ListProposal> Of(ImmutableArray<SpokenChange> spoken, ImmutableArray<Promise> live) =>
    [
        .. spoken.SelectMany(change => live.Where(l => l.No == change.No).Take(1).Select(l => Proposal(change, l))),
    ];

    /// <summary>The live promise as the sentence leaves it.</summary>
    public static Promise Said(SpokenChange change, Promise live) => live with
    {
        Key = KeyOf(change),
        DueOn = change.DueOn ?? live.DueOn,
        Lasting = change.DueOn is null && live.Lasting,
        Bodies = change.Bodies.IsEmpty ? live.Bodies : change.Bodies,
    };

    public static string KeyOf(SpokenChange change) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"#{change.No}");

    private static ListProposal Proposal(SpokenChange change, Promise live) => change.Withdraws
        ? new ListProposal.Withdrawn(live, live with { Key = KeyOf(change), Title = change.Sentence })
        : new ListProposal.Same(
            Said(change, live) with { Title = change.Sentence }, live, new Alikeness(100, []),
            ListComparison.Changes(live, Said(change, live)));

    private static IEnumerable<SpokenChange> Read(string sentence, DateOnly from, WorkCalendar calendar)
    {
        if (Numbered().Match(sentence) is not { Success: true } numbered)
        {
            yield break;
        }

        var due = To().Match(sentence) is { Success: true } to ? DueOf(to.Groups["what"].Value, from, calendar) : null;
        var bodies = Owner().Match(sentence) is { Success: true } owner ? Names.Of(owner.Groups["who"].Value) : [];
        var withdraws = _withdraws.IsMatch(sentence) && due is null && bodies.IsEmpty;
        if (!withdraws && due is null && bodies.IsEmpty)
        {
            yield break;
        }

        foreach (var no in numbered.Groups["no"].Captures.Select(c => ChineseNumbers.Parse(c.Value)).OfType<int>())
        {
            yield return new SpokenChange(no, sentence.Trim(), withdraws, due, bodies);
        }
    }

    private static DateOnly? DueOf(string words, DateOnly from, WorkCalendar calendar) =>
        DeadlineRules.Find(words) is [var phrase, ..] ? DeadlineRules.Read(phrase.Text, from, calendar).DueOn : null;

    [GeneratedRegex("[^。；;\\n]+")]
    private static partial Regex Sentence();

    [GeneratedRegex("第(?<no>[0-9０-９一二三四五六七八九十百]{1,4})(?:[、和及](?:第)?(?<no>[0-9０-９一二三四五六七八九十百]{1,4}))*(?:项|条|号事项)")]
    private static partial Regex Numbered();

    [GeneratedRegex("(?:时限|时间|期限|日期).{0,6}?(?:调整|延长|延期|推迟|提前|变更|修改|改)(?:为|至|到)(?<what>.{2,40})|(?:延期|延长|推迟)(?:为|至|到)(?<what>.{2,40})")]
    private static partial Regex To();

    [GeneratedRegex("(?:责任|牵头|承办|负责)(?:科室|部门|单位).{0,6}?(?:调整|变更|修改|改)(?:为|成)(?<who>[^，,。；]{2,60})|改由(?<who>[^，,。；]{2,30}?)(?:牵头|负责|承办|办理)")]
    private static partial Regex Owner();
}
