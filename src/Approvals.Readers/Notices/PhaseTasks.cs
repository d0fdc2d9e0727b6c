using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>
/// A phase (阶段) in which several bodies act is what their tasks stand under, and gives them its days. What is left of it, that
/// nobody is named for, stays with it.
/// </summary>
internal static class PhaseTasks
{
    private const int FewestTasks = 2;
    private static readonly Regex _duties = new($"^(?:{Lexicon.Office.Any("duties")})(?=.)", RegexOptions.CultureInvariant);

    /// <param name="sentences">The tasks that the sentences of the document give, wherever they stand.</param>
    public static ImmutableArray<Entry> Part(ImmutableArray<Entry> passages, ImmutableArray<Entry> sentences)
    {
        var known = sentences.ToLookup(s => (s.Source.Line, s.Source.Start));
        return [.. passages.SelectMany(p => p.Rule == EntryRule.Phase && p.Owners.IsEmpty
            ? Numbered(p, sentences) is { IsEmpty: false } points ? points : Part(p, known) : [p])];
    }

    /// <summary>The numbered points of a phase, where somebody acts in each of them: 2.因病缺勤追踪。各学校每日…</summary>
    private static ImmutableArray<Entry> Numbered(Entry phase, ImmutableArray<Entry> sentences)
    {
        var inner = sentences.Where(s => s.Source.Line > phase.Source.Line && s.Source.Line <= phase.Source.EndLine).ToImmutableArray();
        if (inner.Count(s => s.WrittenNo is not null) < FewestTasks)
        {
            return [];
        }

        var acting = inner.Where(s => !s.Owners.IsEmpty).Select(s => s.Source.Line).ToHashSet();
        var lines = ProseSentences.Of(phase.Plan, atColons: false).Select(s => s.Span(0, 1).Line).Where(line => line > phase.Source.Line);
        return lines.All(acting.Contains) ? inner : [];
    }

    private static IEnumerable<Entry> Part(Entry phase, ILookup<(int Line, int Start), Entry> known)
    {
        var sentences = ProseSentences.Of(phase.Plan, atColons: false).ToList();
        var acting = sentences.Exists(s => !ProseActors.Of(s).Owners.IsEmpty);
        var tasks = acting ? sentences.ConvertAll(s => Task(phase, s, known)) : [];
        var found = tasks.OfType<Entry>().ToList();
        var left = sentences.Where((_, at) => tasks.Count > 0 && tasks[at] is null).ToList();
        if (found.Count < FewestTasks || (left.Count > 0 && !AreSeveral(found)))
        {
            return [phase];
        }

        return left.Count == 0 ? found : [phase with { Plan = Passage.Join(left) }, .. found];
    }

    private static bool AreSeveral(List<Entry> tasks) => tasks.Where(BesideEntries.IsNamed)
        .Select(t => string.Join('、', t.Owners.Departments)).Distinct().Take(FewestTasks).Count() == FewestTasks;

    /// <summary>Null where nobody acts.</summary>
    private static Entry? Task(Entry phase, Passage sentence, ILookup<(int Line, int Start), Entry> known)
    {
        var source = sentence.Span(0, sentence.Length);
        var (owners, left) = ProseActors.Of(sentence) is { Owners.IsEmpty: false } acting ? acting : ProseActors.Beginning(sentence);
        var read = known[(source.Line, source.Start)].FirstOrDefault(e => !e.Owners.IsEmpty);
        var day = ProseActors.DatesOf(sentence.Text).FirstOrDefault(p => !DeadlineRules.IsSpan(p.RuleId));
        return owners.IsEmpty ? null : phase with
        {
            Title = read?.Title ?? Clauses.First(AfterDay(left)).Trim('，', '、'),
            Plan = sentence,
            Owners = read?.Owners ?? owners,
            Deadline = day is null ? phase.Deadline : sentence.Slice(day.Start, day.Length),
            InheritsDeadline = day is null,
            Source = source,
            Group = phase.Group is { } group ? $"{group}/{phase.Title.Text}" : phase.Title.Text,
            WrittenNo = null,
            Rule = EntryRule.Sentence,
        };
    }

    /// <summary>于3月12日前完成核查: what is to be done.</summary>
    private static Passage AfterDay(Passage act) => _duties.Match(act.Text) is { Success: true } duty ? AfterDay(act.Slice(duty.Length))
        : DeadlineRules.Find(act.Text) is [{ Start: <= 1 } day, ..] && day.Start + day.Length < act.Length ? act.Slice(day.Start + day.Length) : act;
}
