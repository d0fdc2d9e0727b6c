using Approvals.Engine.Cases;

namespace Approvals.Engine.Simulation;

/// <summary>Who means to do what about every open seat, kept up with the cases as they move.</summary>
internal sealed class Plans(World world, Crew crew, Desk desk, Chance chance)
{
    /// <summary>Workdays within which nobody reports in between.</summary>
    private const int LongWork = 20;

    private const int MostTries = 5;

    private readonly Dictionary<(CaseId, int Round), DateTimeOffset> _opened = [];
    private readonly Dictionary<(CaseId, int Round, SeatNo), (Refusal Why, int Times)> _refused = [];
    private readonly HashSet<(CaseId, int Round, SeatNo)> _asked = [];

    public Agenda Agenda { get; } = new();

    /// <summary>Drops what is over, and plans what is new or due at another time.</summary>
    public void Follow(CaseId id)
    {
        var at = Looking.At(world, id);
        foreach (var old in Agenda.Of(id))
        {
            var stands = at is not null && at.Case.Round == old.Round && at.Case.OpenSeats.Any(s => s.No == old.Seat)
                && (at.Stage.Quiet || old.Due == DueOf(at.Case, old.Seat));
            if (!stands)
            {
                Agenda.Remove(old);
            }
        }

        if (at is { Case.Time.Suspension: null } && (!at.Stage.Quiet || at.Stage.Actions.Any(a => a.Fulfils)))
        {
            foreach (var seat in at.Case.OpenSeats.Where(s => Agenda.Of(id, s.No) is null))
            {
                Plan(at, seat);
            }
        }
    }

    /// <summary>The first quiet seat from which somebody may lead on: he does it the next working day.</summary>
    public bool MoveWhatRests()
    {
        foreach (var @case in world.Cases.Where(c => c is { Ended: false, RoundIsOpen: true }))
        {
            if (Looking.At(world, @case.Id) is not { Stage.Quiet: true } at)
            {
                continue;
            }

            foreach (var seat in @case.OpenSeats.Where(s => Tries(@case, s.No) < MostTries))
            {
                var day = world.Calendar.NextWorkday(world.Today);
                var able = Able(at, seat).Where(p => crew.BackOn(p, day) is null).ToList();
                if (able.Count > 0)
                {
                    var time = crew.Time.On(day, chance.Below(120, $"moves/{@case.Id}/{@case.Round}"));
                    Agenda.Add(new Planned(@case.Id, @case.Round, seat.No, able[0], time, Intent.Decide, world.Now, null));
                    return true;
                }
            }
        }

        return false;
    }

    public void Done(Planned planned)
    {
        _refused.Remove((planned.Case, planned.Round, planned.Seat));
        if (planned.What == Intent.AskForTime)
        {
            _asked.Add((planned.Case, planned.Round, planned.Seat));
        }
    }

    public void Refused(Planned planned, Refusal why)
    {
        var key = (planned.Case, planned.Round, planned.Seat);
        _refused[key] = (why, _refused.TryGetValue(key, out var before) ? before.Times + 1 : 1);
    }

    /// <summary>Null for a case that rests: whoever sits there is asked for nothing.</summary>
    public Left? LeftOf(Case @case, Refusal? parked)
    {
        var stuck = parked ?? world.Stuck.Where(s => s.Case == @case.Id).Select(s => s.Why).FirstOrDefault();
        if (Looking.At(world, @case.Id) is not { } at)
        {
            return stuck is null && @case.Parent is not null ? null : new Left(@case.Id, @case.Stage, [], stuck);
        }

        var open = @case.OpenSeats.ToList();
        if (at.Stage.Quiet && stuck is null && open.TrueForAll(s => Able(at, s).Count == 0))
        {
            return null;
        }

        var refused = _refused.Where(r => r.Key.Item1 == @case.Id && r.Key.Round == @case.Round).Select(r => r.Value.Why);
        return new Left(
            @case.Id, @case.Stage,
            [.. open.SelectMany(s => Seating.Candidates(s, world.Directory, world.Today)).Distinct()],
            stuck ?? refused.FirstOrDefault());
    }

