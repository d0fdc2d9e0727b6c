using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Definitions;
using Approvals.Readers.Comparing;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Notices;
using Approvals.Web.Jobs;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Comparing;

/// <summary>Puts the proposals of a list together, and keeps what is ruled on them.</summary>
internal sealed class CompareService(
    Database database, CaseStore cases, Editions editions, Zones zones, NoticeEdits edits, Waker waker, WorkCalendar calendar)
{
    /// <summary>With everything that is open, and not with one list.</summary>
    public const string All = "all";

    private const string Issued = """
        SELECT
        """ + " " + Gate.IsPublishedCase + """

        FROM flow_case c
        WHERE c.unit_id = @unit AND c.opened_month = @month AND c.case_id = @case
        """;

    /// <summary>Whoever compares sees all that is being done.</summary>
    public bool MayLook(CurrentUser user) => Gate.Has(user, editions.Current, Power.CompareLists);

    public bool MayRule(CurrentUser user) => MayLook(user) && Gate.Has(user, editions.Current, Power.KeepChecklist);

    /// <param name="with">Id of a campaign, <see cref="All"/>, or null: the list that the notice speaks of.</param>
    /// <returns>Null where there is no such notice, or it is not his to see.</returns>
    public async Task<CompareView?> LookAsync(CaseId id, string? with, bool whole, CurrentUser user, CancellationToken cancellation)
    {
        if (!MayLook(user) || await cases.LookAsync(user.Unit.Id, [id], cancellation) is not [var looked])
        {
            return null;
        }

        var read = await database.ReadInUnitAsync(
            user.Unit.Id, (connection, _) => ReadAsync(connection, id, with, user, cancellation), cancellation);
        if (read is not { } kept)
        {
            return null;
        }

        var zone = await zones.OfAsync(user.Unit.Id, cancellation);
        var draws = new CompareDrawing(kept, user, zone, id);
        var mayRule = MayRule(user) && edits.MayEdit(user, looked);
        return new CompareView(
            id.Value, kept.Notice.Title,
            [
                new Choice(All, Texts.Compare.All),
                .. kept.Lists.Select(l => new Choice($"{l.Campaign}", Texts.Compare.From(l.Title, l.Number))),
            ],
            kept.With is { } campaign ? $"{campaign}" : All, whole, draws.Matches(whole && kept.With is not null),
            draws.Withdrawals(whole && kept.With is not null), draws.Added(), mayRule, kept.Notice.Elsewhere || kept.Issued,
            kept.Rulings.Count(r => r.CarriedAt is null && r.Kind is ListRuling.Same or ListRuling.Revoked))
        {
            Cut = kept.IsCut ? Texts.Compare.Cut(LiveItems.Most) : null,
        };
    }

    public Task<bool> SeesAsync(CaseId id, CurrentUser user, CancellationToken cancellation) =>
        Gate.MaySeeAsync(database, id, user, editions.Current, cancellation);

    /// <summary>Null: kept; else the sentence why not.</summary>
    public async Task<string?> RuleAsync(CaseId id, SameEdit edit, string key, CurrentUser user, CancellationToken cancellation)
    {
        if (edit.Row.StartsWith('#'))
        {
            var notice = await database.ReadInUnitAsync(
                user.Unit.Id, (connection, _) => ReadableNotice.FindAsync(connection, user, editions, id, cancellation), cancellation);
            edit = edit with { Spoken = notice is null ? null : Spoken(notice).FirstOrDefault(s => SpokenChanges.KeyOf(s) == edit.Row) };
            if (edit.Spoken is null)
            {
                return Texts.Edits.NotNow;
            }
        }

        switch (await edits.RuleSameAsync(id, edit, key, user, cancellation))
        {
            case EditAnswer.Saved:
                await waker.SettleAsync(user.Unit.Id, cancellation);
                return null;
            case EditAnswer.Refused refused:
                return refused.Problems[0].Sentence;
            default:
                return Texts.Edits.NotNow;
        }
    }

    /// <summary>What was accepted of a draft goes to the items once it is issued. False where it is not, or he may not.</summary>
    public async Task<bool> CarryOutAsync(CaseId id, CurrentUser user, CancellationToken cancellation)
    {
        if (!MayRule(user) || !await Gate.MaySeeAsync(database, id, user, editions.Current, cancellation))
        {
            return false;
        }

        var done = await database.InUnitAsync(
            user.Unit.Id,
            async (connection, _) =>
            {
                var issued = await IsIssuedAsync(connection, id, user, cancellation);
                if (issued)
                {
                    await ListRulings.CarryOutAsync(connection, user.Unit.Id, id, null, cancellation);
                }

                return issued;
            },
            cancellation);
        await waker.SettleAsync(user.Unit.Id, cancellation);
        return done;
    }

    private async Task<Compared?> ReadAsync(
        NpgsqlConnection connection, CaseId id, string? with, CurrentUser user, CancellationToken cancellation)
    {
        if (await ReadableNotice.FindAsync(connection, user, editions, id, cancellation) is not { } notice)
        {
            return null;
        }

        var parameters = await LiveItems.ForListsAsync(connection, user, editions, id, cancellation);
        var lists = await LiveItems.ListsAsync(connection, parameters, cancellation);
        var campaign = with is null ? Cited(notice.Notice, lists) : Guid.TryParse(with, out var chosen) ? chosen : (Guid?)null;
        var (live, isCut) = await LiveItems.ReadAsync(connection, parameters, campaign, LiveItems.Most, cancellation);
        return new Compared(
            notice.Notice, notice.Rows, lists, campaign, live,
            await ListRulings.OfNoticeAsync(connection, Gate.Parameters(user, editions.Current), id, cancellation),
            await IsIssuedAsync(connection, id, user, cancellation))
        {
            Spoken = campaign is null ? [] : Spoken(notice),
            IsCut = isCut,
        };
    }

    /// <summary>Nothing where the text is kept from the reader.</summary>
    private ImmutableArray<SpokenChange> Spoken(ReadableNotice read) =>
        read.TextIsKept ? [] : SpokenChanges.Find(read.Notice.Read(), calendar, read.Notice.Begins);

    /// <summary>A supplementary notice names the number of the one that it supplements.</summary>
    private static Guid? Cited(NoticeRecord notice, ImmutableArray<(Guid Campaign, string Title, string? Number)> lists)
    {
        var draft = notice.Read();
        var own = CitedNumbers.Plain(notice.Number ?? "");
        return lists.Where(l => l.Number is { } number && CitedNumbers.Plain(number) != own && CitedNumbers.Cites(draft, number))
            .Select(l => (Guid?)l.Campaign).FirstOrDefault();
    }

    private static Task<bool> IsIssuedAsync(NpgsqlConnection connection, CaseId id, CurrentUser user, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<bool>(new CommandDefinition(
            Issued, new { unit = user.Unit.Id.Value, month = id.Month, @case = id.Value }, cancellationToken: cancellation));
}

/// <param name="With">The campaign that it is compared with; null: with all.</param>
internal sealed record Compared(
    NoticeRecord Notice, ImmutableArray<ChecklistRowRecord> Rows, ImmutableArray<(Guid Campaign, string Title, string? Number)> Lists,
    Guid? With, ImmutableArray<LiveItem> Live, ImmutableArray<ListRulingRecord> Rulings, bool Issued)
{
    /// <summary>What sentences say of items that they name by number; only beside one list.</summary>
    public ImmutableArray<SpokenChange> Spoken { get; init; } = [];

    /// <summary>There are more live items than are compared.</summary>
    public bool IsCut { get; init; }
}
