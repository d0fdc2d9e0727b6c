using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>What a child has from its parent where its own seed does not say otherwise.</summary>
internal static class Inherited
{
    /// <summary>
    /// Named dates and urgency always; numbers that its definition declares, and a recurrence where its definition follows one.
    /// </summary>
    public static ChildSeed By(Workflow child, ChildSeed seed, Case parent) => seed with
    {
        Dates = parent.Time.Dates.SetItems(seed.Dates),
        Facts = parent.Facts.Contains(Facts.Urgent) ? seed.Facts.Add(Facts.Urgent) : seed.Facts,
        Measures = seed.Measures.AddRange(
            parent.Measures.Where(m => child.Numbers.Contains(m.Key) && !seed.Measures.ContainsKey(m.Key))),
        Recurrence = seed.Recurrence ?? (child.Recurs ? parent.Duty?.Recurrence : null),
    };
}
