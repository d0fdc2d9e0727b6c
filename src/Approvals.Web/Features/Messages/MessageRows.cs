using Approvals.Engine;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Messages;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Messages;

/// <summary>A message as it has arrived.</summary>
internal sealed record ArrivedRow(long MessageId, byte[] Payload, DateTimeOffset CreatedAt, bool Read)
{
    public MessageNote Note { get; } = MessageNote.Read(Payload);
}

/// <summary>How many messages a person has, how many of them are new, and the newest's id; 0 where there is none.</summary>
internal sealed record MessageCounts(int Total, int Unread, long Newest);

/// <summary>A case that a message is about, as far as the reader may see it.</summary>
internal sealed record SubjectRow(Guid CaseId, string Title, string BookHash, string Workflow, bool Restricted);

/// <summary>A seat that a message is about; open while it still waits.</summary>
internal sealed record SeatRow(Guid CaseId, int Round, int SeatNo, string Stage, string Sitters, int? BodyId, bool Open);

/// <summary>An event that a message points at, and the stage in which it happened.</summary>
internal sealed record EventRow(Guid CaseId, int Seq, string Stage, byte[] Payload);

/// <summary>The statements of the messages' page. What a message is about is read when it is shown, through the gate.</summary>
internal static class MessageRows
{
    /// <summary>Over <c>message</c>: not about what he may not know of. Those cases are few and looked for once.</summary>
    private const string IsOpen = """
        (subject_id IS NULL OR subject_id NOT IN (
          SELECT c.case_id
          FROM flow_case c
          WHERE c.unit_id = @unit AND c.scope_id IS NOT NULL AND NOT
        """ + " " + Gate.IsOpenTo + "))";

    /// <summary>For the bar, which says no more than "many" beyond 99; parameters unit and person.</summary>
    public const string CountUnread = """
        SELECT count(*)::int
        FROM (SELECT FROM message WHERE unit_id = @unit AND recipient = @person AND read_at IS NULL AND
        """ + " " + IsOpen + " LIMIT 100) n";

    // Three questions, each answered by an index alone; together they would look at every message of the person's years.
    private const string Counts = """
        SELECT (SELECT count(*)::int FROM message WHERE unit_id = @unit AND recipient = @person AND
        """ + " " + IsOpen + """
        ) AS total,
               (SELECT count(*)::int FROM message WHERE unit_id = @unit AND recipient = @person AND read_at IS NULL AND
        """ + " " + IsOpen + """
        ) AS unread,
               coalesce((SELECT max(message_id) FROM message WHERE unit_id = @unit AND recipient = @person), 0) AS newest
        """;

    private const string Page = """
        SELECT message_id, payload, created_at, read_at IS NOT NULL AS read
        FROM message
        WHERE unit_id = @unit AND recipient = @person AND
        """ + " " + IsOpen + """

        ORDER BY message_id DESC
        LIMIT @size OFFSET @skip
        """;

    private const string Unread = """
        SELECT message_id, payload, created_at, false AS read
        FROM message
        WHERE unit_id = @unit AND recipient = @person AND read_at IS NULL AND kind = @kind AND
        """ + " " + IsOpen + """

        ORDER BY message_id DESC
        LIMIT @size
        """;

    private const string OfKind = """
        SELECT message_id, payload, created_at, read_at IS NOT NULL AS read
        FROM message
        WHERE unit_id = @unit AND recipient = @person AND kind = @kind AND
        """ + " " + IsOpen + """

        ORDER BY message_id DESC
        LIMIT @size OFFSET @skip
        """;

    private const string CountOfKind = """
        SELECT count(*)::int
        FROM message
        WHERE unit_id = @unit AND recipient = @person AND kind = @kind AND
        """ + " " + IsOpen;

    private const string Subjects = """
        SELECT c.case_id, c.title, c.book_hash, c.workflow, c.scope_id IS NOT NULL AS restricted
        FROM unnest(@months::date[], @cases::uuid[]) AS n (month, id)
        JOIN flow_case c ON c.unit_id = @unit AND c.opened_month = n.month AND c.case_id = n.id
        WHERE
        """ + " " + Gate.MaySeeCase;

    private const string Seats = """
        SELECT s.case_id, s.round, s.seat_no, s.stage, s.sitters::text AS sitters, s.body_id,
               EXISTS (
                 SELECT FROM assignment a
                 WHERE a.unit_id = s.unit_id AND a.case_id = s.case_id AND a.seat_no = s.seat_no AND a.round = s.round) AS open
        FROM (SELECT DISTINCT month, id, round, seat
              FROM unnest(@months::date[], @cases::uuid[], @rounds::int[], @seats::int[]) AS t (month, id, round, seat)) n
        JOIN seat s ON s.unit_id = @unit AND s.opened_month = n.month AND s.case_id = n.id AND s.round = n.round
          AND s.seat_no = n.seat
        """;

    private const string Events = """
        SELECT e.case_id, e.seq, coalesce(convert_from(e.payload, 'UTF8')::jsonb->>'Stage', z.stage, '') AS stage, e.payload
        FROM (SELECT DISTINCT month, id, seq
              FROM unnest(@months::date[], @cases::uuid[], @seqs::int[]) AS t (month, id, seq)) n
        JOIN case_event e ON e.unit_id = @unit AND e.opened_month = n.month AND e.case_id = n.id AND e.seq = n.seq
        LEFT JOIN LATERAL (
          SELECT s.stage
          FROM seat s
          WHERE s.unit_id = e.unit_id AND s.opened_month = e.opened_month AND s.case_id = e.case_id
            AND s.round = (convert_from(e.payload, 'UTF8')::jsonb->>'Round')::int
          LIMIT 1
        ) z ON true
        """;

