using System.Collections.Immutable;

namespace Approvals.Tests.Notices.Corpus;

/// <summary>Holds a reading against the clerk's and counts. Items and points are paired by their words, not by their order.</summary>
internal sealed partial class Scorer(CorpusDocument document, ReadNotice read, Score score)
{
    private const double SamePoint = 0.8;
    private const double SameItem = 0.5;

    private readonly Lazy<string> _whole = new(() => Wording.Plain(string.Concat(read.Text.Select(l => l.Text))));

    private ExpectedNotice Expected => document.Expected;

    public static void Count(CorpusDocument document, Score score)
    {
        ReadNotice read;
        try
        {
            read = CorpusDocument.Read(document.FileName, document.Bytes);
        }
        catch (Exception exception) // whatever it throws, nothing was read, and the report says why
        {
            var why = $"({exception.GetType().Name}: {exception.Message})";
            read = new ReadNotice(null, null, [], why, [], null, null, [], [], []);
        }

        new Scorer(document, read, score).Count();
    }

    private void Count()
    {
        Value("number", Expected.Number, read.Number, Expected.Judges("number"));
        Names("issuer", Expected.Issuers, [.. read.AllIssuers], Expected.Judges("issuer"));
        Title("title", Expected.Title, Expected.TitleWithin, read.Title, Expected.Judges("title"));
        Names("addressees", Expected.Addressees, read.Addressees, Expected.Judges("addressees"));
        Value("issuedOn", Expected.IssuedOn, read.IssuedOn, Expected.Judges("issuedOn"));
        Value("printedOn", Expected.PrintedOn, read.PrintedOn, Expected.Judges("printedOn"));
        Names("cc", Expected.Cc, read.Cc, Expected.Judges("cc"));

        var pairs = Pairing.Of(
            Expected.Items, read.Items, (expected, item) => ItemLikeness(expected, item), SameItem);
        foreach (var missed in Expected.Items.Except(pairs.Select(p => p.Expected)))
        {
            score.Missed(document, "items", missed.Title);
        }

        foreach (var wrong in read.Items.Except(pairs.Select(p => p.Read)))
        {
            score.Wrong(document, "items", $"{wrong.No} {wrong.Title}");
        }

        foreach (var (expected, item) in pairs)
        {
            score.Right(document, "items");
            Item(expected, item);
        }

        if (Expected.Judges("findings"))
        {
            new FindingScorer(document, read, pairs, score).Count();
        }

        Around(pairs);
        Places(pairs);
    }

    private static double ItemLikeness(ExpectedItem expected, ReadItem item)
    {
        if (Wording.Same(expected.Title, item.Title))
        {
            return 2;
        }

        var whole = string.Concat(expected.Points.Select(p => p.Text).Where(t => t != expected.Title).Prepend(expected.Title));
        var all = item.Title + (item.Plan == item.Title ? "" : item.Plan);
        var likeness = new[]
        {
            Wording.Likeness(expected.Title, item.Title), Wording.Likeness(whole, all),
            Wording.Likeness(expected.TitleWithin, item.Title),
        }.Max();
        return Wording.Plain(all).Contains(Wording.Plain(expected.Title), StringComparison.Ordinal)
            ? Math.Max(likeness, SameItem + (likeness / 10))
            : likeness;
    }

    private void Item(ExpectedItem expected, ReadItem item)
    {
        var of = $" ← {expected.Title}";
        Title("item title", expected.Title, expected.TitleWithin, item.Title, expected.Judges("title"));
        Names("leaders", expected.Leaders, item.Leaders, expected.Judges("leaders"), of);
        Names("departments", expected.Departments, item.Departments, expected.Judges("departments"), of);
        Names("lead", expected.Lead, item.Lead, expected.Judges("lead"), of);
        Names("support", expected.Support, item.Support, expected.Judges("support"), of);
        Names("deadlineText", Parts(expected.DeadlineText), Parts(item.DeadlineText), expected.Judges("deadlineText"), of);
        Value("due", expected.Due, item.Due, expected.Judges("due"), of);
        if (expected.Judges("mustConfirm"))
        {
            Flag("mustConfirm", expected.MustConfirm, item.MustConfirm, of);
        }

        Value(
            "recurrence", Rule(expected.Recurrence), Rule(item.Recurrence), expected.Judges("recurrence"), of);
        if (expected.Judges("points"))
        {
            Points(expected, item);
        }
    }

