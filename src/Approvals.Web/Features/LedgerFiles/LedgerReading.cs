using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Notices;

namespace Approvals.Web.Features.LedgerFiles;

/// <summary>Reads a ledger that came in before (已有台账) once more, as its own columns were told then, whatever was told of others since.</summary>
internal sealed class LedgerReading(LedgerFileStore store, NoticeReading reading)
{
    /// <param name="said">What was said of single heads since; kept with the others as the notice is read by it.</param>
    /// <returns>Null where the notice did not come in as a ledger.</returns>
    /// <exception cref="Readers.Notices.NoticeRefusedException">It cannot be read or cannot be converted.</exception>
    public async Task<ReadNotice?> AgainAsync(
        NoticeRecord notice, byte[] content, ImmutableDictionary<string, string> said, CurrentUser user, CancellationToken cancellation)
    {
        var id = new CaseId(notice.CaseId);
        if (!await store.IsLedgerAsync(user.Unit.Id, id, cancellation)
            || (await store.ToldOfAsync(user.Unit.Id, id, cancellation)
                ?? await LastToldAsync(notice, content, user, cancellation)) is not { } before)
        {
            return null;
        }

        var told = before.With(said);
        var read = await reading.ReadListAsync(
            notice.SourceName, content, user, notice.IssuedOn, [.. told.Heads.Zip(told.Columns)], cancellation);
        // The next workbook with such heads: what was told last of them, with what was said now.
        var next = new ToldColumns(
            told.Heads, await store.ToldAsync(user.Unit.Id, told.Heads, cancellation) is { } last ? [.. last] : before.Columns).With(said);
        await store.TellAsync(next.Heads, next.Columns, user, cancellation);
        var was = notice.Read();
        return read with
        {
            // What the clerk wrote over the list is not in the file; what he corrected since stays beside it.
            Draft = read.Draft with { Title = was.Title, Number = was.Number, IssuedOn = was.IssuedOn },
            Keeps = connection => LedgerFileStore.TellOfAsync(connection, user.Unit.Id, id, told, cancellation),
        };
    }

    /// <summary>Of a ledger that came in before its own telling was kept: what was told last of such heads.</summary>
    private async Task<ToldColumns?> LastToldAsync(
        NoticeRecord notice, byte[] content, CurrentUser user, CancellationToken cancellation)
    {
        var list = await reading.ReadListAsync(notice.SourceName, content, user, null, [], cancellation);
        var heads = list.Draft.Heads.Select(h => h.Text).ToImmutableArray();
        return await store.ToldAsync(user.Unit.Id, heads, cancellation) is { } columns ? new ToldColumns(heads, [.. columns]) : null;
    }
}
