using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Definitions;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Cases;

/// <summary>The rule of <see cref="Lamps"/> for queries over many rows; a test holds the two equal.</summary>
public static class LampRows
{
    /// <summary>
    /// Over <c>flow_case i</c>; the name of a <see cref="LampColour"/>. Parameters by <see cref="AddToAsync"/>.
    /// </summary>
    public const string Colour = """
        CASE
          WHEN i.ended OR EXISTS (
            SELECT FROM unnest(@closed_books::text[], @closed_workflows::text[], @closed_stages::text[]) AS z (book, workflow,
              stage)
            WHERE z.book = i.book_hash AND z.workflow = i.workflow AND z.stage = i.stage) THEN 'Grey'
          WHEN i.due_on < @today THEN 'Red'
          WHEN i.due_on <= @yellow_until THEN 'Yellow'
          ELSE 'Green'
        END
        """;

    /// <summary>What the definitions of every edition say about their stages comes as parameters: no row keeps a lamp.</summary>
    public static async Task AddToAsync(
        DynamicParameters parameters, NpgsqlConnection connection, UnitId unit, Editions editions, DateOnly today,
        WorkCalendar calendar,
        CancellationToken cancellation)
    {
        var closed = (await editions.AllAsync(connection, unit, cancellation)).SelectMany(Closed).ToList();
        parameters.Add("closed_books", closed.Select(c => c.Book).ToArray());
        parameters.Add("closed_workflows", closed.Select(c => c.Workflow.Value).ToArray());
        parameters.Add("closed_stages", closed.Select(c => c.Stage.Value).ToArray());
        parameters.Add("today", today);
        parameters.Add("yellow_until", Lamps.YellowUntil(today, calendar));
    }

    private static IEnumerable<(string Book, WorkflowId Workflow, StageId Stage)> Closed(WorkflowBook book) =>
        book.Workflows.Values
        .SelectMany(
            workflow => workflow.Stages.Where(s => Lamps.IsClosed(workflow, s.Id)).Select(s => (book.Hash, workflow.Id, s.Id)));
}
