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

    /// <summary>
    /// What the case is about names others: the party are those now. Whoever must be among the members of another party that was
    /// named already is among them; whoever was named besides stays.
    /// </summary>
    public void Restate(Party party, PartyMembers members)
    {
        var old = Case.Party(party);
        if (old == members)
        {
            return;
        }

        Add(new CaseEvent.PartyNamed(party, members));
        FollowNames(party, old);
        foreach (var naming in Definition.AllActions.SelectMany(a => a.Inputs).OfType<Input.Naming>().Where(n => n.Including == party))
        {
            var (named, must) = (Case.Party(naming.Party), Seating.MustInclude(naming, Case, _context));
            var whole = new PartyMembers([.. named.People.Union(must.People)], [.. named.Bodies.Union(must.Bodies)]);
            if (named != PartyMembers.None && whole != named)
            {
                Add(new CaseEvent.PartyNamed(naming.Party, whole));
            }
        }
    }

    /// <summary>The party above has others from now on; so it has here, where it was the same.</summary>
    public void Rename(CaseCommand.Rename rename)
    {
        if (Case.Party(rename.Party) != rename.Old)
        {
            return;
        }

        if (rename.Old != PartyMembers.None)
        {
            Add(new CaseEvent.PartyNamed(rename.Party, rename.New));
        }

        FollowNames(rename.Party, rename.Old);
    }

    /// <summary>The case stays in its stage: seats that stand open for who is not named any more are theirs who are, here and below.</summary>
    private void FollowNames(Party party, PartyMembers old)
    {
        if (Definition.Stage(Case.Stage) is { Signers.Seats: [SeatRule.OfPeople rule] } stage
            && (rule.Party == party || (rule.Party == Party.FirstLeader && party == Party.ResponsibleLeaders)))
        {
            Reseat(stage, rule);
        }

        if (!Case.Splits.IsEmpty)
        {
            _requests.Add(new Request.HandToChildren(null, new CaseCommand.Rename(Case.Id, party, old, Case.Party(party))));
        }
    }

    private void Reseat(Stage stage, SeatRule.OfPeople rule)
    {
        var named = Seating.Chosen(rule, Case, _context);
        var barred = Seating.Barring(stage, consulted: false, Case, _context);
        var free = new Queue<PersonId>(named.Where(p => !barred(p) && Seating.Serves(p, _context.Directory, _context.Today)
            && !Standing.IsNamedElsewhere(Case, SeatNo.Standing, p)));
        foreach (var seat in OpenByTheRule().Where(s => s.Sitters is [{ Person: { } sits }] && !named.Contains(sits)))
        {
            if (free.TryDequeue(out var next))
            {
                Add(new CaseEvent.SeatReassigned(Case.Round, seat.No, [new Sitter(next, null, null)], null));
            }
        }
    }

    /// <summary>Those of the round's opening that have not voted, whether or not their turn has come.</summary>
    private List<Seat> OpenByTheRule() => Case.RoundIsOpen
        ? [.. Case.Seats.Where(s => s is { Consulted: false, Added: null, State: SeatState.Open or SeatState.Waiting } && !Case.HasVoted(s.No))]
        : [];

    private void Reseat(BodyId old, BodyId @new, Stage stage, SeatRule.OfBodies rule)
    {
        if (OpenByTheRule().Find(s => s.Body == old) is { } seat && !Case.Seats.Any(s => s.Body == @new))
        {
            Add(new CaseEvent.SeatReassigned(Case.Round, seat.No, Seating.OfBody(@new, rule, stage, Case, _context), @new));
        }
    }
}
