using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>
/// A case for every press of the world: one that everybody may try who must not, and for each who may, one of his own, so that each press
/// is made on a case as it stands. What is somebody's by name alone is a twin of what is another department's.
/// </summary>
internal sealed class PermissionTwins(PermissionWorld world, NpgsqlConnection admin)
{
    private readonly List<Twin> _twins = [];

    /// <summary>What waits for one person by his name: in which step of which definition it stands.</summary>
    private static readonly (string Purpose, Func<Subject, Guid> Base, string Workflow, string Stage)[] ByName =
    [
        ("waiting", s => s.Affair, "contract", "drafting"), ("press", s => s.Affair, "contract", "drafting"),
        ("hand", s => s.Branch, "branch", "working"), ("recall", s => s.Branch, "branch", "acknowledging"),
        ("add-seat", s => s.Draft, "notice", "countersigning"), ("record", s => s.Branch, "branch", "acknowledging"),
        ("restrict", s => s.Draft, "notice", "drafting"),
    ];

    public IReadOnlyDictionary<string, Guid> Ids => _twins.ToDictionary(t => t.Name, t => t.Id);

    public static string Of(Step step, string? column = null) => column is null ? step.Kind : $"{step.Kind} of {column}";

    public static string Of(string purpose, string relation, string column) => $"{purpose} {relation} {column}";

    public async Task MakeAsync()
    {
        var people = world.Members.ToList();
        foreach (var step in Step.All)
        {
            await AddAsync(Of(step), step.Base(world["own"]), step);
            foreach (var column in people.Where(column => MatrixQuestions.Cell(step.Kind, "own", column) == "act"))
            {
                await AddAsync(Of(step, column), step.Base(world["own"]), step);
            }
        }

        foreach (var (purpose, @base, workflow, stage) in ByName)
        {
            string[] relations = purpose switch
            {
                "record" => ["other", "named"],
                "restrict" => ["own", "other", "named"],
                _ => ["part", "named"],
            };
            foreach (var (relation, column) in relations.SelectMany(relation => people.Select(column => (relation, column))))
            {
                // What asks him by name alone is of a subject that nobody asks about otherwise: who has a part below sees what is above.
                var subject = world[relation == "own" || (purpose, relation) == ("restrict", "named") ? "own" : "away"];
                await AddAsync(Of(purpose, relation, column), @base(subject), new Step(purpose, @base, workflow, stage, ""), purpose == "record" ? null : column, relation);
            }
        }

        await CopyAsync();
        await SeatAsync();
    }

    private async Task AddAsync(string name, Guid @base, Step step, string? column = null, string relation = "own") =>
        _twins.Add(new Twin(name, @base, await Twins.OfAsync(admin, @base, name), step, column, relation));

    private async Task CopyAsync()
    {
        var values = new
        {
            row = world["own"].Notice,
            ids = _twins.Select(t => t.Id).ToArray(),
            bases = _twins.Select(t => t.Base).ToArray(),
            workflows = _twins.Select(t => t.Step.Workflow).ToArray(),
            stages = _twins.Select(t => t.Step.Stage).ToArray(),
            facts = _twins.Select(t => t.Step.Facts is { } facts ? JsonSerializer.Serialize(facts) : null).ToArray(),
        };
        const string names = "unnest(@ids::uuid[], @bases::uuid[], @workflows::text[], @stages::text[], @facts::text[]) AS n (id, base, workflow, stage, facts)";
        await admin.ExecuteAsync(
            $$"""
            INSERT INTO flow_case
            SELECT r.*
            FROM {{names}}
            JOIN flow_case x ON x.unit_id = 1 AND x.case_id = n.base
            CROSS JOIN LATERAL jsonb_populate_record(NULL::flow_case, to_jsonb(x) || jsonb_build_object(
              'case_id', n.id, 'root_id', CASE WHEN x.root_id = x.case_id THEN n.id ELSE x.root_id END, 'workflow', n.workflow, 'stage', n.stage,
              'round', 1, 'round_open', true, 'child_key', n.id, 'copied', '{}'::int[], 'splits', '{}'::jsonb, 'due_on', date '2021-07-15',
              'facts', coalesce(n.facts::jsonb, to_jsonb(x)->'facts'))) r;
            INSERT INTO case_party
            SELECT r.*
            FROM {{names}}
            JOIN case_party x ON x.unit_id = 1 AND x.case_id = n.base
            CROSS JOIN LATERAL jsonb_populate_record(NULL::case_party, to_jsonb(x) || jsonb_build_object('case_id', n.id)) r;
            INSERT INTO notice
            SELECT r.*
            FROM {{names}}
            JOIN notice x ON x.unit_id = 1 AND x.case_id = n.base
            CROSS JOIN LATERAL jsonb_populate_record(NULL::notice, to_jsonb(x) || jsonb_build_object('case_id', n.id)) r;
            INSERT INTO notice_row
            SELECT r.*
            FROM {{names}}
            JOIN notice_row x ON x.unit_id = 1 AND x.case_id = @row AND x.row_no = '1' AND n.workflow = 'notice'
            CROSS JOIN LATERAL jsonb_populate_record(NULL::notice_row, to_jsonb(x) || jsonb_build_object('case_id', n.id)) r;
            INSERT INTO case_event
            SELECT r.*
            FROM {{names}}
            JOIN case_event x ON x.unit_id = 1 AND x.case_id = n.base AND x.seq = 1
            CROSS JOIN LATERAL jsonb_populate_record(NULL::case_event, to_jsonb(x) || jsonb_build_object('case_id', n.id)) r
            """,
            values);
        var named = _twins.SelectMany(t => t.Step.Named.Select((party, place) => (t.Id, party.Party, Place: place, Person: world.PersonOf(party.Column)))).ToList();
        await admin.ExecuteAsync(
            """
            INSERT INTO case_party (unit_id, opened_month, case_id, party, place, person_id)
            SELECT 1, c.opened_month, n.id, n.party, n.place, n.person
            FROM unnest(@ids, @parties, @places, @people) AS n (id, party, place, person)
            JOIN flow_case c ON c.unit_id = 1 AND c.case_id = n.id
            ON CONFLICT DO NOTHING
            """,
            new
            {
                ids = named.Select(n => n.Id).ToArray(),
                parties = named.Select(n => n.Party).ToArray(),
                places = named.Select(n => n.Place).ToArray(),
                people = named.Select(n => n.Person).ToArray(),
            });
        // Restricted to him whose seat it is and to those who may restrict.
        await admin.ExecuteAsync(
            """
            INSERT INTO scope_person (unit_id, opened_month, case_id, person_id)
            SELECT 1, c.opened_month, c.case_id, p FROM flow_case c, unnest(@people) p WHERE c.unit_id = 1 AND c.case_id = ANY(@ids);
            UPDATE flow_case SET scope_month = opened_month, scope_id = case_id WHERE unit_id = 1 AND case_id = ANY(@ids)
            """,
            new
            {
                ids = _twins.Where(t => t.Relation == "named").Select(t => t.Id).ToArray(),
                people = world.Members.Except(["left"]).Append("other-head").Select(world.PersonOf).Concat(world.Colleagues).Distinct().ToArray(),
            });
    }

