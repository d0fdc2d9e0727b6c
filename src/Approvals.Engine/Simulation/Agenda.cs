namespace Approvals.Engine.Simulation;

internal enum Intent
{
    Decide,
    Report,
    AskForTime,
}

/// <summary>Somebody means to do something about a seat.</summary>
/// <param name="Since">When the seat came to those who may take it.</param>
/// <param name="Due">The seat's due date for which it was planned.</param>
internal sealed record Planned(
    CaseId Case, int Round, SeatNo Seat, PersonId Person, DateTimeOffset At, Intent What, DateTimeOffset Since, DateOnly? Due);

/// <summary>What is planned, one thing a seat, the earliest first; at the same instant in the order of ids.</summary>
internal sealed class Agenda
{
    private static readonly Comparer<Planned> InTime = Comparer<Planned>.Create((a, b) =>
        (a.At, a.Case.Value, a.Seat.Value).CompareTo((b.At, b.Case.Value, b.Seat.Value)));

    private readonly SortedSet<Planned> _order = new(InTime);
    private readonly Dictionary<CaseId, Dictionary<SeatNo, Planned>> _bySeat = [];

    public Planned? First => _order.Min;

    public IEnumerable<Planned> All => _order;

    public IReadOnlyCollection<Planned> Of(CaseId id) => _bySeat.TryGetValue(id, out var seats) ? [.. seats.Values] : [];

    public Planned? Of(CaseId id, SeatNo seat) => _bySeat.TryGetValue(id, out var seats) ? seats.GetValueOrDefault(seat) : null;

    public void Add(Planned planned)
    {
        if (!_bySeat.TryGetValue(planned.Case, out var seats))
        {
            _bySeat[planned.Case] = seats = [];
        }

        seats.Add(planned.Seat, planned);
        _order.Add(planned);
    }

    public void Remove(Planned planned)
    {
        _order.Remove(planned);
        _bySeat[planned.Case].Remove(planned.Seat);
    }
}
