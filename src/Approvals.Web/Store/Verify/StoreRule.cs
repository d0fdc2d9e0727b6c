namespace Approvals.Web.Store.Verify;

/// <summary>What must hold in every unit, whatever was pressed or crashed.</summary>
/// <param name="Name">For the log and the alarm's key.</param>
/// <param name="Sentence">What is wrong where it does not hold, for the operator.</param>
/// <param name="Sql">The rows that break it, one text column <c>key</c>; <c>@unit</c> is given.</param>
/// <param name="Fault">False: nothing is damaged, but somebody should look.</param>
/// <param name="Soon">Looked at all day long, so an index must answer it; the others are looked at by night.</param>
internal sealed record StoreRule(string Name, string Sentence, string Sql, bool Fault = true, bool Soon = false);

/// <summary>The rules, one a line of the report. A new one is a constant here and a name in the list.</summary>
internal static class StoreRules
{
    private const string EndedIsQuiet = """
        SELECT c.case_id::text AS key
        FROM flow_case c
        WHERE c.unit_id = @unit AND c.ended AND c.round_open
        UNION
        SELECT a.case_id::text
        FROM assignment a
        JOIN flow_case c ON c.unit_id = a.unit_id AND c.opened_month = a.opened_month AND c.case_id = a.case_id
        WHERE a.unit_id = @unit AND c.ended
        """;

    private const string OpenSeatsWait = """
        SELECT coalesce(s.case_id, a.case_id)::text || '/' || coalesce(s.seat_no, a.seat_no) AS key
        FROM (
          SELECT s.opened_month, s.case_id, s.round, s.seat_no
          FROM flow_case c
          JOIN seat s ON s.unit_id = c.unit_id AND s.opened_month = c.opened_month AND s.case_id = c.case_id AND s.round = c.round
          LEFT JOIN vote v
            ON v.unit_id = s.unit_id AND v.opened_month = s.opened_month AND v.case_id = s.case_id AND v.round = s.round
            AND v.seat_no = s.seat_no
          WHERE c.unit_id = @unit AND c.round_open AND v.case_id IS NULL AND s.state = 'Open' AND NOT s.skipped
        ) s
        FULL JOIN (
          SELECT opened_month, case_id, round, seat_no
          FROM assignment
          WHERE unit_id = @unit
        ) a ON a.opened_month = s.opened_month AND a.case_id = s.case_id AND a.round = s.round AND a.seat_no = s.seat_no
        WHERE a.case_id IS NULL OR s.case_id IS NULL
        """;

    private const string SomebodyMaySit = """
        SELECT a.case_id::text || '/' || a.seat_no AS key
        FROM assignment a
        WHERE a.unit_id = @unit AND NOT EXISTS (
          SELECT FROM assignment_sitter t
          WHERE t.unit_id = a.unit_id AND t.case_id = a.case_id AND t.seat_no = a.seat_no)
        """;

    private const string HeldAsTheSeatSays = """
        SELECT a.case_id::text || '/' || a.seat_no AS key
        FROM assignment a
        JOIN seat s
          ON s.unit_id = a.unit_id AND s.opened_month = a.opened_month AND s.case_id = a.case_id AND s.round = a.round
          AND s.seat_no = a.seat_no
        WHERE a.unit_id = @unit AND (a.holder IS DISTINCT FROM s.holder OR a.claimed_by IS DISTINCT FROM s.claimed_by)
        """;

    private const string OneVoteASeat = """
        SELECT v.case_id::text || '/' || v.round || '/' || v.seat_no AS key
        FROM vote v
        LEFT JOIN seat s
          ON s.unit_id = v.unit_id AND s.opened_month = v.opened_month AND s.case_id = v.case_id AND s.round = v.round
          AND s.seat_no = v.seat_no
        WHERE v.unit_id = @unit
        GROUP BY v.opened_month, v.case_id, v.round, v.seat_no
        HAVING count(*) > 1 OR bool_or(s.case_id IS NULL)
        """;

