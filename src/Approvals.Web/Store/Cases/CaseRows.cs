using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>How the rows of cases are taken.</summary>
internal enum CaseLock
{
    /// <summary>For looking only (a page's offers, the audit).</summary>
    None,

    /// <summary>Waits for whoever holds them: a press, a wake. One case, or such as stand below the same parent.</summary>
    Wait,

    /// <summary>The same for cases that may stand one below the other: parents before children.</summary>
    WaitDown,

    /// <summary>Leaves out what somebody holds: the pump comes again.</summary>
    Skip,
}

/// <summary>
/// Asks for the rows of cases, one or many: a statement a table, one batch, one round trip. Every step goes from key to key
/// (<c>OFFSET 0</c> keeps the server from turning it round): a plan is made once a connection, perhaps while a table is so small that
/// going through the whole of it looks cheaper, and a thousand cases may open before it is made anew.
/// </summary>
internal static class CaseRows
{
    /// <summary>
    /// Only the case rows, by their keys, which are parameters and never stale; whatever else is read stands in later
    /// statements, which see what the lock waited for. The keys are sorted before the first is locked, so everybody takes them in the
    /// same order: parents before children, then by id.
    /// </summary>
    public const string Lock = Columns + InOrder + Each + " FOR NO KEY UPDATE" + End;

    /// <summary>The few that lie in one line: a join, since they are sorted by what stands above them.</summary>
    private const string LockDown = Columns + Joined + FromAbove + " FOR NO KEY UPDATE OF c";

    /// <summary>
    /// The parents, before the cases themselves, as everywhere: while a press is judged by where its parent stands, the parent's own
    /// presses wait, and children do not wait for each other.
    /// </summary>
    public const string HoldParents = """
        SELECT p.case_id
        FROM unnest(@months::date[], @cases::uuid[]) AS k (month, id)
        CROSS JOIN LATERAL (
          SELECT parent_month, parent_id FROM flow_case
          WHERE unit_id = @unit AND opened_month = k.month AND case_id = k.id
          OFFSET 0) c
        CROSS JOIN LATERAL (
          SELECT case_id FROM flow_case
          WHERE unit_id = @unit AND opened_month = c.parent_month AND case_id = c.parent_id
          OFFSET 0 FOR SHARE) p
        """;

    private const string LockFree = Columns + InOrder + Each + " FOR NO KEY UPDATE SKIP LOCKED" + End;

    private const string Look = Columns + InOrder + Each + End;

    private const string Columns = """
        SELECT c.case_id, c.book_hash, c.workflow, c.stage, c.ended, c.round, c.round_open, c.parent_id, c.child_key, c.title,
               c.facts, c.numbers, c.splits, c.due_on, c.version, c.head, c.root_id, c.parent_round, c.first_due_on, c.extensions,
               c.suspended_at, c.suspended_above, c.dates, c.moves, c.measures, c.recurrence, c.periods_met,
               c.copied, c.straight_back, c.recall_seat, c.recall_straight_back, c.recall_clocks, c.campaign_id
        """;

    private const string InOrder = """

        FROM (
          SELECT month, id
          FROM unnest(@months::date[], @cases::uuid[]) AS k (month, id)
          ORDER BY month, id) k
        """;

    private const string Each = """

        CROSS JOIN LATERAL (
          SELECT *
          FROM flow_case
          WHERE unit_id = @unit AND opened_month = k.month AND case_id = k.id
          OFFSET 0
        """;

    private const string End = ") c";

    private const string Joined = """

        FROM unnest(@months::date[], @cases::uuid[]) AS k (month, id)
        JOIN flow_case c ON c.unit_id = @unit AND c.opened_month = k.month AND c.case_id = k.id
        """;

    /// <summary>By how many stand above it, which never changes.</summary>
    private const string FromAbove = """
         ORDER BY (
          WITH RECURSIVE above (month, id) AS (
            SELECT c.parent_month, c.parent_id
            UNION ALL
            SELECT p.parent_month, p.parent_id
            FROM above a
            JOIN flow_case p ON p.unit_id = @unit AND p.opened_month = a.month AND p.case_id = a.id
          )
          SELECT count(*)
          FROM above), c.opened_month, c.case_id
        """;

