using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>What the rows say about one case, and what stands around it, read under its lock.</summary>
internal sealed record LoadedCase(
    Case Case, CaseId Root, byte[] Head, Grants Grants, DateTimeOffset Now, long DirectoryVersion);

/// <summary>Reads a case from its rows. One batch, one round trip.</summary>
internal static class CaseRows
{
    /// <summary>
    /// Only the case row, by its key; whatever else is read stands in later statements, which see what the lock waited
    /// for.
    /// </summary>
    public const string Lock = """
        SELECT book_hash, workflow, stage, ended, round, round_open, parent_id, child_key, title, facts, numbers, splits,
               due_on, version, head, root_id
        FROM flow_case
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case
        FOR NO KEY UPDATE
        """;

    /// <summary>For looking only (a page's offers, the audit).</summary>
    private const string Look = """
        SELECT book_hash, workflow, stage, ended, round, round_open, parent_id, child_key, title, facts, numbers, splits,
               due_on, version, head, root_id
        FROM flow_case
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case
        """;

    private const string Seats = """
        SELECT round, seat_no, stage, sitters, body_id, due_on
        FROM seat
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case
        ORDER BY round, seat_no
        """;

    private const string Votes = """
        SELECT round, seat_no, stage, action, decider, recorded_by, occasion
        FROM vote
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case
        ORDER BY place
        """;

    private const string Parties = """
        SELECT party, person_id, body_id
        FROM case_party
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case
        ORDER BY party, place
        """;

    private const string Matters = """
        SELECT matter_no, kind, text, due_on, body_id, raised_by, open
        FROM matter
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case
        ORDER BY matter_no
        """;

    private const string Children = """
        SELECT workflow, stage, ended, count(*)::int
        FROM flow_case
        WHERE unit_id = @unit AND parent_month = @month AND parent_id = @case
        GROUP BY workflow, stage, ended
        """;

    private const string ChildVotes = """
        SELECT DISTINCT c.workflow, v.stage, v.decider
        FROM flow_case p
        JOIN flow_case c ON c.unit_id = p.unit_id AND c.parent_month = p.opened_month AND c.parent_id = p.case_id
        JOIN vote v ON v.unit_id = c.unit_id AND v.opened_month = c.opened_month AND v.case_id = c.case_id
        WHERE p.unit_id = @unit AND p.opened_month = @month AND p.case_id = @case AND p.separates
        """;

    private const string ParentIs = """
        SELECT p.workflow, p.stage, p.ended, p.facts, p.round
        FROM flow_case c
        JOIN flow_case p ON p.unit_id = c.unit_id AND p.opened_month = c.parent_month AND p.case_id = c.parent_id
        WHERE c.unit_id = @unit AND c.opened_month = @month AND c.case_id = @case
        """;

    private const string ParentParties = """
        SELECT q.party, q.person_id, q.body_id
        FROM flow_case c
        JOIN case_party q ON q.unit_id = c.unit_id AND q.opened_month = c.parent_month AND q.case_id = c.parent_id
        WHERE c.unit_id = @unit AND c.opened_month = @month AND c.case_id = @case
        ORDER BY q.party, q.place
        """;

    private const string Clock = """
        SELECT office_now(), coalesce((SELECT version FROM unit_directory WHERE unit_id = @unit), 0)
        """;

    /// <summary>
    /// Appends the reading statements to a batch that has begun; <see cref="ReadAsync"/> takes their answers in order.
    /// </summary>
    public static void AddTo(NpgsqlBatch batch, UnitId unit, CaseId @case, bool locking)
    {
        ReadOnlySpan<string> all =
        [
            locking ? Lock : Look, Seats, Votes, Parties, Matters, Children, ChildVotes, ParentIs, ParentParties,
            Subjects.Measure, Clock,
        ];
        foreach (var sql in all)
        {
            batch.BatchCommands.Add(Command(sql, unit, @case));
        }
    }

