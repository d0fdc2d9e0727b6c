using System.Collections.Immutable;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>Work that changes hands (改派): the parties, the seats that stand open by them, and what is open below.</summary>
internal sealed partial class Steps
{
    /// <summary>What was one body's is another's from now on, here and in every case below that has not ended.</summary>
    public void Reassign(BodyId old, BodyId @new)
    {
        var before = Case.Version;
        foreach (var party in Parties.OfWork)
        {
            var members = Case.Parties.GetValueOrDefault(party, PartyMembers.None);
            if (members.Bodies.Contains(old))
            {
                Add(new CaseEvent.PartyNamed(party, members with
                {
                    Bodies = [.. members.Bodies.Select(b => b == old ? @new : b).Distinct()],
                }));
            }
        }

        // A seat that the definition gives to a named body is that body's work whoever does the rest.
        if (Definition.Stage(Case.Stage) is { Signers.Seats: [SeatRule.OfBodies rule] } stage
            && (Parties.OfWork.Contains(rule.Party) || rule.Party == Party.SupportingDepartments))
        {
            Reseat(old, @new, stage, rule);
        }

        if (Case.Version > before && !Case.Splits.IsEmpty)
        {
            _requests.Add(new Request.HandToChildren(null, new CaseCommand.Reassign(Case.Id, old, @new)));
        }
    }

    private void Reseat(BodyId old, BodyId @new, Stage stage, SeatRule.OfBodies rule)
    {
        var open = Case.RoundIsOpen ? Case.Seats.Where(s => !Case.HasVoted(s.No) && !s.Consulted && s.Added is null).ToList() : [];
        if (open.Find(s => s.Body == old) is { } seat && !Case.Seats.Any(s => s.Body == @new))
        {
            Add(new CaseEvent.SeatReassigned(Case.Round, seat.No, Seating.OfBody(@new, rule, stage, Case, _context), @new));
        }
    }
}
