using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Web.Features;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace Approvals.Web.Store.Cases;

/// <summary>One row that asks a case to look again.</summary>
/// <param name="Old">With <paramref name="New"/>: a child changed hands, and the receiver's parties follow.</param>
/// <param name="DueOn">延期: the receiver is due on that day, if it was due before.</param>
internal sealed record Asked(CaseId Sender, int Occurrence, BodyId? Old, BodyId? New, DateOnly? DueOn)
{
    /// <summary>Of what is handed over in one occurrence, from 1; 0 for all else.</summary>
    public int Part { get; init; }

    /// <summary>What is handed over (撤销 …).</summary>
    public CaseCommand.Handed? Handed { get; init; }
}

/// <summary>Why something was set aside.</summary>
/// <param name="Reason">As a page says it.</param>
/// <param name="Error">What broke, for who keeps the system; null where it was refused.</param>
/// <param name="Version">Of the directory with which it was tried.</param>
internal sealed record Parked(string Reason, string? Error, long Version);

/// <summary>
/// What cases ask of each other, and what became of it when it could not be done: it is set aside, and tried again when
/// the unit's directory has changed, when somebody has acted on the case, and when a node starts.
/// </summary>
internal static class Wakes
{
    /// <summary>Not set aside, or set aside with a directory that is no longer the unit's.</summary>
    public const string IsDue = """
        (parked IS NULL
         OR parked_version <> coalesce((SELECT d.version FROM unit_directory d WHERE d.unit_id = @unit), 0))
        """;

    /// <summary>A look that was set aside is done by any later look, so it goes with it; what was handed over is not.</summary>
    public const string Take = """
        DELETE FROM wake
        WHERE unit_id = @unit AND receiver_month = @month AND receiver_id = @case
          AND (old_body IS NULL AND due_on IS NULL AND handed IS NULL OR
        """ + " " + IsDue + """
        )
        RETURNING sender_id, occurrence, old_body, new_body, due_on, part, handed
        """;

    /// <summary>One thing that was handed over, and nothing else.</summary>
    public const string TakeOne = """
        DELETE FROM wake
        WHERE unit_id = @unit AND receiver_month = @month AND receiver_id = @case
          AND sender_id = @sender AND occurrence = @occurrence AND part = @part
        RETURNING sender_id, occurrence, old_body, new_body, due_on, part, handed
        """;

    /// <summary>
    /// The looks that several were asked for. An id says its month, so the two need not stand side by side: as a join, a table that was
    /// small when the plan was made would be gone through once a case.
    /// </summary>
    public const string TakeLooks = """
        DELETE FROM wake w
        WHERE w.unit_id = @unit AND w.receiver_month = ANY (@months::date[]) AND w.receiver_id = ANY (@cases::uuid[]) AND
        """ + " " + IsLook;

    /// <summary>Over <c>wake w</c>: nothing is handed over with it.</summary>
    public const string IsLook = "(w.old_body IS NULL AND w.due_on IS NULL AND w.handed IS NULL)";

    /// <summary>For the batch of a press: what it did may be what was missing, for a timer too.</summary>
    public const string Release = """
        WITH timers AS (
          UPDATE timer
          SET parked = NULL, parked_version = NULL, parked_error = NULL
          WHERE unit_id = @unit AND case_id = @case AND parked IS NOT NULL
        )
        UPDATE wake
        SET parked = NULL, parked_version = NULL, parked_error = NULL
        WHERE unit_id = @unit AND receiver_month = @month AND receiver_id = @case AND parked IS NOT NULL
        """;

    // Without the locks of the receivers, so it waits for nobody: a row that somebody holds is being looked at.
    private const string ReleaseAll = """
        WITH free AS (
          SELECT receiver_month, receiver_id, sender_id, occurrence, part
          FROM wake
          WHERE unit_id = @unit AND parked IS NOT NULL
          FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE wake w
        SET parked = NULL, parked_version = NULL, parked_error = NULL
        FROM free f
        WHERE w.unit_id = @unit AND w.receiver_month = f.receiver_month AND w.receiver_id = f.receiver_id
          AND w.sender_id = f.sender_id AND w.occurrence = f.occurrence AND w.part = f.part
        """;

    private const string Reason = """
        SELECT s.parked
        FROM (
          SELECT w.parked, w.at, w.occurrence
          FROM wake w
          WHERE w.unit_id = @unit AND w.receiver_id = ANY (@cases) AND w.parked IS NOT NULL
          UNION ALL
          SELECT t.parked, t.due_at, t.seat_no
          FROM timer t
          WHERE t.unit_id = @unit AND t.case_id = ANY (@cases) AND t.parked IS NOT NULL
        ) s
        ORDER BY s.at, s.occurrence
        LIMIT 1
        """;

