using System.Collections.Immutable;
using Approvals.Readers.Notices;

namespace Approvals.Readers.Comparing;

/// <summary>
/// Finds what is alike among many promises by pairs of neighbouring characters (Dice, weighed): a pair that stands in many promises
/// (工作, 开展) weighs little, one that stands in very many does not count.
/// </summary>
internal sealed class PromiseIndex
{
    private const int LongestText = 1_200;
    private const int Usual = 3;
    private const int FewestForCommon = 50;
    private const int MostForCommon = 1_000;

    private readonly Dictionary<int, int> _frequency = [];
    private readonly Texts _titles;
    private readonly Texts _wholes;
    private readonly int _common;

    public PromiseIndex(ImmutableArray<Promise> live, ImmutableArray<Promise> rows)
    {
        foreach (var pair in live.Concat(rows).SelectMany(p => Pairs(Text(p))))
        {
            _frequency[pair] = _frequency.GetValueOrDefault(pair) + 1;
        }

        _common = Math.Clamp((live.Length + rows.Length) / 5, FewestForCommon, MostForCommon);
        _titles = new Texts(live.Select(l => Pairs(l.Title)), Weight);
        _wholes = new Texts(live.Select(l => Pairs(Text(l))), Weight);
    }

    /// <summary>The live promises that share anything worth naming with the row, by their place, with how alike they are (0…1).</summary>
    public IEnumerable<(int Live, double Likeness)> Near(Promise row)
    {
        var likeness = _wholes.Near(Pairs(Text(row)));
        foreach (var (live, own) in _titles.Near(Pairs(row.Title)))
        {
            likeness[live] = Math.Max(own, likeness.GetValueOrDefault(live));
        }

        return likeness.Select(l => (l.Key, l.Value));
    }

    public static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit).Take(LongestText));

    public static string Text(Promise promise) =>
        promise.Work.Contains(promise.Title, StringComparison.Ordinal) ? promise.Work : promise.Title + promise.Work;

    private static HashSet<int> Pairs(string text) => Likeness.Pairs(Plain(text));

    private double Weight(int pair) => _frequency.GetValueOrDefault(pair, 1) switch
    {
        <= Usual => 1,
        var often when often > _common => 0,
        var often => (double)Usual / often,
    };

    /// <summary>One text of each live promise, by its pairs.</summary>
    private sealed class Texts
    {
        private readonly Dictionary<int, List<int>> _places = [];
        private readonly List<double> _weights = [];
        private readonly Func<int, double> _weight;

        public Texts(IEnumerable<HashSet<int>> texts, Func<int, double> weight)
        {
            _weight = weight;
            foreach (var pairs in texts)
            {
                foreach (var pair in pairs.Where(p => weight(p) > 0))
                {
                    if (!_places.TryGetValue(pair, out var places))
                    {
                        _places[pair] = places = [];
                    }

                    places.Add(_weights.Count);
                }

                _weights.Add(pairs.Sum(weight));
            }
        }

        public Dictionary<int, double> Near(HashSet<int> pairs)
        {
            var (shared, own) = (new Dictionary<int, double>(), pairs.Sum(_weight));
            foreach (var pair in pairs)
            {
                var weight = _weight(pair);
                foreach (var place in weight > 0 ? _places.GetValueOrDefault(pair, []) : [])
                {
                    shared[place] = shared.GetValueOrDefault(place) + weight;
                }
            }

            foreach (var (place, common) in shared)
            {
                shared[place] = 2 * common / (own + _weights[place]);
            }

            return shared;
        }
    }
}
