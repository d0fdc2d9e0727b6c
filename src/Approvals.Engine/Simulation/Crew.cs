using System.Collections.Immutable;
using Approvals.Engine.Cases;

namespace Approvals.Engine.Simulation;

/// <summary>The people: how each behaves, when he is away, and when he comes to a thing.</summary>
internal sealed class Crew(World world, Scene scene, Chance chance, DateOnly begin)
{
    private const int SoonMinutes = 400;

    private readonly Dictionary<PersonId, Behaviour> _behaviours = [];
    private readonly WorkTime _time = new(world.Calendar, world.Hours);

    public WorkTime Time => _time;

    public ImmutableDictionary<PersonId, Behaviour> Behaviours => _behaviours.ToImmutableDictionary();

    /// <summary>Six of ten diligent, two late, one absent, one returning.</summary>
    public Behaviour Of(PersonId person)
    {
        if (!_behaviours.TryGetValue(person, out var behaviour))
        {
            behaviour = scene.Known.TryGetValue(person, out var known) ? known : chance.Below(10, $"behaviour/{person.Value}") switch
            {
                < 6 => Behaviour.Diligent,
                < 8 => Behaviour.Late,
                8 => Behaviour.Absent,
                _ => Behaviour.Returning,
            };
            _behaviours[person] = behaviour;
        }

        return behaviour;
    }

    /// <summary>The first workday on which he is there again; null where he is there on that day.</summary>
    public DateOnly? BackOn(PersonId person, DateOnly day)
    {
        if (Of(person) != Behaviour.Absent)
        {
            return null;
        }

        var from = world.Calendar.AddWorkdays(begin, chance.Below(150, $"away/{person.Value}"));
        var back = world.Calendar.AddWorkdays(from, 10 + chance.Below(31, $"back/{person.Value}"));
        return from <= day && day < back ? back : null;
    }

    /// <summary>
    /// When he would do it, the earliest a minute from now. What came to him on the same day in the same stage of the same
    /// campaign he does at the same time.
    /// </summary>
    public DateTimeOffset Comes(PersonId person, Case @case, DateTimeOffset since, DateOnly? due)
    {
        var opened = world.Hours.DayOf(since);
        var about = $"{person.Value}/{@case.Parent}/{@case.Workflow}/{@case.Stage}/{opened:yyyy-MM-dd}";
        var at = Of(person) == Behaviour.Late ? Late(opened, due, about) : InTime(since, opened, due, about);
        return at > world.Now ? at : _time.After(world.Now, 1 + chance.Below(60, $"next/{about}/{@case.Round}"));
    }

    private DateTimeOffset Late(DateOnly opened, DateOnly? due, string about) => due is { } day
        ? OnDay(day > opened ? day : opened, 1 + chance.Below(8, $"late/{about}"), about)
        : OnDay(opened, 3 + chance.Below(8, $"late/{about}"), about);

    private DateTimeOffset InTime(DateTimeOffset since, DateOnly opened, DateOnly? due, string about)
    {
        var days = due is { } day ? _time.Workdays(opened, day) : 0;
        return days <= 3
            ? _time.After(since, 10 + chance.Below(SoonMinutes, $"soon/{about}"))
            : OnDay(opened, Math.Max(1, days * (20 + chance.Below(70, $"share/{about}")) / 100), about);
    }

    private DateTimeOffset OnDay(DateOnly day, int workdays, string about) =>
        _time.On(world.Calendar.AddWorkdays(day, workdays), chance.Below(SoonMinutes, $"minute/{about}"));
}
