using System.Collections.Immutable;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>Who is waited for, seat by seat.</summary>
public static class Waits
{
    /// <summary>The open seats of these cases, quiet stages left out: nothing is asked there.</summary>
    public static ImmutableArray<WaitingFor> Of(
        IEnumerable<Looked> cases, IEnumerable<Told> events, TimeZoneInfo zone, WorkCalendar calendar)
    {
        var opened = events.Where(t => t.Event is CaseEvent.RoundOpened).GroupBy(t => t.Case)
            .ToDictionary(g => g.Key, g => TimeZoneInfo.ConvertTime(g.Last().At, zone));
        return
        [
            .. cases.Where(c => c.Workflow.Stage(c.Case.Stage) is { Quiet: false })
                .SelectMany(c => Open(c).Select(seat => new WaitingFor(
                    Names.Seat(seat, c), c.Workflow.TitleOf(c.Case.Stage),
                    opened.TryGetValue(c.Case.Id, out var at) ? DateOnly.FromDateTime(at.DateTime) : c.Context.Today,
                    seat.DueOn,
                    Lamps.Of(seat.DueOn, closed: false, c.Context.Today, calendar)))),
        ];
    }

    public static IEnumerable<Seat> Open(Looked looked) => looked.Case.Seats.Where(s => !looked.Case.HasVoted(s.No));
}
