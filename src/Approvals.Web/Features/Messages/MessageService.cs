using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Messages;
using Npgsql;

namespace Approvals.Web.Features.Messages;

/// <summary>消息: what the system has told a person, the newest first.</summary>
public sealed class MessageService(Database database, Editions editions)
{
    private const int PageSize = 50;

    /// <summary>代您记录 on the inbox: more of them stand on the messages' own page.</summary>
    private const int OnInbox = 10;

    public Task<MessagesView> LookAsync(CurrentUser user, int page, CancellationToken cancellation) => database.ReadInUnitAsync(
        user.Unit.Id,
        async (connection, _) =>
        {
            var counts = await MessageRows.CountsAsync(connection, user, cancellation);
            // A page beyond the last: the last.
            var at = Math.Clamp(page, 1, Math.Max(1, (counts.Total + PageSize - 1) / PageSize));
            var rows = await MessageRows.PageAsync(connection, user, at, PageSize, cancellation);
            return new MessagesView(
                await LinesAsync(connection, user, rows, cancellation), counts.Total, counts.Unread, counts.Newest,
                counts.Total <= PageSize ? null : Paging.Of(at, PageSize, rows.Count, counts.Total, p => $"/messages?p={p}"));
        },
        cancellation);

    /// <summary>抄送我的, the newest first.</summary>
    public Task<MessagesView> CopiesAsync(CurrentUser user, int page, CancellationToken cancellation) => database.ReadInUnitAsync(
        user.Unit.Id,
        async (connection, _) =>
        {
            var (total, rows) = await MessageRows.OfKindAsync(
                connection, user, typeof(MessageNote.Copied), page, PageSize, cancellation);
            return new MessagesView(
                await LinesAsync(connection, user, rows, cancellation, copies: true), total, rows.Count(r => !r.Read), 0,
                total <= PageSize ? null : Paging.Of(page, PageSize, rows.Count, total, p => $"/copies?p={p}"));
        },
        cancellation);

    /// <summary>The newest that others wrote down in the person's name and he has not read yet.</summary>
    internal async Task<ImmutableArray<MessageLine>> RecordedAsync(
        NpgsqlConnection connection, CurrentUser user, CancellationToken cancellation) =>
        await LinesAsync(
            connection, user,
            await MessageRows.UnreadAsync(connection, user, typeof(MessageNote.Recorded), OnInbox, cancellation), cancellation);

    /// <summary>Marks what there was when the person's page was drawn.</summary>
    public Task MarkReadAsync(CurrentUser user, long last, CancellationToken cancellation) => database.InUnitAsync(
        user.Unit.Id, (connection, _) => MessageRows.MarkReadAsync(connection, user, last, cancellation), cancellation);

    /// <param name="copies">抄送我的 is a list of cases, and says what they are.</param>
    private async Task<ImmutableArray<MessageLine>> LinesAsync(
        NpgsqlConnection connection, CurrentUser user, List<ArrivedRow> rows, CancellationToken cancellation, bool copies = false)
    {
        var cases = await MessageRows.SubjectsAsync(
            connection, Gate.Parameters(user, editions.Current),
            [.. rows.Select(r => r.Note.Subject).OfType<CaseId>().Distinct()], cancellation);
        var subjects = new Dictionary<CaseId, Subject>();
        foreach (var (id, row) in cases)
        {
            var book = await editions.GetAsync(connection, user.Unit.Id, row.BookHash, cancellation);
            subjects[id] = new Subject(row.Title, book, book[new WorkflowId(row.Workflow)]) { Restricted = row.Restricted && !copies };
        }

        // What the reader may not see is not even read.
        var seen = rows.Select(r => r.Note).Where(n => n.Subject is { } id && subjects.ContainsKey(id)).ToList();
        var seats = await MessageRows.SeatsAsync(
            connection, user.Unit.Id, [.. seen.Select(MessageWords.RungOf).OfType<RungNote>()], cancellation);
        var events = await MessageRows.EventsAsync(
            connection, user.Unit.Id, [.. seen.Select(n => n.Event).OfType<(CaseId, int)>()], cancellation);
        var words = new MessageWords(user, subjects, seats, events);
        return [.. rows.Select(words.Line)];
    }
}
