using Approvals.Engine;
using Dapper;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>
/// Seats that nobody may take any more since people left: their cases look again, so that a stage that says where it goes then
/// (<c>on_unavailable</c>) goes there. Asked when the directory changes and every night, for posts end by the calendar too.
/// </summary>
internal static class EmptySeats
{
    // The sender's own number below zero: another occurrence than the look that a version asks of itself.
    private const string Wake = """
        INSERT INTO wake (unit_id, receiver_month, receiver_id, sender_id, occurrence, at)
        SELECT DISTINCT a.unit_id, a.opened_month, a.case_id, a.case_id, -c.version, office_now()
        FROM assignment a
        JOIN flow_case c ON c.unit_id = a.unit_id AND c.opened_month = a.opened_month AND c.case_id = a.case_id
        JOIN unit u ON u.unit_id = a.unit_id
        WHERE a.unit_id = @unit AND NOT a.consulted AND NOT EXISTS (
          SELECT
          FROM assignment_sitter t
          JOIN post p
            ON p.unit_id = t.unit_id
            AND (p.person_id = t.person_id OR (p.role = t.role AND (t.body_id IS NULL OR p.body_id = t.body_id)))
          WHERE t.unit_id = a.unit_id AND t.case_id = a.case_id AND t.seat_no = a.seat_no
            AND p.valid_from <= (office_now() AT TIME ZONE u.zone)::date
            AND coalesce(p.valid_to, 'infinity') >= (office_now() AT TIME ZONE u.zone)::date)
        ON CONFLICT DO NOTHING
        """;

    /// <returns>Cases that look again.</returns>
    public static Task<int> WakeAsync(NpgsqlConnection connection, UnitId unit, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(Wake, new { unit = unit.Value }, cancellationToken: cancellation));
}
