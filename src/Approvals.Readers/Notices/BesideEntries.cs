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
            .. own.Concat(others).Where(e => !_organising.IsMatch(e.Plan.Text)).Concat(Cover(head)).Where(e => !taken.Touch(e.Source))
                .DistinctBy(e => (e.Source.Line, e.Source.Start)),
        ];
    }

    private bool Holds(OutlineNode node) => node.Whole is { } whole && _lines.Contains(whole.Line);

    /// <summary>A numbered point with a day, or a body by name that has one or must act.</summary>
    private static bool IsWork(Entry entry, TakenPlaces around) =>
        entry.Deadline.Length > 0 ? IsNamed(entry) || (entry.WrittenNo is not null && !entry.Owners.IsEmpty)
            : IsNamed(entry) && !around.Touch(entry.Source);

    /// <summary>A body by name, not only any of them.</summary>
    public static bool IsNamed(Entry entry) => !entry.Owners.Departments.All(ProseEntries.IsOfMany);

    /// <summary>What the cover of a notice that forwards another asks for itself.</summary>
    private IEnumerable<Entry> Cover(NoticeHead head) =>
        head.Title is { } title && title.Text.Contains("转发", StringComparison.Ordinal) && head.Cover > 0
            ? prose.Read(Outline.Read(head.Body[..head.Cover])).Where(e => e.Deadline.Length > 0)
            : [];
}
