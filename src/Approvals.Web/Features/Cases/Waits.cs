using System.Collections.Immutable;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>Who is waited for, seat by seat; and, where a stage waits for other cases, that it does.</summary>
public static class Waits
{
    /// <summary>The open seats of these cases, quiet stages left out: nothing is asked there.</summary>
    public static ImmutableArray<WaitingFor> Of(
        IEnumerable<Looked> cases, IEnumerable<Told> events, TimeZoneInfo zone)
    {
        var opened = events.Where(t => t.Event is CaseEvent.RoundOpened).GroupBy(t => t.Case)
            .ToDictionary(g => g.Key, g => TimeZoneInfo.ConvertTime(g.Last().At, zone));
        var all = cases.ToList();
        return
        [
            .. all.Where(c => c.Workflow.Stage(c.Case.Stage) is { Quiet: false })
                .SelectMany(c => Open(c).Select(seat => new WaitingFor(
                    Names.Waiting(seat, c), seat.Consulted ? Texts.Voting.Asked : c.Workflow.TitleOf(c.Case.Stage),
                    opened.TryGetValue(c.Case.Id, out var at) ? DateOnly.FromDateTime(at.DateTime) : c.Context.Today,
                    c.Case.ClockOf(seat.No)?.DueOn,
                    Lamps.OfSeat(
                        c.Case.ClockOf(seat.No)?.DueOn, c.Case.ClockOf(seat.No)?.DueAt, c.Case.Time.Suspension is not null,
                        c.Context)))),
            .. all.Where(c => !c.Case.Ended).Select(c => (Looked: c, For: Others(c.Workflow.Stage(c.Case.Stage)?.Wait?.Until)))
                .Where(w => w.For is not null)
                .Select(w => new WaitingFor(
                    w.For!, w.Looked.Workflow.TitleOf(w.Looked.Case.Stage), Entered(w.Looked, events, zone), null, null)), // as filtered
        ];
    }

    /// <summary>What a wait is for, as words; null where it is only for the parent's end.</summary>
    private static string? Others(Expression? until) => until switch
    {
        Expression.EveryEnded or Expression.EveryReached => Texts.Case.WaitsForChildren,
        Expression.ParentReached => Texts.Case.WaitsForParent,
        Expression.And both => Others(both.Left) ?? Others(both.Right),
        Expression.Or either => Others(either.Left) ?? Others(either.Right),
        _ => null,
    };

    private static DateOnly Entered(Looked looked, IEnumerable<Told> events, TimeZoneInfo zone) =>
        events.LastOrDefault(t => t.Case == looked.Case.Id && t.Event is CaseEvent.StageEntered) is { } told
            ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(told.At, zone).DateTime)
            : looked.Context.Today;

    public static IEnumerable<Seat> Open(Looked looked) => looked.Case.OpenSeats;
}
