using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>What the heads of a table mean beside one another.</summary>
/// <param name="places">The columns by the words of their heads alone; what they mean when it is settled.</param>
internal sealed class HeadMeanings(Dictionary<Column, List<int>> places, ImmutableArray<string> texts, Lexicon lexicon)
{
    private List<int> _titles = [];
    private List<int> _problems = [];

    public void Settle()
    {
        (_titles, _problems) = (Of(Column.Title), Of(Column.Problem));
        GoalsAlone();
        FoundIn();
        Levels();
        ProblemOrName();
        OneTitle();
        GoalsBesideMeasures();
        ClassForTitle();
        Answer();
        Date();
    }

    private List<int> Of(Column column) => places.TryGetValue(column, out var found) ? found : [];

    private void Give(Column column, IEnumerable<int> more)
    {
        if (more.Any())
        {
            places[column] = [.. Of(column).Concat(more).Order()];
        }
    }

    /// <summary>年度目标 alone says what to do.</summary>
    private void GoalsAlone()
    {
        if (Of(Column.Plan).Count == 0 && Of(Column.Goal).Count > 0)
        {
            Give(Column.Plan, [.. Of(Column.Goal)]);
            places.Remove(Column.Goal);
        }
    }

    /// <summary>巡查指标 beside 存在问题 and 整改措施: where the problem was found.</summary>
    private void FoundIn()
    {
        if (_problems.Count > 0 && Of(Column.Plan).Count > 0 && _titles.FindAll(t => IsWhere(texts[t])) is { Count: > 0 } where)
        {
            Give(Column.Group, where);
            places[Column.Title] = _titles = [.. _titles.Except(where)];
        }
    }

    private static bool IsWhere(string head) =>
        Lexicon.Office.Words("found-in").Any(w => head.EndsWith(w, StringComparison.Ordinal));

    /// <summary>一级指标, 二级指标: the last is the title, what stands before it are its classes.</summary>
    private void Levels()
    {
        if (_titles.Count > 1 && _titles.TrueForAll(t => Lexicon.Office.Begins("levels", texts[t])))
        {
            Give(Column.Group, _titles[..^1]);
            places[Column.Title] = _titles = [_titles[^1]];
        }
    }

    /// <summary>The problem or the name is the title, whichever stands first; the other says what to do.</summary>
    private void ProblemOrName()
    {
        if (Of(Column.Plan).Count == 0 && _titles.Count + _problems.Count > 1)
        {
            _titles = [.. _titles.Concat(_problems).Order()];
            (_problems, places[Column.Problem]) = ([], []);
        }

        if (_titles.Count == 0)
        {
            (_titles, _problems, places[Column.Problem]) = (_problems, [], []);
        }
    }

    /// <summary>Of several the first, or the first that names a task; the others say what to do.</summary>
    private void OneTitle()
    {
        if (_titles.Count == 0)
        {
            return;
        }

        var title = _titles.Count > 1 && !lexicon.NamesTask(texts[_titles[0]])
            ? _titles.Find(t => lexicon.NamesTask(texts[t])) is > 0 and var named ? named : _titles[0] : _titles[0];
        places[Column.Title] = [title];
        Give(Column.Plan, _titles.Where(t => t != title));
    }

    /// <summary>整改目标 beside 整改措施 is what the measures are to reach.</summary>
    private void GoalsBesideMeasures()
    {
        if (Of(Column.Goal).Count > 0 && Of(Column.Measure).Count == 0)
        {
            places[Column.Measure] = Of(Column.Goal);
            places.Remove(Column.Goal);
        }
    }

    /// <summary>类别 without any title is the title's place.</summary>
    private void ClassForTitle()
    {
        if (Of(Column.Title).Count + Of(Column.Plan).Count == 0
            && new[] { Column.Measure, Column.Group }.FirstOrDefault(c => Of(c).Count > 0) is var stand and not Column.Other)
        {
            places[Column.Title] = [Of(stand)[0]];
            places[stand] = Of(stand)[1..];
        }
    }

    /// <summary>A bare 科室 beside 责任科室 is whose matter it is.</summary>
    private void Answer()
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
    private void Date()
    {
        if (places.TryGetValue(Column.Deadline, out var days) && days.Count > 1)
        {
            bool Says(int at, string list) => Lexicon.Office.Holds(list, texts[at]);
            var often = days.Where(d => Says(d, "times.often")).ToList();
            var others = days.Except(often).ToList();
            var done = others.FindLast(d => Says(d, "times.done")) is > 0 and var last ? last : others.Count > 0 ? others[0] : -1;
            places[Column.Deadline] = [.. often.Append(done).Where(d => d >= 0).Order()];
            Give(Column.Plan, others.Where(d => d != done && Says(d, "times.steps")).ToList());
        }
    }
}
