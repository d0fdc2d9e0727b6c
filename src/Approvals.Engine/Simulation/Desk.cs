using System.Collections.Immutable;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;

namespace Approvals.Engine.Simulation;

/// <summary>
/// What a person can press, with its form filled in. It asks the engine what is permitted and knows no stage and no action by
/// name.
/// </summary>
internal sealed class Desk(World world, Scene scene, Chance chance)
{
    private readonly ImmutableSortedDictionary<string, DateOnly> _dates = NamedDates.Of(world.Book, scene.Finish, world.Calendar);

    /// <summary>
    /// The first action that leads on in the file's order. One that its guard hides gives way to the next; one that is only
    /// not yet possible is waited for.
    /// </summary>
    public CaseCommand.Act? Onward(Looking at, Seat seat, PersonId person)
    {
        foreach (var action in at.Stage.Actions.Where(a => LeadsOn(a, at)))
        {
            var act = Fill(action, at, seat, person);
            switch (Decisions.Judge(at.Case, act, at.Context))
            {
                case null:
                    return act;
                case Refusal.NotAllowedHere:
                    continue;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The same press together with the stages after, where one human may do them at once (合并办理).</summary>
    public static CaseCommand.Act Whole(CaseCommand.Act act, Looking at) =>
        act with { Together = [.. Decisions.Together(at.Case, act, at.Context).Select(a => a.Id)] };

    /// <summary>Another way than onward that gives a reason: 退回, a gap, a finding.</summary>
    public CaseCommand.Act? Otherwise(Looking at, Seat seat, PersonId person, CaseCommand.Act onward)
    {
        var ways = at.Stage.Actions
            .Where(a => a.Id != onward.Action && Leads(a, at) is { } to && to != at.Case.Stage && !at.Workflow.IsEnd(to)
                && a.Needs.Any(n => n is Input.Reason))
            .Select(a => Fill(a, at, seat, person))
            .Where(act => Decisions.Judge(at.Case, act, at.Context) is null).ToList();
        return ways.Count == 0 ? null : ways[chance.Below(ways.Count, $"way/{at.Case.Id}/{at.Case.Round}/{person.Value}")];
    }

    /// <summary>What meets a period; else a report (进展), which leaves everything as it is.</summary>
    public CaseCommand.Act? Report(Looking at, Seat seat, PersonId person) =>
        Staying(at, seat, person, a => a.Fulfils) ?? Staying(at, seat, person, a => a.Effects.IsEmpty && a.Needs.Any(n => n is Input.Report));

    /// <summary>What opens a case of its own about a later date (申请延期).</summary>
    public CaseCommand.Act? AskForTime(Looking at, Seat seat, PersonId person) =>
        Staying(at, seat, person, a => a.Effects.Any(e => e is Effect.OpenChild) && a.Needs.Any(n => n is Input.Date { Later: true }));

    private static bool LeadsOn(StageAction action, Looking at) =>
        action.To is { } to && to != at.Case.Stage && at.Workflow.HasReached(to, at.Case.Stage)
        && !(at.Stage.Quiet && at.Workflow.IsEnd(to));

    /// <summary>Where it leads; of several places the nearest.</summary>
    private static StageId? Leads(StageAction action, Looking at) =>
        action.To ?? (Moves.Targets(at.Case, action, at.Workflow) is [.., var nearest] ? nearest : null);

    private CaseCommand.Act? Staying(Looking at, Seat seat, PersonId person, Func<StageAction, bool> fits) =>
        at.Stage.Actions.Where(a => !a.Leads && fits(a)).Select(a => Fill(a, at, seat, person))
            .FirstOrDefault(act => Decisions.Judge(at.Case, act, at.Context) is null);

    private CaseCommand.Act Fill(StageAction action, Looking at, Seat seat, PersonId person)
    {
        var said = new Said(
            null,
            Needs<Input.Reason>() ? scene.Reason : null,
            Needs<Input.Report>() ? scene.Report : null,
            action.Needs.OfType<Input.Date>().FirstOrDefault() is { } date ? DateFor(date, at) : null,
            Needs<Input.Evidence>() ? [new string('0', 64)] : []);
        var dates = action.Needs.Concat(action.Takes).OfType<Input.NamedDate>().Where(d => _dates.ContainsKey(d.Name))
            .Select(d => KeyValuePair.Create(d.Name, _dates[d.Name])).DistinctBy(d => d.Key);
        var inputs = new Inputs(
            said, action.Needs.OfType<Input.Naming>().ToImmutableDictionary(n => n.Party, n => Members(n, action, at)))
        {
            Dates = CaseTime.NoDates.AddRange(dates),
            Numbers = Measures.None.AddRange(action.Needs.OfType<Input.Number>().DistinctBy(n => n.Name)
                .Select(n => KeyValuePair.Create(n.Name, n.AtMost ?? n.AtLeast ?? 0))),
            Target = action.Chooses ? Leads(action, at) : null,
            Way = action.Then == WayBack.AsChosen ? WayBack.StraightBack : null,
        };
        return new CaseCommand.Act(
            at.Case.Round, seat.No, action.Id, person, null, null, inputs, at.Context.Grants.ContentHash, []);

        bool Needs<T>() => action.Needs.Any(n => n is T);
    }

    private DateOnly DateFor(Input.Date date, Looking at)
    {
        var from = date.Later && at.Case.DueOn is { } due && due > world.Today ? due : world.Today;
        return world.Calendar.AddWorkdays(from, 10 + chance.Below(11, $"date/{at.Case.Id}/{at.Case.Round}"));
    }

    private PartyMembers Members(Input.Naming naming, StageAction action, Looking at)
    {
        var including = Seating.MustInclude(naming, at.Case, at.Context);
        if (including != PartyMembers.None && including.People.Length + including.Bodies.Length >= naming.AtLeast)
        {
            return including;
        }

        if (!at.Workflow.AsksBodies(naming.Party))
        {
            return PartyMembers.Of([.. including.People.Union(Judges(at))]);
        }

        // Whose work it is already stays so, except where it changes hands.
        var known = at.Case.Party(naming.Party);
        return !known.Bodies.IsEmpty && !action.Effects.Any(e => e is Effect.ReplaceInParent)
            ? known : PartyMembers.Of([.. OtherBodies(naming.Party, at).Take(naming.AtLeast)]);
    }

    /// <summary>People of a task force (验收组) who have no seat of their own anywhere, and lead nothing of the checklist.</summary>
    private IEnumerable<PersonId> Judges(Looking at)
    {
        var seated = world.Book.Workflows.Values.SelectMany(w => w.Stages).SelectMany(s => s.Signers?.Seats ?? [])
            .SelectMany(rule => Roles(rule)).ToHashSet();
        var leading = world.Subject.Rows.SelectMany(r => r.Parties.Values).SelectMany(m => m.People).ToHashSet();
        return world.Directory.Bodies.Values.Where(b => b.Kind == BodyKind.TaskForce).OrderBy(b => b.Order)
            .SelectMany(b => world.Directory.PostsIn(b.Id, at.Context.Today))
            .Where(p => !seated.Contains(p.Role) && !leading.Contains(p.Person)).Select(p => p.Person).Distinct();
    }

    private static ImmutableArray<RoleId> Roles(SeatRule rule) => rule switch
    {
        SeatRule.OfRole one => [one.Role],
        SeatRule.OfBodies bodies => bodies.Roles.AddRange(bodies.OrElse),
        _ => [],
    };

    /// <summary>Another department of the checklist.</summary>
    private IEnumerable<BodyId> OtherBodies(Party party, Looking at) =>
        world.Subject.Rows.SelectMany(r => r.Parties.GetValueOrDefault(Party.ResponsibleDepartments, PartyMembers.None).Bodies)
            .Except(at.Case.Party(party).Bodies).Distinct()
            .OrderBy(b => chance.Below(int.MaxValue, $"body/{at.Case.Id}/{at.Case.Round}/{b.Value}"));
}

/// <summary>A case as it stands, and what a decision about it looks at.</summary>
internal sealed record Looking(Case Case, Workflow Workflow, Stage Stage, Context Context)
{
    /// <summary>Null where nobody sits.</summary>
    public static Looking? At(World world, CaseId id) =>
        world[id] is { RoundIsOpen: true, Ended: false } @case && world.Book[@case.Workflow].Stage(@case.Stage) is { } stage
            ? new Looking(@case, world.Book[@case.Workflow], stage, world.ContextOf(@case))
            : null;
}
