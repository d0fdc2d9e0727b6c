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
    private static readonly HashSet<string> _withoutTasks = ["决定", "公告", "通告", "批复", "函", "议案", "命令", "令", "公报", "通报"];

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
        var rows = Checklist.Read(source, lexicon, NoticeDay.Of(head));
        var reader = new OutlineEntries(lexicon);
        var minutes = HeadDates.KindOf(head) == "纪要";
        var prose = new ProseEntries(minutes);
        if (NamesNone(head))
        {
            return [];
        }

        var passages = reader.Read(outline).AddRange(reader.Read(annex));
        if (rows.Length > 0)
        {
            // The body's own wording of a row is collated with it, not another task.
            var known = rows.Select(r => Likeness.Pairs(Beginning(r.Whole))).ToList();
            passages = rows.Length > 400 ? [] : [.. passages.Where(p => !p.Owners.IsEmpty && p.Rule != EntryRule.Phase && !IsCaption(source, p)
                && Likeness.Pairs(Beginning(p.Whole)) is var own && !known.Exists(k => Likeness.OfPairs(k, own) >= Same))];
            return Ordered(rows, passages.IsEmpty ? []
                : Ordered(passages, new BesideEntries(prose, passages).Read(outline, annex, head, everywhere: false)));
        }

        if (ScheduleEntries.Read(outline, lexicon) is { IsEmpty: false } schedule)
        {
            var days = schedule.Select(s => s.Source.Line).ToHashSet();
            schedule = Ordered(schedule, [.. passages.Where(p => !p.Owners.IsEmpty
                && !Enumerable.Range(p.Source.Line, p.Source.EndLine - p.Source.Line + 1).Any(days.Contains))]);
            return Ordered(schedule, new BesideEntries(prose, schedule).Read(outline, annex, head, everywhere: true));
        }

        if (passages.Any(p => !p.Owners.IsEmpty))
        {
            passages = [.. PhaseTasks.Part(passages, []).Select(Entry.WithActor)
                .Select(p => minutes ? p with { Title = ProseEntries.WithoutAbout(p.Title) } : p)];
            return Ordered(passages, new BesideEntries(prose, passages).Read(outline, annex, head, everywhere: true));
        }

        if (Asking(head, outline) is not { } asking)
        {
            return [];
        }

        if (asking != outline)
        {
            return prose.Read(asking);
        }

        var sentences = prose.Read(outline).AddRange(prose.Read(annex)).RemoveAll(s => Closing.Begins(s.Plan.Text));
        if (sentences.IsEmpty || passages.IsEmpty)
        {
            return sentences.IsEmpty ? passages : sentences;
        }

        var phases = Phases(passages);
        passages = [.. PhaseTasks.Part(passages, sentences).Select(Entry.WithActor)];

        // Parts that have dates, and sentences beside them that name a day or whose work it is.
        var parts = passages.SelectMany(p => Enumerable.Range(p.Source.Line, p.Source.EndLine - p.Source.Line + 1)).ToHashSet();
        var beside = phases ? new BesideEntries(prose, passages).Read(outline, annex, head, everywhere: true) : [];
        var others = sentences.Where(s => s.Deadline.Length > 0).Concat(BesideEntries.Among(sentences)).Concat(beside)
            .Where(s => !parts.Contains(s.Source.Line))
            .DistinctBy(s => (s.Source.Line, s.Source.Start));
        return sentences.Any(s => !s.Owners.IsEmpty && s.Deadline.Length > 0) && !phases ? sentences : Ordered(passages, [.. others]);
    }

    /// <summary>
    /// Where tasks may stand in sentences: nowhere in 表彰 and 公告; in a 通报 in the parts that demand something (整改要求).
    /// </summary>
    public static OutlineNode? Asking(NoticeHead head, OutlineNode outline)
    {
        if (NamesNone(head) || HeadDates.KindOf(head) is not { } kind || !_withoutTasks.Contains(kind))
        {
            return NamesNone(head) ? null : outline;
        }

        var demands = kind == "通报" ? outline.Children.Where(c => _demands.IsMatch(c.Heading.Text)).ToList() : [];
        var root = new OutlineNode(0, 0, "", Passage.Empty, Passage.Empty, Passage.Empty, null);
        root.Children.AddRange(demands);
        return demands.Count > 0 ? root : null;
    }

    private static readonly Regex _demands = new($"(?:{Lexicon.Office.Any("demands")})", RegexOptions.CultureInvariant);

    private static bool NamesNone(NoticeHead head) => head.Title is { } title
        && Lexicon.Office.Words("without-tasks").Any(w => title.Text.Contains(w, StringComparison.Ordinal));

    /// <summary>动员阶段（5月8日前）, 整改阶段（…）: a plan in steps, each a task of its own.</summary>
    private static bool Phases(ImmutableArray<Entry> passages) =>
        passages.Count(IsPhase) >= 2;

    private static bool IsCalledPhase(Entry passage) => passage.Title.Text.Contains("阶段", StringComparison.Ordinal);

    private static bool IsPhase(Entry passage) => IsCalledPhase(passage)
        || (passage.Rule == EntryRule.Phase && passage.Title.Length <= LongestStep);

    /// <summary>A line right above a table: 任务台账（医疗组）.</summary>
    private static bool IsCaption(SourceDocument source, Entry passage) =>
        source.Lines.Skip(passage.Source.EndLine + 1).FirstOrDefault(l => !string.IsNullOrWhiteSpace(l.Text))?.Cell is not null;

    private static ImmutableArray<Entry> Ordered(ImmutableArray<Entry> rows, ImmutableArray<Entry> passages) =>
        passages.IsEmpty ? rows : [.. rows.AddRange(passages).OrderBy(e => e.Source.Line).ThenBy(e => e.Source.Start)];

    private static string Beginning(string text) => text.Length > 300 ? text[..300] : text;
}
