using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>What an outcome does besides moving the case: its effects, and the children that it opens.</summary>
internal sealed partial class Steps
{
    private void Apply(Effect effect, CaseCommand.Act? act)
    {
        switch (effect)
        {
            case Effect.OpenChild open when act is not null:
                OpenChild(open.Workflow, AskedBy(act, open.Workflow));
                break;
            case Effect.ExtendInParent when Stops.Granted(Case, act) is { } to:
                _requests.Add(new Request.ExtendParent(to));
                break;
            case Effect.Suspend or Effect.Resume:
                Stop(effect);
                break;
            case Effect.Settle settle when Case.OpenMatters(settle.Kind).Any():
                Add(new CaseEvent.MattersSettled(settle.Kind));
                break;
            case Effect.Allocate allocate:
                Add(new CaseEvent.NumberTaken(
                    allocate.Purpose, Preview ? "" : _context.Grants.NextNumbers[allocate.Purpose]));
                break;
            case Effect.Freeze:
                Add(new CaseEvent.ContentFrozen(_context.Grants.ContentHash));
                break;
            case Effect.Publish:
                Add(new CaseEvent.ContentPublished());
                break;
            case Effect.Except except when act is not null:
                DutyDays.Except(this, except.What, act.Inputs);
                break;
            case Effect.Produce produce:
                Products.Order(this, produce.What, _context);
                break;
            case Effect.Distribute distribute:
                Products.Distribute(this, distribute, act, _context);
                break;
            case Effect.CancelChildren or Effect.Merge or Effect.Hand or Effect.Fold:
                Hand(effect, act);
                break;
            case Effect.Except or Effect.Settle or Effect.Raise or Effect.ReplaceInParent or Effect.OpenChild or Effect.ExtendInParent:
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void Stop(Effect effect)
    {
        switch (effect)
        {
            case Effect.Suspend when Case.Time.Suspension is null or { Inherited: true }:
                Stops.Suspend(this, _context.Now, inherited: false);
                break;
            case Effect.Resume when Case.Time.Suspension is { Inherited: false }:
                Stops.Resume(this, _context);
                Stops.Follow(this, _context, from: _context.Now);
                break;
        }
    }

    private void Split(Split split)
    {
        var now = split.Now(before: Case.Splits.GetValueOrDefault(split.Workflow) > 0);
        if (!Conditions.Hold(now.When, Case, _context))
        {
            return;
        }

        foreach (var seed in Seeds(now.Each).ToList())
        {
            OpenChild(split.Workflow, seed, now.At);
        }
    }

    /// <summary>A child that a press asks for: its date is the one asked for, and the reason stands in it.</summary>
    private ChildSeed AskedBy(CaseCommand.Act act, WorkflowId workflow)
    {
        var said = act.Inputs.Said;
        var about = new Matter(
            1, workflow.Value, string.Join('\n', new[] { said.Reason, said.Report }.Where(t => !string.IsNullOrWhiteSpace(t))),
            said.Date, Case.SeatAt(act.Seat)?.Body, act.Decider, Open: true);
        return new ChildSeed(
            $"{Case.Version}", Case.Title, Case.Parties.SetItems(NamedBy(act)), Case.Facts, said.Date)
        {
            About = about,
        };
    }

    /// <summary>Whom the form named, as the action asks for it: the new case's, also where the action names nobody in this one.</summary>
    private IEnumerable<KeyValuePair<Party, PartyMembers>> NamedBy(CaseCommand.Act act) =>
        (Definition.Stage(Case.Stage)?.Action(act.Action) is { } action ? action.Needs.Concat(action.Takes) : [])
            .OfType<Input.Naming>().Select(n => n.Party).Distinct().Where(act.Inputs.Named.ContainsKey)
            .Select(party => KeyValuePair.Create(party, act.Inputs.Named[party]));

    private IEnumerable<ChildSeed> Seeds(Each each) => each switch
    {
        Each.Once => [new ChildSeed("0", Case.Title, Case.Parties, [], Case.DueOn)],
        Each.Row => _context.Grants.Rows,
        Each.BodyOf of => Bodies(of.Party).Select(PartOf),
        Each.OpenMatter of => Case.OpenMatters(of.Kind).ToList().Select(matter => new ChildSeed(
            $"{matter.No}", matter.Text, PartiesOf(matter), [Facts.Part], matter.DueOn ?? Case.DueOn)),
        _ => throw new UnreachableException(),
    };

    /// <summary>What one body has to do of it.</summary>
    private ChildSeed PartOf(BodyId body) => new(
        $"{body.Value}",
        Case.Title,
        Case.Parties.SetItem(Party.AssignedDepartment, PartyMembers.Of(body)),
        Seating.Members(Party.LeadDepartment, Case, _context).Bodies.Contains(body) ? [Facts.Lead] : [],
        Case.DueOn);

    /// <summary>Whom a return concerns is all of them where it did not say.</summary>
    private ImmutableArray<BodyId> Bodies(Party party) => Seating.Members(party, Case, _context).Bodies switch
    {
        { IsEmpty: true } when party == Party.ConcernedDepartments => Seating.Members(Party.ResponsibleDepartments, Case, _context).Bodies,
        var bodies => bodies,
    };

    private ImmutableDictionary<Party, PartyMembers> PartiesOf(Matter matter) => matter.Body is not { } body
        ? Case.Parties
        : Case.Parties
            .SetItem(Party.ResponsibleDepartments, PartyMembers.Of(body))
            .SetItem(Party.LeadDepartment, PartyMembers.Of(body));
}
