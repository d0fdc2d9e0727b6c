namespace Approvals.Web.Store.Cases;

/// <summary>The writing statements of a case; each takes arrays, one element a row.</summary>
internal static class CaseSql
{
    public const string InsertCases = """
        INSERT INTO flow_case (
          unit_id, opened_month, case_id, book_hash, workflow, stage, ended, round, round_open, parent_month, parent_id,
          root_month, root_id, child_key, title, facts, numbers, splits, separates, due_on, opened_at, moved_at, version, head,
          parent_round, first_due_on, extensions, suspended_at, suspended_above, dates, measures, recurrence, periods_met,
          copied, straight_back, recall_seat, recall_straight_back, recall_clocks, scope_month, scope_id,
          parent_workflow, campaign_month, campaign_id)
        SELECT @unit, n.month, n.id, n.book, n.workflow, n.stage, n.ended, n.round, n.round_open, n.parent_month, n.parent,
               n.root_month, n.root, n.key, n.title, coalesce(string_to_array(nullif(n.facts, ''), ','), '{}'), n.numbers::jsonb,
               n.splits::jsonb, n.separates, n.due, @now, @now, n.version, n.head,
               n.parent_round, n.first_due, n.extensions, n.stopped, n.stopped_above, n.dates::jsonb,
               n.measures::jsonb, n.recurrence::jsonb, n.met::jsonb,
               coalesce(string_to_array(nullif(n.copied, ''), ',')::int[], '{}'), n.straight_back, n.recall_seat, n.recall_back,
               n.recall_clocks::jsonb, n.scope_month, n.scope, n.parent_workflow, n.campaign_month, n.campaign
        FROM (
          SELECT month, id, book, workflow, stage, ended, round, round_open, parent_month, parent, root_month, root, key, title,
                 coalesce(facts, '') AS facts, numbers, splits, separates, due, version, head, parent_round, first_due,
                 extensions, stopped, stopped_above, dates, measures, recurrence, met, copied, straight_back, recall_seat, recall_back,
                 recall_clocks, scope_month, scope, parent_workflow, campaign_month, campaign
          FROM unnest(
            @month::date[], @case::uuid[], @book::text[], @workflow::text[], @stage::text[], @ended::bool[], @round::int[],
            @round_open::bool[], @parent_month::date[], @parent::uuid[], @root_month::date[], @root::uuid[], @key::text[],
            @title::text[], @facts::text[], @numbers::text[], @splits::text[], @separates::bool[], @due::date[],
            @version::int[], @tip::bytea[], @parent_round::int[], @first_due::date[], @extensions::int[],
            @stopped::timestamptz[], @stopped_above::bool[], @dates::text[], @measures::text[], @recurrence::text[],
            @met::text[], @copied::text[], @straight_back::text[], @recall_seat::int[], @recall_back::text[],
            @recall_clocks::text[], @scope_month::date[], @scope::uuid[], @parent_workflow::text[], @campaign_month::date[],
            @campaign_id::uuid[])
            AS t (month, id, book, workflow, stage, ended, round, round_open, parent_month, parent, root_month, root, key, title,
                  facts, numbers, splits, separates, due, version, head, parent_round, first_due, extensions, stopped,
                  stopped_above, dates, measures, recurrence, met, copied, straight_back, recall_seat, recall_back,
                  recall_clocks, scope_month, scope, parent_workflow, campaign_month, campaign)
        ) n
        """;

    public const string UpdateCases = """
        UPDATE flow_case c
        SET book_hash = n.book, separates = n.separates, moves = n.moves::jsonb,
            stage = n.stage, ended = n.ended, round = n.round, round_open = n.round_open, numbers = n.numbers::jsonb,
            splits = n.splits::jsonb, facts = coalesce(string_to_array(nullif(n.facts, ''), ','), '{}'), due_on = n.due,
            moved_at = @now, version = n.version, head = n.head, extensions = n.extensions, suspended_at = n.stopped,
            suspended_above = n.stopped_above, dates = n.dates::jsonb, measures = n.measures::jsonb,
            recurrence = n.recurrence::jsonb, periods_met = n.met::jsonb,
            copied = coalesce(string_to_array(nullif(n.copied, ''), ',')::int[], '{}'), straight_back = n.straight_back,
            recall_seat = n.recall_seat, recall_straight_back = n.recall_back, recall_clocks = n.recall_clocks::jsonb
        FROM unnest(
          @month::date[], @case::uuid[], @stage::text[], @ended::bool[], @round::int[], @round_open::bool[], @numbers::text[],
          @splits::text[], @facts::text[], @due::date[], @version::int[], @tip::bytea[], @extensions::int[],
          @stopped::timestamptz[], @stopped_above::bool[], @dates::text[], @book::text[], @separates::bool[], @moves::text[],
          @measures::text[], @recurrence::text[], @met::text[], @copied::text[], @straight_back::text[], @recall_seat::int[],
          @recall_back::text[], @recall_clocks::text[])
          AS n (month, id, stage, ended, round, round_open, numbers, splits, facts, due, version, head, extensions, stopped,
                stopped_above, dates, book, separates, moves, measures, recurrence, met, copied, straight_back, recall_seat,
                recall_back, recall_clocks)
        WHERE c.unit_id = @unit AND c.opened_month = n.month AND c.case_id = n.id
        """;

