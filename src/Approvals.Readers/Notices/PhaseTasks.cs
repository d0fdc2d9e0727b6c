using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>A phase (阶段) each sentence of which gives work to somebody is what the tasks stand under, and gives them its days.</summary>
internal static class PhaseTasks
{
    private const int FewestTasks = 2;
    private const int LongestName = 14;
    private static readonly Regex _duties = new($"^(?:{Lexicon.Office.Any("duties")})(?=.)", RegexOptions.CultureInvariant);
    private static readonly List<string> _acts = [.. Lexicon.Office.Words("acts")];

    public static ImmutableArray<Entry> Part(ImmutableArray<Entry> passages) =>
    [
        .. passages.SelectMany(phase => phase.Rule == EntryRule.Phase && phase.Owners.IsEmpty && Points.Cut(phase.Plan) is var sentences
            && sentences.Any(s => !ProseActors.Of(s).Owners.IsEmpty)
            && sentences.Select(s => Task(phase, s)).OfType<Entry>().ToList() is { Count: >= FewestTasks } tasks
            && tasks.Count == sentences.Length ? tasks : [phase]),
    ];

    /// <summary>Null where nobody acts.</summary>
    private static Entry? Task(Entry phase, Passage sentence)
    {
        var (owners, left) = ProseActors.Of(sentence) is { Owners.IsEmpty: false } acting ? acting : Beginning(sentence);
        var day = ProseActors.DatesOf(sentence.Text).FirstOrDefault(p => !DeadlineRules.IsSpan(p.RuleId));
        return owners.IsEmpty ? null : phase with
        {
            Title = Clauses.First(AfterDay(left)),
            Plan = sentence,
            Owners = owners,
            Deadline = day is null ? phase.Deadline : sentence.Slice(day.Start, day.Length),
            InheritsDeadline = day is null,
            Source = sentence.Span(0, sentence.Length),
            Group = phase.Group is { } group ? $"{group}/{phase.Title.Text}" : phase.Title.Text,
            WrittenNo = null,
            Rule = EntryRule.Sentence,
        };
    }

    /// <summary>公安分局依法查处…: beside sentences that say plainly who acts, the body with which another begins acts in it.</summary>
    private static (Owners Owners, Passage Left) Beginning(Passage sentence)
    {
        var length = Enumerable.Range(3, Math.Max(Math.Min(LongestName, sentence.Length - 4) - 2, 0)).LastOrDefault(
            l => Names.IsBody(sentence.Text[..l]) && !_acts.Exists(a => sentence.Text[..l].Contains(a, StringComparison.Ordinal)));
        return length == 0 ? (Owners.None, sentence)
            : (OwnerText.Read(sentence.Text[..length], Column.Departments) with { Source = sentence.Span(0, length) }, sentence.Slice(length));
    }

    /// <summary>于3月12日前完成核查: what is to be done.</summary>
    private static Passage AfterDay(Passage act) => _duties.Match(act.Text) is { Success: true } duty ? AfterDay(act.Slice(duty.Length))
        : DeadlineRules.Find(act.Text) is [{ Start: <= 1 } day, ..] && day.Start + day.Length < act.Length ? act.Slice(day.Start + day.Length) : act;
}
