using Approvals.Engine;
using Approvals.Engine.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>Open work that nobody can take any more, since people left or acted where another must.</summary>
internal static class EmptySeats
{
    // Whoever acted in the case, or in what it was divided into, may be barred by not_same_as: the engine says so, here he counts as
    // nobody. So none is missed; a few are looked at in vain.
    private const string Find = """
        SELECT DISTINCT s.case_id
        FROM assignment a
        JOIN unit u ON u.unit_id = a.unit_id
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
            JOIN post p
              ON p.unit_id = s.unit_id
              AND (p.person_id = t."Person" OR (p.role = t."Role" AND (t."Body" IS NULL OR p.body_id = t."Body")))
            WHERE p.valid_from <= (office_now() AT TIME ZONE u.zone)::date
              AND coalesce(p.valid_to, 'infinity') >= (office_now() AT TIME ZONE u.zone)::date
              AND NOT EXISTS (
                SELECT
                FROM flow_case f
                JOIN vote v ON v.unit_id = f.unit_id AND v.opened_month = f.opened_month AND v.case_id = f.case_id
                WHERE f.unit_id = s.unit_id AND p.person_id IN (v.decider, v.in_place_of)
                  AND ((f.opened_month = s.opened_month AND f.case_id = s.case_id)
                    OR (f.parent_month = s.opened_month AND f.parent_id = s.case_id))))
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
    public static async Task<IReadOnlyList<CaseId>> FindAsync(NpgsqlConnection connection, UnitId unit, CancellationToken cancellation) =>
    [
        .. (await connection.QueryAsync<Guid>(
            new CommandDefinition(Find, new { unit = unit.Value }, cancellationToken: cancellation))).Select(id => new CaseId(id)),
    ];

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
