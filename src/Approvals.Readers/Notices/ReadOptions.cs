using System.Collections.Immutable;
using Approvals.Engine.Calendars;

namespace Approvals.Readers.Notices;

/// <param name="Calendar">Working days for the deadline phrases.</param>
/// <param name="ReadOn">Stands in for the issuing date where the text has none, so that a draft's phrases get proposals.</param>
public sealed record ReadOptions(WorkCalendar Calendar, DateOnly? ReadOn = null)
{
    /// <summary>Names of the unit's people and bodies; with them, owners that the directory lacks become findings.</summary>
    public ImmutableHashSet<string> KnownNames { get; init; } = [];

    /// <summary>Those of them that are people's: in a 责任人 column a name that ends as a body's does (李学会) is asked for here.</summary>
    public ImmutableHashSet<string> KnownPeople { get; init; } = [];

    /// <summary>Names that were the unit's and are no longer (调离, 撤并); as owners they become findings.</summary>
    public ImmutableHashSet<string> DepartedNames { get; init; } = [];

    /// <summary>
    /// Heads of columns and labels that the unit itself uses, each with the column it stands for (title, plan, departments …):
    /// what corrections taught.
    /// </summary>
    public ImmutableDictionary<string, string> OwnHeads { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Only a list is looked for: a file that does not look like a notice is not refused.</summary>
    public bool ListOnly { get; init; }

    /// <summary>Larger files are refused without being read to their end.</summary>
    public int MaxBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>A .docx whose text unpacks to more is refused (zip bomb).</summary>
    public int MaxUnpackedBytes { get; init; } = 64 * 1024 * 1024;
}