    private const string EventsAreCounted = """
        SELECT coalesce(c.case_id, e.case_id)::text AS key
        FROM (
          SELECT opened_month, case_id, version
          FROM flow_case
          WHERE unit_id = @unit
        ) c
        FULL JOIN (
          SELECT opened_month, case_id, count(*) AS events, max(seq) AS last
          FROM case_event
          WHERE unit_id = @unit
          GROUP BY opened_month, case_id
        ) e ON e.opened_month = c.opened_month AND e.case_id = c.case_id
        WHERE c.version IS DISTINCT FROM e.events OR c.version IS DISTINCT FROM e.last
        """;

    private const string HeadIsTheLastEvent = """
        SELECT c.case_id::text AS key
        FROM flow_case c
        JOIN case_event e ON e.unit_id = c.unit_id AND e.opened_month = c.opened_month AND e.case_id = c.case_id AND e.seq = c.version
        WHERE c.unit_id = @unit AND e.hash <> c.head
        """;

    private const string ChildrenAreCounted = """
        SELECT coalesce(n.case_id, k.case_id)::text || '/' || coalesce(n.workflow, k.workflow) AS key
        FROM (
          SELECT c.opened_month, c.case_id, s.key AS workflow, s.value::int AS children
          FROM flow_case c
          CROSS JOIN LATERAL jsonb_each_text(c.splits) s
          WHERE c.unit_id = @unit AND c.splits <> '{}'
        ) n
        FULL JOIN (
          SELECT parent_month AS opened_month, parent_id AS case_id, workflow, count(*) AS children
          FROM flow_case
          WHERE unit_id = @unit AND parent_id IS NOT NULL
          GROUP BY parent_month, parent_id, workflow
        ) k ON k.opened_month = n.opened_month AND k.case_id = n.case_id AND k.workflow = n.workflow
        WHERE n.children IS DISTINCT FROM k.children
        """;

    private const string RootsAreShared = """
        SELECT c.case_id::text AS key
        FROM flow_case c
        LEFT JOIN flow_case p ON p.unit_id = c.unit_id AND p.opened_month = c.parent_month AND p.case_id = c.parent_id
        WHERE c.unit_id = @unit AND c.root_id IS DISTINCT FROM CASE WHEN c.parent_id IS NULL THEN c.case_id ELSE p.root_id END
        """;

    private const string CampaignsAreHandedDown = """
        SELECT c.case_id::text AS key
        FROM flow_case c
        LEFT JOIN flow_case p ON p.unit_id = c.unit_id AND p.opened_month = c.parent_month AND p.case_id = c.parent_id
        WHERE c.unit_id = @unit AND (
          c.parent_workflow IS DISTINCT FROM p.workflow
          OR c.campaign_id IS DISTINCT FROM CASE WHEN p.parent_id = p.root_id THEN p.case_id ELSE p.campaign_id END
          OR c.campaign_month IS DISTINCT FROM CASE WHEN p.parent_id = p.root_id THEN p.opened_month ELSE p.campaign_month END)
        """;

    private const string ScopesAreHandedDown = """
        SELECT c.case_id::text AS key
        FROM flow_case c
        LEFT JOIN flow_case p ON p.unit_id = c.unit_id AND p.opened_month = c.parent_month AND p.case_id = c.parent_id
        WHERE c.unit_id = @unit AND c.scope_id IS DISTINCT FROM
          CASE WHEN EXISTS (
              SELECT FROM scope_person s
              WHERE s.unit_id = c.unit_id AND s.opened_month = c.opened_month AND s.case_id = c.case_id)
            THEN c.case_id ELSE p.scope_id END
        """;

