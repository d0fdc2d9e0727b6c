using System.Diagnostics;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>Turns a definition's term into the last day of a seat.</summary>
internal static class Terms
{
    public static DateOnly? DueOn(Term? term, Case @case, Context context) => term switch
    {
        null => null,
        Term.Own => @case.DueOn,
        Term.After { Working: true } after => context.Calendar.AddWorkdays(context.Today, after.Days),
        Term.After after => context.Today.AddDays(after.Days),
        Term.OfMatters matters => @case.OpenMatters(matters.Kind).Max(m => m.DueOn),
        _ => throw new UnreachableException(),
    };
}
