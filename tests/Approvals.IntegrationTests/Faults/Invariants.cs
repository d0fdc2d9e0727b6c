using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Approvals.Engine;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Cases;
using Approvals.Web.Store;
using Approvals.Web.Store.Verify;

namespace Approvals.IntegrationTests.Faults;

/// <summary>What must hold after every fault, asked by SQL; where it does not, the case's own story tells how it came.</summary>
internal sealed partial class Invariants(Database database, Office office)
{
    /// <summary>What was told without having been asked for, and what is marked as told and was not.</summary>
    public const string MessagesOnce = """
        SELECT m.key
        FROM message m
        LEFT JOIN outbox o ON o.unit_id = m.unit_id AND o.key = m.key
        WHERE m.unit_id = @unit AND o.key IS NULL
        UNION ALL
        SELECT o.key
        FROM outbox o
        LEFT JOIN message m ON m.unit_id = o.unit_id AND m.key = o.key
        WHERE o.unit_id = @unit AND o.sent_at IS NOT NULL AND m.key IS NULL
        """;

    /// <summary>A seat that has more than one vote of one round in the history.</summary>
    public const string VotesOnce = """
        SELECT e.case_id::text || '/' || (v.vote->>'Round') || '/' || (v.vote->>'Seat')
        FROM case_event e, LATERAL (SELECT convert_from(e.payload, 'UTF8')::jsonb AS vote) v
        WHERE e.unit_id = @unit AND e.kind = 'vote-cast'
        GROUP BY e.case_id, v.vote->>'Round', v.vote->>'Seat'
        HAVING count(*) > 1
        """;

    /// <summary>
    /// Of a rung and one to whom it tells: it fired without a row of the outbox for him, or more than once, or the row is there and
    /// no rung fired. A row's key is kind/case/round/seat/rung/due date and time/recipient/channel.
    /// </summary>
    public const string RungsTell = """
        SELECT coalesce(f.occurrence, o.occurrence)
        FROM (
          SELECT concat_ws('/', replace(e.case_id::text, '-', ''), r.rung->>'Round', r.rung->>'Seat', r.rung->>'Rung', r.rung->>'DueOn',
                   p.person) AS occurrence, count(*) AS times
          FROM case_event e
          CROSS JOIN LATERAL (SELECT convert_from(e.payload, 'UTF8')::jsonb AS rung) r
          CROSS JOIN LATERAL jsonb_array_elements_text(r.rung->'Told') p (person)
          WHERE e.unit_id = @unit AND e.kind = 'rung-fired'
          GROUP BY 1
        ) f
        FULL JOIN (
          SELECT concat_ws('/', split_part(key, '/', 2), split_part(key, '/', 3), split_part(key, '/', 4), split_part(key, '/', 5),
                   left(split_part(key, '/', 6), 10), split_part(key, '/', 7)) AS occurrence
          FROM outbox
          WHERE unit_id = @unit AND split_part(key, '/', 1) IN ('reminder', 'escalation')
        ) o ON o.occurrence = f.occurrence
        WHERE f.times IS DISTINCT FROM 1 OR o.occurrence IS NULL
        """;

    /// <summary>Of timers that were noted, those whose seat is open still though their rung never fired, not even within a later one.</summary>
    public const string TimersFired = """
        SELECT d."case"::text || '/' || d.round || '/' || d.seat || '/' || d.rung
        FROM jsonb_to_recordset(@due::jsonb) AS d ("case" uuid, round int, seat int, rung int)
        JOIN assignment a ON a.unit_id = @unit AND a.case_id = d."case" AND a.round = d.round AND a.seat_no = d.seat
        WHERE NOT EXISTS (
          SELECT
          FROM case_event e
          CROSS JOIN LATERAL (SELECT convert_from(e.payload, 'UTF8')::jsonb AS rung) r
          WHERE e.unit_id = @unit AND e.case_id = d."case" AND e.kind = 'rung-fired'
            AND (r.rung->>'Round')::int = d.round AND (r.rung->>'Seat')::int = d.seat
            AND ((r.rung->>'Rung')::int = d.rung OR r.rung->'Coalesced' @> to_jsonb(d.rung)))
        """;

    private const string DueBy = """
        SELECT coalesce(jsonb_agg(jsonb_build_object('case', t.case_id, 'round', a.round, 'seat', t.seat_no, 'rung', t.rung)), '[]')::text
        FROM timer t
        JOIN assignment a ON a.unit_id = t.unit_id AND a.case_id = t.case_id AND a.seat_no = t.seat_no
        WHERE t.unit_id = @unit AND t.due_at <= @at
        """;

