using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>验收人: whom the cases of a transaction name to inspect, as long as they run.</summary>
internal sealed class InspectorWrites
{
    private const string Delete = """
        DELETE FROM running_inspector i
        USING unnest(@month::date[], @case::uuid[], @person::int[]) AS n (month, id, person)
        WHERE i.unit_id = @unit AND i.person_id = n.person AND i.opened_month = n.month AND i.case_id = n.id
        """;

    private const string Insert = """
        INSERT INTO running_inspector (unit_id, person_id, opened_month, case_id)
        SELECT @unit, n.person, n.month, n.id
        FROM unnest(@month::date[], @case::uuid[], @person::int[]) AS n (month, id, person)
        ON CONFLICT DO NOTHING
        """;

    private readonly List<(CaseId Case, PersonId Person)> _gone = [];
    private readonly List<(CaseId Case, PersonId Person)> _come = [];

    /// <param name="before">Null: it is opened.</param>
    public void Take(Case? before, Case after)
    {
        var (had, has) = (Of(before), Of(after));
        _gone.AddRange(had.Except(has).Select(person => (after.Id, person)));
        _come.AddRange(has.Except(had).Select(person => (after.Id, person)));
    }

    /// <summary>After the rows of the cases that the transaction itself opens.</summary>
    public void AddTo(NpgsqlBatch batch, UnitId unit)
    {
        Rows.Add(batch, unit, Delete, _gone, Fill);
        Rows.Add(batch, unit, Insert, _come, Fill);

        static void Fill(Columns<(CaseId Case, PersonId Person)> p) => p
            .With("month", i => i.Case.Month).With("case", i => i.Case.Value).With("person", i => i.Person.Value);
    }

    private static IEnumerable<PersonId> Of(Case? @case) => @case is null or { Ended: true } ? [] : @case.Party(Party.Inspectors).People;
}
