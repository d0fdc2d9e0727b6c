using System.Globalization;

namespace Approvals.Tests.Notices.Corpus;

/// <summary>One value that was read wrongly, or not at all, or that is not in the document.</summary>
internal sealed record Miss(string Document, string Field, string Expected, string Read);

/// <summary>Right, missed and wrong values of one field.</summary>
internal sealed record FieldScore(int Right, int Missed, int Wrong)
{
    public double Precision => Right + Wrong == 0 ? 1 : (double)Right / (Right + Wrong);

    public double Recall => Right + Missed == 0 ? 1 : (double)Right / (Right + Missed);
}

/// <summary>What was counted, by layout and field.</summary>
internal sealed class Score
{
    /// <summary>In the order in which they are shown.</summary>
    public static readonly string[] Fields =
    [
        "number", "issuer", "title", "addressees", "issuedOn", "printedOn", "cc", "items", "item title", "leaders", "departments",
        "lead", "support", "deadlineText", "due", "mustConfirm", "recurrence", "points", "point kind", "point due", "measure",
        "findings", "urgency", "secrecy", "planTitle", "annexes", "sections", "groups", "phones", "standards", "sources",
    ];

    private readonly Dictionary<(string Layout, string Field), FieldScore> _scores = [];
    private readonly List<Miss> _misses = [];

    public IReadOnlyList<Miss> Misses => _misses;

    public IEnumerable<string> Layouts => _scores.Keys.Select(k => k.Layout).Distinct().Order(StringComparer.Ordinal);

    public FieldScore this[string field] => Sum(_scores.Where(s => s.Key.Field == field));

    public FieldScore At(string layout, string field) => _scores.GetValueOrDefault((layout, field), new FieldScore(0, 0, 0));

    public void Right(CorpusDocument document, string field) => Count(document, field, s => s with { Right = s.Right + 1 });

    public void Missed(CorpusDocument document, string field, string expected, string read = "")
    {
        Count(document, field, s => s with { Missed = s.Missed + 1 });
        _misses.Add(new Miss(document.Name, field, expected, read));
    }

    public void Wrong(CorpusDocument document, string field, string read, string expected = "")
    {
        Count(document, field, s => s with { Wrong = s.Wrong + 1 });
        _misses.Add(new Miss(document.Name, field, expected, read));
    }

    /// <summary>Another value stands where one was expected: missed and wrong at once, told once.</summary>
    public void Mistaken(CorpusDocument document, string field, string expected, string read)
    {
        Count(document, field, s => s with { Missed = s.Missed + 1, Wrong = s.Wrong + 1 });
        _misses.Add(new Miss(document.Name, field, expected, read));
    }

    public IEnumerable<string> Report()
    {
        yield return Invariant($"{"field",-14}{"precision",10}{"recall",10}{"right",8}{"missed",8}{"wrong",8}");
        foreach (var field in Fields)
        {
            var score = this[field];
            yield return Invariant(
                $"{field,-14}{score.Precision,10:P1}{score.Recall,10:P1}{score.Right,8}{score.Missed,8}{score.Wrong,8}");
        }

        foreach (var layout in Layouts)
        {
            yield return "";
            yield return layout;
            foreach (var field in Fields.Where(f => At(layout, f) is { Missed: > 0 } or { Wrong: > 0 }))
            {
                var score = At(layout, field);
                var expected = score.Right + score.Missed;
                yield return Invariant($"  {field,-14}{score.Precision,10:P1}{score.Recall,10:P1}  of {expected}");
            }
        }

        yield return "";
        foreach (var miss in _misses)
        {
            yield return $"{miss.Document} · {miss.Field}: expected [{miss.Expected}] read [{miss.Read}]";
        }
    }

    private static FieldScore Sum(IEnumerable<KeyValuePair<(string, string), FieldScore>> scores)
    {
        var all = scores.Select(s => s.Value).ToArray();
        return new FieldScore(all.Sum(s => s.Right), all.Sum(s => s.Missed), all.Sum(s => s.Wrong));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Count(CorpusDocument document, string field, Func<FieldScore, FieldScore> change) =>
        _scores[(document.Expected.Layout, field)] = change(At(document.Expected.Layout, field));
}
