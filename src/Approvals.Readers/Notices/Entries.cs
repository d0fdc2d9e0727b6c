using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>
/// All tasks of a document: rows of tables, else work in paragraphs with its owners, else sentences that give work to somebody,
/// else parts that have dates.
/// </summary>
internal static class Entries
{
    private const double Same = .5;
    private const int LongestStep = 12;
    private const int FewestPhases = 2;

    /// <summary>A longer table is the list; what paragraphs say of it is not compared row by row.</summary>
    private const int MostCompared = 400;

    public static ImmutableArray<Entry> Read(SourceDocument source, NoticeHead head, OutlineNode outline, Lexicon lexicon)
    {
        var annex = Outline.Read(head.AnnexBody);
        var tasks = Tasks(source, head, outline, annex, lexicon);
        var (changed, places) = ChangedItems.Read(outline, annex);
        return Entry.Number(changed.IsEmpty ? tasks : Ordered([.. tasks.Where(t => !places.Touch(t.Source))], changed));
    }

    private static ImmutableArray<Entry> Tasks(
        SourceDocument source, NoticeHead head, OutlineNode outline, OutlineNode annex, Lexicon lexicon)
    {
        if (NamesNone(head))
        {
            return [];
        }

        var rows = Checklist.Read(source, lexicon, NoticeDay.Of(head));
        var reader = new OutlineEntries(lexicon);
        var passages = reader.Read(outline).AddRange(reader.Read(annex));
        var parts = new Parts(head, outline, annex, new ProseEntries(HeadDates.IsMinutes(head)));
        return rows.Length > 0 ? OfTables(source, parts, rows, passages)
            : ScheduleEntries.Read(outline, lexicon) is { IsEmpty: false } schedule ? OfSchedule(parts, schedule, passages)
            : passages.Any(p => !p.Owners.IsEmpty) ? OfClauses(parts, passages)
            : OfSentences(parts, passages);
    }

    /// <summary>Rows, and work in paragraphs that is no wording of theirs: the body's own is collated with the row, not another task.</summary>
    private static ImmutableArray<Entry> OfTables(
        SourceDocument source, Parts parts, ImmutableArray<Entry> rows, ImmutableArray<Entry> passages)
    {
        var known = rows.Select(r => Likeness.Pairs(Beginning(r.Whole))).ToList();
        var others = rows.Length > MostCompared ? [] : passages.Where(p => !p.Owners.IsEmpty && p.Rule != EntryRule.Phase && !IsCaption(source, p)
            && Likeness.Pairs(Beginning(p.Whole)) is var own && !known.Exists(k => Likeness.OfPairs(k, own) >= Same)).ToImmutableArray();
        return Ordered(rows, others.IsEmpty ? [] : Ordered(others, parts.Beside(others, everywhere: false)));
    }

    /// <summary>A schedule, with what clauses of owners give on other lines.</summary>
    private static ImmutableArray<Entry> OfSchedule(Parts parts, ImmutableArray<Entry> schedule, ImmutableArray<Entry> passages)
    {
        var days = schedule.Select(s => s.Source.Line).ToHashSet();
        schedule = Ordered(schedule, [.. passages.Where(p => !p.Owners.IsEmpty && !LinesOf(p).Any(days.Contains))]);
        return Ordered(schedule, parts.Beside(schedule, everywhere: true));
    }

    /// <summary>Work that clauses of owners close.</summary>
    private static ImmutableArray<Entry> OfClauses(Parts parts, ImmutableArray<Entry> passages)
    {
        passages = [.. PhaseTasks.Part(passages, []).Select(Entry.WithActor)
            .Select(p => HeadDates.IsMinutes(parts.Head) ? p with { Title = ProseEntries.WithoutAbout(p.Title) } : p)];
        return Ordered(passages, parts.Beside(passages, everywhere: true));
    }

