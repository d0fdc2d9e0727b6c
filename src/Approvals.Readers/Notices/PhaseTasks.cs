using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>A phase (阶段) each sentence of which gives work to somebody is what the tasks stand under, and gives them its days.</summary>
internal static class PhaseTasks
{
    private const int FewestTasks = 2;

    /// <param name="passages">Parts of the text with their days.</param>
    /// <param name="sentences">Tasks that sentences give.</param>
    public static ImmutableArray<Entry> Part(ImmutableArray<Entry> passages, ImmutableArray<Entry> sentences) =>
    [
        .. passages.SelectMany(phase => phase.Rule == EntryRule.Phase && Inside(phase, sentences) is { Count: >= FewestTasks } tasks
            && tasks.Count >= Points.Cut(phase.Plan).Length ? tasks.Select(t => Under(phase, t)) : [phase]),
    ];

    private static List<Entry> Inside(Entry phase, ImmutableArray<Entry> sentences) =>
        [.. sentences.Where(s => !s.Owners.IsEmpty && s.Source.Line >= phase.Source.Line && s.Source.EndLine <= phase.Source.EndLine)];

    private static Entry Under(Entry phase, Entry task) => task with
    {
        Group = phase.Group is { } group ? $"{group}/{phase.Title.Text}" : phase.Title.Text,
        Deadline = task.Deadline.Length > 0 ? task.Deadline : phase.Deadline,
        InheritsDeadline = task.Deadline.Length == 0,
        WrittenNo = null,
    };
}