    private void Points(ExpectedItem expected, ReadItem item)
    {
        var of = $" ← {expected.Title}";
        var pairs = Pairing.Of(expected.Points, item.Points, (e, p) => Wording.Likeness(e.Text, p.Text), SamePoint);
        foreach (var missed in expected.Points.Except(pairs.Select(p => p.Expected)))
        {
            score.Missed(document, "points", missed.Text);
        }

        foreach (var wrong in item.Points.Except(pairs.Select(p => p.Read)))
        {
            score.Wrong(document, "points", wrong.Text + of);
        }

        foreach (var (point, found) in pairs)
        {
            score.Right(document, "points");
            Value("point kind", point.Kind, found.Kind, point.Kind != ExpectedPoint.Unsaid, $" ← {point.Text}");
            // A point without words of its own may bear the day of its item, or none.
            Value("point due", point.Due, found.Due, point.Due is not null || found.Due != expected.Due, $" ← {point.Text}");
            if (point.JudgesMeasure)
            {
                Value("measure", Measure(point.AsMeasure), Measure(found.Measure), judged: true, $" ← {point.Text}");
            }
        }
    }

    private void Value(string field, string? expected, string? found, bool judged, string of = "")
    {
        if (!judged || (expected is null && found is null))
        {
            return;
        }

        if (expected is not null && found is not null && Wording.Same(expected, found))
        {
            score.Right(document, field);
        }
        else if (found is null)
        {
            score.Missed(document, field, expected + of);
        }
        else if (expected is null)
        {
            score.Wrong(document, field, found, of);
        }
        else
        {
            score.Mistaken(document, field, expected + of, found);
        }
    }

    private void Title(string field, string? expected, string? within, string? found, bool judged)
    {
        var (core, whole, actual) = (Wording.Plain(expected), Wording.Plain(within), Wording.Plain(found));
        var between = within is not null && actual.Contains(core, StringComparison.Ordinal)
            && whole.Contains(actual, StringComparison.Ordinal);
        Value(field, expected, between ? expected : found, judged);
    }

    private void Flag(string field, bool expected, bool found, string of)
    {
        if (expected && found)
        {
            score.Right(document, field);
        }
        else if (expected)
        {
            score.Missed(document, field, "true" + of);
        }
        else if (found)
        {
            score.Wrong(document, field, "true", "false" + of);
        }
    }

    private void Names(
        string field, ImmutableArray<string> expected, ImmutableArray<string> found, bool judged, string of = "")
    {
        if (!judged)
        {
            return;
        }

        var left = found.Select(Wording.Plain).Distinct().ToList();
        foreach (var name in expected)
        {
            var alternatives = name.Split('|').Select(Wording.Plain).ToArray();
            if (left.FirstOrDefault(l => alternatives.Contains(l)) is { } hit)
            {
                left.Remove(hit);
                score.Right(document, field);
            }
            else
            {
                score.Missed(document, field, name + of, string.Join('、', found));
            }
        }

        foreach (var extra in left)
        {
            score.Wrong(document, field, extra, string.Join('、', expected) + of);
        }
    }

    /// <summary>The separate deadline words; 完成 after them says nothing more.</summary>
    private static ImmutableArray<string> Parts(string? deadlineText) =>
    [
        .. (deadlineText ?? "").Split(['；', ';', '，', ',', '、', '\n'], StringSplitOptions.TrimEntries)
            .Select(p => p.EndsWith("完成", StringComparison.Ordinal) ? p[..^2] : p).Where(p => p.Length > 0),
    ];

    /// <summary>An RRULE whatever the order of its parts and of the values in them; every time is every 1.</summary>
    private static string? Rule(string? recurrence) => recurrence is null ? null : string.Join(';', recurrence.Split(';')
        .Select(part => part.Split('='))
        .Select(part => $"{part[0]}={string.Join('+', part[^1].Split(',').Order(StringComparer.Ordinal))}")
        .Where(part => part != "INTERVAL=1").Order(StringComparer.Ordinal));

    private static string? Measure(ReadMeasure? measure) => measure switch
    {
        null => null,
        { NeedsBaseline: true, Value: null } => "trend",
        _ => $"{measure.Value:0.####} {measure.Unit}",
    };
}