    private async Task SeatAsync()
    {
        var looked = (await world.Split.Cases.LookAsync(world.Split.Unit.Id, [.. _twins.Select(t => new CaseId(t.Id))], CancellationToken.None))
            .ToDictionary(l => l.Case.Id.Value);
        var seats = new List<(Guid Id, string Stage, bool Quiet, ImmutableArray<Sitter> Sitters)>();
        foreach (var twin in _twins)
        {
            var stage = looked[twin.Id].Workflow.Stage(looked[twin.Id].Case.Stage).ShouldNotBeNull($"{twin.Name}: {twin.Step.Stage}");
            ImmutableArray<Sitter> sitters = twin.Column is { } column
                ? [new Sitter(new PersonId(world.PersonOf(column)), null, null)]
                : [.. Seating.Sitters(stage.Signers.ShouldNotBeNull(twin.Name).Seats, looked[twin.Id].Case, null, looked[twin.Id].Context)];
            seats.Add((twin.Id, twin.Step.Stage, stage.Quiet, sitters));
        }

        await admin.ExecuteAsync(
            """
            INSERT INTO seat (unit_id, opened_month, case_id, round, seat_no, stage, sitters, body_id)
            SELECT 1, c.opened_month, c.case_id, 1, 0, n.stage, n.sitters::jsonb, (n.sitters::jsonb->0->>'Body')::int
            FROM unnest(@ids, @stages, @sitters) AS n (id, stage, sitters)
            JOIN flow_case c ON c.unit_id = 1 AND c.case_id = n.id;
            INSERT INTO assignment (unit_id, opened_month, case_id, round, seat_no, quiet, since)
            SELECT 1, c.opened_month, c.case_id, 1, 0, n.quiet, c.opened_at
            FROM unnest(@ids, @quiet) AS n (id, quiet)
            JOIN flow_case c ON c.unit_id = 1 AND c.case_id = n.id;
            INSERT INTO assignment_sitter (unit_id, case_id, seat_no, place, person_id, body_id, role)
            SELECT 1, n.id, 0, t.place - 1, (t.sitter->>'Person')::int, (t.sitter->>'Body')::int, t.sitter->>'Role'
            FROM unnest(@ids, @sitters) AS n (id, sitters)
            CROSS JOIN LATERAL jsonb_array_elements(n.sitters::jsonb) WITH ORDINALITY AS t (sitter, place)
            """,
            new
            {
                ids = seats.Select(s => s.Id).ToArray(),
                stages = seats.Select(s => s.Stage).ToArray(),
                quiet = seats.Select(s => s.Quiet).ToArray(),
                sitters = seats.Select(s => Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(s.Sitters, CaseJson.Options))).ToArray(),
            });
    }

    /// <param name="Column">Whose seat it is by his name; null: whose the definition says.</param>
    private sealed record Twin(string Name, Guid Base, Guid Id, Step Step, string? Column, string Relation);
}
