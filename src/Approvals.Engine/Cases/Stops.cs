using System.Collections.Immutable;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>What stops and moves the clocks: 挂起, 恢复, 延期, and a calendar that comes late.</summary>
internal static class Stops
{
    /// <summary>What stands still with its parent already, and is now suspended itself too, has stood still since then.</summary>
    public static void Suspend(Steps steps, Context context, bool inherited)
    {
        steps.Add(new CaseEvent.Suspended(steps.Case.Time.Suspension?.Since ?? context.Now, inherited));
        steps.TellChildren();
    }

    /// <summary>
    /// Everything is due as much later as it stood still: terms in working days by working days, the others by calendar
    /// days, by the days of the office on which it began and ended.
    /// </summary>
    public static void Resume(Steps steps, Context context)
    {
        var @case = steps.Case;
        if (@case.Time.Suspension is not { } suspension)
        {
            return;
        }

        steps.Add(new CaseEvent.Resumed(context.Now));
        var stood = context.Today.DayNumber - context.Hours.DayOf(suspension.Since).DayNumber;
        var inWorkdays = context.Book[@case.Workflow].Stage(@case.Stage)?.Deadline is Term.After { Working: true };
        ImmutableArray<SeatDue> seats =
        [
            .. @case.Time.Clocks.Select(c => c.DueAt is null
                ? new SeatDue(c.Seat, inWorkdays ? Worked(c.DueOn) : c.DueOn.AddDays(stood), null)
                : ByTheMinute(c)),
        ];
        if (!seats.IsEmpty || @case.DueOn is not null)
        {
            steps.Add(new CaseEvent.DueOnMoved(DueCause.Resumed, @case.DueOn?.AddDays(stood), seats, context.Now));
        }

        steps.TellChildren();

        DateOnly Worked(DateOnly due)
        {
            var began = context.Hours.DayOf(suspension.Since);
            var days = Enumerable.Range(1, stood).Count(n => context.Calendar.IsWorkday(began.AddDays(n)));
            return context.Calendar.AddWorkdays(due, days);
        }

        SeatDue ByTheMinute(SeatClock clock)
        {
            var end = Ladders.EndOf(clock, context.Hours) + (context.Now - suspension.Since);
            return new SeatDue(clock.Seat, context.Hours.DayOf(end), context.Hours.MinuteOf(end));
        }
    }

    /// <summary>Stands still and runs on with its parent; what it was suspended for itself stays.</summary>
    public static void Follow(Steps steps, Context context)
    {
        var above = context.Grants.Parent is { Suspended: true };
        if (above && steps.Case.Time.Suspension is null)
        {
            Suspend(steps, context, inherited: true);
        }
        else if (!above && steps.Case.Time.Suspension is { Inherited: true })
        {
            Resume(steps, context);
        }
    }

    /// <summary>
    /// Due later, never earlier; its parent too where that was due before it. What has met its due date keeps it.
    /// </summary>
    public static Decision Extend(Case @case, CaseCommand.Extend extend, Context context)
    {
        var steps = new Steps(@case, context);
        if (@case.DueOn is { } due && extend.To > due && !context.Book[@case.Workflow].HasMetDue(@case.Stage))
        {
            var own = context.Book[@case.Workflow].Stage(@case.Stage)?.Deadline is Term.Own;
            ImmutableArray<SeatDue> seats = own ? [.. @case.Time.Clocks.Select(c => new SeatDue(c.Seat, extend.To, null))] : [];
            steps.Add(new CaseEvent.DueOnMoved(DueCause.Extended, extend.To, seats, context.Now));
            if (@case.Parent is not null)
            {
                steps.Ask(new Request.ExtendParent(extend.To));
            }
        }

        return steps.Permit();
    }

    /// <summary>Seats with a term in working days are due when the calendar now says; nothing happens where it agrees.</summary>
    public static Decision Recount(Case @case, Context context)
    {
        var steps = new Steps(@case, context);
        if (context.Book[@case.Workflow].Stage(@case.Stage)?.Deadline is not Term.After { Working: true } term)
        {
            return steps.Permit();
        }

        // A clock that was moved since its round opened keeps what it was moved to.
        ImmutableArray<SeatDue> seats =
        [
            .. @case.Time.Clocks.Where(c => @case.SeatAt(c.Seat)?.DueOn == c.DueOn)
                .Select(c => new SeatDue(
                    c.Seat, context.Calendar.AddWorkdays(context.Hours.DayOf(c.Since), term.Days), c.DueAt))
                .Where(d => @case.ClockOf(d.Seat)?.DueOn != d.DueOn),
        ];
        if (!seats.IsEmpty)
        {
            steps.Add(new CaseEvent.DueOnMoved(DueCause.Recounted, null, seats, context.Now));
        }

        return steps.Permit();
    }
}
