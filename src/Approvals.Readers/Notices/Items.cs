using System.Collections.Immutable;
using Approvals.Engine.Calendars;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>From rows to items: points, deadlines, confidence.</summary>
internal sealed class Items(ReadOptions options, DateOnly? issuedOn)
{
    /// <summary>A row of a table with known column heads.</summary>
    private const double TableRow = .95;

    private readonly DateOnly? _from = issuedOn ?? options.ReadOn;

    /// <summary>Neither issued nor read on a day: phrases such as 6月底前 get their dates when the notice gets its own.</summary>
    public bool WaitsForIssue => _from is null;

    /// <summary>Whether the phrase gives a date as soon as there is an issuing date.</summary>
    public static bool IsDated(string phrase) =>
        DeadlineRules.Read(phrase, DateOnly.MinValue.AddYears(1), WorkCalendar.WithoutYears).DueOn is not null;

    public DeadlineReading Read(string phrase) => DeadlineRules.Read(phrase, _from, options.Calendar);

    public NoticeItem Build(ChecklistRow row, OutlineNode? body)
    {
        var points = Points.Cut(row.Plan).Select(Point).ToImmutableArray();
        if (points.All(p => p.DeadlineText is null) && Elsewhere(row, body) is { } found)
        {
            points = Lend(points, found.Phrase, found.Source, found.FromBody);
        }

        var own = row.Deadline.Length > 0 ? DeadlineOf(row.Deadline.Text) : null;
        var words = points.Select(p => p.DeadlineText).Prepend(own?.Phrase).OfType<string>().Distinct().ToList();
        var confirm = words.Count == 0 || own is { MustConfirm: true }
            || points.Any(p => p.DeadlineText is not null && p.MustConfirm);
        return new(
            row.No, row.Title.Text, row.Plan.Text, row.Owners.Leaders, row.Owners.Departments, row.Owners.Lead,
            row.Owners.Support,
            words.Count == 0 ? null : string.Join('；', words), points.Select(p => p.Due).Append(own?.DueOn).Max(), confirm,
            own?.Recurrence?.Rule ?? points.FirstOrDefault(p => p.Recurrence is not null)?.Recurrence, TableRow, row.Source,
            points,
            new(row.Title.Whole, row.Plan.Whole, row.Leaders.Whole, row.Owners.Source, row.Deadline.Whole), body?.Whole);
    }

    private NoticePoint Point(Passage text)
    {
        var phrase = DeadlineRules.Find(text.Text) is [var first, ..] ? first : null;
        var source = text.Span(0, text.Length);
        return Point(text.Text, source, phrase?.Text, phrase is null ? null : text.Span(phrase.Start, phrase.Length));
    }

    private NoticePoint Point(string text, SourceSpan source, string? phrase, SourceSpan? phraseSource)
    {
        var reading = phrase is null ? null : Read(phrase);
        var measure = Points.MeasureOf(text);
        var duty = reading?.Recurrence;
        return new(
            text, Points.KindOf(text, reading, measure), phrase, reading?.DueOn, reading?.DueTime, reading?.TargetOn,
            reading?.MustConfirm ?? false, duty?.Rule, duty?.From is { } from ? $"{from:HH\\:mm}-{duty.To:HH\\:mm}" : null,
            measure,
            reading?.RuleId, source, phraseSource, reading?.Confidence ?? 0);
    }

    /// <summary>A deadline cell is one phrase, or holds one.</summary>
    private DeadlineReading DeadlineOf(string cell) =>
        Read(cell) is { RuleId: not null } whole ? whole : DeadlineRules.Find(cell) is [var found, ..]
            ? Read(found.Text) with { Phrase = cell } : Read(cell);

    /// <summary>A plan without deadline words: those of its own title, else those of the body's passage.</summary>
    private static (string Phrase, SourceSpan Source, bool FromBody)? Elsewhere(ChecklistRow row, OutlineNode? body)
    {
        var places = new[] { (Text: row.Title, FromBody: false), (Text: body?.Rest ?? Passage.Empty, FromBody: true) };
        foreach (var (text, fromBody) in places)
        {
            if (DeadlineRules.Find(text.Text) is [var phrase, ..])
            {
                return (phrase.Text, text.Span(phrase.Start, phrase.Length), fromBody);
            }
        }

        return null;
    }

    /// <summary>The first point takes the phrase; one that only the body has must be confirmed.</summary>
    private ImmutableArray<NoticePoint> Lend(ImmutableArray<NoticePoint> points, string phrase, SourceSpan source, bool fromBody)
    {
        if (points is not [var first, ..])
        {
            return points;
        }

        var dated = Point(first.Text, first.Source, phrase, source);
        return points.SetItem(0, dated with { MustConfirm = dated.MustConfirm || fromBody });
    }
}
