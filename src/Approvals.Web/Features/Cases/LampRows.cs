using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Definitions;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.Web.Features.Cases;

/// <summary>The rule of <see cref="Lamps"/> for queries over many rows; a test holds the two equal.</summary>
public static class LampRows
{
    /// <summary>
    /// Over <c>flow_case i</c>; the name of a <see cref="LampColour"/>. Parameters by <see cref="AddTo"/>.
    /// </summary>
    public const string Colour = """
        CASE
          WHEN i.ended OR EXISTS (
            SELECT FROM unnest(@resting_books::text[], @resting_workflows::text[], @resting_stages::text[]) AS z (book, workflow,
              stage)
            WHERE z.book = i.book_hash AND z.workflow = i.workflow AND z.stage = i.stage) THEN 'Grey'
          WHEN i.suspended_at IS NOT NULL THEN 'Paused'
          WHEN EXISTS (
            SELECT FROM unnest(@met_books::text[], @met_workflows::text[], @met_stages::text[]) AS z (book, workflow, stage)
            WHERE z.book = i.book_hash AND z.workflow = i.workflow AND z.stage = i.stage) THEN 'Green'
          WHEN i.due_on < @today THEN 'Red'
          WHEN i.due_on <= @yellow_until THEN 'Yellow'
          ELSE 'Green'
        END
        """;

    /// <summary>What the definitions of every edition say about their stages comes as parameters: no row keeps a lamp.</summary>
    /// <param name="books">By <see cref="Editions.AllAsync"/>.</param>
    public static void AddTo(
        DynamicParameters parameters, IReadOnlyList<WorkflowBook> books, DateOnly today, WorkCalendar calendar)
    {
        Add(parameters, "resting", books, Lamps.IsClosed);
        Add(parameters, "met", books, (workflow, stage) => workflow.HasMetDue(stage));
        parameters.Add("today", today);
        parameters.Add("yellow_until", Lamps.YellowUntil(today, calendar));
    }

    private static void Add(
        DynamicParameters parameters, string name, IReadOnlyList<WorkflowBook> books, Func<Workflow, StageId, bool> holds)
    {
        var stages = books.SelectMany(book => book.Workflows.Values.SelectMany(workflow => workflow.Stages
            .Where(s => holds(workflow, s.Id)).Select(s => (Book: book.Hash, Workflow: workflow.Id.Value, Stage: s.Id.Value)))).ToList();
        parameters.Add(name + "_books", stages.Select(s => s.Book).ToArray());
        parameters.Add(name + "_workflows", stages.Select(s => s.Workflow).ToArray());
        parameters.Add(name + "_stages", stages.Select(s => s.Stage).ToArray());
    }
}