    /// <summary>Who stands in the rows of a case as asked, or as having done something in it.</summary>
    private const string HadPart = """
        SELECT s.opened_month, s.case_id, (t->>'Person')::int AS person
        FROM seat s
        CROSS JOIN LATERAL jsonb_array_elements(s.sitters) t
        WHERE s.unit_id = @unit
        UNION
        SELECT opened_month, case_id, holder
        FROM seat
        WHERE unit_id = @unit
        UNION
        SELECT opened_month, case_id, unnest(ARRAY[decider, recorded_by, in_place_of])
        FROM vote
        WHERE unit_id = @unit
        UNION
        SELECT opened_month, case_id, raised_by
        FROM matter
        WHERE unit_id = @unit
        UNION
        SELECT opened_month, case_id, actor
        FROM case_event
        WHERE unit_id = @unit AND kind = 'report-made'
        UNION
        SELECT opened_month, case_id, unnest(copied)
        FROM flow_case
        WHERE unit_id = @unit
        """;

    private const string WhoeverIsAskedIsKnown = "SELECT h.case_id::text || '/' || h.person AS key FROM (" + HadPart + """
        ) h
        WHERE h.person IS NOT NULL AND NOT EXISTS (
          SELECT FROM asked k
          WHERE k.unit_id = @unit AND k.person_id = h.person AND k.opened_month = h.opened_month AND k.case_id = h.case_id)
        """;

    /// <summary>Who was asked first and is not in the rows any more stands in the history still.</summary>
    private const string NobodyElseIsKnown = "WITH h AS (" + HadPart + """
        )
        SELECT k.case_id::text || '/' || k.person_id AS key
        FROM asked k
        LEFT JOIN h ON h.opened_month = k.opened_month AND h.case_id = k.case_id AND h.person = k.person_id
        WHERE k.unit_id = @unit AND h.person IS NULL AND NOT EXISTS (
          SELECT
          FROM case_event e
          CROSS JOIN LATERAL (SELECT convert_from(e.payload, 'UTF8')::jsonb AS said, jsonb_build_object('p', k.person_id) AS who) j
          WHERE e.unit_id = k.unit_id AND e.opened_month = k.opened_month AND e.case_id = k.case_id
            AND e.kind IN ('round-opened', 'seat-added', 'seat-reassigned', 'seat-transferred', 'report-made')
            AND (jsonb_path_exists(j.said, '$.Seats[*].Sitters[*].Person ? (@ == $p)', j.who)
                 OR jsonb_path_exists(j.said, '$.Seat.Sitters[*].Person ? (@ == $p)', j.who)
                 OR jsonb_path_exists(j.said, '$.Sitters[*].Person ? (@ == $p)', j.who)
                 OR jsonb_path_exists(j.said, '$.To ? (@ == $p)', j.who)
                 OR jsonb_path_exists(j.said, '$.Decider.* ? (@ == $p)', j.who)))
        """;

    /// <summary>Whoever is named to inspect is found from the bar of his pages, as long as the case runs.</summary>
    private const string InspectorsOfWhatRuns = """
        SELECT coalesce(q.case_id, i.case_id)::text || '/' || coalesce(q.person_id, i.person_id) AS key
        FROM (
          SELECT DISTINCT q.opened_month, q.case_id, q.person_id
          FROM case_party q
          JOIN flow_case c ON c.unit_id = q.unit_id AND c.opened_month = q.opened_month AND c.case_id = q.case_id
          WHERE q.unit_id = @unit AND q.party = 'Inspectors' AND q.person_id IS NOT NULL AND NOT c.ended
        ) q
        FULL JOIN (
          SELECT opened_month, case_id, person_id
          FROM running_inspector
          WHERE unit_id = @unit
        ) i ON i.opened_month = q.opened_month AND i.case_id = q.case_id AND i.person_id = q.person_id
        WHERE q.case_id IS NULL OR i.case_id IS NULL
        """;

    private const string CitedByItsEvent = """
        SELECT coalesce(c.case_id, e.case_id)::text || '/' || coalesce(c.seq, e.seq) AS key
        FROM (
          SELECT opened_month, case_id, seq, encode(sha256, 'hex') AS hex
          FROM citation
          WHERE unit_id = @unit
        ) c
        FULL JOIN (
          SELECT DISTINCT e.opened_month, e.case_id, e.seq, cited.hex
          FROM case_event e
          CROSS JOIN LATERAL jsonb_array_elements_text(convert_from(e.payload, 'UTF8')::jsonb #> '{Said,Evidence}') AS cited (hex)
          WHERE e.unit_id = @unit AND e.kind IN ('vote-cast', 'report-made', 'standing-act-done') AND cited.hex ~ '^[0-9a-f]{64}$'
        ) e ON e.opened_month = c.opened_month AND e.case_id = c.case_id AND e.seq = c.seq AND e.hex = c.hex
        WHERE c.case_id IS NULL OR e.case_id IS NULL
        """;

