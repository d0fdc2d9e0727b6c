using System.Collections.Immutable;
using Approvals.Engine.Calendars;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>From entries to items: points, deadlines, confidence.</summary>
/// <param name="plannedYear">The year of months that name none, where the title gives it.</param>
/// <param name="ownYearFirst">A date that the notice's own year still holds is of that year.</param>
/// <param name="holidays">Which holiday 节前 speaks of.</param>
internal sealed partial class Items(
    ReadOptions options, DateOnly? issuedOn, int? plannedYear, SpokenHolidays holidays, bool ownYearFirst = false)
{
    private readonly DateOnly? _from = issuedOn ?? options.ReadOn;

    /// <summary>Neither issued nor read on a day: phrases such as 6月底前 get their dates when the notice gets its own.</summary>
    public bool WaitsForIssue => _from is null;

    /// <summary>Whether the phrase gives a date as soon as there is an issuing date.</summary>
    public static bool IsDated(string phrase) =>
        DeadlineRules.Read(phrase, DateOnly.MinValue.AddYears(1), WorkCalendar.WithoutYears).DueOn is not null;

    /// <summary>Gives a date, or comes again and again.</summary>
    public static bool SaysWhen(string phrase) => phrase.Length > 0
        && DeadlineRules.Read(phrase, DateOnly.MinValue.AddYears(1), WorkCalendar.WithoutYears) is ({ DueOn: not null } or { Recurrence: not null });

    /// <param name="at">Where the words stand.</param>
    public DeadlineReading Read(string phrase, SourceSpan? at) =>
        First(year => DeadlineRules.Read(phrase, _from, options.Calendar, year, holidays.At(at)));

    /// <param name="text">Where it was found.</param>
    public DeadlineReading Read(DeadlinePhrase phrase, Passage text) => First(year =>
        DeadlineRules.Read(phrase, _from, options.Calendar, year, holidays.At(text.Span(phrase.Start, phrase.Length))));

    private DeadlineReading First(Func<int?, DeadlineReading> read) =>
        ownYearFirst && read(null) is { DueOn: { } due } own && due >= _from ? own : read(plannedYear);

    public NoticeItem Build(Entry entry, OutlineNode? body)
    {
        var dated = entry.Deadline.Length > 0;
        var points = WithoutNext(PointsOf(entry, dated));
        if (entry.Deadline.Length == 0 && points.All(p => p.DeadlineText is null) && Elsewhere(entry, body) is { } found)
        {
            points = Lend(points, found.Phrase, found.Source, found.FromBody);
        }

        var own = entry.Said is var (phrase, sentence) ? [Read(phrase, sentence)] : DeadlinesOf(entry.Deadline);
        points = own is [{ Days.Length: > 1 } several] && points is [{ DeadlineText: null } only]
            ? [.. OnEachDay(only with { DeadlineText = entry.Deadline.Text, DeadlineSource = entry.Deadline.Whole, Rule = several.RuleId }, several)] : points;
        // A deadline that stands apart from the text is the task's; days and terms in the text are those of its points.
        var apart = !own.IsEmpty && entry.Said is null && entry.Rule != EntryRule.Sentence;
        var words = (!apart ? points.Select(p => p.DeadlineText).Prepend(own.IsEmpty ? null : entry.Deadline.Text)
            : own.Length > 1 ? own.Select(d => d.Phrase) : [entry.Deadline.Text]).OfType<string>().Distinct().ToList();
        var settled = apart && own.All(d => !d.Asks);
        var confirm = words.Count == 0 || entry.AsksDeadline || own.Any(d => d.MustConfirm)
            || (!settled && points.Any(p => p.DeadlineText is not null && p.MustConfirm));
        return new(
            entry.No, entry.Title.Text, PlanOf(entry).Text, entry.Owners.Leaders, entry.Owners.Departments, entry.Owners.Lead,
            entry.Owners.Support,
            words.Count == 0 ? null : string.Join('；', words),
            points.Select(p => p.Due).Concat(own.Select(d => d.DueOn)).Max(), confirm,
            own.OrderBy(d => d.RuleId == "whole-year").Select(d => d.Recurrence?.Rule).FirstOrDefault(r => r is not null)
                ?? points.FirstOrDefault(p => p.Recurrence is not null)?.Recurrence,
            entry.Rule.Confidence, entry.Source, points,
            entry.Sources, body?.Whole)
        {
            Group = entry.Group,
            Standard = entry.Measure.Length > 0 ? entry.Measure.Text : null,
            Readings = [.. Readings(entry, own)],
        };
    }

    /// <summary>每季度末点评，次月5日前公布: the month after each time, which is no one day.</summary>
    private static ImmutableArray<NoticePoint> WithoutNext(ImmutableArray<NoticePoint> points) =>
        points.All(p => p.Recurrence is null) ? points
            : [.. points.Select(p => p.DeadlineText is ['次', ..] ? p with { Due = null, Target = null } : p)];

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

    /// <summary>A point for each date that the text names, as all of them must be kept.</summary>
    /// <param name="dated">
    /// The task has a deadline of its own: then a span of days in the text is how long a thing may take, and a word without a date
    /// asks for none.
    /// </param>
    /// <param name="isGoal">全年零事故 says what is to be reached, and is no work of a year.</param>
    private IEnumerable<NoticePoint> PointsOf(Passage text, bool dated, bool isGoal = false)
    {
        var said = DeadlineRules.Find(text.Text).Select(p => (Phrase: p, Reading: Read(p, text)))
            .Where(p => !isGoal || p.Phrase.RuleId != "whole-year").Where(p => !dated || !(DeadlineRules.IsSpan(p.Phrase.RuleId) || p.Reading.Asks)).ToList();
        if (said.Count == 0)
        {
            return [Point(text.Text, text.Span(0, text.Length), null, null)];
        }

        // 6月10日查出的问题6月底前整改: a day that something was on is none until which something is to be done.
        var last = said.Where(p => p.Reading.DueOn is not null && Points.EndsBefore(p.Phrase.Text)).ToList();
        var kept = last.Count == 0 || last.Contains(said[0]) ? said.Take(1).Concat(last.Where(p => p != said[0]))
            : Points.IsBareDay(said[0].Phrase.RuleId) ? last : said.Take(1).Concat(last);
        return kept.DistinctBy(p => p.Phrase.Text).SelectMany(p => OnEachDay(
            Point(text.Text, text.Span(0, text.Length), p.Reading, text.Span(p.Phrase.Start, p.Phrase.Length)), p.Reading));
    }

    /// <summary>4月10日、7月10日前: the point is due on each day.</summary>
    private IEnumerable<NoticePoint> OnEachDay(NoticePoint point, DeadlineReading reading) => reading.Days.Length < 2 ? [point]
        : reading.Days.Select(day => point with
        {
            Due = day,
            Target = options.Calendar.IsWorkday(day) ? null : options.Calendar.WorkdayOnOrBefore(day),
            MustConfirm = reading.MustConfirm,
        });

    private static NoticePoint Point(string text, SourceSpan source, DeadlineReading? reading, SourceSpan? phraseSource)
    {
        var measure = Measures.Of(text);
        var duty = reading?.Recurrence;
        return new(
            text, Points.KindOf(text, reading, measure), reading?.Phrase, reading?.DueOn, reading?.DueTime, reading?.TargetOn,
            reading?.MustConfirm ?? false, duty?.Rule, duty?.From is { } from ? $"{from:HH\\:mm}-{duty.To:HH\\:mm}" : null,
            measure,
            reading?.RuleId, source, phraseSource, reading?.Confidence ?? 0)
        { Phones = Phones.In(text) };
    }

    /// <summary>A deadline cell is one phrase, or holds one or more; words that hold none are asked about.</summary>
    private ImmutableArray<DeadlineReading> DeadlinesOf(Passage cell)
    {
        if (cell.Length == 0 || CellMarks.IsNothing(cell.Text) || CellMarks.PointsElsewhere(cell.Text))
        {
            return [];
        }

        if (Read(cell.Text, cell.Whole) is { RuleId: not null } whole)
        {
            return [whole];
        }

        if (OwnerText.Pieces(cell.Text) is { Count: > 1 } pieces
            && pieces.ConvertAll(p => Read(p.Text, cell.Span(p.Start, p.Text.Length))) is var each && each.TrueForAll(r => r.RuleId is not null))
        {
            return [.. each];
        }

        var found = DeadlineRules.Find(cell.Text);
        return found.IsEmpty ? [Read(cell.Text, cell.Whole)] : [.. found.Select(p => Read(p, cell))];
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

        var reading = Read(phrase, source);
        var dated = Point(first.Text, first.Source, reading, source);
        return [.. OnEachDay(dated with { MustConfirm = dated.MustConfirm || fromBody }, reading), .. points[1..]];
    }
}
