using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>
/// Sentences beside the tasks that a list gives: in its own parts those that give work to somebody, elsewhere those that say by
/// name who does it until when. What organises (领导小组, 高度重视, 报送联络员) stays out, and so do headings over the list.
/// </summary>
internal sealed class BesideEntries(ProseEntries prose, ImmutableArray<Entry> listed)
{
    private static readonly Regex _around = new($"(?:{Lexicon.Office.Any("around")})", RegexOptions.CultureInvariant);
    private static readonly Regex _organising = new($"(?:{Lexicon.Office.Any("organising")})", RegexOptions.CultureInvariant);
    private static readonly Regex _progress = new(
        $"(?:{Lexicon.Office.Any("closings.handing-in")})[^，。；]{{0,16}}(?:{Lexicon.Office.Any("closings.progress")})", RegexOptions.CultureInvariant);

    /// <summary>于每季度末将进展情况报院办.</summary>
    private static readonly Regex _told = new(
        $"[将把][^，。；]{{0,16}}(?:{Lexicon.Office.Any("closings.progress")})[^，。；]{{0,6}}(?:{Lexicon.Office.Any("closings.handing-in")}|报|送|交)",
        RegexOptions.CultureInvariant);

    private static readonly Regex _supervising = new($"(?:{Lexicon.Office.Any("watching")})", RegexOptions.CultureInvariant);

    private readonly HashSet<int> _lines = [.. listed.Select(e => e.Source.Line)];

    /// <param name="everywhere">Whether the list is in paragraphs too: beside a table the parts without tasks only speak of it.</param>
    public ImmutableArray<Entry> Read(OutlineNode outline, OutlineNode annex, NoticeHead head, bool everywhere)
    {
        var nodes = outline.Below.Concat(annex.Below).ToList();
        var around = new TakenPlaces(nodes.Where(n => _around.IsMatch(n.Heading.Text)).SelectMany(n => n.Below.Prepend(n))
            .SelectMany(n => n.Paragraphs.Prepend(n.Full).Select(p => p.Whole)));
        var taken = new TakenPlaces([.. TakenPlaces.Of(listed), .. nodes.Where(n => n.Below.Any(Holds)).Select(n => n.Heading.Whole)]);
        var parts = outline.Children.Concat(everywhere ? annex.Children : []).ToList();
        // Where the tasks are the parts themselves (一、…（责任科室：…）), the other parts are points of the same list.
        var points = parts.Exists(n => n.Children.Count == 0 && Holds(n));
        var own = parts.Where(n => n.Below.Prepend(n).Any(Holds) || (points && n.Children.Count == 0))
            .SelectMany(n => prose.Read(n)).Where(e => IsWork(e, around));
        var others = (everywhere ? prose.Read(outline).AddRange(prose.Read(annex)) : [])
            .Where(e => IsNamed(e) && Items.SaysWhen(e.Deadline.Text));
        return
        [
            .. own.Concat(others).Where(e => !Organises(e) && !IsProgress(e) && !(around.Touch(e.Source) && Supervises(e)))
                .Concat(Cover(head)).Where(e => !taken.Touch(e.Source))
                .DistinctBy(e => (e.Source.Line, e.Source.Start)),
        ];
    }

    /// <summary>Each of its sentences says how the list is organised.</summary>
    private static bool Organises(Entry entry) => ProseSentences.Of(entry.Plan).Select(s => s.Text).DefaultIfEmpty(entry.Plan.Text).All(_organising.IsMatch);

    /// <summary>门诊部每月开展一次督导, below 工作要求: how the list is watched over again and again.</summary>
    private static bool Supervises(Entry entry) => !Items.IsDated(entry.Deadline.Text) && _supervising.IsMatch(entry.Plan.Text);

    /// <summary>各责任科室要于每季度末报送工作进展: how the list is to be told of, by whoever is in it.</summary>
    private static bool IsProgress(Entry entry) => !(entry.WrittenNo is not null && Items.IsDated(entry.Deadline.Text))
        && entry.Owners.Departments is [var first, ..] && ProseEntries.IsOfMany(first)
        && (_progress.IsMatch(entry.Plan.Text) || (!Items.IsDated(entry.Deadline.Text) && _told.IsMatch(entry.Plan.Text)));

    private bool Holds(OutlineNode node) => node.Whole is { } whole && _lines.Contains(whole.Line);

    /// <summary>A numbered point with a day, or a body by name that has one or must act.</summary>
    private static bool IsWork(Entry entry, TakenPlaces around) =>
        entry.Deadline.Length > 0 ? IsNamed(entry) || (entry.WrittenNo is not null && !entry.Owners.IsEmpty)
            : IsNamed(entry) && !around.Touch(entry.Source);

    /// <summary>Bodies by name that must act without a day, under a heading where others have one.</summary>
    public static IEnumerable<Entry> Among(ImmutableArray<Entry> sentences)
    {
        var dated = sentences.Where(s => s.Deadline.Length > 0 && IsNamed(s)).ToLookup(s => s.Group);
        return sentences.Where(s => s.Deadline.Length == 0 && IsNamed(s) && s.Group is { } group && !_around.IsMatch(group)
            && dated[group].Skip(1).Any());
    }

    /// <summary>A body by name, not only any of them.</summary>
    public static bool IsNamed(Entry entry) => !entry.Owners.Departments.All(ProseEntries.IsOfMany);

    /// <summary>What the cover of a notice that forwards another asks for itself.</summary>
    private IEnumerable<Entry> Cover(NoticeHead head) =>
        head.Title is { } title && Lexicon.Office.Holds("kinds-of.forwarding", title.Text) && head.Cover > 0
            ? prose.Read(Outline.Read(head.Body[..head.Cover])).Where(e => e.Deadline.Length > 0)
            : [];
}
