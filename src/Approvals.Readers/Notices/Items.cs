using System.Collections.Immutable;
using Approvals.Engine.Calendars;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>From entries to items: points, deadlines, confidence.</summary>
/// <param name="plannedYear">The year of months that name none, where the title gives it.</param>
/// <param name="ownYearFirst">A date that the notice's own year still holds is of that year.</param>
internal sealed partial class Items(ReadOptions options, DateOnly? issuedOn, int? plannedYear, bool ownYearFirst = false)
{
    private readonly DateOnly? _from = issuedOn ?? options.ReadOn;

    /// <summary>Neither issued nor read on a day: phrases such as 6月底前 get their dates when the notice gets its own.</summary>
    public bool WaitsForIssue => _from is null;

    /// <summary>Whether the phrase gives a date as soon as there is an issuing date.</summary>
    public static bool IsDated(string phrase) =>
        DeadlineRules.Read(phrase, DateOnly.MinValue.AddYears(1), WorkCalendar.WithoutYears).DueOn is not null;

    /// <summary>Whether words say by when: 3月10日前, 6月底; not that something was on 3月10日.</summary>
    public static bool SetsDay(string text) => DeadlineRules.Find(text)
        .Any(p => IsDated(p.Text) && !DeadlineRules.IsSpan(p.RuleId) && p.Text[^1] is '前' or '底' or '末' or '止');

    public DeadlineReading Read(string phrase) =>
        ownYearFirst && DeadlineRules.Read(phrase, _from, options.Calendar) is { DueOn: { } due } own && due >= _from ? own
            : DeadlineRules.Read(phrase, _from, options.Calendar, plannedYear);

    public NoticeItem Build(Entry entry, OutlineNode? body)
    {
        var dated = entry.Deadline.Length > 0;
        var points = PointsOf(entry, dated);
        if (entry.Deadline.Length == 0 && points.All(p => p.DeadlineText is null) && Elsewhere(entry, body) is { } found)
        {
            points = Lend(points, found.Phrase, found.Source, found.FromBody);
        }

        var own = DeadlinesOf(entry.Deadline.Text);
        var words = points.Select(p => p.DeadlineText).Prepend(own.IsEmpty ? null : entry.Deadline.Text)
            .OfType<string>().Distinct().ToList();
        var confirm = words.Count == 0 || own.Any(d => d.MustConfirm)
            || points.Any(p => p.DeadlineText is not null && p.MustConfirm);
        return new(
            entry.No, entry.Title.Text, PlanOf(entry).Text, entry.Owners.Leaders, entry.Owners.Departments, entry.Owners.Lead,
            entry.Owners.Support,
            words.Count == 0 ? null : string.Join('；', words),
            points.Select(p => p.Due).Concat(own.Select(d => d.DueOn)).Max(), confirm,
            own.Select(d => d.Recurrence?.Rule).FirstOrDefault(r => r is not null)
                ?? points.FirstOrDefault(p => p.Recurrence is not null)?.Recurrence,
            entry.Rule.Confidence, entry.Source, points,
            new(entry.Title.Whole, entry.Plan.Whole, entry.Leaders.Whole, entry.Owners.Source, entry.Deadline.Whole)
            {
                Standard = entry.Measure.Whole,
            },
            body?.Whole)
        {
            Group = entry.Group,
            Standard = entry.Measure.Length > 0 ? entry.Measure.Text : null,
            Readings = [.. Readings(entry, own)],
        };
    }

    private static IEnumerable<ValueReading> Readings(Entry entry, ImmutableArray<DeadlineReading> own)
    {
        var (rule, confidence) = (entry.Rule.Id, entry.Rule.Confidence);
        yield return new("title", entry.Title.Whole == entry.Plan.Whole ? "first-clause" : rule, confidence);
        yield return new("plan", rule, confidence);
        if (!entry.Owners.Leaders.IsEmpty)
        {
            yield return new("leaders", rule, confidence);
        }

        if (!entry.Owners.Departments.IsEmpty)
        {
            yield return entry.InheritsOwners ? new("departments", "group", .7) : new("departments", rule, confidence);
        }

        if (!own.IsEmpty)
        {
            yield return new(
                "deadlineText", entry.InheritsDeadline ? "group" : own[0].RuleId ?? "none", own.Min(d => d.Confidence));
        }
    }

    /// <param name="dated">
    /// The task has a deadline of its own: then a span of days in the text is how long a thing may take, and a word without a date
    /// asks for none.
    /// </param>
    private NoticePoint Point(Passage text, bool dated)
    {
        var phrase = DeadlineRules.Find(text.Text).FirstOrDefault(p => !dated || !(DeadlineRules.IsSpan(p.RuleId) || Read(p.Text).Asks));
        var source = text.Span(0, text.Length);
        return Point(text.Text, source, phrase?.Text, phrase is null ? null : text.Span(phrase.Start, phrase.Length));
    }

    private NoticePoint Point(string text, SourceSpan source, string? phrase, SourceSpan? phraseSource)
    {
        var reading = phrase is null ? null : Read(phrase);
        var measure = Measures.Of(text);
        var duty = reading?.Recurrence;
        return new(
            text, Points.KindOf(text, reading, measure), phrase, reading?.DueOn, reading?.DueTime, reading?.TargetOn,
            reading?.MustConfirm ?? false, duty?.Rule, duty?.From is { } from ? $"{from:HH\\:mm}-{duty.To:HH\\:mm}" : null,
            measure,
            reading?.RuleId, source, phraseSource, reading?.Confidence ?? 0)
        { Phones = Phones.In(text) };
    }

    /// <summary>A deadline cell is one phrase, or holds one or more; words that hold none are asked about.</summary>
    private ImmutableArray<DeadlineReading> DeadlinesOf(string cell)
    {
        if (cell.Length == 0 || CellMarks.IsNothing(cell))
        {
            return [];
        }

        if (Read(cell) is { RuleId: not null } whole)
        {
            return [whole];
        }

        var found = DeadlineRules.Find(cell);
        return found.IsEmpty ? [Read(cell)] : [.. found.Select(p => Read(p.Text))];
    }

    /// <summary>A plan without deadline words: those of its own title, else those of the body's passage.</summary>
    private static (string Phrase, SourceSpan Source, bool FromBody)? Elsewhere(Entry row, OutlineNode? body)
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
