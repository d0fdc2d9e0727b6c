using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Walk;

namespace Approvals.IntegrationTests.Time;

/// <summary>Reads from a history which seats were open when. A date that moves ends one span and begins another.</summary>
internal sealed class SeatSpans(IReadOnlyDictionary<BodyId, string> bodies)
{
    private readonly Dictionary<(CaseId Case, int Seat), SeatSpan> _open = [];
    private readonly Dictionary<CaseId, (string Workflow, string Title, string Stage)> _cases = [];
    private readonly List<SeatSpan> _over = [];

    public static List<SeatSpan> Of(WalkHistory history, IReadOnlyDictionary<BodyId, string> bodies)
    {
        var spans = new SeatSpans(bodies);
        foreach (var (id, at, what) in history.Events)
        {
            spans.Take(id, at, what);
        }

        // What stands still promises nothing.
        return [.. spans._over.Concat(spans._open.Values).Where(s => s.Opened < DateTimeOffset.MaxValue)];
    }

    private void Take(CaseId id, DateTimeOffset at, CaseEvent what)
    {
        switch (what)
        {
            case CaseEvent.CaseOpened opened:
                _cases[id] = (opened.Workflow.Value, opened.Title, "");
                break;
            case CaseEvent.StageEntered entered:
                _cases[id] = _cases[id] with { Stage = entered.Stage.Value };
                break;
            case CaseEvent.RoundOpened round:
                Open(id, at, round);
                break;
            case CaseEvent.VoteCast vote:
                Close([(id, vote.Seat.Value)], at);
                break;
            case CaseEvent.RoundClosed:
                Close(Of(id), at);
                break;
            case CaseEvent.Suspended:
                Again(Of(id), at, DateTimeOffset.MaxValue);
                break;
            case CaseEvent.DueOnMoved moved:
                Again([.. moved.Seats.Select(s => (id, s.Seat.Value))], at, at);
                break;
            default:
                break;
        }
    }

    private void Open(CaseId id, DateTimeOffset at, CaseEvent.RoundOpened round)
    {
        var (workflow, title, stage) = _cases[id];
        foreach (var seat in round.Seats)
        {
            _open[(id, seat.No.Value)] = new SeatSpan(
                id.Value, workflow, stage, round.Round, seat.No.Value, seat.Body is { } body ? bodies[body] : null, title, at, null);
        }
    }

    private List<(CaseId, int)> Of(CaseId id) => [.. _open.Keys.Where(key => key.Case == id)];

    private void Close(List<(CaseId, int)> keys, DateTimeOffset at)
    {
        foreach (var key in keys)
        {
            _over.Add(_open[key] with { Closed = at });
            _open.Remove(key);
        }
    }

    private void Again(List<(CaseId, int)> keys, DateTimeOffset at, DateTimeOffset from)
    {
        foreach (var key in keys)
        {
            _over.Add(_open[key] with { Closed = at });
            _open[key] = _open[key] with { Opened = from };
        }
    }
}
