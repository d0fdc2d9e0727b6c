using System.Globalization;
using System.Text.Json;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.IntegrationTests.Postgres;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>
/// A unit by chance, written straight into its tables: people with posts of now, of before and of later, some away; trees of cases with
/// whatever parties, seats and deeds, published and not, restricted or not. No rule of the office keeps it sensible.
/// </summary>
internal sealed class RandomUnit(TestDatabase store, int number, Random random)
{
    private const int People = 7;
    private const int Bodies = 4;

    private static readonly string[] Roles = ["office", "signatory", "leader", "head", "deputy", "handler", "staff", "discipline", "inspector", "drafter"];

    private static readonly Party[] OfPeople = [.. Enum.GetValues<Party>().Where(p => Parties.HoldsPeople(p) && !Parties.Derived.Contains(p))];
    private static readonly Party[] OfBodies = [.. Enum.GetValues<Party>().Where(p => Parties.HoldsBodies(p) && !Parties.Derived.Contains(p))];

    private readonly List<Node> _cases = [];

    public static DateOnly Today { get; } = new(2021, 6, 2);

    public UnitId Id => new(number);

    public async Task WriteAsync(string bookHash)
    {
        for (var tree = random.Next(3, 9); tree > 0; tree--)
        {
            Grow(null, random.Next(6));
        }

        await store.AddUnitAsync(number);
        await store.Database.InUnitAsync(Id, (connection, _) => WriteAsync(connection, bookHash), CancellationToken.None);
    }

    private void Grow(Node? parent, int depth)
    {
        var id = CaseId.Derive(Today, $"{number}/{_cases.Count}").Value;
        var node = new Node(id, parent, parent?.Root ?? id, random.Next(2) == 0)
        {
            // What stands below a restricted case stands in its scope; now and then it has one of its own.
            Scope = random.Next(7) == 0 ? id : parent?.Scope,
        };
        _cases.Add(node);
        for (var child = depth == 0 ? 0 : random.Next(1, 3); child > 0; child--)
        {
            Grow(node, depth - 1);
        }
    }

    private async Task WriteAsync(NpgsqlConnection connection, string bookHash)
    {
        await Rows(connection, "person", "person_id int, name text, position int",
            Enumerable.Range(1, People).Select(p => new { person_id = p, name = $"某{p}", position = p }));
        await Rows(connection, "body", "body_id int, kind text, name text, position int, valid_from date",
            Enumerable.Range(1, Bodies).Select(b => new { body_id = b, kind = "administrative", name = $"科{b}", position = b, valid_from = "2019-01-01" }));
        await Rows(connection, "post", "person_id int, body_id int, role text, valid_from date, valid_to date",
            Some(random.Next(3, 14)).Select(_ => (Person: Person(), Body: Body(), Role: Roles[random.Next(Roles.Length)])).Distinct().Select(p =>
            {
                var from = Today.AddDays(random.Next(-30, 6));
                return new
                {
                    person_id = p.Person,
                    body_id = p.Body,
                    role = p.Role,
                    valid_from = Day(from),
                    valid_to = random.Next(3) == 0 ? Day(from.AddDays(random.Next(35))) : null,
                };
            }));
        await Rows(connection, "absence", "absence_id int, person_id int, proxy_id int, valid_from date, valid_to date",
            Some(random.Next(3)).Select(n => (n, Person: Person(), Proxy: Person())).Where(a => a.Person != a.Proxy)
                .Select(a => new
                {
                    absence_id = a.n + 1,
                    person_id = a.Person,
                    proxy_id = a.Proxy,
                    valid_from = Day(Today.AddDays(-1)),
                    valid_to = Day(Today.AddDays(random.Next(-1, 2))),
                }));
        await connection.ExecuteAsync("INSERT INTO edition (unit_id, hash) VALUES (@number, @bookHash)", new { number, bookHash });
        await Rows(
            connection, "flow_case",
            "opened_month date, case_id uuid, book_hash text, workflow text, stage text, ended bool, round int, round_open bool, parent_month date, "
            + "parent_id uuid, root_month date, root_id uuid, child_key text, title text, facts text[], numbers jsonb, splits jsonb, separates bool, "
            + "opened_at timestamptz, moved_at timestamptz, version int, head bytea, scope_month date, scope_id uuid, "
            + "parent_workflow text, campaign_month date, campaign_id uuid",
            _cases.Select(c => new
            {
                opened_month = Month,
                case_id = c.Id,
                book_hash = bookHash,
                workflow = "item",
                stage = "carrying-out",
                ended = false,
                round = 1,
                round_open = true,
                parent_month = c.Parent is null ? null : Month,
                parent_id = c.Parent?.Id,
                root_month = Month,
                root_id = c.Root,
                child_key = "",
                title = "某事",
                facts = c.Published ? new[] { Facts.Published } : [],
                numbers = new { },
                splits = new { },
                separates = false,
                opened_at = "2021-06-01T00:00:00Z",
                moved_at = "2021-06-01T00:00:00Z",
                version = 1,
                head = "\\x" + new string('0', 64),
                scope_month = c.Scope is null ? null : Month,
                scope_id = c.Scope,
                parent_workflow = c.Parent is null ? null : "item",
                campaign_month = c.Campaign is null ? null : Month,
                campaign_id = c.Campaign,
            }));
        await Rows(connection, "scope_person", "opened_month date, case_id uuid, person_id int",
            _cases.Where(c => c.Scope == c.Id).SelectMany(c => Some(random.Next(1, 4)).Select(_ => Person()).Distinct()
                .Select(p => new { opened_month = Month, case_id = c.Id, person_id = p })));
        await Rows(connection, "case_party", "opened_month date, case_id uuid, party text, place int, person_id int, body_id int",
            _cases.SelectMany(c => Members(c).Select((m, place) =>
                new { opened_month = Month, case_id = c.Id, party = $"{m.Party}", place, person_id = m.Person, body_id = m.Body })));
        await DeedsAsync(connection);
    }

