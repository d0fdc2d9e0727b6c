using Approvals.Engine;
using Approvals.Engine.Cases;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>The seats that a transaction writes: those of new rounds, added ones, and those whose turn came or is over.</summary>
internal sealed class SeatWrites
{
    private readonly List<(CaseId Case, int Round, StageId Stage, Seat Seat)> _made = [];
    private readonly Dictionary<CaseId, (int Round, IReadOnlyList<Seat> Seats)> _turned = [];
    private readonly Dictionary<(CaseId Case, int Round, SeatNo Seat), Seat> _reassigned = [];
    private readonly List<(CaseId Case, Vote Vote)> _takenBack = [];

    private const string Insert = """
        INSERT INTO seat (
          unit_id, opened_month, case_id, round, seat_no, stage, sitters, body_id, due_on, due_at, consulted, lead, weight, state,
          added_to, added_place, added_by, added_reason)
        SELECT @unit, n.month, n.id, n.round, n.seat, n.stage, n.sitters::jsonb, n.body, n.due, n.due_at, n.consulted, n.lead,
               n.weight, n.state, n.added_to, n.added_place, n.added_by, n.added_reason
        FROM unnest(
          @month::date[], @case::uuid[], @round::int[], @seat::int[], @stage::text[], @sitters::text[], @body::int[], @due::date[],
          @due_at::time[], @consulted::bool[], @lead::bool[], @weight::int[], @state::text[], @added_to::int[],
          @added_place::text[], @added_by::int[], @added_reason::text[])
          AS n (month, id, round, seat, stage, sitters, body, due, due_at, consulted, lead, weight, state, added_to, added_place,
                added_by, added_reason)
        """;

    private const string Turn = """
        UPDATE seat s
        SET state = n.state, due_on = n.due, due_at = n.due_at
        FROM unnest(
          @month::date[], @case::uuid[], @round::int[], @seat::int[], @state::text[], @due::date[], @due_at::time[])
          AS n (month, id, round, seat, state, due, due_at)
        WHERE s.unit_id = @unit AND s.opened_month = n.month AND s.case_id = n.id AND s.round = n.round AND s.seat_no = n.seat
          AND (s.state, s.due_on, s.due_at) IS DISTINCT FROM (n.state, n.due, n.due_at)
        """;

    private const string TakeBack = """
        UPDATE seat s
        SET taken_back = true
        FROM unnest(@month::date[], @case::uuid[], @round::int[], @seat::int[]) AS n (month, id, round, seat)
        WHERE s.unit_id = @unit AND s.opened_month = n.month AND s.case_id = n.id AND s.round = n.round AND s.seat_no = n.seat
        """;

    private const string Reassign = """
        UPDATE seat s
        SET sitters = n.sitters::jsonb, body_id = n.body
        FROM unnest(@month::date[], @case::uuid[], @round::int[], @seat::int[], @sitters::text[], @body::int[])
          AS n (month, id, round, seat, sitters, body)
        WHERE s.unit_id = @unit AND s.opened_month = n.month AND s.case_id = n.id AND s.round = n.round AND s.seat_no = n.seat
        """;

    /// <param name="after">The case as the event leaves it.</param>
    /// <param name="open">What is open besides.</param>
    /// <param name="quiet">Of its stage.</param>
    public void Take(CaseEvent e, Case after, OpenWrites open, bool quiet)
    {
        switch (e)
        {
            case CaseEvent.RoundOpened opened:
                _made.AddRange(opened.Seats.Select(s => (after.Id, opened.Round, after.Stage, s)));
                Open(open, after, opened.Seats, quiet);
                return;
            case CaseEvent.SeatOpened opened:
                Open(open, after, after.Seats.Where(s => s.No == opened.Seat), quiet);
                break;
            case CaseEvent.SeatAdded added:
                _made.Add((after.Id, added.Round, after.Stage, added.Seat));
                Release(open, after, s => s.No == added.Seat.Added?.To && s.State == SeatState.Waiting);
                Open(open, after, [added.Seat], quiet);
                break;
            case CaseEvent.Recalled:
                _takenBack.AddRange(after.Votes.Where(v => v.TakenBack && v.Round == after.Round - 1).Select(v => (after.Id, v)));
                return;
            case CaseEvent.SeatReassigned reassigned:
                foreach (var seat in after.Seats.Where(s => s.No == reassigned.Seat))
                {
                    _reassigned[(after.Id, after.Round, seat.No)] = seat;
                    open.Release(after.Id, seat.No);
                    Open(open, after, [seat], quiet);
                }

                return;
            case CaseEvent.SeatFellSilent silent:
                open.Release(after.Id, silent.Seat);
                break;
            case CaseEvent.QuorumReached:
                Release(open, after, s => s.State == SeatState.Released);
                break;
            default:
                return;
        }

        _turned[after.Id] = (after.Round, after.Seats);
    }

    public void AddTo(NpgsqlBatch batch, UnitId unit)
    {
        Rows.Add(batch, unit, Insert, _made, p => p
            .With("month", s => s.Case.Month).With("case", s => s.Case.Value).With("round", s => s.Round)
            .With("seat", s => s.Seat.No.Value).With("stage", s => s.Stage.Value)
            .With("sitters", s => CaseJson.Text(s.Seat.Sitters)).With("body", s => s.Seat.Body?.Value)
            .With("due", s => s.Seat.DueOn).With("due_at", s => s.Seat.DueAt).With("consulted", s => s.Seat.Consulted)
            .With("lead", s => s.Seat.Lead).With("weight", s => s.Seat.Weight).With("state", s => s.Seat.State.ToString())
            .With("added_to", s => s.Seat.Added?.To.Value).With("added_place", s => s.Seat.Added?.Place.ToString())
            .With("added_by", s => s.Seat.Added?.By.Value).With("added_reason", s => s.Seat.Added?.Reason));
        Rows.Add(batch, unit, TakeBack, _takenBack, p => p
            .With("month", b => b.Case.Month).With("case", b => b.Case.Value).With("round", b => b.Vote.Round)
            .With("seat", b => b.Vote.Seat.Value));
        Rows.Add(batch, unit, Reassign, _reassigned.ToList(), p => p
            .With("month", s => s.Key.Case.Month).With("case", s => s.Key.Case.Value).With("round", s => s.Key.Round)
            .With("seat", s => s.Key.Seat.Value).With("sitters", s => CaseJson.Text(s.Value.Sitters))
            .With("body", s => s.Value.Body?.Value));
        var turned = _turned.SelectMany(t => t.Value.Seats.Select(s => (Case: t.Key, t.Value.Round, Seat: s))).ToList();
        Rows.Add(batch, unit, Turn, turned, p => p
            .With("month", s => s.Case.Month).With("case", s => s.Case.Value).With("round", s => s.Round)
            .With("seat", s => s.Seat.No.Value).With("state", s => s.Seat.State.ToString())
            .With("due", s => s.Seat.DueOn).With("due_at", s => s.Seat.DueAt));
    }

    private static void Release(OpenWrites open, Case after, Func<Seat, bool> which)
    {
        foreach (var seat in after.Seats.Where(which))
        {
            open.Release(after.Id, seat.No);
        }
    }

    private static void Open(OpenWrites open, Case after, IEnumerable<Seat> seats, bool quiet) =>
        open.Open(after.Id, after.Round, [.. seats.Where(s => s.State == SeatState.Open)], quiet);
}
