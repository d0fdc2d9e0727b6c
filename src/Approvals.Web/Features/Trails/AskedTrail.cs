using Approvals.Readers.Calendars;
using Approvals.Web.Features.Identity;

namespace Approvals.Web.Features.Trails;

/// <summary>What an address asks of the trail; where it says no days, the last thirty.</summary>
internal static class AskedTrail
{
    private const int Days = 30;

    public static TrailFilter Of(string? who, string? kind, string? from, string? until, CurrentUser user)
    {
        var last = Day(until) ?? user.Today;
        return new TrailFilter(
            who, Enum.TryParse<TrailKind>(kind, out var known) && Enum.IsDefined(known) ? known : null,
            Day(from) ?? last.AddDays(1 - Days), last);
    }

    /// <summary>The same filter as a query.</summary>
    public static string Query(TrailFilter filter) =>
        $"who={Uri.EscapeDataString(filter.Who ?? "")}&kind={filter.Kind}&from={Texts.Machine(filter.From)}&until={Texts.Machine(filter.Until)}";

    // Far days are no days of any office, and the clock has none before or after them.
    private static DateOnly? Day(string? text) => WrittenDay.Read(text) is { Year: > 1949 and < 3000 } day ? day : null;
}
