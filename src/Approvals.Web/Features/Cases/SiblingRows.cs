using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Items;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.Web.Features.Cases;

/// <summary>The cases into which one may be merged (合并), for a form: those that the person may see and that can take it in.</summary>
internal static class SiblingRows
{
    private const string Siblings = """
        SELECT i.case_id, i.child_key, i.title
        FROM flow_case i
        WHERE i.unit_id = @unit AND i.parent_month = @month AND i.parent_id = @parent AND i.workflow = @workflow
          AND NOT i.ended AND i.case_id <> @case AND i.stage = ANY(@stages) AND
        """ + " " + ItemGate.MaySeeIt + " ORDER BY length(i.child_key), i.child_key";

    /// <summary>The same case, with its siblings where somebody may be offered to merge it.</summary>
    public static async Task<Looked> WithAsync(
        Looked looked, Database database, CurrentUser user, Editions editions, CancellationToken cancellation)
    {
        if (looked.Case is not { Ended: false, Parent: { } parent } @case
            || !looked.Workflow.Standing.Any(s => s.Action.Effects.Any(e => e is Engine.Definitions.Effect.Merge)
                && AtAnyStage.SeatOf(s, @case, looked.Context) is not null))
        {
            return looked;
        }

        var gate = Gate.Parameters(user, editions.Current);
        gate.Add("month", parent.Month);
        gate.Add("parent", parent.Value);
        gate.Add("workflow", @case.Workflow.Value);
        gate.Add("case", @case.Id.Value);
        gate.Add("stages", looked.Workflow.Stages.Select(s => s.Id).Where(looked.Workflow.TakesIn).Select(s => s.Value).ToArray());
        var rows = await database.ReadInUnitAsync(
            user.Unit.Id,
            (connection, _) => connection.QueryAsync<(Guid Id, string Key, string Title)>(
                new CommandDefinition(Siblings, gate, cancellationToken: cancellation)),
            cancellation);
        return looked with
        {
            Context = looked.Context with
            {
                Grants = looked.Context.Grants with
                {
                    Siblings = [.. rows.Select(r => new Sibling(new CaseId(r.Id), $"{r.Key}. {r.Title}"))],
                },
            },
        };
    }
}
