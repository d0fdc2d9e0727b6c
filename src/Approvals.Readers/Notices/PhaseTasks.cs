using System.Collections.Immutable;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>A phase (阶段) each sentence of which gives work to somebody is what the tasks stand under, and gives them its days.</summary>
internal static class PhaseTasks
{
    private const int FewestTasks = 2;

    public static ImmutableArray<Entry> Part(ImmutableArray<Entry> passages) =>
    [
        .. passages.SelectMany(phase => phase.Rule == EntryRule.Phase && phase.Owners.IsEmpty && Points.Cut(phase.Plan) is var sentences
            && sentences.Select(s => Task(phase, s)).OfType<Entry>().ToList() is { Count: >= FewestTasks } tasks
            && tasks.Count == sentences.Length ? tasks : [phase]),
    ];

    /// <summary>Null where nobody acts.</summary>
    private static Entry? Task(Entry phase, Passage sentence)
    {
        var (owners, left) = ProseEntries.ActorsOf(sentence);
        var day = DeadlineRules.Find(sentence.Text).FirstOrDefault(p => !DeadlineRules.IsSpan(p.RuleId));
        return owners.IsEmpty ? null : phase with
        {
            Title = Clauses.First(left),
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
}
