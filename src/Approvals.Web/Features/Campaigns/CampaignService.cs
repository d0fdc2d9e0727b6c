using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Ledger;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.Web.Features.Campaigns;

/// <summary>专题活动: puts its page together. Its counts are of the items that the person may see.</summary>
public sealed class CampaignService(Database database, CaseStore cases, Editions editions, Zones zones, WorkCalendar calendar)
{
    /// <summary>Null: there is no such campaign, or the person may not see it.</summary>
    private const string Opened = """
        SELECT c.opened_at,
        """ + " " + Gate.SeesWhole + """
         AS whole
        FROM flow_case c
        WHERE c.unit_id = @unit AND c.opened_month = @month AND c.case_id = @case AND c.parent_id = c.root_id AND
        """ + Gate.MaySeeCase;

    public async Task<CampaignView?> LookAsync(CaseId id, CurrentUser user, CancellationToken cancellation)
    {
        if (await GatherAsync(id, user, cancellation) is not { } rows
            || await cases.LookAsync(user.Unit.Id, [id], cancellation) is not [var looked])
        {
            return null;
        }

        return View(looked, rows, user, await zones.OfAsync(user.Unit.Id, cancellation));
    }

    private Task<Gathered?> GatherAsync(CaseId id, CurrentUser user, CancellationToken cancellation) => database.ReadInUnitAsync(
        user.Unit.Id,
        async (connection, _) =>
        {
            var gate = Gate.Parameters(user, editions.Current);
            gate.Add("month", id.Month);
            gate.Add("case", id.Value);
            var opened = await connection.QuerySingleOrDefaultAsync<(DateTimeOffset At, bool Whole)?>(
                new CommandDefinition(Opened, gate, cancellationToken: cancellation));
            if (opened is not var (at, whole))
            {
                return null;
            }

            LedgerRows.AddTo(gate, Ledger(id));
            var items = await LedgerRows.AllAsync(connection, gate, cancellation);
            var line = (await Lineages.ReadAsync(connection, user.Unit.Id, [id], cancellation))[id];
            var events = await StoryRows.ReadAsync(connection, user.Unit.Id, [id], cancellation);
            var files = await StoryRows.FilesAsync(connection, user.Unit.Id, events, cancellation);
            return new Gathered(
                at, whole, items, line, events, files, await Wakes.ReasonAsync(connection, user.Unit.Id, [id], cancellation));
        },
        cancellation);

    private CampaignView View(Looked looked, Gathered rows, CurrentUser user, TimeZoneInfo zone)
    {
        var (@case, context) = (looked.Case, looked.Context);
        var back = $"/campaigns/{@case.Id.Value}";
        var counted = new Counting(@case.Id, rows.Items, context.Book, user, calendar);
        return new CampaignView(
            @case.Id.Value,
            @case.Title,
            rows.Line.From!, // a campaign has its notice above it
            Texts.Join(@case.Party(Party.HostDepartment).Bodies.Select(b => Names.Of(b, context.Directory))),
            DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(rows.OpenedAt, zone).DateTime),
            @case.DueOn,
            Rails.Of(@case, looked.Workflow, rows.Events, zone),
            rows.Items.Count,
            counted.Lamps(),
            counted.Stages(),
            counted.Bodies(),
            Missing.In(looked),
            [.. Offers.Own(looked, user, back), .. Offers.Recording(looked, user, back)],
            Waits.Of([looked], rows.Events, zone, calendar),
            [.. @case.Party(Party.Inspectors).People.Select(
                p => Names.WithPost(p, context.Book, context.Directory, context.Today))],
            @case.Ended && rows.Whole ? new Attachment(Texts.Seeing.ReportFile(@case.Title), "Word", $"{back}/report") : null,
            Ledger(@case.Id).Href,
            Story.Tell(rows.Events, new Telling(
                context.Book, context.Directory, zone,
                new Dictionary<CaseId, StoryCase> { [@case.Id] = new(looked.Workflow, null) }, rows.Files)),
            @case.Ended ? null : rows.Stuck);
    }

    internal static LedgerQuery Ledger(CaseId campaign) => new(campaign.Value, null, null, null, null, null, SortBy.Number, 1);

    private sealed record Gathered(
        DateTimeOffset OpenedAt, bool Whole, List<LedgerItem> Items, Lineage Line, ImmutableArray<Told> Events,
        IReadOnlyDictionary<string, Attachment> Files, string? Stuck);
}