    private const string Seats = """
        SELECT s.case_id, s.round, s.seat_no, s.stage, s.sitters, s.body_id, s.due_on, s.due_at, s.consulted, s.lead,
               s.weight, s.state, s.added_to, s.added_place, s.added_by, s.added_reason, s.holder, s.claimed_by, s.skipped, s.nudges,
               s.taken_back
        FROM unnest(@months::date[], @cases::uuid[]) AS k (month, id)
        CROSS JOIN LATERAL (
          SELECT * FROM seat
          WHERE unit_id = @unit AND opened_month = k.month AND case_id = k.id
          OFFSET 0) s
        ORDER BY s.round, s.seat_no
        """;

    private const string Clocks = """
        SELECT a.case_id, a.seat_no, a.due_on, a.due_at, a.ladder_since, a.passed
        FROM unnest(@months::date[], @cases::uuid[]) AS k (month, id)
        CROSS JOIN LATERAL (
          SELECT * FROM assignment
          WHERE unit_id = @unit AND case_id = k.id AND due_on IS NOT NULL
          OFFSET 0) a
        ORDER BY a.seat_no
        """;

    private const string Votes = """
        SELECT v.case_id, v.round, v.seat_no, v.stage, v.action, v.decider, v.recorded_by, v.occasion, v.in_place_of, v.target, v.way
        FROM unnest(@months::date[], @cases::uuid[]) AS k (month, id)
        CROSS JOIN LATERAL (
          SELECT * FROM vote
          WHERE unit_id = @unit AND opened_month = k.month AND case_id = k.id
          OFFSET 0) v
        ORDER BY v.place
        """;

    private const string Parties = """
        SELECT p.case_id, p.party, p.person_id, p.body_id
        FROM unnest(@months::date[], @cases::uuid[]) AS k (month, id)
        CROSS JOIN LATERAL (
          SELECT * FROM case_party
          WHERE unit_id = @unit AND opened_month = k.month AND case_id = k.id
          OFFSET 0) p
        ORDER BY p.party, p.place
        """;

    /// <summary>No row: nothing restricts the case.</summary>
    private const string Scopes = """
        SELECT c.case_id, s.person_id, c.scope_id
        FROM unnest(@months::date[], @cases::uuid[]) AS k (month, id)
        CROSS JOIN LATERAL (
          SELECT * FROM flow_case
          WHERE unit_id = @unit AND opened_month = k.month AND case_id = k.id
          OFFSET 0) c
        CROSS JOIN LATERAL (
          SELECT * FROM scope_person
          WHERE unit_id = @unit AND opened_month = c.scope_month AND case_id = c.scope_id
          OFFSET 0) s
        ORDER BY s.person_id
        """;

    private const string Matters = """
        SELECT m.case_id, m.matter_no, m.kind, m.text, m.due_on, m.body_id, m.raised_by, m.open
        FROM unnest(@months::date[], @cases::uuid[]) AS k (month, id)
        CROSS JOIN LATERAL (
          SELECT * FROM matter
          WHERE unit_id = @unit AND opened_month = k.month AND case_id = k.id
          OFFSET 0) m
        ORDER BY m.matter_no
        """;

    private const string Children = """
        SELECT c.parent_id, c.workflow, c.stage, c.ended, count(*)::int
        FROM unnest(@months::date[], @cases::uuid[]) AS k (month, id)
        CROSS JOIN LATERAL (
          SELECT * FROM flow_case
          WHERE unit_id = @unit AND parent_month = k.month AND parent_id = k.id
          OFFSET 0) c
        GROUP BY c.parent_id, c.workflow, c.stage, c.ended
        ORDER BY c.workflow, c.stage, c.ended
        """;

    private const string ChildVotes = """
        SELECT DISTINCT c.parent_id, c.workflow, v.stage, h.human, v.round, c.moves
        FROM unnest(@months::date[], @cases::uuid[]) AS k (month, id)
        CROSS JOIN LATERAL (
          SELECT FROM flow_case
          WHERE unit_id = @unit AND opened_month = k.month AND case_id = k.id AND separates
          OFFSET 0) p
        CROSS JOIN LATERAL (
          SELECT * FROM flow_case
          WHERE unit_id = @unit AND parent_month = k.month AND parent_id = k.id
          OFFSET 0) c
        CROSS JOIN LATERAL (
          SELECT * FROM vote
          WHERE unit_id = @unit AND opened_month = c.opened_month AND case_id = c.case_id
          OFFSET 0) v
        CROSS JOIN LATERAL (
          SELECT FROM seat
          WHERE unit_id = @unit AND opened_month = v.opened_month AND case_id = v.case_id AND round = v.round AND seat_no = v.seat_no
            AND NOT consulted AND NOT taken_back
          OFFSET 0) s
        CROSS JOIN LATERAL (VALUES (v.decider), (v.in_place_of)) AS h (human)
        WHERE h.human IS NOT NULL
        ORDER BY c.workflow, v.stage, h.human
        """;

