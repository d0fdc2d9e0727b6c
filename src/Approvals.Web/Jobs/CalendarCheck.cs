using Approvals.Engine.Calendars;
using Approvals.Web.Features;
using Approvals.Web.Features.Alarms;

namespace Approvals.Web.Jobs;

/// <summary>
/// 日历检查: the year that runs must be loaded, and from 1 December the next one; the State Council publishes it in November.
/// What a node that did not know a new calendar has written since is counted again.
/// </summary>
internal sealed class CalendarCheck(WorkCalendar calendar, Alarms alarms, Recounting recounting)
{
    private const int December = 12;

    public async Task<string?> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        foreach (var year in turn.Day.Month == December ? [turn.Day.Year, turn.Day.Year + 1] : new[] { turn.Day.Year })
        {
            var key = $"calendar:{year}";
            await (calendar.IsProvisional(year)
                ? alarms.SetAsync(turn.Connection, turn.Unit.Id, key, Texts.Alarms.NoCalendar(year), cancellation)
                : alarms.ClearAsync(turn.Connection, turn.Unit.Id, key, cancellation));
        }

        await recounting.ReviewAsync(turn.Unit.Id, cancellation);
        return null;
    }
}
