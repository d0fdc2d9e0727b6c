using System.Diagnostics;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>停诊 and 改期: which days a form may name, and what becomes of them.</summary>
public static class DutyDays
{
    /// <summary>Whether the day is one of those for which the input asks.</summary>
    public static bool Fits(OccurrenceDay wanted, DateOnly day, Duty duty, Context context)
    {
        var held = duty.IsHeldOn(day, context.Calendar);
        return wanted switch
        {
            OccurrenceDay.Held => held,
            OccurrenceDay.Free => !held && day >= duty.From && context.Calendar.HolidayOn(day) is null,
            // Where another day was moved to it meanwhile, it cannot be held a second time.
            OccurrenceDay.Excepted => !held && duty.ExceptionOn(day) is not null,
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The first day that was brought and is none of those asked for.</summary>
    internal static Input? Unfit(StageAction action, Case @case, Inputs inputs, Context context) =>
        action.Inputs.OfType<Input.Occurrence>().FirstOrDefault(input =>
            inputs.Days.TryGetValue(input.Day, out var day)
            && (@case.Duty is not { } duty || !Fits(input.Day, day, duty, context)));

    /// <summary>A day to which it was moved may be called off or moved on: it stays the exception of the recurrence's day.</summary>
    internal static void Except(Steps steps, Excepting what, Inputs inputs)
    {
        if (what == Excepting.Held)
        {
            steps.Add(new CaseEvent.DutyRestored(inputs.Days[OccurrenceDay.Excepted]));
            return;
        }

        var day = inputs.Days[OccurrenceDay.Held];
        var on = steps.Case.Duty?.Exceptions.FirstOrDefault(e => e.To == day)?.On ?? day;
        steps.Add(new CaseEvent.DutyExcepted(on, what == Excepting.Moved ? inputs.Days[OccurrenceDay.Free] : null));
    }
}
