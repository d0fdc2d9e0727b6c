using Approvals.Engine;
using Approvals.Engine.Cases;

namespace Approvals.Web.Store.Messages;

/// <summary>Whom an event of a case is told to at once, and as what.</summary>
internal static class EventNotes
{
    public static IEnumerable<Outgoing> Of(CaseEvent e, CaseId id, int seq) => e switch
    {
        CaseEvent.VoteCast vote => InHisName(vote.Decider, id, seq),
        CaseEvent.ReportMade report => InHisName(report.Decider, id, seq),
        CaseEvent.StandingActDone standing => InHisName(standing.Decider, id, seq),
        CaseEvent.SeatTransferred { To: { } to } => [new Outgoing(to, new MessageNote.HandedOver(id, seq))],
        CaseEvent.Nudged nudged =>
            nudged.Told.Where(p => p != nudged.By).Select(p => new Outgoing(p, new MessageNote.Nudged(id, seq))),
        CaseEvent.CopySent copy => copy.To.Select(p => new Outgoing(p, new MessageNote.Copied(id, seq))),
        _ => [],
    };

    private static IEnumerable<Outgoing> InHisName(Decider decider, CaseId id, int seq)
    {
        if (decider.RecordedBy is not null)
        {
            yield return new Outgoing(decider.Person, new MessageNote.Recorded(id, seq));
        }

        if (decider.InPlaceOf is { } absent)
        {
            yield return new Outgoing(absent, new MessageNote.StoodIn(id, seq));
        }
    }
}
