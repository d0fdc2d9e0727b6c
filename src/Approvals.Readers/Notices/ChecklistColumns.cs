using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>The columns that a checklist may have, by the names that drafts and vocabularies use.</summary>
public static class ChecklistColumns
{
    /// <summary>For a column of no use here (备注).</summary>
    public const string Other = "other";

    public static ImmutableArray<string> All { get; } = [.. Enum.GetValues<Column>().Select(Name)];

    /// <summary>Whether a table with such columns is a list of work: something is to be done, by somebody or by a day.</summary>
    public static bool MakeList(IEnumerable<string> columns)
    {
        var known = columns.Select(c => Enum.TryParse<Column>(c, ignoreCase: true, out var column) ? column : Column.Other).ToHashSet();
        return known.Overlaps([Column.Title, Column.Plan, Column.Problem, Column.Goal])
            && known.Overlaps([Column.Leaders, Column.People, Column.Lead, Column.Support, Column.Departments, Column.Deadline]);
    }

    internal static string Name(Column column) =>
        column.ToString() is var name ? char.ToLowerInvariant(name[0]) + name[1..] : "";

    /// <summary>What the words of every office make of a head; null where they do not know it.</summary>
    public static string? Guess(string head) => Lexicon.Office.ColumnOf(head) is { } column ? Name(column) : null;
}
