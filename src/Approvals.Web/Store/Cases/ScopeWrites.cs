using Approvals.Engine;
using Approvals.Engine.Cases;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>知悉范围: whom a transaction names, and what stands in the scope from then on.</summary>
internal sealed class ScopeWrites
{
    private const string Forget = """
        DELETE FROM scope_person s
        USING unnest(@month::date[], @case::uuid[]) AS n (month, id)
        WHERE s.unit_id = @unit AND s.opened_month = n.month AND s.case_id = n.id
        """;

    private const string Name = """
        INSERT INTO scope_person (unit_id, opened_month, case_id, person_id)
        SELECT @unit, n.month, n.id, n.person
        FROM unnest(@month::date[], @case::uuid[], @person::int[]) AS n (month, id, person)
        """;

    private const string Spread = """
        SELECT restrict_from(@unit, n.month, n.id)
        FROM unnest(@month::date[], @case::uuid[]) AS n (month, id)
        """;

    private readonly Dictionary<CaseId, Scope> _scopes = [];

    public void Take(CaseEvent e, Case after)
    {
        if (e is CaseEvent.ScopeSet set)
        {
            _scopes[after.Id] = set.Scope;
        }
    }

    /// <summary>After the rows of the cases that the transaction itself opens.</summary>
    public void AddTo(NpgsqlBatch batch, UnitId unit)
    {
        var scopes = _scopes.ToList();
        var named = scopes.SelectMany(s => s.Value.Named.Select(person => (Case: s.Key, Person: person))).ToList();
        Rows.Add(batch, unit, Forget, scopes, p => p.With("month", s => s.Key.Month).With("case", s => s.Key.Value));
        Rows.Add(batch, unit, Name, named, p => p
            .With("month", n => n.Case.Month).With("case", n => n.Case.Value).With("person", n => n.Person.Value));
        Rows.Add(batch, unit, Spread, scopes, p => p.With("month", s => s.Key.Month).With("case", s => s.Key.Value));
    }
}