    /// <summary>Nothing waits for the program: it has looked where it was to look, fired what is due, sent what may leave.</summary>
    private const string Rests = """
        SELECT NOT EXISTS (SELECT FROM wake WHERE parked IS NULL)
           AND NOT EXISTS (SELECT FROM timer WHERE parked IS NULL AND due_at <= office_now())
           AND NOT EXISTS (SELECT FROM outbox WHERE parked IS NULL AND sent_at IS NULL AND not_before <= office_now())
        """;

    private static readonly string[] Rules = [MessagesOnce, VotesOnce, RungsTell];

    /// <summary>The timers that will have come by then.</summary>
    public async Task<string> DueByAsync(DateTimeOffset at) =>
        (await office.QueryAsync<string>(DueBy, new { unit = office.Unit.Value, at = at.ToUniversalTime() })).Single();

    /// <summary>The store's own rules and those that only a fault could break, as they stand at any moment.</summary>
    public async Task HoldAsync(string about) => (await BrokenAsync(b => b.Rule.Fault, "[]")).ShouldBeEmpty(about);

    /// <summary>The same when all that was to be done is done: nothing is late, and nothing was set aside.</summary>
    /// <param name="due">Timers that had come, of <see cref="DueByAsync"/>.</param>
    /// <param name="but">A rule of the store that cannot be asked yet.</param>
    public async Task HoldAtRestAsync(string about, string due = "[]", string? but = null) =>
        (await BrokenAsync(b => b.Rule.Name != but, due)).ShouldBeEmpty(about);

    /// <summary>Waits until nothing waits for the program.</summary>
    public Task RestsAsync(Func<string> about) => Until.TrueAsync(async () => (await office.QueryAsync<bool>(Rests)).Single(), about);

    /// <summary>Does it; where it fails, the story of the case that the failure names tells how it came.</summary>
    /// <param name="otherwise">Whose story is told where it names none.</param>
    public async Task TellingAsync(Func<Task> work, Func<CaseId?> otherwise)
    {
        try
        {
            await work();
        }
        catch (Exception failure)
        {
            throw new ShouldAssertException($"{failure.Message}\n{await StoryAsync(failure.Message, otherwise())}", failure);
        }
    }

    private async Task<List<string>> BrokenAsync(Func<BrokenRule, bool> counts, string due)
    {
        var broken = (await new StoreCheck(database).RunAsync(office.Unit, CancellationToken.None)).Where(counts)
            .Select(b => b.Sentence).ToList();
        foreach (var rule in Rules)
        {
            broken.AddRange(await office.QueryAsync<string>(rule, new { unit = office.Unit.Value }));
        }

        broken.AddRange(await office.QueryAsync<string>(TimersFired, new { unit = office.Unit.Value, due }));
        return broken;
    }

    private async Task<string> StoryAsync(string failure, CaseId? otherwise)
    {
        try
        {
            foreach (var named in Identifiers().Matches(failure).Select(m => Guid.Parse(m.Value)))
            {
                if ((await office.QueryAsync<Guid>("SELECT coalesce(root_id, case_id) FROM flow_case WHERE case_id = @named", new { named }))
                    .ToList() is [var root])
                {
                    return await StoryAsync(new CaseId(root));
                }
            }

            return otherwise is { } other ? await StoryAsync(other) : "";
        }
        catch (Exception gone)
        {
            // The failure itself must be seen, whatever became of the database or of the history.
            return $"Its story cannot be told: {gone.Message}";
        }
    }

    /// <summary>The notice and all below it as its page tells it, a line each: when, who, what, where.</summary>
    private async Task<string> StoryAsync(CaseId notice)
    {
        var cases = await office.TreeAsync(notice, endedToo: true);
        var looked = await office.Cases.LookAsync(office.Unit, cases, CancellationToken.None);
        var events = await database.ReadInUnitAsync(
            office.Unit, (connection, _) => StoryRows.ReadAsync(connection, office.Unit, cases, CancellationToken.None),
            CancellationToken.None);
        var telling = new Telling(
            office.Editions.Current, looked[0].Context.Directory, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"),
            looked.ToDictionary(l => l.Case.Id, l => new StoryCase(l.Workflow, l.Case.Title)),
            CitedFiles.None);
        var story = new StringBuilder();
        foreach (var entry in Story.Tell(events, telling))
        {
            story.AppendLine(CultureInfo.InvariantCulture, $"  {entry.At:MM-dd HH:mm:ss} {entry.Who} {entry.What} {entry.Opinion} [{entry.Where}]");
        }

        return story.ToString();
    }

    [GeneratedRegex("[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")]
    private static partial Regex Identifiers();
}
