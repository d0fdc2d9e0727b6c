using System.Collections.Immutable;
using Approvals.Engine.Calendars;

namespace Approvals.Readers.Notices;

/// <param name="Calendar">Working days for the deadline phrases.</param>
/// <param name="ReadOn">Stands in for the issuing date where the text has none, so that a draft's phrases get proposals.</param>
public sealed record ReadOptions(WorkCalendar Calendar, DateOnly? ReadOn = null)
{
    /// <summary>Names of the unit's people and bodies; with them, owners that the directory lacks become findings.</summary>
    public ImmutableHashSet<string> KnownNames { get; init; } = [];

    /// <summary>Larger files are refused without being read to their end.</summary>
    public int MaxBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>A .docx whose text unpacks to more is refused (zip bomb).</summary>
    public int MaxUnpackedBytes { get; init; } = 64 * 1024 * 1024;
}