    /// <summary>Seats open, waiting and past, and who was ever asked.</summary>
    private async Task DeedsAsync(NpgsqlConnection connection)
    {
        var seats = _cases.SelectMany(c => Some(random.Next(2)).Select(no => (
            Case: c, No: no, Open: random.Next(3) > 0, Waits: random.Next(3) == 0, Holder: random.Next(6) == 0 ? Person() : (int?)null,
            Sitters: Some(random.Next(1, 3)).Select(_ => Sitter()).ToList()))).ToList();
        await Rows(
            connection, "seat", "opened_month date, case_id uuid, round int, seat_no int, stage text, sitters jsonb, holder int, state text",
            seats.Select(s => new
            {
                opened_month = Month,
                case_id = s.Case.Id,
                round = 1,
                seat_no = s.No,
                stage = "carrying-out",
                sitters = s.Sitters.Select(t => new { t.Person, t.Body, t.Role }),
                holder = s.Holder,
                state = !s.Open && s.Waits ? "Waiting" : "Open",
            }));
        await Rows(
            connection, "assignment", "opened_month date, case_id uuid, round int, seat_no int, quiet bool, since timestamptz, holder int",
            seats.Where(s => s.Open).Select(s => new
            {
                opened_month = Month,
                case_id = s.Case.Id,
                round = 1,
                seat_no = s.No,
                quiet = false,
                since = "2021-06-01T00:00:00Z",
                holder = s.Holder,
            }));
        await Rows(
            connection, "assignment_sitter", "case_id uuid, seat_no int, place int, person_id int, body_id int, role text",
            seats.Where(s => s.Open).SelectMany(s => s.Sitters.Select((t, place) =>
                new { case_id = s.Case.Id, seat_no = s.No, place, person_id = t.Person, body_id = t.Body, role = t.Role })));
        await Rows(connection, "asked", "person_id int, opened_month date, case_id uuid",
            _cases.SelectMany(c => Some(random.Next(3) == 0 ? 1 : 0).Select(_ => new { person_id = Person(), opened_month = Month, case_id = c.Id })));
    }

    private IEnumerable<(Party Party, int? Person, int? Body)> Members(Node node)
    {
        foreach (var party in OfPeople.Where(_ => random.Next(9) == 0))
        {
            yield return (party, Person(), null);
        }

        foreach (var party in OfBodies.Where(_ => random.Next(node.Parent is null ? 8 : 11) == 0))
        {
            yield return (party, null, Body());
        }
    }

    private (int? Person, int? Body, string? Role) Sitter() => random.Next(3) switch
    {
        0 => (Person(), null, null),
        1 => (null, Body(), Roles[random.Next(Roles.Length)]),
        _ => (null, null, Roles[random.Next(Roles.Length)]),
    };

    private int Person() => random.Next(1, People + 1);

    private int Body() => random.Next(1, Bodies + 1);

    private static IEnumerable<int> Some(int count) => Enumerable.Range(0, count);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Month => "2021-06-01";

    private Task<int> Rows<T>(NpgsqlConnection connection, string table, string columns, IEnumerable<T> rows)
    {
        var names = string.Join(", ", columns.Split(", ").Select(c => c.Split(' ')[0]));
        return connection.ExecuteAsync(
            $"INSERT INTO {table} (unit_id, {names}) SELECT @number, {names} FROM jsonb_to_recordset(@rows::jsonb) AS r ({columns})",
            new { number, rows = JsonSerializer.Serialize(rows) });
    }

    private sealed record Node(Guid Id, Node? Parent, Guid Root, bool Published)
    {
        public Guid? Scope { get; init; }

        /// <summary>The child of the root that it stands below.</summary>
        public Guid? Campaign => Parent is null ? null : Parent.Id == Root ? null : Parent.Campaign ?? Parent.Id;
    }
}
