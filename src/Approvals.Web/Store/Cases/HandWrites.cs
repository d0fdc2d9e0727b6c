using Approvals.Engine;
using Approvals.Engine.Cases;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>What a transaction changes of seats that stand already: 转办, 认领, 放回, 改派, 跳过, 催办. Each seat is written once, as it is
/// at the end.</summary>
internal sealed class HandWrites
{
    private const string UpdateSeats = """
        UPDATE seat s
        SET holder = n.holder, claimed_by = n.claimed, skipped = n.skipped, nudges = n.nudges::jsonb
        FROM unnest(
          @month::date[], @case::uuid[], @round::int[], @seat::int[], @holder::int[], @claimed::int[], @skipped::bool[],
          @nudges::text[])
          AS n (month, id, round, seat, holder, claimed, skipped, nudges)
        WHERE s.unit_id = @unit AND s.opened_month = n.month AND s.case_id = n.id AND s.round = n.round AND s.seat_no = n.seat
        """;

    private const string UpdateAssignments = """
        UPDATE assignment a
        SET holder = n.holder, claimed_by = n.claimed
        FROM unnest(@case::uuid[], @round::int[], @seat::int[], @holder::int[], @claimed::int[]) AS n (id, round, seat, holder, claimed)
        WHERE a.unit_id = @unit AND a.case_id = n.id AND a.round = n.round AND a.seat_no = n.seat
        """;

    private readonly Dictionary<(CaseId Case, int Round, SeatNo Seat), Seat> _seats = [];

    /// <param name="after">With the event applied: its round is the event's.</param>
    public void Take(CaseEvent e, Case after)
    {
        SeatNo? changed = e switch
        {
            CaseEvent.SeatTransferred transferred => transferred.Seat,
            CaseEvent.SeatClaimed claimed => claimed.Seat,
            CaseEvent.SeatReleased released => released.Seat,
            CaseEvent.SeatReassigned reassigned => reassigned.Seat,
            CaseEvent.SeatSkipped skipped => skipped.Seat,
            CaseEvent.Nudged nudged => nudged.Seat,
            _ => null,
        };
        if (changed is { } no && after.SeatAt(no) is { } seat)
        {
            _seats[(after.Id, after.Round, no)] = seat;
        }
    }

    /// <summary>After the rows of seats and assignments that the transaction itself opens.</summary>
    public void AddTo(NpgsqlBatch batch, UnitId unit)
    {
        var seats = _seats.ToList();
        Rows.Add(batch, unit, UpdateSeats, seats, p => p
            .With("month", s => s.Key.Case.Month).With("case", s => s.Key.Case.Value).With("round", s => s.Key.Round)
            .With("seat", s => s.Key.Seat.Value).With("holder", s => s.Value.Holder?.Value)
            .With("claimed", s => s.Value.ClaimedBy?.Value).With("skipped", s => s.Value.Skipped)
            .With("nudges", s => CaseJson.Text(s.Value.Nudges)));
        Rows.Add(batch, unit, UpdateAssignments, seats, p => p
            .With("case", s => s.Key.Case.Value).With("round", s => s.Key.Round).With("seat", s => s.Key.Seat.Value)
            .With("holder", s => s.Value.Holder?.Value).With("claimed", s => s.Value.ClaimedBy?.Value));
    }
}
