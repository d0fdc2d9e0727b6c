using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Web.Features.Cases;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Items;

/// <summary>例行任务 on the item's page.</summary>
/// <param name="Anchor">Element id: an inbox card leads straight here.</param>
/// <param name="Words">每周二、周五 8:00–12:00.</param>
/// <param name="Count">How often it was held, called off, moved; null for what is reported by period.</param>
/// <param name="Next">The next days on which it is held.</param>
/// <param name="Exceptions">停诊 and 改期, the latest day first.</param>
/// <param name="Time">When the next report is due.</param>
public sealed record DutyView(
    string Anchor, string Title, string Words, string Body, string? Count, ImmutableArray<string> Next,
    ImmutableArray<string> Exceptions, ImmutableArray<SeatTime> Time, ImmutableArray<ActPanel> Panels);

internal static class DutyViews
{
    private const int NextDays = 3;

    public static DutyView Of(Looked looked, IEnumerable<Told> events, BodyId? body, ImmutableArray<ActPanel> panels)
    {
        var (@case, context) = (looked.Case, looked.Context);
        var byException = looked.Workflow.Stage(@case.Stage) is { ByException: true } && @case.Duty is not null;
        var duty = byException ? @case.Duty : null;
        return new DutyView(
            Lineage.Anchor(@case.Id),
            looked.Workflow.Title,
            @case.Duty is { } recurring ? Texts.Measures.Recurs(recurring.Recurrence) : looked.Workflow.TitleOf(@case.Stage),
            body is { } of ? Names.Of(of, context.Directory) : "",
            duty is null ? null : Count(duty, looked),
            duty is null ? [] : [.. duty.Next(context.Today, NextDays, context.Calendar).Select(d => Texts.Measures.Held(d, context.Today))],
            duty is null ? [] : [.. duty.Exceptions.OrderByDescending(e => e.On).Select(Texts.Measures.Excepted)],
            TimeLine.Of([looked], events),
            panels);
    }

    /// <summary>Up to today, and up to the last date of the campaign; without one to the end of the year.</summary>
    private static string Count(Duty duty, Looked looked)
    {
        var (today, calendar) = (looked.Context.Today, looked.Context.Calendar);
        var last = looked.Case.Time.Dates.Values.Concat(looked.Case.DueOn is { } due ? [due] : []).Append(DateOnly.MinValue).Max();
        var until = last > today ? last : new DateOnly(today.Year, 12, 31);
        return Texts.Measures.Count(duty.CountUntil(today, calendar), until, duty.CountUntil(until, calendar).Held);
    }
}