    /// <summary>A statement of its own: titles are corrected seldom, cases move all day.</summary>
    public const string Retitle = """
        UPDATE flow_case c
        SET title = n.title
        FROM unnest(@month::date[], @case::uuid[], @title::text[]) AS n (month, id, title)
        WHERE c.unit_id = @unit AND c.opened_month = n.month AND c.case_id = n.id
        """;

    public const string InsertEvents = """
        INSERT INTO case_event (unit_id, opened_month, case_id, seq, kind, actor, recorded_at, effective_on, payload, hash)
        SELECT @unit, n.month, n.id, n.seq, n.kind, @actor, @now, @today, n.payload, n.hash
        FROM unnest(@month::date[], @case::uuid[], @seq::int[], @kind::text[], @payload::bytea[], @hash::bytea[])
          AS n (month, id, seq, kind, payload, hash)
        """;

    public const string DeleteMembers = """
        DELETE FROM case_party p
        USING unnest(@month::date[], @case::uuid[], @party::text[]) AS n (month, id, party)
        WHERE p.unit_id = @unit AND p.opened_month = n.month AND p.case_id = n.id AND p.party = n.party
        """;

    public const string InsertMembers = """
        INSERT INTO case_party (unit_id, opened_month, case_id, party, place, person_id, body_id)
        SELECT @unit, n.month, n.id, n.party, n.place, n.person, n.body
        FROM unnest(@month::date[], @case::uuid[], @party::text[], @place::int[], @person::int[], @body::int[])
          AS n (month, id, party, place, person, body)
        """;

    public const string InsertVotes = """
        INSERT INTO vote (
          unit_id, opened_month, case_id, round, seat_no, stage, action, decider, recorded_by, occasion, in_place_of, place, at,
          target, way)
        SELECT @unit, n.month, n.id, n.round, n.seat, n.stage, n.action, n.decider, n.recorder, n.occasion, n.absent, n.place,
               @now, n.target, n.way
        FROM unnest(
          @month::date[], @case::uuid[], @round::int[], @seat::int[], @stage::text[], @action::text[], @decider::int[],
          @recorder::int[], @occasion::text[], @absent::int[], @place::int[], @target::text[], @way::text[])
          AS n (month, id, round, seat, stage, action, decider, recorder, occasion, absent, place, target, way)
        """;

    public const string Release = """
        DELETE FROM assignment a
        USING unnest(@case::uuid[], @seat::int[]) AS n (id, seat)
        WHERE a.unit_id = @unit AND a.case_id = n.id AND (n.seat IS NULL OR a.seat_no = n.seat)
        """;

    public const string InsertAssignments = """
        INSERT INTO assignment (
          unit_id, opened_month, case_id, round, seat_no, quiet, consulted, since, due_on, due_at, ladder_since, passed, suspended,
          holder, claimed_by)
        SELECT @unit, n.month, n.id, n.round, n.seat, n.quiet, n.consulted, @now, n.due, n.due_at, n.since,
               coalesce(string_to_array(nullif(n.passed, ''), ',')::int[], '{}'), n.suspended, n.holder, n.claimed
        FROM unnest(
          @month::date[], @case::uuid[], @round::int[], @seat::int[], @quiet::bool[], @consulted::bool[],
          @due::date[], @due_at::time[], @since::timestamptz[], @passed::text[], @suspended::bool[], @holder::int[], @claimed::int[])
          AS n (month, id, round, seat, quiet, consulted, due, due_at, since, passed, suspended, holder, claimed)
        """;

    /// <summary>Open seats whose time runs otherwise than before.</summary>
    public const string UpdateAssignments = """
        UPDATE assignment a
        SET due_on = n.due, due_at = n.due_at, ladder_since = n.since,
            passed = coalesce(string_to_array(nullif(n.passed, ''), ',')::int[], '{}'), suspended = n.suspended
        FROM unnest(
          @case::uuid[], @seat::int[], @due::date[], @due_at::time[], @since::timestamptz[], @passed::text[], @suspended::bool[])
          AS n (id, seat, due, due_at, since, passed, suspended)
        WHERE a.unit_id = @unit AND a.case_id = n.id AND a.seat_no = n.seat
        """;

