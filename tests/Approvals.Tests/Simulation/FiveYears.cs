using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;

namespace Approvals.Tests.Simulation;

/// <summary>
/// Five years of the twin's unit: each June the campaign of 18号 begins anew, people leave and come, are away and have
/// proxies, the pump misses mornings and fires twice, forms are sent twice. Everything is drawn from one seed.
/// </summary>
internal sealed class FiveYears
{
    public static readonly DateOnly Begin = new(2021, 6, 2);
    public static readonly DateOnly End = new(2026, 6, 1);

    private const int Tries = 40;
    private static readonly TimeOnly Morning = new(8, 0);
    private static readonly TimeOnly Nine = new(9, 0);

    private readonly Random _taste;
    private readonly World _world;
    private readonly Opening _opening;
    private readonly ImmutableArray<ChildSeed> _rows;
    private readonly MovingHouse _house;
    private readonly Timers _timers;
    private readonly HashSet<CaseId> _moved = [];
    private readonly List<CaseId> _open = [];
    private readonly Queue<int> _due = [];
    private Desk _desk;

    private FiveYears(int seed)
    {
        _taste = new Random(seed);
        var play = Campaign18.Prepare();
        (_world, _opening, _rows) = (play.World, play.Opening, play.World.Subject.Rows);
        _world.Moved = id => _moved.Add(id);
        _house = new MovingHouse(_world.Directory, _taste);
        _timers = new Timers(_world);
        _desk = DeskOf(Begin.Year, seed);
    }

    public World World => _world;

    public int Presses { get; private set; }

    /// <summary>Forms, and firings of the pump, that came a second time.</summary>
    public int Doubled { get; private set; }

    /// <summary>Mornings on which nothing fired.</summary>
    public int Lost { get; private set; }

    public int Left => _house.Left;

    public int Renamed { get; private set; }

    /// <summary>Each second time that changed anything; empty if all is well.</summary>
    public List<string> Twice { get; } = [];

    public static FiveYears Play(int seed)
    {
        var years = new FiveYears(seed);
        for (var day = Begin; day < End; day = day.AddDays(1))
        {
            years.Live(day, seed);
        }

        years.Close();
        return years;
    }

    private Desk DeskOf(int year, int seed) =>
        new(_world, new Scene(seed, End, new DateOnly(year, 12, 31), "因故", "已办"), new Chance(seed));

    private void Live(DateOnly day, int seed)
    {
        _world.Now = _world.Hours.At(day, Morning);
        if (_house.Changed(day) is { } directory)
        {
            _world.Directory = directory;
            Settle();
        }

        if ((day.Month, day.Day) == (Begin.Month, Begin.Day))
        {
            _desk = DeskOf(day.Year, seed);
            _due.Enqueue(day.Year - Begin.Year);
        }

        if (_due.TryPeek(out var years) && BeginCampaign(years))
        {
            _due.Dequeue();
        }

        Fire();
        if (_world.Calendar.IsWorkday(day))
        {
            _world.Now = _world.Hours.At(day, Nine);
            if (day.Day <= 3)
            {
                Rename();
            }

            // As many as would keep up with the year's work, now more, now fewer.
            for (var press = _taste.Next(6 + (_open.Count / 4)); press > 0; press--)
            {
                PressAny();
            }
        }
    }

    /// <summary>The same notice, its days so many years later; not while the post of whoever would have to act first is vacant.</summary>
    private bool BeginCampaign(int years)
    {
        _world.Subject = Subject.Settled([.. _rows.Select(r => r with { DueOn = r.DueOn?.AddYears(years) })]);
        var id = CaseId.Derive(_world.Today, $"five years/{years}");
        var refused = _world.Open(
            id, _opening.Workflow, _opening.At, _opening.Seed with { DueOn = _opening.Seed.DueOn?.AddYears(years) }, _opening.By);
        if (refused is Refusal.NobodyToSign && _house.HasVacancies)
        {
            return false;
        }

        refused.ShouldBeNull();
        Follow();
        return true;
    }

    private void Fire()
    {
        if (_taste.Next(15) == 0)
        {
            Lost++;
            return;
        }

        var first = _timers.Waiting.Take(Tries).ToList();
        _timers.Fire();
        Follow();
        if (_taste.Next(10) == 0)
        {
            Again($"the pump on {_world.Today:yyyy-MM-dd}", () => _world.CommitDue(first.Where(id => !_world[id].Ended)));
        }
    }