    private const string MarkRead = """
        UPDATE message
        SET read_at = office_now()
        WHERE unit_id = @unit AND recipient = @person AND read_at IS NULL AND message_id <= @last
        """;

    public static Task<MessageCounts> CountsAsync(
        NpgsqlConnection connection, CurrentUser user, CancellationToken cancellation) =>
        connection.QuerySingleAsync<MessageCounts>(Command(Counts, Mine(user), cancellation));

    /// <summary>The newest first.</summary>
    public static async Task<List<ArrivedRow>> PageAsync(
        NpgsqlConnection connection, CurrentUser user, int page, int size, CancellationToken cancellation)
    {
        var mine = Mine(user);
        mine.Add("size", size);
        mine.Add("skip", (page - 1) * size);
        return [.. await connection.QueryAsync<ArrivedRow>(Command(Page, mine, cancellation))];
    }

    /// <summary>The newest of one kind that have not been read.</summary>
    public static async Task<List<ArrivedRow>> UnreadAsync(
        NpgsqlConnection connection, CurrentUser user, Type kind, int size, CancellationToken cancellation)
    {
        var mine = Mine(user);
        mine.Add("kind", MessageNote.KindOf(kind));
        mine.Add("size", size);
        return [.. await connection.QueryAsync<ArrivedRow>(Command(Unread, mine, cancellation))];
    }

    /// <summary>All of one kind, the newest first, and how many there are.</summary>
    public static async Task<(int Total, List<ArrivedRow> Rows)> OfKindAsync(
        NpgsqlConnection connection, CurrentUser user, Type kind, int page, int size, CancellationToken cancellation)
    {
        var mine = Mine(user);
        mine.Add("kind", MessageNote.KindOf(kind));
        mine.Add("size", size);
        mine.Add("skip", (page - 1) * size);
        return (
            await connection.QuerySingleAsync<int>(Command(CountOfKind, mine, cancellation)),
            [.. await connection.QueryAsync<ArrivedRow>(Command(OfKind, mine, cancellation))]);
    }

    /// <param name="gate">The reader's, by <see cref="Gate.Parameters"/>.</param>
    public static async Task<Dictionary<CaseId, SubjectRow>> SubjectsAsync(
        NpgsqlConnection connection, DynamicParameters gate, IReadOnlyCollection<CaseId> cases, CancellationToken cancellation)
    {
        AddTo(gate, cases);
        return (await connection.QueryAsync<SubjectRow>(Command(Subjects, gate, cancellation)))
            .ToDictionary(r => new CaseId(r.CaseId));
    }

    public static async Task<Dictionary<(CaseId, int, SeatNo), SeatRow>> SeatsAsync(
        NpgsqlConnection connection, UnitId unit, IReadOnlyCollection<RungNote> rungs, CancellationToken cancellation)
    {
        var values = Of(unit, [.. rungs.Select(r => r.Case)]);
        values.Add("rounds", rungs.Select(r => r.Round).ToArray());
        values.Add("seats", rungs.Select(r => r.Seat.Value).ToArray());
        return (await connection.QueryAsync<SeatRow>(Command(Seats, values, cancellation)))
            .ToDictionary(r => (new CaseId(r.CaseId), r.Round, new SeatNo(r.SeatNo)));
    }

    public static async Task<Dictionary<(CaseId, int), EventRow>> EventsAsync(
        NpgsqlConnection connection, UnitId unit, IReadOnlyCollection<(CaseId Case, int Seq)> told,
        CancellationToken cancellation)
    {
        var values = Of(unit, [.. told.Select(r => r.Case)]);
        values.Add("seqs", told.Select(r => r.Seq).ToArray());
        return (await connection.QueryAsync<EventRow>(Command(Events, values, cancellation)))
            .ToDictionary(r => (new CaseId(r.CaseId), r.Seq));
    }

    /// <param name="last">The newest there was when his page was drawn: what has come since stays new.</param>
    public static Task MarkReadAsync(
        NpgsqlConnection connection, CurrentUser user, long last, CancellationToken cancellation)
    {
        var mine = Mine(user);
        mine.Add("last", last);
        return connection.ExecuteAsync(Command(MarkRead, mine, cancellation));
    }

    private static DynamicParameters Mine(CurrentUser user)
    {
        var values = new DynamicParameters();
        values.Add("unit", user.Unit.Id.Value);
        values.Add("person", user.Person.Id.Value);
        values.Add("within", null, System.Data.DbType.Guid);
        return values;
    }

    private static DynamicParameters Of(UnitId unit, IReadOnlyCollection<CaseId> cases)
    {
        var values = new DynamicParameters();
        values.Add("unit", unit.Value);
        AddTo(values, cases);
        return values;
    }

    private static void AddTo(DynamicParameters values, IReadOnlyCollection<CaseId> cases)
    {
        values.Add("months", cases.Select(c => c.Month).ToArray());
        values.Add("cases", cases.Select(c => c.Value).ToArray());
    }

    private static CommandDefinition Command(string sql, DynamicParameters values, CancellationToken cancellation) =>
        new(sql, values, cancellationToken: cancellation);
}
