using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Messages;
using Approvals.Web.Features.Shared;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Inbox;

/// <summary>我的待办: what waits for a person, as cards and as batches.</summary>
public sealed class InboxService(
    Database database, CaseStore cases, Editions editions, MessageService messages)
{
    private const int PageSize = 50;

    public async Task<InboxView> LookAsync(CurrentUser user, int page, CancellationToken cancellation)
    {
        var (rows, lines, presses, recorded) = await GatherAsync(user, page, cancellation);
        if (rows.Count == 0 && page > 1)
        {
            // A page beyond the last: nothing waits there, though something may wait.
            return await LookAsync(user, 1, cancellation);
        }

        var looked = (await cases.LookAsync(user.Unit.Id, [.. rows.Select(r => r.Case).Distinct()], cancellation))
            .ToDictionary(l => l.Case.Id);
        var waiting = rows.Select(r => Entry(r, looked.GetValueOrDefault(r.Case), lines, presses, user)).OfType<InboxEntry>()
            .ToList();
        var (batches, single) = Batching.Split(waiting);
        var groups = single.Select(e => InboxCards.Of(e)).GroupBy(c => c.Lamp.Colour).OrderBy(g => Lamps.InOrder.IndexOf(g.Key))
            .Select(g => new InboxGroup(Lamps.Plain(g.Key), [.. g]));
        var total = rows.Count == 0 ? 0 : rows[0].Total;
        return new InboxView(batches, [.. groups], total, total <= PageSize ? null : Paging.Of(page, PageSize, rows.Count, total, p => $"/?p={p}"))
        {
            Recorded = recorded,
        };
    }

    private Task<(List<InboxRow> Rows, IReadOnlyDictionary<CaseId, Lineage> Lines, Dictionary<CaseId, LastPress> Presses,
        ImmutableArray<MessageLine> Recorded)> GatherAsync(
        CurrentUser user, int page, CancellationToken cancellation) => database.ReadInUnitAsync(
        user.Unit.Id,
        async (connection, _) =>
        {
            var rows = await InboxRows.PageAsync(
                connection, Gate.Parameters(user, editions.Current), page, PageSize, cancellation);
            List<CaseId> ids = [.. rows.Select(r => r.Case).Distinct()];
            var lines = await Lineages.ReadAsync(connection, user, editions, ids, cancellation);
            var presses = await InboxRows.LastPressesAsync(
                connection, Gate.Parameters(user, editions.Current), ids, cancellation);
            return (rows, lines, presses, await messages.RecordedAsync(connection, user, cancellation));
        },
        cancellation);

    /// <summary>Null when it was done between the two looks, or offers the person nothing.</summary>
    private static InboxEntry? Entry(
        InboxRow row, Looked? looked, IReadOnlyDictionary<CaseId, Lineage> lines, Dictionary<CaseId, LastPress> presses,
        CurrentUser user)
    {
        var panel = looked is null ? null : Offers.Own(looked, user, "/").FirstOrDefault(p => p.First.Seat == row.SeatNo);
        return looked is null || panel is null ? null
            : new InboxEntry(row, looked, lines[row.Case], panel, presses.GetValueOrDefault(row.Case));
    }
}

/// <summary>One thing that waits, with all that its card says.</summary>
internal sealed record InboxEntry(InboxRow Row, Looked Looked, Lineage Line, ActPanel Panel, LastPress? Last)
{
    /// <summary>How its time runs; null where it has none.</summary>
    public SeatClock? Clock => Looked.Case.ClockOf(new SeatNo(Row.SeatNo));
}
