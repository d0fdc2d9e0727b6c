using Approvals.Engine;
using Approvals.Engine.Cases;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>One row that asks a case to look again.</summary>
/// <param name="Old">With <paramref name="New"/>: a child changed hands, and the receiver's parties follow.</param>
internal sealed record Asked(CaseId Sender, int Occurrence, BodyId? Old, BodyId? New);

/// <summary>What cases ask of each other, and what became of it when it could not be done.</summary>
internal static class Wakes
{
    public const string Take = """
        DELETE FROM wake
        WHERE unit_id = @unit AND receiver_month = @month AND receiver_id = @case AND parked IS NULL
        RETURNING sender_id, occurrence, old_body, new_body
        """;

    private const string Park = """
        UPDATE wake w
        SET parked = @why
        FROM unnest(@senders::uuid[], @occurrences::int[]) AS n (sender, occurrence)
        WHERE w.unit_id = @unit AND w.receiver_month = @month AND w.receiver_id = @case
          AND w.sender_id = n.sender AND w.occurrence = n.occurrence
        """;

    public static Asked Read(NpgsqlDataReader row) => new(
        new CaseId(row.GetGuid(0)),
        row.GetInt32(1),
        row.IsDBNull(2) ? null : new BodyId(row.GetInt32(2)),
        row.IsDBNull(3) ? null : new BodyId(row.GetInt32(3)));

    /// <summary>Transfers in the order in which each sender made them (its occurrences of transfers count down), then one look.</summary>
    public static IEnumerable<CaseCommand> Commands(IEnumerable<Asked> asked)
    {
        foreach (var one in asked.OrderByDescending(a => a.Occurrence))
        {
            if (one is { Old: { } old, New: { } @new })
            {
                yield return new CaseCommand.Replace(old, @new);
            }
        }

        yield return new CaseCommand.Wake();
    }

    /// <summary>Sets aside what was tried, and only that: what was asked meanwhile deserves its own look.</summary>
    public static Task ParkAsync(
        Database database, UnitId unit, CaseId id, IReadOnlyList<Asked> tried, string why, CancellationToken cancellation) =>
        database.InUnitAsync(
            unit,
            async (connection, _) =>
            {
                var park = CaseRows.Command(Park, unit, id);
                park.Parameters.AddWithValue("why", why);
                park.Parameters.AddWithValue("senders", tried.Select(a => a.Sender.Value).ToArray());
                park.Parameters.AddWithValue("occurrences", tried.Select(a => a.Occurrence).ToArray());
                await using var batch = new NpgsqlBatch(connection) { BatchCommands = { park } };
                await batch.ExecuteNonQueryAsync(cancellation);
            },
            cancellation);

    /// <summary>
    /// Whether trying again would fail again: anything but a database that is away, busy or in somebody else's hands.
    /// </summary>
    public static bool IsLasting(Exception failure) => failure switch
    {
        OperationCanceledException or ObjectDisposedException => false,
        // Data, integrity, or a statement that is wrong: classes 22, 23 and 42.
        PostgresException { SqlState: ['2', '2' or '3', ..] or ['4', '2', ..] } => true,
        NpgsqlException => false,
        _ => true,
    };
}
