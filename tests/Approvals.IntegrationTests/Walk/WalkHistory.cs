using System.Collections.Immutable;
using System.Text;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.IntegrationTests.Walk;

/// <summary>A command that somebody gave, or that told of a file that was made, as the history tells it.</summary>
internal sealed record Given(DateTimeOffset At, CaseId Case, CaseCommand Command);

/// <summary>Everything that happened to a notice and what came of it, as it stands in the store.</summary>
internal sealed class WalkHistory
{
    // Transactions are numbered in the order in which they began to write: presses come one after the other.
    private const string Read = """
        SELECT e.case_id, e.seq, e.kind, e.actor, e.recorded_at, e.effective_on, e.payload, e.xmin::text::bigint AS tx
        FROM case_event e
        JOIN flow_case c ON c.unit_id = e.unit_id AND c.opened_month = e.opened_month AND c.case_id = e.case_id
        WHERE e.unit_id = @unit AND c.root_month = @month AND c.root_id = @root
        ORDER BY e.xmin::text::bigint, e.case_id, e.seq
        """;

    private readonly IReadOnlyList<Row> _rows;

    private WalkHistory(IReadOnlyList<Row> rows) => _rows = rows;

    public int Count => _rows.Count;

    /// <summary>In the order in which they came about.</summary>
    public IEnumerable<(CaseId Case, DateTimeOffset At, CaseEvent Event)> Events => _rows.Select(r => (r.Case, r.At, Told(r)));

    /// <summary>The instants at which anything happened, in order.</summary>
    public IEnumerable<DateTimeOffset> Instants => _rows.Select(r => r.At).Distinct().Order();

    /// <summary>How the notice was opened, by whom and when.</summary>
    public (CaseEvent.CaseOpened Opened, PersonId By, DateTimeOffset At) Opening => Told(_rows[0]) is CaseEvent.CaseOpened opened
        ? (opened, _rows[0].Actor.ShouldNotBeNull(), _rows[0].At)
        : throw new InvalidOperationException("a history begins with an opening");

    /// <summary>One line an event, by case.</summary>
    public ILookup<CaseId, string> Lines => _rows.OrderBy(r => r.Seq).ToLookup(
        r => r.Case, r => Line(r.Seq, r.Kind, r.Actor, r.At, r.On, r.Payload));

    public static async Task<WalkHistory> ReadAsync(TestDatabase store, UnitId unit, CaseId root)
    {
        var rows = await store.Database.ReadInUnitAsync(
            unit,
            (connection, _) => connection.QueryAsync<(Guid Id, int Seq, string Kind, int? Actor, DateTime At, DateOnly On, byte[] Payload, long Tx)>(
                Read, new { unit = unit.Value, month = root.Month, root = root.Value }),
            CancellationToken.None);
        return new WalkHistory(
        [
            .. rows.Select(r => new Row(
                new CaseId(r.Id), r.Seq, r.Kind, r.Actor is { } actor ? new PersonId(actor) : null, new DateTimeOffset(r.At, TimeSpan.Zero),
                r.On, r.Payload, r.Tx)),
        ]);
    }

    public static string Line(int seq, string kind, PersonId? actor, DateTimeOffset at, DateOnly on, byte[] payload) =>
        $"{seq} {kind} {actor?.Value} {at.UtcDateTime:O} {on:O} {Encoding.UTF8.GetString(payload)}";

    /// <summary>Votes, reports and files that were made as the commands that they were, in the order in which they were given.</summary>
    /// <param name="content">What the notice's signers saw; its children sign no text.</param>
    public IEnumerable<Given> Commands(CaseId root, string content) =>
        from transaction in _rows.GroupBy(r => (r.Tx, r.Case))
        from command in Commands(
            [.. transaction.Select(Told)], transaction.Key.Case, transaction.First().Actor, transaction.Key.Case == root ? content : null)
        select new Given(transaction.First().At, transaction.Key.Case, command);

    private static IEnumerable<CaseCommand> Commands(List<CaseEvent> events, CaseId id, PersonId? actor, string? content)
    {
        if (actor is { } by)
        {
            return events.Exists(IsPress) ? [Act(events, by, content)] : [];
        }

        return events.OfType<CaseEvent.ProductMade>().Select(made => new CaseCommand.Produced(id, made.Ordered, made.What, made.Sha256));
    }

    private static bool IsPress(CaseEvent e) => e is CaseEvent.VoteCast or CaseEvent.ReportMade or CaseEvent.StandingActDone;

    private static CaseCommand.Act Act(List<CaseEvent> events, PersonId by, string? content)
    {
        var (round, seat, action, decider, said) = events.First(IsPress) switch
        {
            CaseEvent.VoteCast v => (v.Round, v.Seat, v.Action, v.Decider, v.Said),
            CaseEvent.ReportMade r => (r.Round, r.Seat, r.Action, r.Decider, r.Said),
            CaseEvent.StandingActDone s => (s.Round, SeatNo.Standing, s.Action, s.Decider, s.Said),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var inputs = new Inputs(
            said,
            events.OfType<CaseEvent.PartyNamed>().Where(n => n.Members != PartyMembers.None)
                .ToImmutableDictionary(n => n.Party, n => n.Members))
        {
            Dates = CaseTime.NoDates.AddRange(events.OfType<CaseEvent.DateSet>().Select(d => KeyValuePair.Create(d.Name, d.On))),
        };
        return new CaseCommand.Act(
            round, seat, action, by, decider.RecordedBy is null ? null : decider.Person, decider.Occasion, inputs, content,
            [.. events.OfType<CaseEvent.VoteCast>().Skip(1).Select(v => v.Action)]);
    }

    private static CaseEvent Told(Row row) => CaseJson.Event(row.Payload);

    private sealed record Row(
        CaseId Case, int Seq, string Kind, PersonId? Actor, DateTimeOffset At, DateOnly On, byte[] Payload, long Tx);
}
