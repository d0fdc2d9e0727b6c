using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.Web.Features.Inspection;

/// <summary>
/// The rule of <see cref="InspectorSeats"/> for queries: what inspectors conclude is theirs alone while one of them has
/// still to judge for himself.
/// </summary>
internal static class InspectorRows
{
    /// <summary>Over <c>flow_case b</c> and an event <c>e</c> of its: a press from an inspector's seat.</summary>
    public const string ByInspector = """
        EXISTS (
          SELECT FROM seat z
          JOIN unnest(@inspected_books::text[], @inspected_workflows::text[], @inspected_stages::text[]) AS y (book, workflow,
            stage)
            ON y.book = b.book_hash AND y.workflow = b.workflow AND y.stage = z.stage
          WHERE z.unit_id = b.unit_id AND z.opened_month = b.opened_month AND z.case_id = b.case_id
            AND z.round = (convert_from(e.payload, 'UTF8')::jsonb->>'Round')::int)
        """;

    /// <summary>The same two: what was done in the open round, before a reader whose own conclusion it waits for.</summary>
    public const string HiddenFromReader = """
        (b.round_open AND (convert_from(e.payload, 'UTF8')::jsonb->>'Round')::int = b.round
         AND EXISTS (
           SELECT FROM assignment_sitter x
           WHERE x.unit_id = b.unit_id AND x.case_id = b.case_id AND x.person_id = ANY(@persons))
         AND EXISTS (
           SELECT FROM unnest(@inspected_books::text[], @inspected_workflows::text[], @inspected_stages::text[]) AS y (book,
             workflow, stage)
           WHERE y.book = b.book_hash AND y.workflow = b.workflow AND y.stage = b.stage))
        """;

    /// <summary>Which stages seat inspectors, of every edition.</summary>
    /// <param name="books">By <see cref="Editions.AllAsync"/>.</param>
    public static void AddTo(DynamicParameters parameters, IReadOnlyList<WorkflowBook> books)
    {
        var stages = books.SelectMany(Inspected).ToList();
        parameters.Add("inspected_books", stages.Select(s => s.Book).ToArray());
        parameters.Add("inspected_workflows", stages.Select(s => s.Workflow.Value).ToArray());
        parameters.Add("inspected_stages", stages.Select(s => s.Stage.Value).ToArray());
    }

    private static IEnumerable<(string Book, WorkflowId Workflow, StageId Stage)> Inspected(WorkflowBook book) =>
        book.Workflows.Values
        .SelectMany(workflow =>
            workflow.Stages.Where(s => InspectorSeats.In(workflow, s.Id)).Select(s => (book.Hash, workflow.Id, s.Id)));
}