    private const string WakesAreReceived = """
        SELECT w.receiver_id::text AS key
        FROM wake w
        LEFT JOIN flow_case c ON c.unit_id = w.unit_id AND c.opened_month = w.receiver_month AND c.case_id = w.receiver_id
        WHERE w.unit_id = @unit AND c.case_id IS NULL
        """;

    private const string NumbersAreGapless = """
        SELECT r.symbol || ' ' || t.year AS key
        FROM number_taken t
        JOIN number_register r ON r.unit_id = t.unit_id AND r.register_id = t.register_id
        WHERE t.unit_id = @unit AND r.kept = 'here'
        GROUP BY r.symbol, t.year
        HAVING max(t.number) - min(t.first_number) + 1 <> count(*) OR min(t.number) <> min(t.first_number)
        """;

    private const string VoidedWereTaken = """
        SELECT v.register_id || '/' || v.year || '/' || v.number AS key
        FROM number_voided v
        LEFT JOIN number_taken t
          ON t.unit_id = v.unit_id AND t.register_id = v.register_id AND t.year = v.year AND t.number = v.number
        WHERE v.unit_id = @unit AND t.number IS NULL
        """;

    private const string MessagesLeave = """
        SELECT o.key
        FROM outbox o
        WHERE o.unit_id = @unit AND o.sent_at IS NULL AND o.parked IS NULL
          AND o.not_before < office_now() - interval '1 day' AND o.created_at < office_now() - interval '1 day'
        """;

    private const string NoMessageIsParked = """
        SELECT o.key
        FROM outbox o
        WHERE o.unit_id = @unit AND o.parked IS NOT NULL
        """;

    private const string NothingIsParked = """
        SELECT w.receiver_id::text AS key
        FROM wake w
        WHERE w.unit_id = @unit AND w.parked IS NOT NULL
        UNION ALL
        SELECT t.case_id::text || '/' || t.seat_no
        FROM timer t
        WHERE t.unit_id = @unit AND t.parked IS NOT NULL
        """;

    // The constraints say the same; this looks at the rows as they are, whatever was switched off meanwhile.
    private const string DatedHaveATimer = """
        SELECT coalesce(a.case_id, t.case_id)::text || '/' || coalesce(a.seat_no, t.seat_no) AS key
        FROM (
          SELECT opened_month, case_id, seat_no
          FROM assignment
          WHERE unit_id = @unit AND due_on IS NOT NULL AND NOT suspended
        ) a
        FULL JOIN (
          SELECT opened_month, case_id, seat_no
          FROM timer
          WHERE unit_id = @unit
        ) t ON t.opened_month = a.opened_month AND t.case_id = a.case_id AND t.seat_no = a.seat_no
        WHERE a.case_id IS NULL OR t.case_id IS NULL
        """;

    private const string CasesStandStillWhole = """
        SELECT a.case_id::text || '/' || a.seat_no AS key
        FROM assignment a
        JOIN flow_case c ON c.unit_id = a.unit_id AND c.opened_month = a.opened_month AND c.case_id = a.case_id
        WHERE a.unit_id = @unit AND a.suspended <> (c.suspended_at IS NOT NULL)
        """;

    private const string TimersFire = """
        SELECT t.case_id::text || '/' || t.seat_no AS key
        FROM timer t
        WHERE t.unit_id = @unit AND t.parked IS NULL AND t.due_at < office_now() - interval '10 minutes'
        """;

