using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Items;
using Approvals.Web.Features.Products;
using Approvals.Web.Features.Shared;
using Approvals.Web.Features.Vocabulary;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.Web.Features.Notices;

/// <param name="Items">Address of the item that each row became, by the row's number.</param>
/// <param name="Events">What happened to the notice itself.</param>
/// <param name="Files">Evidence that came with presses.</param>
internal sealed record KeptNotice(
    NoticeRecord Notice, ImmutableArray<ChecklistRowRecord> Rows, ImmutableArray<DifferenceRecord> Differences,
    ImmutableArray<Link> Campaigns, IReadOnlyDictionary<string, string> Items, ImmutableArray<Told> Events,
    CitedFiles Files, string? Stuck, ImmutableArray<ProductLink> Products)
{
    /// <summary>The last correction of each value, by row. Where the text is kept, of the head alone: a row may have been read as more.</summary>
    public required ILookup<string, CorrectionRecord> Corrections { get; init; }

    /// <summary>What was taken away of its rows and may be brought back.</summary>
    public required ImmutableArray<RemovedRow> Removed { get; init; }

    /// <summary>The unit's own vocabulary as it is now.</summary>
    public required OwnWords Words { get; init; }

    /// <summary>Some of its rows are kept from the reader (知悉范围): so is the text that they were read from.</summary>
    public required bool TextIsKept { get; init; }
}

/// <summary>Reads notices for pages; what a person may not see is not there.</summary>
internal sealed class NoticeQueries(Database database, Editions editions)
{
    private const int PageSize = 50;

    private const string Started = """
        SELECT i.case_id, i.title
        FROM flow_case i
        WHERE i.unit_id = @unit AND i.parent_month = @month AND i.parent_id = @case AND NOT
        """ + " " + ItemGate.IsAside + " AND " + ItemGate.MaySeeIt + " ORDER BY i.opened_at";

    private const string List = """
        SELECT c.case_id, n.number, n.title, n.issuer, n.issued_on, c.book_hash, c.workflow, c.stage, c.ended,
               (SELECT count(*)::int FROM notice_difference d
                WHERE d.unit_id = n.unit_id AND d.opened_month = n.opened_month AND d.case_id = n.case_id) AS differences,
               (SELECT count(*)::int FROM notice_difference d
                WHERE d.unit_id = n.unit_id AND d.opened_month = n.opened_month AND d.case_id = n.case_id
                  AND d.ruling IS NOT NULL) AS ruled,
               (SELECT count(*)::int FROM notice_row r
                WHERE r.unit_id = n.unit_id AND r.opened_month = n.opened_month AND r.case_id = n.case_id) AS rows,
               (SELECT count(*)::int FROM notice_row r
                WHERE r.unit_id = n.unit_id AND r.opened_month = n.opened_month AND r.case_id = n.case_id
                  AND (r.confirmed_at IS NOT NULL OR r.same_as IS NOT NULL)) AS confirmed,
        """ + " " + Gate.IsPublishedCase + """
         AS split, count(*) OVER ()::int AS total
        FROM notice n
        JOIN flow_case c ON c.unit_id = n.unit_id AND c.opened_month = n.opened_month AND c.case_id = n.case_id
        WHERE n.unit_id = @unit AND
        """ + " " + Gate.IsSeen + """

        ORDER BY n.read_at DESC, n.case_id
        LIMIT @size OFFSET @from
        """;

    public Task<KeptNotice?> DetailsAsync(CurrentUser user, CaseId id, WorkflowBook book, CancellationToken cancellation) =>
        database.ReadInUnitAsync(
            user.Unit.Id,
            async (connection, _) =>
            {
                var parameters = Gate.Parameters(user, book);
                parameters.Add("month", id.Month);
                parameters.Add("case", id.Value);
                ItemGate.AddTo(parameters, await editions.AllAsync(connection, user.Unit.Id, cancellation));
                if (await ReadableNotice.FindAsync(connection, user, editions, id, cancellation) is not { } read)
                {
                    return null;
                }

                var started = await connection.QueryAsync<(Guid Id, string Title)>(
                    new CommandDefinition(Started, parameters, cancellationToken: cancellation));
                var events = await StoryRows.ReadAsync(connection, user.Unit.Id, [id], cancellation);
                var corrections = await Corrections.ReadAsync(connection, user.Unit.Id, id, cancellation);
                return new KeptNotice(
                    read.Notice,
                    read.Rows,
                    read.TextIsKept ? [] : await NoticeRows.DifferencesAsync(connection, user.Unit.Id, id, cancellation),
                    [.. started.Select(c => new Link(c.Title, $"/campaigns/{c.Id}"))],
                    read.Items,
                    events,
                    await StoryRows.FilesAsync(connection, user.Unit.Id, events, cancellation),
                    await Wakes.ReasonAsync(connection, user.Unit.Id, [id], cancellation),
                    await ProductLinks.ReadAsync(connection, Gate.Parameters(user, book), id, cancellation))
                {
                    Corrections = read.TextIsKept ? corrections[""].ToLookup(c => c.RowNo) : corrections,
                    Words = await VocabularyStore.ReadAsync(connection, user.Unit.Id, cancellation),
                    TextIsKept = read.TextIsKept,
                    Removed = read.TextIsKept ? [] : await RemovedRows.ReadAsync(connection, user.Unit.Id, id, cancellation),
                };
            },
            cancellation);

    public async Task<(ImmutableArray<NoticeRow> Rows, Paging? Paging)> ListAsync(
        CurrentUser user, WorkflowBook book, int page, CancellationToken cancellation)
    {
        var rows = await database.ReadInUnitAsync(
            user.Unit.Id,
            async (connection, _) =>
            {
                var parameters = await Gate.ForManyAsync(connection, user, book, cancellation);
                parameters.Add("size", PageSize);
                parameters.Add("from", (page - 1) * PageSize);
                return (await connection.QueryAsync<ListRow>(new CommandDefinition(List, parameters, cancellationToken: cancellation))).ToList();
            },
            cancellation);
        // Each in the words of its own edition.
        var books = (await database.ReadInUnitAsync(
            user.Unit.Id, (connection, _) => editions.AllAsync(connection, user.Unit.Id, cancellation), cancellation))
                .ToDictionary(b => b.Hash);
        return ([.. rows.Select(r => Row(r, books[r.BookHash]))], PagingOf(rows, page));
    }

    private static NoticeRow Row(ListRow row, WorkflowBook book) => new(
        $"/notices/{row.CaseId}", row.Number, row.Title, row.Issuer ?? "", row.IssuedOn,
        book.Workflows.TryGetValue(new WorkflowId(row.Workflow), out var workflow) ? workflow.TitleOf(new StageId(row.Stage))
            : row.Stage,
        row.Split || row.Ended ? null : Texts.Notices.Progress(row.Ruled, row.Differences, row.Confirmed, row.Rows), null);

    private static Paging? PagingOf(List<ListRow> rows, int page) => rows is [{ Total: > PageSize and var total }, ..]
        ? Paging.Of(page, PageSize, rows.Count, total, p => $"/notices?p={p}")
        : null;

    private sealed record ListRow(
        Guid CaseId, string? Number, string Title, string? Issuer, DateOnly? IssuedOn, string BookHash, string Workflow,
        string Stage,
        bool Ended, int Differences, int Ruled, int Rows, int Confirmed, bool Split, int Total);
}