    public static NpgsqlBatchCommand Command(string sql, UnitId unit, CaseId @case)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddWithValue("unit", unit.Value);
        command.Parameters.AddWithValue("month", @case.Month);
        command.Parameters.AddWithValue("case", @case.Value);
        return command;
    }

    /// <summary>
    /// Reads the answers of <see cref="AddTo"/>, the reader standing on the first. Null: no such case in this unit.
    /// </summary>
    public static async Task<LoadedCase?> ReadAsync(NpgsqlDataReader rows, CaseId id, CancellationToken cancellation)
    {
        var core = await rows.ReadAsync(cancellation) ? Core(rows, id) : null;
        await rows.NextResultAsync(cancellation);
        var seats = await AllAsync(rows, ReadSeat, cancellation);
        var votes = await AllAsync(rows, ReadVote, cancellation);
        var parties = Gather(await AllAsync(rows, ReadMember, cancellation));
        var matters = await AllAsync(rows, ReadMatter, cancellation);
        var children = await AllAsync(
            rows, r => new ChildCount(new(r.GetString(0)), new(r.GetString(1)), r.GetBoolean(2), r.GetInt32(3)), cancellation);
        var childVotes = await AllAsync(
            rows, r => new ChildVote(new(r.GetString(0)), new(r.GetString(1)), new(r.GetInt32(2))), cancellation);
        var parents = await AllAsync(
            rows, r => (r.GetString(0), r.GetString(1), r.GetBoolean(2), r.GetFieldValue<string[]>(3), r.GetInt32(4)), cancellation);
        var parentParties = Gather(await AllAsync(rows, ReadMember, cancellation));
        var subjects = await AllAsync(rows, Subjects.Read, cancellation);
        var (now, version) = (await AllAsync(
            rows, r => (r.GetFieldValue<DateTime>(0), r.GetInt64(1)), cancellation))[0];
        if (core is not var (@case, root, head))
        {
            return null;
        }

        var parent = parents is [var (workflow, stage, ended, facts, round)]
            ? new ParentState(new(workflow), new(stage), ended, parentParties, [.. facts], round, SuspendedSince: null)
            : null;
        var (measured, contentHash) = subjects is [var subject] ? subject : (ImmutableDictionary<string, int>.Empty, null);
        return new LoadedCase(
            Seated(@case, seats) with { Votes = [.. votes], Parties = parties, Matters = [.. matters] },
            root,
            head,
            new Grants(
                measured, [.. children], [.. childVotes], parent, [], ImmutableDictionary<string, string>.Empty, contentHash),
            new DateTimeOffset(now, TimeSpan.Zero),
            version);
    }

    private static Case Seated(Case @case, List<(int Round, StageId Stage, Seat Seat)> seats) => @case with
    {
        Seats = @case.RoundIsOpen ? [.. seats.Where(s => s.Round == @case.Round).Select(s => s.Seat)] : [],
        RoundStage = seats.GroupBy(s => s.Stage).ToImmutableDictionary(
            g => g.Key,
            // A group is never empty.
            g => g.GroupBy(s => s.Round).MaxBy(r => r.Key)!.Select(s => s.Seat).ToImmutableArray()),
    };

    private static (Case Case, CaseId Root, byte[] Head)? Core(NpgsqlDataReader row, CaseId id) => (
        new Case(
            id,
            new WorkflowId(row.GetString(1)),
            row.GetString(0),
            row.IsDBNull(6) ? null : new CaseId(row.GetGuid(6)),
            row.GetString(7),
            row.GetString(8),
            new StageId(row.GetString(2)),
            row.GetBoolean(3),
            row.GetInt32(4),
            row.GetBoolean(5),
            Seats: [],
            ImmutableDictionary<StageId, ImmutableArray<Seat>>.Empty,
            Votes: [],
            ImmutableDictionary<Party, PartyMembers>.Empty,
            [.. row.GetFieldValue<string[]>(9)],
            Matters: [],
            CaseJson.Read<ImmutableDictionary<string, ImmutableArray<string>>>(row.GetString(10)),
            CaseJson.Read<ImmutableDictionary<WorkflowId, int>>(row.GetString(11)),
            row.IsDBNull(12) ? null : row.GetFieldValue<DateOnly>(12),
            row.GetInt32(13)),
        new CaseId(row.GetGuid(15)),
        row.GetFieldValue<byte[]>(14));

    private static (int Round, StageId Stage, Seat Seat) ReadSeat(NpgsqlDataReader row) => (
        row.GetInt32(0),
        new StageId(row.GetString(2)),
        new Seat(
            new SeatNo(row.GetInt32(1)),
            CaseJson.Read<ImmutableArray<Sitter>>(row.GetString(3)),
            row.IsDBNull(4) ? null : new BodyId(row.GetInt32(4)),
            row.IsDBNull(5) ? null : row.GetFieldValue<DateOnly>(5)));

    private static Vote ReadVote(NpgsqlDataReader row) => new(
        row.GetInt32(0),
        new StageId(row.GetString(2)),
        new SeatNo(row.GetInt32(1)),
        new ActionId(row.GetString(3)),
        new Decider(
            new PersonId(row.GetInt32(4)),
            row.IsDBNull(5) ? null : new PersonId(row.GetInt32(5)),
            row.IsDBNull(6) ? null : row.GetString(6)));

    private static (Party Party, PersonId? Person, BodyId? Body) ReadMember(NpgsqlDataReader row) => (
        Enum.Parse<Party>(row.GetString(0)),
        row.IsDBNull(1) ? null : new PersonId(row.GetInt32(1)),
        row.IsDBNull(2) ? null : new BodyId(row.GetInt32(2)));

    private static Matter ReadMatter(NpgsqlDataReader row) => new(
        row.GetInt32(0),
        row.GetString(1),
        row.GetString(2),
        row.IsDBNull(3) ? null : row.GetFieldValue<DateOnly>(3),
        row.IsDBNull(4) ? null : new BodyId(row.GetInt32(4)),
        new PersonId(row.GetInt32(5)),
        row.GetBoolean(6));

    private static ImmutableDictionary<Party, PartyMembers> Gather(List<(Party Party, PersonId? Person, BodyId? Body)> members) =>
        members.GroupBy(m => m.Party).ToImmutableDictionary(
            g => g.Key,
            g => new PartyMembers([.. g.Select(m => m.Person).OfType<PersonId>()], [.. g.Select(m => m.Body).OfType<BodyId>()]));

    /// <summary>All rows of the current answer; the reader goes on to the next.</summary>
    private static async Task<List<T>> AllAsync<T>(
        NpgsqlDataReader rows, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        var all = new List<T>();
        while (await rows.ReadAsync(cancellation))
        {
            all.Add(read(rows));
        }

        await rows.NextResultAsync(cancellation);
        return all;
    }
}