    public const string SetTimers = """
        INSERT INTO timer (unit_id, opened_month, case_id, seat_no, rung, due_at)
        SELECT @unit, n.month, n.id, n.seat, n.rung, coalesce(n.at, 'infinity')
        FROM unnest(@month::date[], @case::uuid[], @seat::int[], @rung::int[], @at::timestamptz[]) AS n (month, id, seat, rung, at)
        ON CONFLICT (unit_id, case_id, seat_no) DO UPDATE
        SET rung = excluded.rung, due_at = excluded.due_at, parked = NULL, parked_version = NULL, parked_error = NULL
        WHERE timer.due_at <> excluded.due_at OR timer.rung IS DISTINCT FROM excluded.rung OR timer.parked IS NOT NULL
        """;

    public const string StopTimers = """
        DELETE FROM timer t
        USING unnest(@case::uuid[], @seat::int[]) AS n (id, seat)
        WHERE t.unit_id = @unit AND t.case_id = n.id AND t.seat_no = n.seat
        """;

    public const string InsertSitters = """
        INSERT INTO assignment_sitter (unit_id, case_id, seat_no, place, person_id, body_id, role)
        SELECT @unit, n.id, n.seat, n.place, n.person, n.body, n.role
        FROM unnest(@case::uuid[], @seat::int[], @place::int[], @person::int[], @body::int[], @role::text[])
          AS n (id, seat, place, person, body, role)
        """;

    public const string SettleMatters = """
        UPDATE matter m
        SET open = false
        FROM unnest(@month::date[], @case::uuid[], @kind::text[]) AS n (month, id, kind)
        WHERE m.unit_id = @unit AND m.opened_month = n.month AND m.case_id = n.id AND m.kind = n.kind
        """;

    public const string InsertMatters = """
        INSERT INTO matter (unit_id, opened_month, case_id, matter_no, kind, text, due_on, body_id, raised_by, open)
        SELECT @unit, n.month, n.id, n.no, n.kind, n.text, n.due, n.body, n.by, n.open
        FROM unnest(
          @month::date[], @case::uuid[], @no::int[], @kind::text[], @text::text[], @due::date[], @body::int[], @by::int[],
            @open::bool[])
          AS n (month, id, no, kind, text, due, body, by, open)
        """;

    public const string InsertWakes = """
        INSERT INTO wake (unit_id, receiver_month, receiver_id, sender_id, occurrence, part, old_body, new_body, due_on, handed, at)
        SELECT @unit, n.month, n.id, n.sender, n.occurrence, n.part, n.old, n.new, n.due, n.handed, @now
        FROM unnest(
          @month::date[], @case::uuid[], @sender::uuid[], @occurrence::int[], @part::int[], @old::int[], @new::int[], @due::date[],
          @handed::text[])
          AS n (month, id, sender, occurrence, part, old, new, due, handed)
        ON CONFLICT DO NOTHING
        """;

    /// <summary>
    /// Those that this transaction opened were decided with their parent as it stands now, and look by themselves where they wait:
    /// a notice of a thousand rows would have three thousand of them look for nothing. A set that is asked for each child is hashed; a
    /// join with it would be a loop in a loop.
    /// </summary>
    public const string WakeChildren = """
        INSERT INTO wake (unit_id, receiver_month, receiver_id, sender_id, occurrence, at)
        SELECT c.unit_id, c.opened_month, c.case_id, n.id, n.occurrence, @now
        FROM unnest(@month::date[], @case::uuid[], @occurrence::int[]) AS n (month, id, occurrence)
        JOIN flow_case c ON c.unit_id = @unit AND c.parent_month = n.month AND c.parent_id = n.id AND NOT c.ended
        WHERE c.case_id NOT IN (SELECT o.id FROM unnest(@opened::uuid[]) AS o (id))
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Handed to those children that have not ended: of that definition, or (null) of any.</summary>
    public const string HandToChildren = """
        INSERT INTO wake (unit_id, receiver_month, receiver_id, sender_id, occurrence, part, handed, at)
        SELECT c.unit_id, c.opened_month, c.case_id, n.id, n.occurrence, n.part, n.handed, @now
        FROM unnest(@month::date[], @case::uuid[], @occurrence::int[], @part::int[], @of::text[], @handed::text[])
          AS n (month, id, occurrence, part, workflow, handed)
        JOIN flow_case c ON c.unit_id = @unit AND c.parent_month = n.month AND c.parent_id = n.id AND NOT c.ended
          AND (n.workflow IS NULL OR c.workflow = n.workflow)
        ON CONFLICT DO NOTHING
        """;
}