    /// <summary>Sentences that give work to somebody, and parts that have dates.</summary>
    private static ImmutableArray<Entry> OfSentences(Parts parts, ImmutableArray<Entry> passages)
    {
        if (Asking(parts.Head, parts.Outline) is not { } asking)
        {
            return [];
        }

        if (asking != parts.Outline)
        {
            return parts.Prose.Read(asking);
        }

        var sentences = parts.Prose.Read(parts.Outline).AddRange(parts.Prose.Read(parts.Annex)).RemoveAll(s => Closing.Begins(s.Plan.Text));
        if (sentences.IsEmpty || passages.IsEmpty)
        {
            return sentences.IsEmpty ? passages : sentences;
        }

        var phases = passages.Count(IsPhase) >= FewestPhases;
        return sentences.Any(s => !s.Owners.IsEmpty && s.Deadline.Length > 0) && !phases ? sentences
            : OfParts(parts, [.. PhaseTasks.Part(passages, sentences).Select(Entry.WithActor)], sentences, phases);
    }

    /// <summary>Parts that have dates, and sentences beside them that name a day or whose work it is.</summary>
    private static ImmutableArray<Entry> OfParts(
        Parts parts, ImmutableArray<Entry> passages, ImmutableArray<Entry> sentences, bool phases)
    {
        var lines = passages.SelectMany(LinesOf).ToHashSet();
        var beside = phases ? parts.Beside(passages, everywhere: true) : [];
        return Ordered(passages, [.. sentences.Where(s => s.Deadline.Length > 0).Concat(BesideEntries.Among(sentences)).Concat(beside)
            .Where(s => !lines.Contains(s.Source.Line)).DistinctBy(s => (s.Source.Line, s.Source.Start))]);
    }

    private static IEnumerable<int> LinesOf(Entry entry) => Enumerable.Range(entry.Source.Line, entry.Source.EndLine - entry.Source.Line + 1);

    /// <summary>What of a document may give tasks besides its tables.</summary>
    private sealed record Parts(NoticeHead Head, OutlineNode Outline, OutlineNode Annex, ProseEntries Prose)
    {
        public ImmutableArray<Entry> Beside(ImmutableArray<Entry> listed, bool everywhere) =>
            new BesideEntries(Prose, listed).Read(Outline, Annex, Head, everywhere);
    }

    /// <summary>
    /// Where tasks may stand in sentences: nowhere in 表彰 and 公告; in a 通报 in the parts that demand something (整改要求).
    /// </summary>
    public static OutlineNode? Asking(NoticeHead head, OutlineNode outline)
    {
        if (NamesNone(head) || HeadDates.KindOf(head) is not { } kind || !Lexicon.Office.Words("kinds-without-tasks").Contains(kind))
        {
            return NamesNone(head) ? null : outline;
        }

        var demands = HeadDates.IsReport(head) ? outline.Children.Where(c => _demands.IsMatch(c.Heading.Text)).ToList() : [];
        var root = new OutlineNode(0, 0, "", Passage.Empty, Passage.Empty, Passage.Empty, null);
        root.Children.AddRange(demands);
        return demands.Count > 0 ? root : null;
    }

    private static readonly Regex _demands = new($"(?:{Lexicon.Office.Any("demands")})", RegexOptions.CultureInvariant);

    private static bool NamesNone(NoticeHead head) => head.Title is { } title
        && Lexicon.Office.Holds("without-tasks", title.Text);

    /// <summary>动员阶段（5月8日前）, 整改阶段（…）: a plan in steps, each a task of its own.</summary>
    private static bool IsPhase(Entry passage) => Phases.Name(passage.Title.Text)
        || (passage.Rule == EntryRule.Phase && passage.Title.Length <= LongestStep);

    /// <summary>A line right above a table: 任务台账（医疗组）.</summary>
    private static bool IsCaption(SourceDocument source, Entry passage) =>
        source.Lines.Skip(passage.Source.EndLine + 1).FirstOrDefault(l => !string.IsNullOrWhiteSpace(l.Text))?.Cell is not null;

    private static ImmutableArray<Entry> Ordered(ImmutableArray<Entry> rows, ImmutableArray<Entry> passages) =>
        passages.IsEmpty ? rows : [.. rows.AddRange(passages).OrderBy(e => e.Source.Line).ThenBy(e => e.Source.Start)];

    private static string Beginning(string text) => text.Length > 300 ? text[..300] : text;
}
