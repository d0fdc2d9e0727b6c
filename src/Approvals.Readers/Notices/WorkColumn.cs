using System.Collections.Immutable;
using Approvals.Engine.Calendars;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>
/// Finds the work in a table whose head says who, and has no known word for what is to be done (any name may stand there): it is the
/// column of the longest texts, and a column of texts right before it its title.
/// </summary>
internal static class WorkColumn
{
    private const int FewestColumns = 3;
    private const int LongestHead = 16;

    /// <summary>What is shorter, on average, says who, how many or of what kind.</summary>
    private const double ShortestWork = 5;

    private static readonly Column[] _owning = [Column.Departments, Column.Lead, Column.Leaders, Column.People];

    /// <param name="cells">What stands in a column below its head.</param>
    public static HeadColumns? Find(ImmutableArray<string> texts, Lexicon lexicon, Func<int, IReadOnlyList<string>> cells)
    {
        if (texts.Length < FewestColumns || texts.Any(t => t.Length > LongestHead || t.Any(char.IsDigit)))
        {
            return null;
        }

        var known = HeadColumns.Known(texts, lexicon);
        if (known.Has(Column.Title) || known.Has(Column.Plan) || !_owning.Any(c => known.Of(c).Any(at => lexicon.IsExactHead(texts[at])))
            || known.Places.Count < 2)
        {
            return null;
        }

        var unknown = Enumerable.Range(0, texts.Length).Where(at => texts[at].Length > 0 && lexicon.ColumnOf(texts[at]) is null)
            .Select(at => (At: at, Length: LengthOf(cells(at)))).Where(c => c.Length >= ShortestWork).ToList();
        if (unknown.Count == 0)
        {
            return null;
        }

        var work = unknown.MaxBy(c => c.Length).At;
        var title = unknown.Where(c => c.At < work).Select(c => (int?)c.At).LastOrDefault();
        var places = known.Places.SetItem(title is null ? Column.Title : Column.Plan, [work]);
        return new(title is { } named ? places.SetItem(Column.Title, [named]) : places);
    }

    /// <summary>The average length of a column's texts; 0 where they are names, days or numbers.</summary>
    private static double LengthOf(IReadOnlyList<string> cells) =>
        cells.Count == 0 || 2 * cells.Count(IsNoWork) > cells.Count ? 0 : cells.Average(c => c.Length);

    private static bool IsNoWork(string cell) => Names.AreBodies(cell) || Names.ArePeople(cell) || Quantity.IsValue(cell)
        || DeadlineRules.Read(cell, null, WorkCalendar.WithoutYears).RuleId is not (null or "none");
}