    private void PressAny()
    {
        for (var chance = 0; chance < Tries && _open.Count > 0; chance++)
        {
            var id = _open[_taste.Next(_open.Count)];
            if (Looking.At(_world, id) is not { } at || ActOf(at) is not { } act)
            {
                continue;
            }

            if (_world.Do(id, act) is null)
            {
                Presses++;
                Follow();
                if (_taste.Next(10) == 0)
                {
                    Again($"{act.Action} in {id}", () => _world.Do(id, act));
                }

                return;
            }
        }
    }

    private CaseCommand.Act? ActOf(Looking at)
    {
        var seats = at.Case.OpenSeats.Where(s => !at.Case.HasVoted(s.No)).ToList();
        if (seats.Count == 0)
        {
            return null;
        }

        var seat = seats[_taste.Next(seats.Count)];
        var sitters = Seating.Candidates(seat, _world.Directory, _world.Today);
        if (sitters.IsEmpty)
        {
            return null;
        }

        var person = sitters[_taste.Next(sitters.Length)];
        var onward = _desk.Onward(at, seat, person);
        return onward is null || at.Stage.Quiet ? onward
            : _taste.Next(12) == 0 && _desk.Otherwise(at, seat, person, onward) is { } otherwise ? otherwise
            : _taste.Next(12) == 0 && _desk.AskForTime(at, seat, person) is { } more ? more
            : onward;
    }

    private void Again(string what, Action once)
    {
        var before = _world.History;
        var messages = _world.Messages;
        once();
        Doubled++;
        if (_world.History.Count != before.Count || _world.Messages.Count != messages.Count)
        {
            Twice.Add(what);
        }

        Follow();
    }

    /// <summary>
    /// What names somebody who has left is put into his successor's hands by whoever may (改派责任领导, 调整验收人员), at the
    /// beginning of a month.
    /// </summary>
    private void Rename()
    {
        foreach (var id in _world.Cases.Where(c => !c.Ended).Select(c => c.Id).ToList())
        {
            foreach (var standing in _world.Book[_world[id].Workflow].Standing)
            {
                if (!_world[id].Ended && standing.Action.Needs.OfType<Input.Naming>().SingleOrDefault() is { } naming)
                {
                    Rename(id, standing, naming.Party);
                }
            }
        }
    }

    private void Rename(CaseId id, StandingAction standing, Party party)
    {
        var (@case, context) = (_world[id], _world.ContextOf(_world[id]));
        var (known, now) = (@case.Party(party).People, @case.Party(party).People.Select(_house.SuccessorOf).Distinct().ToArray());
        if (known.SequenceEqual(now) || AtAnyStage.SeatOf(standing, @case, context) is not { } seat)
        {
            return;
        }

        var inputs = new Inputs(
            new Said(null, "已离任", null, null, []),
            ImmutableDictionary<Party, PartyMembers>.Empty.Add(party, PartyMembers.Of([.. now])));
        foreach (var person in Seating.Candidates(seat, _world.Directory, _world.Today))
        {
            var act = new CaseCommand.Act(
                @case.Round, seat.No, standing.Action.Id, person, null, null, inputs, context.Grants.ContentHash, []);
            if (_world.Do(id, act) is null)
            {
                Renamed++;
                Follow();
                return;
            }
        }
    }

    private void Settle()
    {
        _world.Settle();
        Follow();
    }

    private void Follow()
    {
        foreach (var id in _moved)
        {
            _timers.Update(id);
            var works = !_world[id].Ended && _world[id].RoundIsOpen;
            var place = _open.IndexOf(id);
            if (works && place < 0)
            {
                _open.Add(id);
            }
            else if (!works && place >= 0)
            {
                _open.RemoveAt(place);
            }
        }

        _moved.Clear();
    }

    /// <summary>Every post is held again, and what was due has fired.</summary>
    private void Close()
    {
        _world.Now = _world.Hours.At(End, Morning);
        _world.Directory = _house.Full(End);
        Settle();
        Rename();
        _timers.Fire();
        Follow();
        _due.ShouldBeEmpty();
    }
}
