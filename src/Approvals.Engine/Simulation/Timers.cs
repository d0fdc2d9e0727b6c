using Approvals.Engine.Cases;

namespace Approvals.Engine.Simulation;

/// <summary>The next rung of every case, and what the pump does when some are due.</summary>
internal sealed class Timers(World world)
{
    private readonly Dictionary<CaseId, DateTimeOffset> _next = [];
    private readonly SortedSet<(DateTimeOffset At, Guid Case)> _order = [];

    public DateTimeOffset? Next => _order.Count == 0 ? null : _order.Min.At;

    /// <summary>Cases in which something is still to fire, the earliest first.</summary>
    public IEnumerable<CaseId> Waiting => _order.Select(o => new CaseId(o.Case));

    /// <summary>Rungs that were refused, and why: they are tried again when the case moves.</summary>
    public Dictionary<CaseId, Refusal> Parked { get; } = [];

    public void Update(CaseId id)
    {
        Forget(id);
        Parked.Remove(id);
        var @case = world[id];
        DateTimeOffset? next = null;
        foreach (var clock in @case.Time.Clocks)
        {
            var at = Ladders.Next(@case, clock.Seat, world.Book, world.Calendar, world.Hours)?.At;
            next = at < next || next is null ? at ?? next : next;
        }

        if (next is { } due)
        {
            _next[id] = due;
            _order.Add((due, id.Value));
        }
    }

    /// <summary>Every case that is due now, the earliest first, then in the order of ids; what they wake comes after.</summary>
    public void Fire()
    {
        var due = _order.TakeWhile(o => o.At <= world.Now).Select(o => new CaseId(o.Case)).ToList();
        // Whatever comes of it moves the case, and it is looked at again; what comes of nothing is not asked twice.
        due.ForEach(Forget);
        foreach (var (id, why) in world.CommitDue(due))
        {
            Parked[id] = why;
        }

        world.Settle();
    }

    private void Forget(CaseId id)
    {
        if (_next.Remove(id, out var at))
        {
            _order.Remove((at, id.Value));
        }
    }
}
