using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Directories;

namespace Approvals.Tests.Simulation;

/// <summary>Who holds what, from day to day: people leave, successors come at once or late, some are away and have proxies.</summary>
internal sealed class MovingHouse
{
    private readonly Random _taste;
    private readonly List<Person> _people;
    private readonly List<Post> _posts;
    private readonly List<Post> _vacant = [];
    private readonly List<Absence> _absences = [];
    private readonly Dictionary<PersonId, PersonId> _successors = [];
    private readonly ImmutableArray<Body> _bodies;

    public MovingHouse(UnitDirectory directory, Random taste)
    {
        _taste = taste;
        _bodies = [.. directory.Bodies.Values];
        _people = [.. directory.People.Values.OrderBy(p => p.Order)];
        _posts = [.. _people.SelectMany(p => directory.AllPostsOf(p.Id))];
    }

    /// <summary>Posts that somebody has left.</summary>
    public int Left { get; private set; }

    public bool HasVacancies => _vacant.Count > 0;

    /// <summary>Null on a day on which nothing changes.</summary>
    public UnitDirectory? Changed(DateOnly day)
    {
        var changed = false;
        if (_taste.Next(15) == 0)
        {
            var held = _posts.Where(p => p.HeldOn(day)).ToList();
            Leaves(held[_taste.Next(held.Count)].Person, day);
            changed = true;
        }

        foreach (var post in _vacant.Where(_ => _taste.Next(20) == 0).ToList())
        {
            Comes(post, day);
            changed = true;
        }

        if (_taste.Next(8) == 0)
        {
            var present = _posts.Where(p => p.HeldOn(day)).ToList();
            var absent = present[_taste.Next(present.Count)];
            var colleagues = present.Where(p => p.Body == absent.Body && p.Person != absent.Person).ToList();
            if (colleagues.Count > 0)
            {
                _absences.Add(new Absence(
                    absent.Person, day, day.AddDays(1 + _taste.Next(20)), colleagues[_taste.Next(colleagues.Count)].Person));
                changed = true;
            }
        }

        return changed ? Now() : null;
    }

    /// <summary>Every post that was left has a successor on that day.</summary>
    public UnitDirectory Full(DateOnly day)
    {
        foreach (var post in _vacant.ToList())
        {
            Comes(post, day);
        }

        return Now();
    }

    /// <summary>Who has come in his place; himself where nobody has.</summary>
    public PersonId SuccessorOf(PersonId person) =>
        _successors.TryGetValue(person, out var successor) ? SuccessorOf(successor) : person;

    private void Leaves(PersonId person, DateOnly day)
    {
        for (var at = 0; at < _posts.Count; at++)
        {
            if (_posts[at] is var post && post.Person == person && post.HeldOn(day))
            {
                _posts[at] = post with { Until = day.AddDays(-1) };
                Left++;
                if (_taste.Next(4) == 0)
                {
                    _vacant.Add(post);
                }
                else
                {
                    Comes(post, day);
                }
            }
        }
    }

    private void Comes(Post post, DateOnly day)
    {
        var successor = new Person(new PersonId(_people.Max(p => p.Id.Value) + 1), $"新人{_people.Count}", _people.Count);
        _people.Add(successor);
        _successors.TryAdd(post.Person, successor.Id);
        _posts.Add(post with { Person = successor.Id, From = day, Until = null });
        _vacant.Remove(post);
    }

    private UnitDirectory Now() => new([.. _people], _bodies, [.. _posts], [.. _absences]);
}
