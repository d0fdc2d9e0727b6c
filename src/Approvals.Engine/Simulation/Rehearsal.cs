using System.Collections.Immutable;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Simulation;

/// <summary>
/// Plays a campaign in memory: the queue jumps to the next instant at which somebody means to act or a rung fires. Where
/// nothing is planned any more, whoever holds a quiet seat moves on what only waits for him.
/// </summary>
public sealed class Rehearsal
{
    private readonly World _world;
    private readonly Scene _scene;
    private readonly Chance _chance;
    private readonly Crew _crew;
    private readonly Desk _desk;
    private readonly Timers _timers;
    private readonly Plans _plans;
    private readonly List<Pressed> _presses = [];
    private readonly List<MonthEnd> _months = [];
    private readonly HashSet<CaseId> _changed = [];
    private readonly HashSet<(PersonId, CaseId, StageId)> _sentBack = [];
    private readonly Dictionary<(PersonId, DateTimeOffset, WorkflowId, StageId, ActionId), int> _sheets = [];
    private int _sheet;
    private DateOnly _month;

    private Rehearsal(World world, Scene scene)
    {
        (_world, _scene, _chance) = (world, scene, new Chance(scene.Seed));
        _crew = new Crew(world, scene, _chance, world.Today);
        _desk = new Desk(world, scene, _chance);
        _timers = new Timers(world);
        _plans = new Plans(world, _crew, _desk, _chance);
        _month = EndOfMonth(world.Today);
    }

    /// <summary>The same world, scene and opening give the same to the last byte.</summary>
    public static Played Play(World world, Scene scene, Opening opening)
    {
        var rehearsal = new Rehearsal(world, scene);
        var told = world.Moved;
        world.Moved = id =>
        {
            told(id);
            rehearsal._changed.Add(id);
        };
        var refused = world.Open(opening.Id, opening.Workflow, opening.At, opening.Seed, opening.By);
        if (refused is null)
        {
            rehearsal.Run();
        }

        world.Moved = told;
        return rehearsal.Told(refused);
    }

    private void Run()
    {
        var end = _world.Hours.EndOf(_scene.Until);
        while (true)
        {
            Follow();
            var (act, rung) = (_plans.Agenda.First?.At, _timers.Next);
            if (OnlyPeriodsAreLeft() && _plans.MoveWhatRests())
            {
                continue;
            }

            if ((act ?? rung) is null)
            {
                break;
            }

            var next = rung is null || act < rung ? act!.Value : rung.Value; // one of the two is there
            if (next >= end)
            {
                _world.Now = end.AddMinutes(-1);
                break;
            }

            CloseMonths(next);
            _world.Now = next;
            if (rung <= next)
            {
                _timers.Fire();
            }
            else
            {
                Act(_plans.Agenda.First!); // it is what comes next
            }
        }

        CloseMonths(_world.Now);
        Picture(_world.Today);
    }

    /// <summary>What comes every quarter comes for ever: nobody waits for the end of it. True where nothing is left at all.</summary>
    private bool OnlyPeriodsAreLeft() =>
        _plans.Agenda.All.All(planned => IsPeriodic(planned.Case)) && _timers.Waiting.All(IsPeriodic);

    private bool IsPeriodic(CaseId id) => _world[id] is var @case
        && _world.Book[@case.Workflow].Stage(@case.Stage)?.Deadline is { IsPeriodic: true };

    /// <summary>Timers and plans of what has moved, and of what looks at it: its parent and its children.</summary>
    private void Follow()
    {
        var looked = new HashSet<CaseId>();
        foreach (var id in _changed)
        {
            _timers.Update(id);
            looked.Add(id);
            looked.UnionWith(_world.ChildrenOf(id).Where(c => !c.Ended).Select(c => c.Id));
            if (_world[id].Parent is { } parent)
            {
                looked.Add(parent);
            }
        }

        _changed.Clear();
        foreach (var id in looked)
        {
            _plans.Follow(id);
        }
    }

