using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>A column of a span of time (一季度, 下半年, 2025年): each cell says what is due at its end.</summary>
/// <param name="When">The words of the head that name the span.</param>
internal sealed record PeriodColumn(int At, Passage When);

/// <summary>What each column of a table speaks of; several may speak of the same.</summary>
internal sealed record HeadColumns(ImmutableDictionary<Column, ImmutableArray<int>> Places)
{
    private static readonly Column[] _owning =
        [Column.Leaders, Column.People, Column.Departments, Column.Lead, Column.Support, Column.Deadline];

    public ImmutableArray<PeriodColumn> Periods { get; init; } = [];

    public bool Has(Column column) => Places.ContainsKey(column);

    public ImmutableArray<int> Of(Column column) => Places.GetValueOrDefault(column, []);

    /// <summary>The columns by the words of their heads alone; null where they are not the head of a list of work.</summary>
    public static HeadColumns? Read(ImmutableArray<string> texts, Lexicon lexicon)
    {
        var (places, named) = (new Dictionary<Column, List<int>>(), 0);
        for (var i = 0; i < texts.Length; i++)
        {
            // One merged head stands in several places.
            if ((i == 0 || texts[i] != texts[i - 1]) && lexicon.ColumnOf(texts[i]) is { } column)
            {
                named++;
                (places.TryGetValue(column, out var same) ? same : places[column] = []).Add(i);
            }
        }

        new HeadMeanings(places, texts, lexicon).Settle();
        var owns = _owning.Any(places.ContainsKey) || PeriodHeads.Are(texts);
        var (titled, planned) = (places.ContainsKey(Column.Title), places.ContainsKey(Column.Plan));
        return (titled || planned) && ((owns && named >= 2) || (titled && planned && named >= 3))
            ? new(places.Where(p => p.Value.Count > 0).ToImmutableDictionary(p => p.Key, p => p.Value.ToImmutableArray())) : null;
    }

    /// <summary>Those whose heads are known, whatever they make together.</summary>
    public static HeadColumns Known(ImmutableArray<string> texts, Lexicon lexicon) => new(Enumerable.Range(0, texts.Length)
        .Where(i => i == 0 || texts[i] != texts[i - 1]).Select(i => (At: i, Column: lexicon.ColumnOf(texts[i])))
        .Where(c => c.Column is not null).GroupBy(c => c.Column ?? Column.Other)
        .ToImmutableDictionary(g => g.Key, g => g.Select(c => c.At).ToImmutableArray()));

    /// <summary>Without some places, one of them given another sense.</summary>
    public HeadColumns Moved(int at, Column? to)
    {
        var places = Places.ToDictionary(p => p.Key, p => p.Value.Remove(at)).Where(p => p.Value.Length > 0)
            .ToImmutableDictionary(p => p.Key, p => p.Value);
        return this with
        {
            Places = to is not { } column ? places
                : places.SetItem(column, [.. places.GetValueOrDefault(column, []).Add(at).Order()]),
        };
    }
}
