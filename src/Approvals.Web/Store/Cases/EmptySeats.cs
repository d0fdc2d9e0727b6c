using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Dapper;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>Open work that nobody can take any more, since people left or acted where another must.</summary>
internal static class EmptySeats
{
    // Whoever acted in the case, or in what it was divided into, may be barred by not_same_as: the engine says so, here he counts as
    // nobody; so does whoever belongs to a body from which the stage takes nobody, be it the case's or its parent's, and whoever may
    // not know of it. Who alone may take the seat is asked alone. So none is missed; a few are looked at in vain.
    private const string Find = """
        WITH RECURSIVE answers (body_id, answering) AS (
          SELECT b.body_id, b.body_id
          FROM body b
          WHERE b.unit_id = @unit
          UNION
          SELECT a.body_id, b.answered_by
          FROM answers a
          JOIN body b ON b.unit_id = @unit AND b.body_id = a.answering AND b.answered_by IS NOT NULL
        ), held AS NOT MATERIALIZED (
          SELECT p.person_id, p.body_id, p.role
          FROM post p
          JOIN unit u ON u.unit_id = p.unit_id
          WHERE p.unit_id = @unit AND p.valid_from <= (office_now() AT TIME ZONE u.zone)::date
            AND coalesce(p.valid_to, 'infinity') >= (office_now() AT TIME ZONE u.zone)::date
        )
        SELECT DISTINCT s.case_id
        FROM assignment a
        JOIN seat s ON s.unit_id = a.unit_id AND s.opened_month = a.opened_month AND s.case_id = a.case_id AND s.round = a.round
        WHERE a.unit_id = @unit AND s.state IN ('Open', 'Waiting') AND NOT s.consulted AND NOT s.skipped
          AND NOT EXISTS (
            SELECT
            FROM vote v
            WHERE v.unit_id = s.unit_id AND v.opened_month = s.opened_month AND v.case_id = s.case_id AND v.round = s.round
              AND v.seat_no = s.seat_no)
          AND NOT EXISTS (
            SELECT
            FROM jsonb_to_recordset(s.sitters) AS t ("Person" int, "Body" int, "Role" text)
            JOIN held p
              ON p.person_id = s.holder
              OR (s.holder IS NULL AND p.person_id = coalesce(s.claimed_by, p.person_id)
                  AND (p.person_id = t."Person" OR (p.role = t."Role" AND (t."Body" IS NULL OR p.body_id = t."Body"))))
            WHERE NOT EXISTS (
                SELECT
                FROM flow_case f
                WHERE f.unit_id = s.unit_id AND f.opened_month = s.opened_month AND f.case_id = s.case_id AND f.scope_id IS NOT NULL
                  AND NOT EXISTS (
                    SELECT
                    FROM scope_person n
                    WHERE n.unit_id = f.unit_id AND n.opened_month = f.scope_month AND n.case_id = f.scope_id
                      AND n.person_id = p.person_id))
              AND NOT EXISTS (
                SELECT
                FROM flow_case f
                JOIN vote v ON v.unit_id = f.unit_id AND v.opened_month = f.opened_month AND v.case_id = f.case_id
                WHERE f.unit_id = s.unit_id AND p.person_id IN (v.decider, v.in_place_of)
                  AND ((f.opened_month = s.opened_month AND f.case_id = s.case_id)
                    OR (f.parent_month = s.opened_month AND f.parent_id = s.case_id)))
              AND NOT EXISTS (
                SELECT
                FROM flow_case f
                JOIN unnest(@books::text[], @workflows::text[], @stages::text[], @parties::text[]) AS x (book, workflow, stage, party)
                  ON (x.book, x.workflow, x.stage) = (f.book_hash, f.workflow, f.stage)
                JOIN case_party q
                  ON q.unit_id = f.unit_id AND q.party = x.party
                  AND ((q.opened_month = f.opened_month AND q.case_id = f.case_id)
                    OR (q.opened_month = f.parent_month AND q.case_id = f.parent_id))
                JOIN answers n ON n.body_id = q.body_id
                JOIN held o ON o.body_id = n.answering AND o.person_id = p.person_id
                WHERE f.unit_id = s.unit_id AND f.opened_month = s.opened_month AND f.case_id = s.case_id))
        """;

    // The sender's own number below zero: another occurrence than the look that a version asks of itself.
    private const string Wake = """
        INSERT INTO wake (unit_id, receiver_month, receiver_id, sender_id, occurrence, at)
        SELECT c.unit_id, c.opened_month, c.case_id, c.case_id, -c.version, office_now()
        FROM unnest(@months, @cases, @versions) AS n (month, id, version)
        JOIN flow_case c ON c.unit_id = @unit AND c.opened_month = n.month AND c.case_id = n.id AND c.version = n.version
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Cases in which a seat may stand empty, by who holds a post today; the engine knows for sure.</summary>
    /// <param name="books">Every edition that a case of the unit may keep.</param>
    public static async Task<IReadOnlyList<CaseId>> FindAsync(
        NpgsqlConnection connection, UnitId unit, IEnumerable<WorkflowBook> books, CancellationToken cancellation)
    {
        // A party that follows from others is looked for in all of them.
        var shut = (
            from book in books
            from workflow in book.Workflows.Values
            from stage in workflow.Stages
            from party in workflow.ShutOut(stage)
            let stored = party == Party.SupportingDepartments ? Party.ResponsibleDepartments : party
            select (Book: book.Hash, Workflow: workflow.Id.Value, Stage: stage.Id.Value, Party: stored.ToString())).ToList();
        var values = new
        {
            unit = unit.Value,
            books = shut.Select(s => s.Book).ToArray(),
            workflows = shut.Select(s => s.Workflow).ToArray(),
            stages = shut.Select(s => s.Stage).ToArray(),
            parties = shut.Select(s => s.Party).ToArray(),
        };
        return
        [
            .. (await connection.QueryAsync<Guid>(new CommandDefinition(Find, values, cancellationToken: cancellation)))
                .Select(id => new CaseId(id)),
        ];
    }

    /// <summary>They look again, unless they have moved on since they were seen so.</summary>
    /// <returns>Cases that look again.</returns>
    public static Task<int> WakeAsync(
        NpgsqlConnection connection, UnitId unit, IReadOnlyCollection<Case> seen, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            Wake,
            new
            {
                unit = unit.Value,
                months = seen.Select(c => c.Id.Month).ToArray(),
                cases = seen.Select(c => c.Id.Value).ToArray(),
                versions = seen.Select(c => c.Version).ToArray(),
            },
            cancellationToken: cancellation));
}
