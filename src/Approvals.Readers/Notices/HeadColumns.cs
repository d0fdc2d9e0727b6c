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

        Settle(places, texts, lexicon);
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

    /// <summary>What the heads mean beside one another.</summary>
    private static void Settle(Dictionary<Column, List<int>> places, ImmutableArray<string> texts, Lexicon lexicon)
    {
        List<int> Of(Column column) => places.TryGetValue(column, out var found) ? found : [];
        var (titles, problems) = (Of(Column.Title), Of(Column.Problem));
        if (Of(Column.Plan).Count == 0 && Of(Column.Goal).Count > 0)
        {
            Give(Column.Plan, [.. Of(Column.Goal)]); // 年度目标 alone says what to do
            places.Remove(Column.Goal);
        }

        if (problems.Count > 0 && Of(Column.Plan).Count > 0 && titles.FindAll(t => IsWhere(texts[t])) is { Count: > 0 } where)
        {
            Give(Column.Group, where);
            places[Column.Title] = titles = [.. titles.Except(where)];
        }

        if (titles.Count > 1 && titles.TrueForAll(t => Lexicon.Office.Words("levels").Any(l => texts[t].StartsWith(l, StringComparison.Ordinal))))
        {
            Give(Column.Group, titles[..^1]);
            places[Column.Title] = titles = [titles[^1]];
        }

        if (Of(Column.Plan).Count == 0 && titles.Count + problems.Count > 1)
        {
            // The problem or the name is the title, whichever stands first; the other says what to do.
            titles = [.. titles.Concat(problems).Order()];
            (problems, places[Column.Problem]) = ([], []);
        }

        if (titles.Count == 0)
        {
            (titles, problems, places[Column.Problem]) = (problems, [], []);
        }

        if (titles.Count > 0)
        {
            var title = titles.Count > 1 && !lexicon.NamesTask(texts[titles[0]])
                ? titles.Find(t => lexicon.NamesTask(texts[t])) is > 0 and var named ? named : titles[0] : titles[0];
            places[Column.Title] = [title];
            Give(Column.Plan, titles.Where(t => t != title));
        }

        if (Of(Column.Goal).Count > 0 && Of(Column.Measure).Count == 0)
        {
            places[Column.Measure] = Of(Column.Goal); // 整改目标 beside 整改措施 is what the measures are to reach
            places.Remove(Column.Goal);
        }

        Stand();
        Answer(places, texts, lexicon);
        Date(places, texts);

        void Give(Column column, IEnumerable<int> more)
        {
            if (more.Any())
            {
                places[column] = [.. Of(column).Concat(more).Order()];
            }
        }

        // 类别 without any title is the title's place.
        void Stand()
        {
            if (Of(Column.Title).Count + Of(Column.Plan).Count == 0
                && new[] { Column.Measure, Column.Group }.FirstOrDefault(c => Of(c).Count > 0) is var stand and not Column.Other)
            {
                places[Column.Title] = [Of(stand)[0]];
                places[stand] = Of(stand)[1..];
            }
        }
    }

    /// <summary>巡查指标 beside 存在问题 and 整改措施: where the problem was found.</summary>
    private static bool IsWhere(string head) =>
        Lexicon.Office.Words("found-in").Any(w => head.EndsWith(w, StringComparison.Ordinal));

    /// <summary>A bare 科室 beside 责任科室 is whose matter it is.</summary>
    private static void Answer(Dictionary<Column, List<int>> places, ImmutableArray<string> texts, Lexicon lexicon)
    {
        if (!places.TryGetValue(Column.Departments, out var bodies) || bodies.Count < 2)
        {
            return;
        }

        // 归口管理部门 beside 责任科室 collects, and answers for nothing.
        if (bodies.Where(b => !texts[b].StartsWith("归口", StringComparison.Ordinal)).ToList() is { Count: > 0 } own && own.Count < bodies.Count)
        {
            places[Column.Departments] = bodies = own;
        }

        var named = bodies.Where(b => lexicon.IsExactHead(texts[b]) && !lexicon.IsWeakLabel(texts[b])).ToList();
        if (named.Count > 0 && named.Count < bodies.Count)
        {
            places.TryAdd(Column.Group, [bodies.First(b => !named.Contains(b))]);
            places[Column.Departments] = named;
        }
    }

    /// <summary>Of two days the one by which the work is done counts; how often it is done goes with it, its steps with the plan.</summary>
    private static void Date(Dictionary<Column, List<int>> places, ImmutableArray<string> texts)
    {
        if (places.TryGetValue(Column.Deadline, out var days) && days.Count > 1)
        {
            bool Says(int at, string list) => Lexicon.Office.Words(list).Any(w => texts[at].Contains(w, StringComparison.Ordinal));
            var often = days.Where(d => Says(d, "times.often")).ToList();
            var others = days.Except(often).ToList();
            var done = others.FindLast(d => Says(d, "times.done")) is > 0 and var last ? last : others.Count > 0 ? others[0] : -1;
            places[Column.Deadline] = [.. often.Append(done).Where(d => d >= 0).Order()];
            var steps = others.Where(d => d != done && Says(d, "times.steps")).ToList();
            if (steps.Count > 0)
            {
                places[Column.Plan] = [.. places.GetValueOrDefault(Column.Plan, []).Concat(steps).Order()];
            }
        }
    }
}