    private void Plan(Looking at, Seat seat)
    {
        if (Tries(at.Case, seat.No) >= MostTries)
        {
            return;
        }

        var since = _opened.TryGetValue((at.Case.Id, at.Case.Round), out var known) ? known : world.Now;
        _opened[(at.Case.Id, at.Case.Round)] = since;
        var due = DueOf(at.Case, seat.No);
        Planned? earliest = null;
        foreach (var person in Able(at, seat))
        {
            var time = Tries(at.Case, seat.No) == 0
                ? crew.Comes(person, at.Case, since, due)
                : crew.Time.On(world.Calendar.NextWorkday(world.Today), chance.Below(100, $"tries/{at.Case.Id}/{at.Case.Round}"));
            var back = crew.BackOn(person, world.Hours.DayOf(time));
            var planned = new Planned(
                at.Case.Id, at.Case.Round, seat.No, person,
                back is { } day ? crew.Time.On(day, chance.Below(200, $"again/{person.Value}/{at.Case.Id}")) : time,
                Intent.Decide, since, due);
            earliest = earliest is null || planned.At < earliest.At ? planned : earliest;
            if (back is null)
            {
                // It is his: the others come in only where he is away.
                earliest = planned;
                break;
            }
        }

        if ((earliest is null ? Reports(at, seat) : Before(at, seat, earliest)) is { } next)
        {
            Agenda.Add(next);
        }
    }

    /// <summary>What is due every period: some workdays before its end, or after it by who is late.</summary>
    private Planned? Reports(Looking at, Seat seat)
    {
        if (at.Case.ClockOf(seat.No)?.DueOn is not { } due || !at.Stage.Actions.Any(a => a.Fulfils))
        {
            return null;
        }

        foreach (var person in Seating.Candidates(seat, world.Directory, world.Today).Where(p => desk.Report(at, seat, p) is not null))
        {
            var about = $"period/{person.Value}/{at.Case.Id}/{due:yyyy-MM-dd}";
            var off = crew.Of(person) == Behaviour.Late ? 1 + chance.Below(5, about) : -chance.Below(6, about);
            var day = world.Calendar.AddWorkdays(due, off);
            day = day > world.Today && world.Calendar.IsWorkday(day) ? day : world.Calendar.NextWorkday(day > world.Today ? day : world.Today);
            day = crew.BackOn(person, day) ?? day;
            return new Planned(
                at.Case.Id, at.Case.Round, seat.No, person, crew.Time.On(day, chance.Below(300, about)), Intent.Report, world.Now,
                DueOf(at.Case, seat.No));
        }

        return null;
    }

    /// <summary>What comes before the decision: a request for more time, or a report of long work every month.</summary>
    private Planned Before(Looking at, Seat seat, Planned decides)
    {
        var (person, key) = (decides.Person, (decides.Case, decides.Round, decides.Seat));
        var about = $"{person.Value}/{decides.Case}/{decides.Round}";
        if (decides.Due is { } due && crew.Of(person) == Behaviour.Late && !_asked.Contains(key)
            && chance.Below(2, $"asks/{about}") == 0 && desk.AskForTime(at, seat, person) is not null)
        {
            var asks = crew.Time.On(world.Calendar.AddWorkdays(due, -5), chance.Below(300, $"asking/{about}"));
            if (asks > world.Now && crew.BackOn(person, world.Hours.DayOf(asks)) is null)
            {
                return decides with { At = asks, What = Intent.AskForTime };
            }
        }

        var reports = crew.Time.On(
            world.Calendar.AddWorkdays(world.Today, LongWork), chance.Below(400, $"reports/{about}/{world.Today:yyyy-MM-dd}"));
        return reports < decides.At && crew.BackOn(person, world.Hours.DayOf(reports)) is null && desk.Report(at, seat, person) is not null
            ? decides with { At = reports, What = Intent.Report }
            : decides;
    }

    /// <summary>Whoever may lead on now, first the one whose thing it is: drawn, so that one more person takes only his own.</summary>
    private List<PersonId> Able(Looking at, Seat seat) =>
    [
        .. Seating.Candidates(seat, world.Directory, world.Today)
            .Where(person => desk.Onward(at, seat, person) is not null)
            .OrderBy(person => chance.Below(int.MaxValue, $"whose/{at.Case.Id}/{at.Stage.Id}/{person.Value}")),
    ];

    private int Tries(Case @case, SeatNo seat) => _refused.TryGetValue((@case.Id, @case.Round, seat), out var refused) ? refused.Times : 0;

    private static DateOnly? DueOf(Case @case, SeatNo seat) => @case.ClockOf(seat)?.DueOn ?? @case.SeatAt(seat)?.DueOn;
}