    // The receiver before its rows, as everybody; and only while it stands as it was tried.
    private const string Park = """
        WITH held AS (
          SELECT c.case_id
          FROM flow_case c
          WHERE c.unit_id = @unit AND c.opened_month = @month AND c.case_id = @case AND c.version = @seen
          FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE wake w
        SET parked = @why, parked_version = @version, parked_error = @error
        FROM held, unnest(@senders::uuid[], @occurrences::int[], @parts::int[]) AS n (sender, occurrence, part)
        WHERE w.unit_id = @unit AND w.receiver_month = @month AND w.receiver_id = held.case_id
          AND w.sender_id = n.sender AND w.occurrence = n.occurrence AND w.part = n.part
        """;

    public static Asked Read(NpgsqlDataReader row) => new(
        new CaseId(row.GetGuid(0)),
        row.GetInt32(1),
        row.IsDBNull(2) ? null : new BodyId(row.GetInt32(2)),
        row.IsDBNull(3) ? null : new BodyId(row.GetInt32(3)),
        row.IsDBNull(4) ? null : row.GetFieldValue<DateOnly>(4))
    {
        Part = row.GetInt32(5),
        Handed = row.IsDBNull(6) ? null : CaseJson.Read<CaseCommand.Handed>(row.GetString(6)),
    };

    /// <summary>
    /// Transfers in the order in which each sender made them (its occurrences of transfers count down), then new due dates,
    /// the earliest first, then what else was handed over, each sender's in its order, then one look.
    /// </summary>
    public static IEnumerable<CaseCommand> Commands(IReadOnlyCollection<Asked> asked)
    {
        foreach (var one in asked.OrderByDescending(a => a.Occurrence).ThenBy(a => a.Sender.Value))
        {
            if (one is { Old: { } old, New: { } @new })
            {
                yield return new CaseCommand.Replace(old, @new);
            }
        }

        foreach (var due in asked.Select(a => a.DueOn).OfType<DateOnly>().Order())
        {
            yield return new CaseCommand.Extend(due);
        }

        foreach (var handed in asked.OrderBy(a => a.Sender.Value).ThenBy(a => a.Occurrence).ThenBy(a => a.Part)
            .Select(a => a.Handed).OfType<CaseCommand.Handed>())
        {
            yield return handed;
        }

        yield return new CaseCommand.Wake();
    }

    /// <summary>Sets aside what was tried, and only that: what was asked meanwhile deserves its own look.</summary>
    /// <param name="seen">The receiver's version with which it was tried.</param>
    public static Task ParkAsync(
        Database database, UnitId unit, CaseId id, int seen, IReadOnlyList<Asked> tried, Parked why,
        CancellationToken cancellation) =>
        database.InUnitAsync(
            unit,
            async (connection, _) =>
            {
                var park = CaseRows.Command(Park, unit, id);
                park.Parameters.AddWithValue("seen", seen);
                park.Parameters.AddWithValue("why", why.Reason);
                park.Parameters.AddWithValue("version", why.Version);
                park.Parameters.Add(
                    new NpgsqlParameter("error", NpgsqlDbType.Text) { Value = (object?)why.Error ?? DBNull.Value });
                park.Parameters.AddWithValue("senders", tried.Select(a => a.Sender.Value).ToArray());
                park.Parameters.AddWithValue("occurrences", tried.Select(a => a.Occurrence).ToArray());
                park.Parameters.AddWithValue("parts", tried.Select(a => a.Part).ToArray());
                await using var batch = new NpgsqlBatch(connection) { BatchCommands = { park } };
                await batch.ExecuteNonQueryAsync(cancellation);
            },
            cancellation);

    /// <summary>Everything that is set aside in the unit waits for its turn again.</summary>
    public static Task ReleaseAllAsync(Database database, UnitId unit, CancellationToken cancellation) => database.InUnitAsync(
        unit,
        (connection, _) => connection.ExecuteAsync(
            new CommandDefinition(ReleaseAll, new { unit = unit.Value }, cancellationToken: cancellation)),
        cancellation);

    /// <summary>Why the first of the cases that is stuck cannot go on by itself; null when none is.</summary>
    public static Task<string?> ReasonAsync(
        NpgsqlConnection connection, UnitId unit, IEnumerable<CaseId> cases, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(
            Reason, new { unit = unit.Value, cases = cases.Select(c => c.Value).ToArray() }, cancellationToken: cancellation));

    /// <summary>
    /// A failure whose sentence was written for the office is told as it is; another is for who keeps the system.
    /// </summary>
    public static Parked Of(Exception failure, long version) => failure is NobodyToSignException or NoRegisterException
        ? new Parked(failure.Message, null, version)
        : new Parked(Texts.Case.Broken, failure.Message, version);
}
