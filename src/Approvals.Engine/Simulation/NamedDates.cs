using System.Collections.Immutable;
using Approvals.Engine.Calendars;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Simulation;

/// <summary>Named dates (日程) where nobody has said any: they follow from the last of them.</summary>
public static class NamedDates
{
    /// <summary>Workdays between two dates of which one must come before the other.</summary>
    private const int Apart = 30;

    /// <summary>Workdays left before the work is judged (domain 2).</summary>
    private const int BeforeJudging = 10;

    public static ImmutableSortedDictionary<string, DateOnly> Of(WorkflowBook book, DateOnly finish, WorkCalendar calendar)
    {
        var inputs = book.Workflows.Values.SelectMany(w => w.AllActions)
            .SelectMany(a => a.Needs.Concat(a.Takes)).OfType<Input.NamedDate>().DistinctBy(d => d.Name).ToList();
        return inputs.ToImmutableSortedDictionary(
            d => d.Name, d => calendar.AddWorkdays(finish, -Apart * After(d.Name, inputs)), StringComparer.Ordinal);
    }

    /// <summary>The due date of a row that names none: ten workdays before the stage in which rows are carried out ends.</summary>
    public static DateOnly DueOfUndated(WorkflowBook book, DateOnly finish, WorkCalendar calendar)
    {
        var dates = Of(book, finish, calendar);
        var ends = book.Workflows.Values.SelectMany(w => w.Stages).Where(s => s.Splits.Any(split => split.Each is Each.Row))
            .Select(s => s.Deadline).OfType<Term.OnDate>()
            .Select(term => dates.TryGetValue(term.Name, out var on) ? on : finish).DefaultIfEmpty(finish).Min();
        return calendar.AddWorkdays(ends, -BeforeJudging);
    }

    /// <summary>How many dates must come after this one. Names that point in a circle are cut off.</summary>
    private static int After(string name, List<Input.NamedDate> inputs)
    {
        var passed = new HashSet<string>();
        for (var at = name; at is not null && passed.Add(at);)
        {
            at = inputs.Find(d => d.Name == at)?.Before;
        }

        return passed.Count - 1;
    }
}
