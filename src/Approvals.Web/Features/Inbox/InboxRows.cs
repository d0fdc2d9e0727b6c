using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Inbox;

/// <summary>One open seat that the person may take.</summary>
internal sealed record InboxRow(Guid CaseId, int SeatNo, DateOnly? DueOn, bool Suspended, DateTimeOffset Since, int Total)
{
    public CaseId Case => new(CaseId);
}

/// <summary>What waits for a person (待办): the one query behind the inbox and its count in the bar.</summary>
internal static class InboxRows
{
    /// <summary>What was handed to somebody else or claimed by him is not among them.</summary>
    private const string Mine = "WITH mine AS (" + Gate.HisSeats + ")";

    /// <summary>What waits for somebody asks him: beyond that only a 知悉范围 may keep it from him.</summary>
    private const string Waiting = """

        FROM mine m
        JOIN assignment a ON a.unit_id = @unit AND a.case_id = m.case_id AND a.seat_no = m.seat_no
        JOIN flow_case c ON c.unit_id = a.unit_id AND c.opened_month = a.opened_month AND c.case_id = a.case_id
        WHERE NOT a.quiet
          AND (coalesce(a.holder, a.claimed_by) IS NULL OR coalesce(only_sitter(a, @today), @person) = ANY(@persons)) AND
        """ + Gate.IsOpenTo;

    private const string Page = Mine + """

        SELECT a.case_id, a.seat_no, a.due_on, a.suspended, a.since, count(*) OVER ()::int AS total
        """ + Waiting + """

        ORDER BY a.due_on NULLS LAST, a.due_at NULLS LAST, a.since, a.case_id, a.seat_no
        LIMIT @size OFFSET @skip
        """;

    /// <summary>Case and seat of everything that waits for the person.</summary>
    public const string MyAssignments = Mine + """

        SELECT a.case_id, a.seat_no
        """ + Waiting;

    public const string Count = Mine + """

        SELECT count(*)::int
        """ + Waiting;

    /// <summary>As <see cref="Lamps.OfSeat"/>: over at the end of its day, or today at its minute.</summary>
    private const string Over = """
        (a.due_on < @today
         OR (a.due_on = @today AND a.due_at IS NOT NULL AND a.due_on + a.due_at < office_now() AT TIME ZONE @zone))
        """;

    /// <summary>
    /// The count by lamp; <c>today</c> and <c>yellow_until</c> as for <see cref="LampRows"/>, <c>zone</c> is the unit's.
    /// </summary>
    public const string Sums = Mine + """

        SELECT count(*) FILTER (WHERE NOT a.suspended AND
        """ + " " + Over + """
        )::int AS overdue,
               count(*) FILTER (WHERE a.due_on <= @yellow_until AND NOT a.suspended AND NOT
        """ + " " + Over + """
        )::int AS due_soon,
               count(*) FILTER (WHERE a.due_on > @yellow_until OR a.due_on IS NULL OR a.suspended)::int AS others
        """ + Waiting;

    /// <summary>
    /// The last press in each case before its open round, or in its parent, from which it came: what tells why it is
    /// back. What others do in the open round is not told: inspectors judge each for himself. Nor is what was said where he may not
    /// know of it.
    /// </summary>
    private const string LastPresses = """
        SELECT c.case_id, l.workflow, l.stage, e.effective_on, e.payload
        FROM unnest(@months::date[], @cases::uuid[]) AS n (month, id)
        JOIN flow_case c ON c.unit_id = @unit AND c.opened_month = n.month AND c.case_id = n.id
        JOIN LATERAL (
          SELECT v.opened_month, v.case_id, k.workflow, v.stage, v.at
          FROM flow_case k
          JOIN vote v ON v.unit_id = k.unit_id AND v.opened_month = k.opened_month AND v.case_id = k.case_id
          WHERE k.unit_id = c.unit_id AND (SELECT
        """ + " " + Gate.IsOpenTo + """
         FROM (SELECT k.unit_id, k.scope_month, k.scope_id) AS c)
            AND ((k.opened_month = c.opened_month AND k.case_id = c.case_id AND NOT (c.round_open AND v.round = c.round))
                 OR (k.opened_month = c.parent_month AND k.case_id = c.parent_id AND v.at <= c.opened_at))
          ORDER BY v.at DESC, v.case_id = c.case_id DESC, v.place DESC
          LIMIT 1
        ) l ON true
        JOIN LATERAL (
          SELECT p.effective_on, p.payload
          FROM case_event p
          WHERE p.unit_id = c.unit_id AND p.opened_month = l.opened_month AND p.case_id = l.case_id
            AND p.kind = 'vote-cast' AND p.recorded_at = l.at
          ORDER BY p.seq DESC
          LIMIT 1
        ) e ON true
        WHERE
        """ + Gate.IsOpenTo;

    public static async Task<List<InboxRow>> PageAsync(
        NpgsqlConnection connection, DynamicParameters gate, int page, int size, CancellationToken cancellation)
    {
        gate.Add("size", size);
        gate.Add("skip", (page - 1) * size);
        return [.. await connection.QueryAsync<InboxRow>(new CommandDefinition(Page, gate, cancellationToken: cancellation))];
    }

    public static async Task<Dictionary<CaseId, LastPress>> LastPressesAsync(
        NpgsqlConnection connection, DynamicParameters gate, IReadOnlyCollection<CaseId> cases, CancellationToken cancellation)
    {
        gate.Add("months", cases.Select(c => c.Month).ToArray());
        gate.Add("cases", cases.Select(c => c.Value).ToArray());
        var rows = await connection.QueryAsync<PressRow>(
            new CommandDefinition(LastPresses, gate, cancellationToken: cancellation));
        return rows.ToDictionary(
            r => new CaseId(r.CaseId),
            r => new LastPress(
                new WorkflowId(r.Workflow), new StageId(r.Stage), r.EffectiveOn, (CaseEvent.VoteCast)CaseJson.Event(r.Payload)));
    }

    private sealed record PressRow(Guid CaseId, string Workflow, string Stage, DateOnly EffectiveOn, byte[] Payload);
}

/// <param name="Workflow">Of the case in which it was pressed: the one that waits, or its parent.</param>
internal sealed record LastPress(WorkflowId Workflow, StageId Stage, DateOnly On, CaseEvent.VoteCast Vote);
