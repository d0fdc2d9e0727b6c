using System.Collections.Immutable;

namespace Approvals.Tests.Notices.Corpus;

/// <summary>
/// Counts the differences that were planted. Kinds that follow from an item's fields alone (no date, a date on a day off,
/// a collective owner …) are not planted and so not judged.
/// </summary>
internal sealed class FindingScorer(
    CorpusDocument document, ReadNotice read, ImmutableArray<(ExpectedItem Expected, ReadItem Read)> pairs, Score score)
{
    private static readonly string[] _judged =
    [
        "title-differs", "annex-title-differs", "item-title-differs", Words, "date-added", "date-dropped", "date-changed",
        "item-not-in-body", "body-not-in-annex", "numbering-gap", "numbering-repeat", "truncated-sentence",
        "owner-not-responsible", "body-name-differs", "no-owner", "date-past", "date-order", "unpaired-mark", "wrong-bracket",
        "missing-full-stop", "impossible-figure", "joined-documents",
    ];

    private const string Words = "words-changed";

    public void Count()
    {
        // A passage that differs may be told in one finding or, by its parts, in several.
        var left = read.Findings.Select(f => (Kind: Kind(f.Kind), f.Item, f.Message)).Where(f => _judged.Contains(f.Kind))
            .DistinctBy(f => (f.Kind, f.Item)).ToList();
        foreach (var expected in document.Expected.Findings.OrderBy(f => f.Optional))
        {
            var kinds = expected.Kind.Split('|').Select(Kind).ToArray();
            var hits = left.Where(f => kinds.Contains(f.Kind) && At(expected, f.Item)).ToArray();
            if (hits.Length > 0)
            {
                left.RemoveAll(f => expected.Optional ? hits.Contains(f) : f == hits[0]);
            }

            if (expected.Optional)
            {
                continue;
            }

            if (hits.Length > 0)
            {
                score.Right(document, "findings");
            }
            else
            {
                score.Missed(document, "findings", $"{expected.Kind} {expected.Item}");
            }
        }

        foreach (var (kind, item, message) in left)
        {
            score.Wrong(document, "findings", $"{kind} {item} {message}");
        }
    }

    /// <summary>Which words were changed, dropped or added is one judgement, that of the passage.</summary>
    private static string Kind(string kind) => kind is "words-dropped" or "words-added" ? Words : kind;

    private bool At(ExpectedFinding expected, int? item) => expected.AnyItem
        || (expected.Item is { } position
            ? pairs.Any(p => p.Expected == document.Expected.Items[position - 1] && p.Read.No == item)
            : item is null || expected.Optional);
}
