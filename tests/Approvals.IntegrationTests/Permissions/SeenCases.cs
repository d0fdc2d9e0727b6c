using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Access;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.IntegrationTests.Postgres;
using Dapper;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>
/// Every case of a unit as the rule of who may see it looks at it, read from the rows by plain statements of its own. Who stands in
/// <c>asked</c>, and who does not, two rules of <c>verify-store</c> hold against seats, votes and the history.
/// </summary>
internal sealed class SeenCases
{
    private const string Cases = """
        SELECT case_id, parent_id, 'published' = ANY (facts) AS published,
               ARRAY(SELECT n.person_id FROM scope_person n
                     WHERE n.unit_id = f.unit_id AND n.opened_month = f.scope_month AND n.case_id = f.scope_id) AS named,
               scope_id IS NOT NULL AS restricted
        FROM flow_case f
        WHERE unit_id = @unit
        """;

    private const string Parties = "SELECT case_id, party, person_id, body_id FROM case_party WHERE unit_id = @unit ORDER BY case_id, party, place";

    private const string Open = """
        SELECT a.case_id, a.seat_no, a.holder, s.person_id, s.body_id, s.role
        FROM assignment a
        JOIN assignment_sitter s ON s.unit_id = a.unit_id AND s.case_id = a.case_id AND s.seat_no = a.seat_no
        WHERE a.unit_id = @unit
        UNION ALL
        SELECT s.case_id, s.seat_no, s.holder, t."Person", t."Body", t."Role"
        FROM seat s
        JOIN flow_case c ON c.unit_id = s.unit_id AND c.case_id = s.case_id AND c.round = s.round AND c.round_open
        CROSS JOIN jsonb_to_recordset(s.sitters) AS t ("Person" int, "Body" int, "Role" text)
        WHERE s.unit_id = @unit AND s.state = 'Waiting'
        """;

    private const string Asked = """
        SELECT case_id, person_id FROM asked WHERE unit_id = @unit
        """;

    private readonly Dictionary<Guid, SeenCase> _cases;
    private readonly Dictionary<Guid, Guid?> _parents;

    private SeenCases(Dictionary<Guid, SeenCase> cases, Dictionary<Guid, Guid?> parents) => (_cases, _parents) = (cases, parents);

    public IEnumerable<Guid> Ids => _cases.Keys.Order();

    public static Task<SeenCases> ReadAsync(TestDatabase store, UnitId unit) => store.Database.ReadInUnitAsync(
        unit,
        async (connection, _) =>
        {
            var key = new { unit = unit.Value };
            var parties = (await connection.QueryAsync<(Guid Case, string Party, int? Person, int? Body)>(Parties, key)).ToLookup(p => p.Case);
            var open = (await connection.QueryAsync<(Guid Case, int No, int? Holder, int? Person, int? Body, string? Role)>(Open, key))
                .ToLookup(s => s.Case);
            var asked = (await connection.QueryAsync<(Guid Case, int Person)>(Asked, key)).ToLookup(a => a.Case, a => a.Person);
            var rows = (await connection.QueryAsync<(Guid Id, Guid? Parent, bool Published, int[] Named, bool Restricted)>(
                Cases, key)).ToList();
            return new SeenCases(
                rows.ToDictionary(r => r.Id, r => new SeenCase(
                    r.Published,
                    parties[r.Id].GroupBy(p => Enum.Parse<Party>(p.Party)).ToImmutableDictionary(g => g.Key, g => new PartyMembers(
                        [.. g.Select(p => p.Person).OfType<int>().Select(p => new PersonId(p))],
                        [.. g.Select(p => p.Body).OfType<int>().Select(b => new BodyId(b))])),
                    [
                        .. open[r.Id].GroupBy(s => (s.No, s.Holder)).Select(g => new Seat(
                            new SeatNo(g.Key.No),
                            [.. g.Select(s => new Sitter(Person(s.Person), s.Body is { } b ? new BodyId(b) : null,
                                s.Role is { } role ? new RoleId(role) : null))],
                            null, null)
                        {
                            Holder = Person(g.Key.Holder),
                        }),
                    ],
                    [.. asked[r.Id].Select(p => new PersonId(p))],
                    r.Restricted ? [.. r.Named.Select(p => new PersonId(p))] : null)),
                rows.ToDictionary(r => r.Id, r => r.Parent));
        },
        CancellationToken.None);

    public Kinship KinOf(Guid id) => new(_cases[id], [.. Above(id).Select(a => _cases[a])], [.. Below(id).Select(b => _cases[b])]);

    public IEnumerable<Guid> Above(Guid id) => _parents[id] is { } parent ? Above(parent).Prepend(parent) : [];

    private IEnumerable<Guid> Below(Guid id) => _parents.Where(p => p.Value == id).SelectMany(p => Below(p.Key).Prepend(p.Key));

    private static PersonId? Person(int? id) => id is { } known ? new PersonId(known) : null;
}
