using Approvals.Engine;
using Dapper;
using Npgsql;

namespace Approvals.Web.Store.Messages;

/// <summary>A message on its way: one row of the outbox, written in the transaction of what it tells.</summary>
/// <param name="NotBefore">Null: at once.</param>
public sealed record Outgoing(PersonId Recipient, MessageNote Note, DateTimeOffset? NotBefore = null)
{
    public string Channel { get; init; } = InApp.Channel;
}

/// <summary>A row that a sender holds until its lease ends.</summary>
/// <param name="Token">Of this claim: whoever claims the row later has another.</param>
public sealed record Claimed(
    long OutboxId, Guid Token, string Key, string Channel, int? Recipient, byte[] Payload, DateOnly? SubjectMonth, Guid? SubjectId);

/// <summary>
/// The outbox. A row waits (not sent, not parked) until a sender claims it; the sender marks it sent, or gives it back
/// for a later try, or parks it after the last; a claim that nobody ends ends by itself. What is parked is tried anew, as
/// often as the first time, when a sender starts.
/// </summary>
public sealed class Outbox(Database database)
{
    // Whatever is written again: one row a key.
    private const string Insert = """
        INSERT INTO outbox (unit_id, key, channel, recipient, payload, not_before, subject_month, subject_id)
        SELECT @unit, n.key, n.channel, n.recipient, n.payload, coalesce(n.not_before, '-infinity'), n.month, n.subject
        FROM unnest(
          @keys::text[], @channels::text[], @recipients::int[], @payloads::bytea[], @times::timestamptz[], @months::date[],
          @subjects::uuid[])
          AS n (key, channel, recipient, payload, not_before, month, subject)
        ON CONFLICT (unit_id, key) DO NOTHING
        """;

    // The lease runs by the office's clock, which every node shares; the token is drawn once a statement.
    private const string Claim = """
        WITH due AS (
          SELECT outbox_id
          FROM outbox
          WHERE unit_id = @unit AND sent_at IS NULL AND parked IS NULL AND not_before <= office_now()
            AND (claimed_until IS NULL OR claimed_until <= office_now())
          ORDER BY not_before, outbox_id
          LIMIT @most
          FOR UPDATE SKIP LOCKED
        )
        UPDATE outbox o
        SET claimed_until = office_now() + interval '1 minute', token = (SELECT gen_random_uuid())
        FROM due
        WHERE o.unit_id = @unit AND o.outbox_id = due.outbox_id
        RETURNING o.outbox_id, o.token, o.key, o.channel, o.recipient, o.payload, o.subject_month, o.subject_id
        """;

    private const string MarkSent = """
        UPDATE outbox
        SET sent_at = office_now(), claimed_until = NULL, token = NULL
        WHERE unit_id = @unit AND outbox_id = ANY (@ids) AND token = @token
        """;

    private readonly LeasedRows _rows = new(database, "outbox", "outbox_id");

    /// <summary>For the batch of a transaction; the caller adds it only where there is anything to send.</summary>
    public static NpgsqlBatchCommand Write(UnitId unit, IReadOnlyCollection<Outgoing> rows)
    {
        var command = new NpgsqlBatchCommand(Insert);
        command.Parameters.AddWithValue("unit", unit.Value);
        Add("keys", r => r.Note.Key(r.Recipient, r.Channel));
        Add("channels", r => r.Channel);
        Add("recipients", r => r.Recipient.Value);
        Add("payloads", r => r.Note.Bytes());
        Add("times", r => r.NotBefore?.ToUniversalTime());
        Add("months", r => r.Note.Subject?.Month);
        Add("subjects", r => r.Note.Subject?.Value);
        return command;

        void Add<T>(string name, Func<Outgoing, T> value) =>
            command.Parameters.Add(new NpgsqlParameter<T[]>(name, [.. rows.Select(value)]));
    }

    /// <summary>The same as a statement of its own; how many were not there before.</summary>
    public static async Task<int> WriteAsync(
        NpgsqlConnection connection, UnitId unit, IReadOnlyCollection<Outgoing> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0)
        {
            return 0;
        }

        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Write(unit, rows) } };
        return await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Takes what is due and nobody holds, the oldest first; committed when it returns.</summary>
    public async Task<List<Claimed>> ClaimAsync(UnitId unit, int most, CancellationToken cancellation) =>
        [.. await database.InUnitAsync(
            unit,
            (connection, _) => connection.QueryAsync<Claimed>(
                new CommandDefinition(Claim, new { unit = unit.Value, most }, cancellationToken: cancellation)),
            cancellation)];

    /// <summary>How many were still ours: a row that was claimed again meanwhile is its new holder's.</summary>
    public Task<int> MarkSentAsync(UnitId unit, IReadOnlyCollection<Claimed> rows, CancellationToken cancellation) =>
        database.InUnitAsync(
            unit,
            (connection, _) => connection.ExecuteAsync(new CommandDefinition(
                MarkSent,
                new { unit = unit.Value, ids = rows.Select(r => r.OutboxId).ToArray(), token = rows.First().Token },
                cancellationToken: cancellation)),
            cancellation);

    /// <inheritdoc cref="LeasedRows.GiveBackAsync"/>
    public Task<bool> GiveBackAsync(UnitId unit, Claimed row, string error, CancellationToken cancellation) =>
        _rows.GiveBackAsync(unit, row.OutboxId, row.Token, error, cancellation);

    /// <inheritdoc cref="LeasedRows.ReleaseAllAsync"/>
    public Task ReleaseAllAsync(UnitId unit, CancellationToken cancellation) => _rows.ReleaseAllAsync(unit, cancellation);
}
