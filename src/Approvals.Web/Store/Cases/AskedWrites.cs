using Approvals.Engine;
using Approvals.Engine.Cases;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>Whom a transaction asks by name, and who does something in it: they see the case from then on.</summary>
internal sealed class AskedWrites
{
    private const string Insert = """
        INSERT INTO asked (unit_id, person_id, opened_month, case_id)
        SELECT @unit, n.person, n.month, n.id
        FROM unnest(@month::date[], @case::uuid[], @person::int[]) AS n (month, id, person)
        ON CONFLICT DO NOTHING
        """;

    private readonly HashSet<(CaseId Case, PersonId Person)> _asked = [];

    public void Take(CaseEvent e, Case after)
    {
        foreach (var person in In(e).OfType<PersonId>())
        {
            _asked.Add((after.Id, person));
        }
    }

    /// <summary>After the rows of the cases that the transaction itself opens.</summary>
    public void AddTo(NpgsqlBatch batch, UnitId unit) => Rows.Add(batch, unit, Insert, _asked.ToList(), p => p
        .With("month", a => a.Case.Month).With("case", a => a.Case.Value).With("person", a => a.Person.Value));

    private static IEnumerable<PersonId?> In(CaseEvent e) => e switch
    {
        CaseEvent.RoundOpened opened => opened.Seats.SelectMany(In),
        CaseEvent.SeatAdded added => In(added.Seat),
        CaseEvent.SeatReassigned reassigned => reassigned.Sitters.Select(s => s.Person),
        CaseEvent.SeatTransferred transferred => [transferred.To],
        CaseEvent.VoteCast cast => In(cast.Decider),
        CaseEvent.ReportMade made => In(made.Decider),
        CaseEvent.MatterRaised raised => [raised.Matter.RaisedBy],
        CaseEvent.CopySent copied => copied.To.Select(person => (PersonId?)person),
        _ => [],
    };

    private static IEnumerable<PersonId?> In(Seat seat) => seat.Sitters.Select(s => s.Person).Append(seat.Holder);

    private static IEnumerable<PersonId?> In(Decider decider) => [decider.Person, decider.RecordedBy, decider.InPlaceOf];
}
