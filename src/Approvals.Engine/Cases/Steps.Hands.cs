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
        if (Definition.Stage(Case.Stage) is { Signers.Seats: [SeatRule.OfBodies rule] } stage && IsOfWork(rule))
        {
            Reseat(old, @new, stage, rule);
        }
        else if (Definition.Stage(Case.Stage) is { Signers.Seats: { Length: > 1 } rules } one && rules.OfType<SeatRule.OfBodies>().Any(IsOfWork))
        {
            ReseatAny(one);
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
        var before = Case;
        if (Case.Party(party) == members)
        {
            return;
        }

        Add(new CaseEvent.PartyNamed(party, members));
        FollowNames(before, [party], stays: true);
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

    private static bool IsOfWork(SeatRule.OfBodies rule) =>
        Parties.OfWork.Contains(rule.Party) || rule.Party == Party.SupportingDepartments;

    /// <summary>The party above has others from now on; so it has here, where it was the same or is the parent's.</summary>
    public void Rename(CaseCommand.Rename rename)
    {
        var own = Case.Party(rename.Party);
        if (own != PartyMembers.None && own != rename.Old)
        {
            return;
        }

        if (own != PartyMembers.None)
        {
            Add(new CaseEvent.PartyNamed(rename.Party, rename.New));
        }

        Reseat(rename.Party);
        HandDown(rename.Party, rename.Old, rename.New);
    }

    /// <summary>Whoever was named by a press takes the place of who is not named any more, here where the case stays, and below.</summary>
    private void FollowNames(Case before, ImmutableArray<Party> named, bool stays)
    {
        foreach (var party in named.Order().Where(p => Case.Party(p) != before.Party(p)))
        {
            if (stays)
            {
                Reseat(party);
            }

            // A stage that names people for the first time changes nobody's seat below.
            if (stays || (Parties.HoldsPeople(party) && before.Party(party) != PartyMembers.None))
            {
                HandDown(party, before.Party(party), Case.Party(party));
            }
        }
    }

    private void HandDown(Party party, PartyMembers old, PartyMembers @new)
    {
        if (!Case.Splits.IsEmpty)
        {
            _requests.Add(new Request.HandToChildren(null, new CaseCommand.Rename(Case.Id, party, old, @new)));
        }
    }

    /// <summary>Seats that stand open for who is not named any more are theirs who are.</summary>
    private void Reseat(Party party)
    {
        if (Definition.Stage(Case.Stage) is not { Signers: { } signers } stage)
        {
            return;
        }

        if (signers.Seats.Length > 1)
        {
            if (signers.Seats.OfType<SeatRule.OfPeople>().Any(rule => IsBy(rule, party)))
            {
                ReseatAny(stage);
            }
        }
        else if (Seating.PeopleRule(stage, Definition) is { } rule && IsBy(rule, party))
        {
            var renamed = Seating.Renamed(
                rule, stage, OpenByTheRule(), p => Standing.IsNamedElsewhere(Case, SeatNo.Standing, p), Case, _context).ToList();
            foreach (var (seat, next) in renamed)
            {
                Add(new CaseEvent.SeatReassigned(Case.Round, seat, [new Sitter(next, null, null)], null));
            }
        }
    }

    private static bool IsBy(SeatRule.OfPeople rule, Party party) =>
        rule.Party == party || (rule.Party == Party.FirstLeader && party == Party.ResponsibleLeaders);

    /// <summary>The one seat that any of several may take is made anew.</summary>
    private void ReseatAny(Stage stage)
    {
        foreach (var seat in OpenByTheRule())
        {
            var sitters = Seating.OfAny(stage, Case, _context);
            if (!sitters.SequenceEqual(seat.Sitters))
            {
                Add(new CaseEvent.SeatReassigned(Case.Round, seat.No, sitters, seat.Body));
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
