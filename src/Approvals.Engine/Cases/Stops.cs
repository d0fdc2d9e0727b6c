using System.Collections.Immutable;
using Approvals.Engine.Calendars;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>What stops and moves the clocks: 挂起, 恢复, 延期, and a calendar that comes late.</summary>
internal static class Stops
{
    /// <summary>What stands still with its parent already, and is now suspended itself too, has stood still since then.</summary>
    /// <param name="since">What follows its parent has stood still since its parent has.</param>
    public static void Suspend(Steps steps, DateTimeOffset since, bool inherited)
    {
        steps.Add(new CaseEvent.Suspended(steps.Case.Time.Suspension?.Since ?? since, inherited));
        steps.TellChildren();
    }

    /// <summary>
    /// Everything is due as much later as it stood still: terms in working days by working days, the others by calendar
    /// days, by the days of the office on which it began and ended. A seat that was opened meanwhile stood still since then.
    /// The ladders run on where they stood: what has fired does not fire again.
    /// </summary>
    public static void Resume(Steps steps, Context context)
    {
        var @case = steps.Case;
        if (@case.Time.Suspension is not { } suspension)
        {
            return;
        }

        steps.Add(new CaseEvent.Resumed(context.Now));
        var stage = context.Book[@case.Workflow].Stage(@case.Stage);
        var due = @case.DueOn is { } on ? Days.After(on, Stood(suspension.Since, context)) : (DateOnly?)null;
        ImmutableArray<SeatDue> seats =
        [
            .. @case.Time.Clocks.Select(clock => Terms.Of(stage, @case, clock.Seat) is { IsPeriodic: true } period
                ? Periods.Resumed(clock, period, @case with { DueOn = due }, suspension.Since, context)
                : Later(clock, Terms.Of(stage, @case, clock.Seat), due, suspension.Since, context)),
        ];
        if (!seats.IsEmpty || due is not null)
        {
            steps.Add(new CaseEvent.DueOnMoved(DueCause.Resumed, due, seats, context.Now));
        }

        steps.TellChildren();
    }

    /// <summary>When the seat is due now that it runs on.</summary>
    /// <param name="due">The case's own due date from now on.</param>
    private static SeatDue Later(SeatClock clock, Term? deadline, DateOnly? due, DateTimeOffset suspended, Context context)
    {
        var since = clock.Since > suspended ? clock.Since : suspended;
        if (deadline is Term.Hours)
        {
            var stoodFor = context.Now > since ? context.Now - since : TimeSpan.Zero;
            var end = Ladders.EndOf(clock, context.Hours) + stoodFor;
            return new SeatDue(clock.Seat, context.Hours.DayOf(end), context.Hours.MinuteOf(end), clock.Since + stoodFor);
        }

        var stood = Stood(since, context);
        if (deadline is not Term.After { Working: true })
        {
            var own = deadline is Term.Own ? due : null;
            return new SeatDue(clock.Seat, own ?? Days.After(clock.DueOn, stood), clock.DueAt, clock.Since.AddDays(stood));
        }

        // The opening moves by working days too, so that the term counted from it is the due date, also in a new calendar.
        var began = context.Hours.DayOf(since);
        var worked = Enumerable.Range(1, stood).Count(n => context.Calendar.IsWorkday(began.AddDays(n)));
        var opened = context.Hours.DayOf(clock.Since);
        var moved = context.Calendar.AddWorkdays(opened, worked).DayNumber - opened.DayNumber;
        return new SeatDue(clock.Seat, context.Calendar.AddWorkdays(clock.DueOn, worked), clock.DueAt, clock.Since.AddDays(moved));
    }

    /// <summary>Days of the office; none where the clock was set back meanwhile.</summary>
    internal static int Stood(DateTimeOffset since, Context context) =>
        Math.Max(0, context.Today.DayNumber - context.Hours.DayOf(since).DayNumber);

    /// <summary>Stands still and runs on with its parent; what it was suspended for itself stays.</summary>
    /// <param name="from">It ran until then, or its date was said then; null: it has stood still since its parent has.</param>
    public static void Follow(Steps steps, Context context, DateTimeOffset? from = null)
    {
        // What has ended stops nobody: it would never tell when it runs on.
        var above = context.Grants.Parent is { Ended: false } parent ? parent.SuspendedSince : null;
        if (above is { } since && steps.Case.Time.Suspension is null)
        {
            Suspend(steps, from ?? since, inherited: true);
        }
        else if (above is null && steps.Case.Time.Suspension is { Inherited: true })
        {
            Resume(steps, context);
        }
    }

    /// <summary>
    /// The day to which time is granted: what the press says, else what was asked for as it was asked for, whatever stood
    /// still since; without either the case's own due date.
    /// </summary>
    public static DateOnly? Granted(Case @case, CaseCommand.Act? act) =>
        act?.Inputs.Said.Date ?? @case.Matters.Select(m => m.DueOn).FirstOrDefault(on => on is not null) ?? @case.DueOn;

    /// <summary>
    /// Due later, never earlier; its parent too where that was due before it. What has met its due date keeps it.
    /// </summary>
    public static Decision Extend(Case @case, CaseCommand.Extend extend, Context context)
    {
        var steps = new Steps(@case, context);
        if (@case.DueOn is { } due && extend.To > due && !context.Book[@case.Workflow].HasMetDue(@case.Stage))
        {
            var stage = context.Book[@case.Workflow].Stage(@case.Stage);
            ImmutableArray<SeatDue> seats =
            [
                .. @case.Time.Clocks.Where(c => Terms.Of(stage, @case, c.Seat) is Term.Own)
                    .Select(c => new SeatDue(c.Seat, extend.To, c.DueAt)),
            ];
            steps.Add(new CaseEvent.DueOnMoved(DueCause.Extended, extend.To, seats, context.Now));
            if (@case.Parent is not null)
            {
                steps.Ask(new Request.ExtendParent(extend.To));
            }
        }

        return steps.Permit();
    }

    /// <summary>
    /// Seats with a term in working days are due when the calendar now says; nothing happens where it agrees. What has fired
    /// does not fire again, and what would have fired by now does.
    /// </summary>
    public static Decision Recount(Case @case, Context context)
    {
        var steps = new Steps(@case, context);
        var stage = context.Book[@case.Workflow].Stage(@case.Stage);
        ImmutableArray<SeatDue> seats =
        [
            .. @case.Time.Clocks
                .SelectMany(c => Terms.Of(stage, @case, c.Seat) is Term.After { Working: true } term
                    ? [new SeatDue(c.Seat, context.Calendar.AddWorkdays(context.Hours.DayOf(c.Since), term.Days), c.DueAt, c.Since)]
                    : Enumerable.Empty<SeatDue>())
                .Where(d => @case.ClockOf(d.Seat)?.DueOn != d.DueOn),
        ];
        if (!seats.IsEmpty)
        {
            steps.Add(new CaseEvent.DueOnMoved(DueCause.Recounted, null, seats, context.Now));
        }

        return steps.Permit();
    }
}
