using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Npgsql;
using NpgsqlTypes;

namespace Approvals.Web.Store.Cases;

/// <summary>
/// What is open after a transaction: assignments with their clocks, and the timer of each that is dated and not suspended.
/// </summary>
internal sealed class OpenWrites
{
    private readonly List<(CaseId Case, SeatNo? Seat)> _released = [];
    private readonly Dictionary<CaseId, List<OpenedSeat>> _opened = [];
    private readonly List<(CaseId Case, SeatNo Seat, SeatClock? Clock, bool Suspended)> _clocked = [];
    private readonly List<(CaseId Case, SeatNo Seat, RungTime? Next)> _timers = [];
    private readonly List<(CaseId Case, SeatNo Seat)> _stopped = [];

    public void Open(CaseId @case, int round, ImmutableArray<Seat> seats, bool quiet)
    {
        if (!_opened.TryGetValue(@case, out var opened))
        {
            _opened[@case] = opened = [];
        }

        opened.AddRange(seats.Select(seat => new OpenedSeat(@case, round, seat, quiet, null, false)));
    }

    /// <summary>A seat that this very transaction opened and closed again (合并办理) never becomes a row of what is open.</summary>
    /// <param name="seat">Null: all of the case.</param>
    public void Release(CaseId @case, SeatNo? seat)
    {
        if (_opened.TryGetValue(@case, out var opened))
        {
            opened.RemoveAll(o => seat is null || o.Seat.No == seat);
        }

        _released.Add((@case, seat));
    }

    /// <summary>The clocks as a decision left them, its events being projected already.</summary>
    public void Take(Case? before, Case after, Context context)
    {
        var suspended = after.Time.Suspension is not null;
        var opened = _opened.GetValueOrDefault(after.Id) ?? [];
        for (var i = 0; i < opened.Count; i++)
        {
            var clock = after.ClockOf(opened[i].Seat.No);
            opened[i] = opened[i] with { Clock = clock, Suspended = suspended };
            Arm(after, clock, suspended, context);
        }

        if (before is not { RoundIsOpen: true } || !after.RoundIsOpen || before.Round != after.Round)
        {
            return;
        }

        var wasSuspended = before.Time.Suspension is not null;
        // What opened meanwhile was taken above.
        foreach (var seat in after.OpenSeats.Select(s => s.No).Intersect(before.OpenSeats.Select(s => s.No)))
        {
            var clock = after.ClockOf(seat);
            if (clock == before.ClockOf(seat) && suspended == wasSuspended && after.BookHash == before.BookHash)
            {
                continue;
            }

            _clocked.Add((after.Id, seat, clock, suspended));
            Arm(after, clock, suspended, context);
            if ((suspended && !wasSuspended) || (clock is null && before.ClockOf(seat) is not null))
            {
                _stopped.Add((after.Id, seat));
            }
        }
    }

    /// <summary>The timers of a case that stays as it is.</summary>
    public void Rearm(Case @case, Context context)
    {
        foreach (var clock in @case.Time.Clocks)
        {
            Arm(@case, clock, @case.Time.Suspension is not null, context);
        }
    }

    public void AddTo(NpgsqlBatch batch, UnitId unit, DateTimeOffset now)
    {
        Rows.Add(batch, unit, CaseSql.Release, _released, p => p
            .With("case", r => r.Case.Value).With("seat", r => r.Seat?.Value));
        var opened = _opened.Values.SelectMany(o => o).ToList();
        Rows.Add(batch, unit, CaseSql.InsertAssignments, opened, p => Clock(
            p.With("month", o => o.Case.Month).With("case", o => o.Case.Value).With("round", o => o.Round)
                .With("seat", o => o.Seat.No.Value).With("quiet", o => o.Quiet).With("consulted", o => o.Seat.Consulted)
                .With("holder", o => o.Seat.Holder?.Value).With("claimed", o => o.Seat.ClaimedBy?.Value)
                .One("now", NpgsqlDbType.TimestampTz, now.UtcDateTime),
            o => o.Clock, o => o.Suspended));
        var sitters = opened.SelectMany(o => o.Seat.Sitters.Select((s, place) => (o.Case, o.Seat.No, place, s))).ToList();
        Rows.Add(batch, unit, CaseSql.InsertSitters, sitters, p => p
            .With("case", s => s.Case.Value).With("seat", s => s.No.Value).With("place", s => s.place)
            .With("person", s => s.s.Person?.Value).With("body", s => s.s.Body?.Value).With("role", s => s.s.Role?.Value));
        Rows.Add(batch, unit, CaseSql.UpdateAssignments, _clocked, p => Clock(
            p.With("case", c => c.Case.Value).With("seat", c => c.Seat.Value), c => c.Clock, c => c.Suspended));
        Rows.Add(batch, unit, CaseSql.StopTimers, _stopped, p => p
            .With("case", s => s.Case.Value).With("seat", s => s.Seat.Value));
        Rows.Add(batch, unit, CaseSql.SetTimers, _timers, p => p
            .With("month", t => t.Case.Month).With("case", t => t.Case.Value).With("seat", t => t.Seat.Value)
            .With("rung", t => t.Next?.No).With("at", t => t.Next?.At));
    }

    private static void Clock<T>(Columns<T> columns, Func<T, SeatClock?> clock, Func<T, bool> suspended) => columns
        .With("due", r => clock(r)?.DueOn).With("due_at", r => clock(r)?.DueAt).With("since", r => clock(r)?.Since)
        .With("passed", r => string.Join(',', clock(r)?.Passed ?? [])).With("suspended", suspended);

    private void Arm(Case @case, SeatClock? clock, bool suspended, Context context)
    {
        if (clock is not null && !suspended)
        {
            _timers.Add((
                @case.Id, clock.Seat, Ladders.Next(@case, clock.Seat, context.Book, context.Calendar, context.Hours)));
        }
    }

    private sealed record OpenedSeat(CaseId Case, int Round, Seat Seat, bool Quiet, SeatClock? Clock, bool Suspended);
}