    private const string ParentIs = """
        SELECT c.case_id, p.workflow, p.stage, p.ended, p.facts, p.round, p.suspended_at, p.due_on
        FROM unnest(@months::date[], @cases::uuid[]) AS k (month, id)
        CROSS JOIN LATERAL (
          SELECT * FROM flow_case
          WHERE unit_id = @unit AND opened_month = k.month AND case_id = k.id
          OFFSET 0) c
        CROSS JOIN LATERAL (
          SELECT * FROM flow_case
          WHERE unit_id = @unit AND opened_month = c.parent_month AND case_id = c.parent_id
          OFFSET 0) p
        """;

    private const string ParentParties = """
        SELECT c.case_id, q.party, q.person_id, q.body_id
        FROM unnest(@months::date[], @cases::uuid[]) AS k (month, id)
        CROSS JOIN LATERAL (
          SELECT * FROM flow_case
          WHERE unit_id = @unit AND opened_month = k.month AND case_id = k.id
          OFFSET 0) c
        CROSS JOIN LATERAL (
          SELECT * FROM case_party
          WHERE unit_id = @unit AND opened_month = c.parent_month AND case_id = c.parent_id
          OFFSET 0) q
        ORDER BY q.party, q.place
        """;

    private const string Clock = """
        SELECT office_now(), coalesce((SELECT version FROM unit_directory WHERE unit_id = @unit), 0)
        """;

    /// <summary>The reading statements, in the order in which <see cref="CaseAnswers.ReadAsync"/> takes their answers.</summary>
    public static ImmutableArray<string> Statements(CaseLock locking) =>
    [
        locking switch
        {
            CaseLock.None => Look,
            CaseLock.Wait => Lock,
            CaseLock.WaitDown => LockDown,
            CaseLock.Skip => LockFree,
            _ => throw new UnreachableException($"no statement for {locking}"),
        },
        Seats, Clocks, Votes, Parties, Scopes, Matters, Children, ChildVotes, ParentIs, ParentParties, Subjects.Measure, Clock,
    ];

    /// <summary>
    /// Appends the reading statements to a batch that has begun; <see cref="CaseAnswers.ReadAsync"/> takes their answers in order.
    /// </summary>
    public static void AddTo(NpgsqlBatch batch, UnitId unit, IReadOnlyCollection<CaseId> cases, CaseLock locking)
    {
        foreach (var sql in Statements(locking))
        {
            batch.BatchCommands.Add(Command(sql, unit, cases));
        }
    }

    /// <summary>
    /// Prepared: planning the statements costs more than running them. A connection's first batch of a kind is one round
    /// trip more, all others have none for it.
    /// </summary>
    public static async Task<NpgsqlDataReader> AskAsync(NpgsqlBatch batch, CancellationToken cancellation)
    {
        await batch.PrepareAsync(cancellation);
        return await batch.ExecuteReaderAsync(cancellation);
    }

    /// <param name="sql">Takes <c>@unit</c>, and <c>@months</c> and <c>@cases</c> side by side.</param>
    public static NpgsqlBatchCommand Command(string sql, UnitId unit, IReadOnlyCollection<CaseId> cases)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddWithValue("unit", unit.Value);
        command.Parameters.AddWithValue("months", cases.Select(c => c.Month).ToArray());
        command.Parameters.AddWithValue("cases", cases.Select(c => c.Value).ToArray());
        return command;
    }

    /// <param name="sql">Takes <c>@unit</c>, <c>@month</c> and <c>@case</c>, or fewer.</param>
    public static NpgsqlBatchCommand Command(string sql, UnitId unit, CaseId @case)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddWithValue("unit", unit.Value);
        command.Parameters.AddWithValue("month", @case.Month);
        command.Parameters.AddWithValue("case", @case.Value);
        return command;
    }
}
