using Approvals.Engine;
using Dapper;

namespace Approvals.Web.Store.Messages;

/// <summary>The channel whose messages are read in the program itself.</summary>
internal static class InApp
{
    public const string Channel = "in-app";

    // Whatever arrives in a unit arrives in the order of its ids, by however many senders: who has marked all up to one that
    // he saw has marked none that came later. A batch keeps the order in which it was written.
    private const string Insert = """
        SELECT pg_advisory_xact_lock(7021788, @unit);
        INSERT INTO message (unit_id, key, recipient, kind, payload, subject_month, subject_id)
        SELECT @unit, n.key, n.recipient, n.kind, n.payload, n.month, n.subject
        FROM unnest(@keys::text[], @recipients::int[], @kinds::text[], @payloads::bytea[], @months::date[], @subjects::uuid[],
          @ids::bigint[])
          AS n (key, recipient, kind, payload, month, subject, outbox_id)
        ORDER BY n.outbox_id
        ON CONFLICT (unit_id, key) DO NOTHING
        """;

    /// <summary>All or none; what has arrived before arrives no second time.</summary>
    /// <exception cref="System.Text.Json.JsonException">One of them is no message that this program knows.</exception>
    public static Task DeliverAsync(
        Database database, UnitId unit, IReadOnlyList<Claimed> rows, CancellationToken cancellation) => database.InUnitAsync(
        unit,
        (connection, _) => connection.ExecuteAsync(new CommandDefinition(
            Insert,
            new
            {
                unit = unit.Value,
                keys = rows.Select(r => r.Key).ToArray(),
                recipients = rows.Select(r => r.Recipient).ToArray(),
                kinds = rows.Select(r => MessageNote.KindOf(MessageNote.Read(r.Payload).GetType())).ToArray(),
                payloads = rows.Select(r => r.Payload).ToArray(),
                months = rows.Select(r => r.SubjectMonth).ToArray(),
                subjects = rows.Select(r => r.SubjectId).ToArray(),
                ids = rows.Select(r => r.OutboxId).ToArray(),
            },
            cancellationToken: cancellation)),
        cancellation);
}
