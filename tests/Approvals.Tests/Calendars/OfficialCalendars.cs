using Approvals.Engine.Calendars;
using Approvals.Readers.Calendars;

namespace Approvals.Tests.Calendars;

/// <summary>The calendars that the project ships.</summary>
internal static class OfficialCalendars
{
    public static WorkCalendar Shipped { get; } = CalendarReader.ReadAll(
        Directory.EnumerateFiles(RepositoryFiles.PathOf("calendars"), "*.yaml")
            .Select(f => (Path.GetFileName(f), File.ReadAllText(f))));
}
