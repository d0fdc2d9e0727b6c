using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Cases;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Inspection;

/// <summary>Which stages seat inspectors, by the definition's own rule; and what an inspector must not read yet.</summary>
internal static class InspectorSeats
{
    /// <summary>The stage's seats are made from the inspectors' party, or are those of such a stage again.</summary>
    public static bool In(Workflow workflow, StageId stage) =>
        workflow.Stage(stage)?.Signers?.Seats.Any(rule => rule switch
        {
            SeatRule.OfPeople { Party: Party.Inspectors } => true,
            SeatRule.SameAs same => same.Stage != stage && In(workflow, same.Stage),
            _ => false,
        }) ?? false;

    /// <summary>
    /// Without what the other inspectors concluded in the open round, for one who has still to conclude: each judges
    /// for himself.
    /// </summary>
    public static ImmutableArray<Told> Readable(ImmutableArray<Told> events, Looked item, PersonId reader)
    {
        var waits = In(item.Workflow, item.Case.Stage)
            && Waits.Open(item).Any(s => s.Sitters.Any(sitter => sitter.Person == reader));
        var opened = waits
            ? events.LastOrDefault(t => t.Case == item.Case.Id && t.Event is CaseEvent.RoundOpened)?.Seq ?? int.MaxValue
            : int.MaxValue;
        return [.. events.Where(t => t.Case != item.Case.Id || t.Seq <= opened)];
    }
}
