using System.Globalization;
using System.Text;
using Approvals.Engine;
using Approvals.IntegrationTests.Cases;
using Approvals.Web.Features.Cases;
using Approvals.Web.Store;
using Approvals.Web.Store.Verify;

namespace Approvals.IntegrationTests.Faults;

/// <summary>What must hold after every fault, asked by SQL; where it does not, the case's own story tells how it came.</summary>
internal sealed class Invariants(Database database, Office office)
{
    /// <summary>What was told without having been asked for, and what is marked as told and was not.</summary>
    private const string MessagesOnce = """
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
    private const string VotesOnce = """
        SELECT e.case_id::text || '/' || (v.vote->>'Round') || '/' || (v.vote->>'Seat')
        FROM case_event e, LATERAL (SELECT convert_from(e.payload, 'UTF8')::jsonb AS vote) v
        WHERE e.unit_id = @unit AND e.kind = 'vote-cast'
        GROUP BY e.case_id, v.vote->>'Round', v.vote->>'Seat'
        HAVING count(*) > 1
        """;

    /// <summary>Every rule of the store's own check, and the two that only a fault could break.</summary>
    /// <param name="notice">Whose story is told where something does not hold.</param>
    public async Task HoldAsync(CaseId notice, string about)
    {
        var broken = (await new StoreCheck(database).RunAsync(office.Unit, CancellationToken.None)).Select(b => b.Sentence).ToList();
        foreach (var rule in new[] { MessagesOnce, VotesOnce })
        {
            broken.AddRange(await office.QueryAsync<string>(rule, new { unit = office.Unit.Value }));
        }

        if (broken.Count > 0)
        {
            broken.ShouldBeEmpty($"{about}\n{await StoryAsync(notice)}");
        }
    }

    /// <summary>The notice and all below it as its page tells it, a line each: when, who, what, where.</summary>
    public async Task<string> StoryAsync(CaseId notice)
    {
        var cases = await office.TreeAsync(notice, endedToo: true);
        var looked = await office.Cases.LookAsync(office.Unit, cases, CancellationToken.None);
        var events = await database.ReadInUnitAsync(
            office.Unit, (connection, _) => StoryRows.ReadAsync(connection, office.Unit, cases, CancellationToken.None),
            CancellationToken.None);
        var telling = new Telling(
            office.Editions.Current, looked[0].Context.Directory, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"),
            looked.ToDictionary(l => l.Case.Id, l => new StoryCase(l.Workflow, l.Case.Title)),
            new Dictionary<string, Attachment>());
        var story = new StringBuilder();
        foreach (var entry in Story.Tell(events, telling))
        {
            story.AppendLine(CultureInfo.InvariantCulture, $"  {entry.At:MM-dd HH:mm:ss} {entry.Who} {entry.What} {entry.Opinion} [{entry.Where}]");
        }

        return story.ToString();
    }
}
