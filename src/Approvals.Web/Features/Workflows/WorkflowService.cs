using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Readers.Pictures;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Items;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Workflows;

/// <summary>
/// 流程: puts its pages together. A definition names no matter: everybody may know how the office works. What stands where
/// is counted of what the reader may see.
/// </summary>
public sealed class WorkflowService(Database database, Editions editions, WorkflowPictures pictures)
{
    private const int ShortHash = 12;

    private const string Standing = """
        SELECT c.book_hash, c.workflow, c.stage, count(*)::int AS count
        FROM flow_case c
        WHERE c.unit_id = @unit AND NOT c.ended AND
        """ + " " + Gate.IsSeen + " GROUP BY c.book_hash, c.workflow, c.stage";

    /// <summary>Whoever reads its page, or the page of a part of it, may see where it stands.</summary>
    private const string One = """
        SELECT i.book_hash, i.workflow, i.stage
        FROM flow_case i
        WHERE i.unit_id = @unit AND i.opened_month = @month AND i.case_id = @case AND
        """ + " " + ItemGate.MaySeeIt;

    /// <param name="edition">Its hash; null: the one with which new cases begin.</param>
    /// <returns>Null: there is no such edition.</returns>
    public async Task<WorkflowsView?> LookAsync(string? edition, CurrentUser user, CancellationToken cancellation)
    {
        if (await BookAsync(edition, user, cancellation) is not { } book)
        {
            return null;
        }

        var standing = await database.ReadInUnitAsync(
            user.Unit.Id,
            async (connection, _) => (await connection.QueryAsync<StandingRow>(new CommandDefinition(
                Standing, await Gate.ForManyAsync(connection, user, editions.Current, cancellation), cancellationToken: cancellation))).ToList(),
            cancellation);
        return new WorkflowsView(
            book.Hash,
            book.Hash == editions.Current.Hash,
            [.. InOrder(book).Select(w => View(book, w, standing))],
            [
                .. standing.Where(s => s.BookHash != book.Hash).Select(s => s.BookHash).Append(editions.Current.Hash).Distinct()
                    .Where(hash => hash != book.Hash).Order(StringComparer.Ordinal)
                    .Select(hash => new EditionLink(
                        hash[..ShortHash], hash == editions.Current.Hash ? "/workflows" : $"/workflows?edition={hash}",
                        standing.Where(s => s.BookHash == hash).Sum(s => s.Count))),
            ]);
    }

    /// <returns>Null: there is no such case, or the person may not see it.</returns>
    public async Task<StandingView?> OfCaseAsync(CaseId id, CurrentUser user, CancellationToken cancellation)
    {
        var found = await database.ReadInUnitAsync(
            user.Unit.Id,
            async (connection, _) =>
            {
                var gate = Gate.Parameters(user, editions.Current);
                gate.Add("month", id.Month);
                gate.Add("case", id.Value);
                var row = await connection.QuerySingleOrDefaultAsync<CaseRow>(
                    new CommandDefinition(One, gate, cancellationToken: cancellation));
                return row is null ? ((CaseRow Row, Lineage Line, WorkflowBook Book)?)null : (
                    row, (await Lineages.ReadAsync(connection, user, editions, [id], cancellation))[id],
                    await editions.GetAsync(connection, user.Unit.Id, row.BookHash, cancellation));
            },
            cancellation);
        if (found is not var (row, line, book))
        {
            return null;
        }

        var (workflow, stage) = (book[new WorkflowId(row.Workflow)], new StageId(row.Stage));
        return new StandingView(
            workflow.Title, new Link(line.Self.Title, line.Href), workflow.TitleOf(stage), book.Hash[..ShortHash],
            pictures.Of(book, workflow, ImmutableDictionary<StageId, int>.Empty, stage, "flow"));
    }

    /// <summary>Null: there is no such definition.</summary>
    public async Task<(WorkflowBook Book, Workflow Workflow)?> FindAsync(
        string id, string? edition, CurrentUser user, CancellationToken cancellation) =>
        await BookAsync(edition, user, cancellation) is { } book && book.Workflows.TryGetValue(new WorkflowId(id), out var workflow)
            ? (book, workflow) : null;

    private Task<WorkflowBook?> BookAsync(string? edition, CurrentUser user, CancellationToken cancellation)
    {
        return edition is null || edition == editions.Current.Hash ? Task.FromResult<WorkflowBook?>(editions.Current)
            : database.ReadInUnitAsync(user.Unit.Id, PublishedAsync, cancellation);

        async Task<WorkflowBook?> PublishedAsync(NpgsqlConnection connection, NpgsqlTransaction _) =>
            (await editions.AllAsync(connection, user.Unit.Id, cancellation)).FirstOrDefault(b => b.Hash == edition);
    }

    private WorkflowView View(WorkflowBook book, Workflow workflow, List<StandingRow> standing)
    {
        var live = standing.Where(s => s.BookHash == book.Hash && s.Workflow == workflow.Id.Value)
            .ToImmutableDictionary(s => new StageId(s.Stage), s => s.Count);
        var anchor = $"flow-{workflow.Id}";
        var edition = book.Hash == editions.Current.Hash ? "" : $"?edition={book.Hash}";
        return new WorkflowView(
            anchor,
            workflow.Title,
            live.Values.Sum(),
            [.. workflow.Stages.Where(s => live.ContainsKey(s.Id)).Select(s => new StandingAt(s.Title, live[s.Id]))],
            pictures.Of(book, workflow, live, null, anchor),
            [
                .. DefinitionForm.All.Select(form => new Link(
                    form.Extension, $"/workflows/{Uri.EscapeDataString(form.FileNameOf(workflow))}{edition}")),
            ]);
    }

    /// <summary>What begins with a notice first, then what somebody asks for, each with what it opens, as a reader comes to it.</summary>
    private static IEnumerable<Workflow> InOrder(WorkflowBook book)
    {
        var order = new List<Workflow>();
        var queue = new Queue<Workflow>(
            book.Workflows.Values.Where(w => !w.Starts.IsEmpty)
                .OrderBy(w => w.IsRequested).ThenBy(w => w.Id.Value, StringComparer.Ordinal));
        while (queue.TryDequeue(out var next))
        {
            if (!order.Contains(next))
            {
                order.Add(next);
                next.Stages.SelectMany(s => s.Opens).Select(o => book[o.Workflow]).ToList().ForEach(queue.Enqueue);
            }
        }

        return order.Concat(book.Workflows.Values.Except(order).OrderBy(w => w.Id.Value, StringComparer.Ordinal));
    }

    private sealed record StandingRow(string BookHash, string Workflow, string Stage, int Count);

    private sealed record CaseRow(string BookHash, string Workflow, string Stage);
}