    private void Act(Planned planned)
    {
        _plans.Agenda.Remove(planned);
        _changed.Add(planned.Case);
        if (Looking.At(_world, planned.Case) is not { } at || at.Case.Round != planned.Round
            || at.Case.SeatAt(planned.Seat) is not { } seat || Choose(planned, at, seat) is not { } act)
        {
            return;
        }

        if (_world.Do(planned.Case, act) is { } why)
        {
            _plans.Refused(planned, why);
            return;
        }

        _plans.Done(planned);
        _presses.Add(new Pressed(_world.Now, planned.Case, at.Stage.Id, act, SheetOf(act, at, seat), IsSignature(act, at, seat)));
    }

    private CaseCommand.Act? Choose(Planned planned, Looking at, Seat seat)
    {
        var person = planned.Person;
        switch (planned.What)
        {
            case Intent.Report:
                return _desk.Report(at, seat, person);
            case Intent.AskForTime:
                return _desk.AskForTime(at, seat, person);
            default:
                return _desk.Onward(at, seat, person) is not { } onward ? null
                    : SendsBack(person, at) && _desk.Otherwise(at, seat, person, onward) is { } otherwise ? otherwise
                    : Desk.Whole(onward, at);
        }
    }

    /// <summary>Once a case and stage, and not always.</summary>
    private bool SendsBack(PersonId person, Looking at) =>
        !at.Stage.Quiet && _crew.Of(person) == Behaviour.Returning && _sentBack.Add((person, at.Case.Id, at.Stage.Id))
        && _chance.Below(3, $"back/{person.Value}/{at.Case.Id}/{at.Stage.Id}") == 0;

    /// <summary>
    /// A page takes together what a human does in his own name, that asks for nothing and is about no text (销号 in batches).
    /// </summary>
    private int SheetOf(CaseCommand.Act act, Looking at, Seat seat)
    {
        var action = at.Stage.Action(act.Action)!; // just done
        if (seat.Body is not null || !action.Leads || !action.Needs.IsEmpty || !act.Together.IsEmpty || act.ContentHash is not null)
        {
            return ++_sheet;
        }

        var key = (act.By, _world.Now, at.Case.Workflow, at.Stage.Id, act.Action);
        return _sheets.TryGetValue(key, out var sheet) ? sheet : _sheets[key] = ++_sheet;
    }

    /// <summary>
    /// A department's seat that several roles may take is work handed in; a seat of one human or of one role in a body is
    /// signed. Issuing's do not count: they stand above the campaign. Of what somebody asks for (发起) everything counts that one
    /// role or one human signs after him.
    /// </summary>
    private static bool IsSignature(CaseCommand.Act act, Looking at, Seat seat)
    {
        if (at.Stage.Action(act.Action) is not { Leads: true })
        {
            return false;
        }

        var (one, oneRole) = (seat.Sitters.Any(s => s.Person == act.Decider), seat.Sitters.Select(s => s.Role).Distinct().Count() == 1);
        return at.Case.Parent is not null ? one || (oneRole && seat.Body is not null)
            : at.Workflow.IsRequested && (one || oneRole) && at.Workflow.Starts.All(s => s.At != at.Stage.Id);
    }

    private void CloseMonths(DateTimeOffset next)
    {
        for (; _month < _world.Hours.DayOf(next); _month = EndOfMonth(_month.AddDays(1)))
        {
            Picture(_month);
        }
    }

    private void Picture(DateOnly day) => _months.Add(new MonthEnd(day, [.. _world.Cases.Where(IsRow)]));

    /// <summary>Of a definition that some stage splits off row by row; not a part of another row.</summary>
    private bool IsRow(Case @case) => @case.Parent is { } parent && _world.Book[_world[parent].Workflow].Stages
        .Any(s => s.Splits.Any(split => split.Each is Each.Row && split.Workflow == @case.Workflow));

    private static DateOnly EndOfMonth(DateOnly day) => new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));

    private Played Told(Refusal? refused) => new(
        [.. _presses],
        [.. _months],
        [.. _world.Cases.Where(c => !c.Ended).Select(c => _plans.LeftOf(c, _timers.Parked.GetValueOrDefault(c.Id))).OfType<Left>()],
        _crew.Behaviours,
        refused);
}
