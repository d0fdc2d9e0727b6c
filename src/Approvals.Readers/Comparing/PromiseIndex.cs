using System.Collections.Immutable;
using Approvals.Readers.Notices;

namespace Approvals.Readers.Comparing;

/// <summary>
/// Finds what is alike among many promises by pairs of neighbouring characters. A pair that stands in many promises (工作, 开展)
/// weighs little; one that stands in most is not looked up at all.
/// </summary>
internal sealed class PromiseIndex
{
    private const int LongestText = 1_200;
    private const int Usual = 3;
    private const int FewestForCommon = 50;

    private readonly Dictionary<int, int> _frequency = [];
    private readonly Dictionary<int, List<int>> _postings = [];
    private readonly ImmutableArray<(HashSet<int> Title, HashSet<int> Whole)> _live;
    private readonly int _common;

    public PromiseIndex(ImmutableArray<Promise> live, ImmutableArray<Promise> rows)
    {
        _live = [.. live.Select(Pairs)];
        foreach (var pair in _live.Concat(rows.Select(Pairs)).SelectMany(p => p.Whole))
        {
            _frequency[pair] = _frequency.GetValueOrDefault(pair) + 1;
        }

        _common = Math.Max(FewestForCommon, (live.Length + rows.Length) / 5);
        for (var i = 0; i < _live.Length; i++)
        {
            foreach (var pair in _live[i].Whole.Where(p => _frequency[p] <= _common))
            {
                if (!_postings.TryGetValue(pair, out var places))
                {
                    _postings[pair] = places = [];
                }

                places.Add(i);
            }
        }
    }

    /// <summary>The live promises that share anything worth naming with the row, by their place, with how alike they are (0…1).</summary>
    public IEnumerable<(int Live, double Likeness)> Near(Promise row)
    {
        var (title, whole) = Pairs(row);
        var shared = new HashSet<int>();
        foreach (var pair in whole)
        {
            shared.UnionWith(_postings.GetValueOrDefault(pair, []));
        }

        // One that shares only what all have is still the same if it says just the same.
        return shared.Select(i => (i, Math.Max(OfPairs(title, _live[i].Title), OfPairs(whole, _live[i].Whole))));
    }

    public static string Plain(string text) =>
        string.Concat(text.Where(c => char.IsLetterOrDigit(c)).Take(LongestText));

    private static (HashSet<int> Title, HashSet<int> Whole) Pairs(Promise promise) =>
        (Likeness.Pairs(Plain(promise.Title)), Likeness.Pairs(Plain(Text(promise))));

    public static string Text(Promise promise) =>
        promise.Work.Contains(promise.Title, StringComparison.Ordinal) ? promise.Work : promise.Title + promise.Work;

    private double OfPairs(HashSet<int> one, HashSet<int> other)
    {
        var all = Weigh(one) + Weigh(other);
        return all == 0 ? 0 : 2 * Weigh(one.Where(other.Contains)) / all;
    }

    private double Weigh(IEnumerable<int> pairs) =>
        pairs.Sum(p => _frequency.GetValueOrDefault(p, 1) is var often && often <= Usual ? 1.0 : (double)Usual / often);
}
