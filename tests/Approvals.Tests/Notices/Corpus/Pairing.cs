using System.Collections.Immutable;

namespace Approvals.Tests.Notices.Corpus;

internal static class Pairing
{
    /// <summary>One to one, the likest first; what is less alike than <paramref name="least"/> stays alone.</summary>
    public static ImmutableArray<(TExpected Expected, TRead Read)> Of<TExpected, TRead>(
        ImmutableArray<TExpected> expected, ImmutableArray<TRead> read, Func<TExpected, TRead, double> likeness, double least)
    {
        var candidates =
            from e in Enumerable.Range(0, expected.Length)
            from r in Enumerable.Range(0, read.Length)
            let like = likeness(expected[e], read[r])
            where like >= least
            orderby like descending, Math.Abs(e - r)
            select (e, r);
        var (takenExpected, takenRead) = (new HashSet<int>(), new HashSet<int>());
        var pairs = new List<(int E, int R)>();
        foreach (var (e, r) in candidates)
        {
            if (!takenExpected.Contains(e) && !takenRead.Contains(r))
            {
                takenExpected.Add(e);
                takenRead.Add(r);
                pairs.Add((e, r));
            }
        }

        return [.. pairs.OrderBy(p => p.E).Select(p => (expected[p.E], read[p.R]))];
    }
}
