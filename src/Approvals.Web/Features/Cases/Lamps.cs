using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;

namespace Approvals.Web.Features.Cases;

/// <summary>
/// The lamp of a case or a seat: a pure function of its due date, its stage and the office's day. Never stored, so that
/// no job has to turn it. Red from the day after the due date; yellow from three days before it, counted to the last
/// workday where the due date is a day off; grey once nothing is left to do. While its time stands still (中止) it is
/// neither.
/// </summary>
public static class Lamps
{
    /// <summary>Days before the due date from which it is yellow, that day included.</summary>
    public const int DaysBefore = 3;

    /// <summary>The most pressing first: the order of every list of lamps.</summary>
    public static ImmutableArray<LampColour> InOrder { get; } =
        [LampColour.Red, LampColour.Yellow, LampColour.Green, LampColour.Paused, LampColour.Grey];

    public static LampColour Colour(DateOnly? dueOn, bool closed, bool suspended, DateOnly today, WorkCalendar calendar) =>
        closed ? LampColour.Grey
        : suspended ? LampColour.Paused
        : dueOn is not { } due ? LampColour.Green
        : due < today ? LampColour.Red
        : due <= YellowUntil(today, calendar) ? LampColour.Yellow
        : LampColour.Green;

    /// <summary>The last due date that is yellow today: what a query over many rows compares with.</summary>
    public static DateOnly YellowUntil(DateOnly today, WorkCalendar calendar)
    {
        var last = today.AddDays(DaysBefore);
        // A due date on days off is as near as the workday before them. Two weeks: longer than any row of holidays.
        for (var days = 1; days <= 14 && !calendar.IsWorkday(last.AddDays(1)); days++)
        {
            last = last.AddDays(1);
        }

        return last;
    }

    public static LampView Of(DateOnly? dueOn, bool closed, bool suspended, DateOnly today, WorkCalendar calendar)
    {
        var colour = Colour(dueOn, closed, suspended, today, calendar);
        var presses = colour is LampColour.Yellow or LampColour.Red;
        return new LampView(
            colour, Texts.Lamps.For(colour), presses && dueOn is { } due ? Texts.Seeing.HowFar(due, today) : null);
    }

    /// <summary>Of one open seat: where its time ends at a minute, it is red from that minute on.</summary>
    public static LampView OfSeat(DateOnly? dueOn, TimeOnly? dueAt, bool suspended, Context context)
    {
        var over = dueOn is { } day && dueAt is { } minute && day == context.Today
            && context.Now > context.Hours.At(day, minute);
        return over && !suspended
            ? new LampView(LampColour.Red, Texts.Lamps.For(LampColour.Red), Texts.Seeing.OverAt(dueAt))
            : Of(dueOn, closed: false, suspended, context.Today, context.Calendar);
    }

    /// <summary>The due date as far as it still runs: none once the definition says that it is met (办结).</summary>
    public static DateOnly? Running(Workflow workflow, StageId stage, DateOnly? dueOn) => workflow.HasMetDue(stage) ? null : dueOn;

    /// <summary>The colour and its word alone: for headings and counts.</summary>
    public static LampView Plain(LampColour colour) => new(colour, Texts.Lamps.For(colour), null);

    /// <summary>
    /// Whether nothing is left to do. True at every end, and in a stage where the case only rests: nobody is asked (no
    /// signers, or quiet ones), no day of its own is to be held, it opens no children, it waits for nothing but its
    /// parent's end, and no action leads on to a later stage: from here it goes back, stays, or ends.
    /// </summary>
    public static bool IsClosed(Workflow workflow, StageId stage)
    {
        if (workflow.Stage(stage) is not { } at)
        {
            return true;
        }

        var asksNobody = at.Signers is null || at.Quiet;
        var waitsForParent = at.Wait is null or { Until: Expression.ParentEnded };
        var leadsOn = at.Actions.Any(a => a.To is { } to && !workflow.IsEnd(to) && to != stage && workflow.HasReached(to, stage));
        return asksNobody && !at.ByException && waitsForParent && at.Splits.IsEmpty && !leadsOn;
    }
}