    private const string DutiesHaveTheirDays = """
        SELECT c.case_id::text AS key
        FROM flow_case c
        CROSS JOIN LATERAL jsonb_array_elements(c.recurrence->'Exceptions') e
        WHERE c.unit_id = @unit AND c.recurrence IS NOT NULL
        GROUP BY c.opened_month, c.case_id
        HAVING count(*) <> count(DISTINCT e->>'On') OR count(e->>'To') <> count(DISTINCT e->>'To')
        """;

    private const string FilesAreMade = """
        SELECT p.case_id::text || '/' || p.ordered AS key
        FROM product p
        WHERE p.unit_id = @unit AND p.sha256 IS NULL AND p.parked IS NULL AND p.ordered_at < office_now() - interval '1 day'
        """;

    private const string NoFileIsParked = """
        SELECT p.case_id::text || '/' || p.ordered AS key
        FROM product p
        WHERE p.unit_id = @unit AND p.parked IS NOT NULL
        """;

    public static IReadOnlyList<StoreRule> All { get; } =
    [
        new("ended-is-quiet", "已结束的流程还有开着的一轮或待办件", EndedIsQuiet),
        new("open-seats-wait", "本轮轮到而没有表决的席位与待办件不一一对应", OpenSeatsWait),
        new("somebody-may-sit", "待办件没有可以办理的人", SomebodyMaySit),
        new("held-as-the-seat-says", "待办件的接手人或认领人与席位不符", HeldAsTheSeatSays),
        new("one-vote-a-seat", "同一轮同一席位不止一票，或表决没有席位", OneVoteASeat),
        new("events-are-counted", "流程的事件数与历史不符，或有历史没有流程", EventsAreCounted),
        new("head-is-the-last-event", "流程记录的末尾指纹不是最后一个事件的", HeadIsTheLastEvent),
        new("children-are-counted", "拆分出的下级流程数目不符", ChildrenAreCounted),
        new("roots-are-shared", "下级流程与上级不属于同一份公文", RootsAreShared),
        new("campaigns-are-handed-down", "下级流程记下的专题活动或上级流程种类与上级不符", CampaignsAreHandedDown),
        new("scopes-are-handed-down", "下级流程的知悉范围与上级不符", ScopesAreHandedDown),
        new("whoever-is-asked-is-known", "有人被点名办过，却没有记下他看得到", WhoeverIsAskedIsKnown),
        new("nobody-else-is-known", "记下有人看得到，却没有人点过他的名", NobodyElseIsKnown),
        new("inspectors-of-what-runs", "点名的验收人与记下的验收人不符", InspectorsOfWhatRuns),
        new("cited-by-its-event", "附件登记与历史里引用的佐证材料不符", CitedByItsEvent),
        new("wakes-are-received", "要再看一眼的流程不存在", WakesAreReceived),
        new("numbers-are-gapless", "文号簿有缺号", NumbersAreGapless),
        new("voided-were-taken", "作废的文号没有取用过", VoidedWereTaken),
        new("dated-have-a-timer", "有时限的待办件与计时器不一一对应", DatedHaveATimer),
        new("cases-stand-still-whole", "中止的流程里有还在计时的待办件，或反过来", CasesStandStillWhole),
        new("duties-have-their-days", "同一天的停诊、改期记了两次，或两次改到同一天", DutiesHaveTheirDays),
        new("timers-fire", "计时器到点十分钟还没有触发", TimersFire, Fault: false),
        new("messages-leave", "消息超过一天没有发出", MessagesLeave, Fault: false),
        new("no-message-is-parked", "消息多次发不出去，已搁置，重新启动后再发", NoMessageIsParked, Fault: false, Soon: true),
        new("files-are-made", "要生成的文件超过一天没有生成", FilesAreMade, Fault: false),
        new("no-file-is-parked", "要生成的文件多次生成不出来，已搁置，排除原因后重新启动再生成", NoFileIsParked, Fault: false, Soon: true),
        new("nothing-is-parked", "流程停住了，走不下去，原因见各事项页面", NothingIsParked, Fault: false, Soon: true),
    ];

    public static IReadOnlyList<StoreRule> Watched { get; } = [.. All.Where(rule => rule.Soon)];
}
