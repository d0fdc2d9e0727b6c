namespace Approvals.Readers.Notices;

/// <summary>Where the telephones and the measure of a point stand within it.</summary>
internal static class PointPlaces
{
    public static NoticeItem In(NoticeItem item, SourceDocument source) =>
        item.Points.All(p => p.Phones.IsEmpty && p.Measure is null) ? item : item with { Points = [.. item.Points.Select(p => In(p, source))] };

    private static NoticePoint In(NoticePoint point, SourceDocument source)
    {
        if (point.Phones.IsEmpty && point.Measure is null)
        {
            return point;
        }

        var text = source.Passage(source.Stretch(point.Source));
        return point with
        {
            PhoneSources = [.. point.Phones.Select(p => Of(p, text)).OfType<SourceSpan>()],
            MeasureSource = point.Measure is { } measure ? Of(measure.Phrase, text) : null,
        };
    }

    private static SourceSpan? Of(string words, Passage text) =>
        words.Length > 0 && text.Text.IndexOf(words, StringComparison.Ordinal) is >= 0 and var at ? text.Span(at, words.Length) : null;
}
