using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>Points of a list that clauses of owners close: one with a day whose owners were left out is a task as its neighbours are.</summary>
internal static class ListedPoints
{
    private const int FewestClosed = 2;

    /// <summary>Whether so many of the points have owners of their own that the list is one of tasks.</summary>
    public static bool AreClosed(List<(OutlineNode Node, List<Entry> Entries)> points) =>
        points.Count(p => p.Node.Children.Count == 0 && p.Entries.Exists(e => !e.Owners.IsEmpty && !e.InheritsOwners)) >= FewestClosed;

    /// <summary>Its own sentences name a day or a rhythm, and do not speak to everybody.</summary>
    public static bool SaysWhen(OutlineNode point) => point is { Level: > 0, Children.Count: 0, Paragraphs.Count: 0 } && Closing.At(point.Full) is null
        && !Lexicon.Office.Begins("closings.to-all", point.Rest.Text)
        && DeadlineRules.Find(point.Full.Text).Any(phrase => Items.SaysWhen(phrase.Text));
}
