using System.Collections.Immutable;
using System.Globalization;

namespace Approvals.Web.Features.Notices;

/// <summary>Numbers of rows (序号): nothing that stands is renumbered, and what was taken away keeps its number, for it may come back.</summary>
internal static class RowNumbers
{
    /// <summary>The number that the numbering leaves out, else the one after the last.</summary>
    public static string Free(IEnumerable<string> taken)
    {
        var numbers = taken.Select(Of).OfType<int>().ToHashSet();
        var gap = numbers.Count == 0 ? 1 : Enumerable.Range(numbers.Min(), numbers.Count + 1).First(n => !numbers.Contains(n));
        return gap.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>After the last row of a lower number.</summary>
    public static int PlaceOf(string no, ImmutableArray<ChecklistRowRecord> rows) =>
        rows.Where(r => Of(r.RowNo) is not { } number || number < Of(no)).Select(r => r.Place + 1).DefaultIfEmpty(0).Max();

    private static int? Of(string no) => int.TryParse(no, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
