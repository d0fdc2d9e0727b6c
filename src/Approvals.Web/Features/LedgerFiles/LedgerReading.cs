using System.Collections.Immutable;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Notices;

namespace Approvals.Web.Features.LedgerFiles;

/// <summary>Reads a ledger that came in before (已有台账) once more, as its columns were told then.</summary>
internal sealed class LedgerReading(LedgerFileStore store, NoticeReading reading)
{
    /// <param name="said">What was said of single heads since; kept with the others.</param>
    /// <returns>Null where the notice did not come in as a ledger.</returns>
    /// <exception cref="Readers.Notices.NoticeRefusedException">It cannot be read or cannot be converted.</exception>
    public async Task<ReadNotice?> AgainAsync(
        NoticeRecord notice, byte[] content, ImmutableDictionary<string, string> said, CurrentUser user, CancellationToken cancellation)
    {
        if (!await store.IsBroughtAsync(user.Unit.Id, notice.SourceSha256, cancellation))
        {
            return null;
        }

        var heads = (await reading.ReadListAsync(notice.SourceName, content, user, null, [], cancellation)).Draft.Heads
            .Select(h => h.Text).ToImmutableArray();
        if (await store.ToldAsync(user.Unit.Id, heads, cancellation) is not { } told)
        {
            return null;
        }

        ImmutableArray<string> columns = [.. heads.Zip(told, (head, column) => said.GetValueOrDefault(head, column))];
        var read = await reading.ReadListAsync(
            notice.SourceName, content, user, notice.IssuedOn, [.. heads.Zip(columns)], cancellation);
        await store.TellAsync(heads, columns, user, cancellation);
        // What the clerk wrote over the list is not in the file.
        return read with { Draft = read.Draft with { Title = notice.Title, Number = notice.Number, IssuedOn = notice.IssuedOn } };
    }
}
