using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Inbox;

/// <summary>代您记录: the messages that wait for a person, told in the words of each case's own edition.</summary>
internal static class RecordedRows
{
    private const string Mine = """
        SELECT c.case_id, c.title, c.book_hash, c.workflow, z.stage, e.recorded_at, e.payload
        FROM (
          SELECT (convert_from(o.payload, 'UTF8')::jsonb->>'Month')::date AS opened_month,
                 (convert_from(o.payload, 'UTF8')::jsonb->>'Case')::uuid AS case_id,
                 (convert_from(o.payload, 'UTF8')::jsonb->>'Seq')::int AS seq,
                 o.outbox_id
          FROM outbox o
          WHERE o.unit_id = @unit AND o.recipient = @person AND o.channel = @channel AND o.sent_at IS NULL
          ORDER BY o.outbox_id DESC
          LIMIT 10
        ) o
        JOIN flow_case c ON c.unit_id = @unit AND c.opened_month = o.opened_month AND c.case_id = o.case_id
        JOIN case_event e ON e.unit_id = c.unit_id AND e.opened_month = c.opened_month AND e.case_id = c.case_id AND e.seq = o.seq
        JOIN LATERAL (
          SELECT s.stage
          FROM seat s
          WHERE s.unit_id = c.unit_id AND s.opened_month = c.opened_month AND s.case_id = c.case_id
            AND s.round = (convert_from(e.payload, 'UTF8')::jsonb->>'Round')::int
          LIMIT 1
        ) z ON true
        ORDER BY o.outbox_id DESC
        """;

    public static async Task<ImmutableArray<RecordedView>> ReadAsync(
        NpgsqlConnection connection, CurrentUser user, Editions editions, CancellationToken cancellation)
    {
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(
            Mine, new { unit = user.Unit.Id.Value, person = user.Person.Id.Value, channel = RecordedFor.Channel },
            cancellationToken: cancellation))).ToList();
        var views = ImmutableArray.CreateBuilder<RecordedView>();
        foreach (var row in rows)
        {
            var book = await editions.GetAsync(connection, user.Unit.Id, row.BookHash, cancellation);
            if (Of(row, book[new WorkflowId(row.Workflow)], user) is { } view)
            {
                views.Add(view);
            }
        }

        return views.ToImmutable();
    }

    private static RecordedView? Of(Row row, Workflow workflow, CurrentUser user)
    {
        var (action, decider) = CaseJson.Event(row.Payload) switch
        {
            CaseEvent.VoteCast vote => (vote.Action, vote.Decider),
            CaseEvent.ReportMade report => (report.Action, report.Decider),
            _ => default,
        };
        return decider is not { RecordedBy: { } by }
            ? null
            : new RecordedView(
                row.Title, $"/cases/{row.CaseId}",
                Texts.Acting.RecordedInYourName(
                    Names.Of(by, user.Directory.Directory), decider.Occasion ?? "",
                    workflow.Stage(new StageId(row.Stage))?.Action(action)?.Title ?? action.Value),
                DateOnly.FromDateTime(
                    TimeZoneInfo.ConvertTime(row.RecordedAt, TimeZoneInfo.FindSystemTimeZoneById(user.Unit.Zone)).DateTime));
    }

    private sealed record Row(
        Guid CaseId, string Title, string BookHash, string Workflow, string Stage, DateTimeOffset RecordedAt, byte[] Payload);
}
