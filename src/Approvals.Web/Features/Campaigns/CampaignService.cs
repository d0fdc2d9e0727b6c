using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Items;
using Approvals.Web.Features.Ledger;
using Approvals.Web.Features.Products;
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
         AND NOT EXISTS (
          SELECT FROM (SELECT c.unit_id AS unit, c.opened_month AS month, c.case_id AS id) o
          JOIN flow_case c ON c.unit_id = o.unit AND c.parent_month = o.month AND c.parent_id = o.id
          WHERE NOT
        """ + " " + Gate.IsOpenTo + ") AS whole, " + Gate.TakesWhole + """
         AS takes
        FROM flow_case c
        WHERE c.unit_id = @unit AND c.opened_month = @month AND c.case_id = @case AND c.parent_id = c.root_id AND NOT EXISTS (
          SELECT FROM (SELECT c.book_hash, c.workflow, c.parent_workflow) i
          WHERE
        """ + " " + ItemGate.IsAside + ") AND " + Gate.MaySeeCase;

    /// <summary>Each with whether the person may see it. Parameters by <see cref="ItemGate.AddTo"/>.</summary>
    private const string OpenedAside = """
        SELECT i.case_id, i.workflow, i.stage, i.ended, i.opened_at,
        """ + " " + ItemGate.MaySeeIt + """
         AS seen
        FROM flow_case i
        WHERE i.unit_id = @unit AND i.parent_month = @month AND i.parent_id = @case AND
        """ + " " + ItemGate.IsAside + " ORDER BY i.opened_at DESC, i.case_id";

    public async Task<CampaignView?> LookAsync(CaseId id, CurrentUser user, CancellationToken cancellation)
    {
        if (await GatherAsync(id, user, cancellation) is not { } rows)
        {
            return null;
        }

        var open = rows.Asides.Where(a => !a.Ended).Select(a => new CaseId(a.CaseId));
        var all = await cases.LookAsync(user.Unit.Id, [id, .. open], cancellation);
        if (all.FirstOrDefault(l => l.Case.Id == id) is not { } looked)
        {
            return null;
        }

        return View(looked, [.. all.Where(l => l != looked)], rows, user, await zones.OfAsync(user.Unit.Id, cancellation));
    }

    private Task<Gathered?> GatherAsync(CaseId id, CurrentUser user, CancellationToken cancellation) => database.ReadInUnitAsync(
        user.Unit.Id,
        async (connection, _) =>
        {
            var gate = await Gate.ForManyAsync(connection, user, editions.Current, cancellation);
            gate.Add("month", id.Month);
            gate.Add("case", id.Value);
            ItemGate.AddTo(gate, await editions.AllAsync(connection, user.Unit.Id, cancellation));
            var opened = await connection.QuerySingleOrDefaultAsync<(DateTimeOffset At, bool Whole, bool Takes)?>(
                new CommandDefinition(Opened, gate, cancellationToken: cancellation));
            if (opened is not var (at, whole, takes))
            {
                return null;
            }

            LedgerRows.AddTo(gate, Ledger(id));
            var items = await LedgerRows.AllAsync(connection, gate, cancellation);
            var line = (await Lineages.ReadAsync(connection, user, editions, [id], cancellation))[id];
            var all = (await connection.QueryAsync<AsideRow>(
                new CommandDefinition(OpenedAside, gate, cancellationToken: cancellation))).ToList();
            var asides = all.Where(a => a.Seen).ToList();
            List<CaseId> own = [id, .. asides.Select(a => new CaseId(a.CaseId))];
            var events = Asides.Without(
                await StoryRows.ReadAsync(connection, user.Unit.Id, own, cancellation),
                all.Where(a => !a.Seen).Select(a => (id, a.OpenedAt)));
            var files = await StoryRows.FilesAsync(connection, user.Unit.Id, events, cancellation);
            return new Gathered(
                at, whole, items, line, asides, events, files,
                await Wakes.ReasonAsync(connection, user.Unit.Id, own, cancellation),
                await ProductLinks.ReadAsync(connection, Gate.Parameters(user, editions.Current), id, cancellation))
            {
                Takes = takes,
            };
        },
        cancellation);

    private CampaignView View(
        Looked looked, ImmutableArray<Looked> asides, Gathered rows, CurrentUser user, TimeZoneInfo zone)
    {
        var telling = Telling(looked, rows, zone);
        var dates = TimeLine.Dates(looked);
        var (@case, context) = (looked.Case, looked.Context);
        var back = $"/campaigns/{@case.Id.Value}";
        var counted = new Counting(@case.Id, rows.Items, context.Book, user, calendar);
        return new CampaignView(
            @case.Id.Value,
            @case.Title,
            rows.Line.From!, // a campaign has its notice above it
            Texts.Join(@case.Party(Party.HostDepartment).Bodies.Select(b => Names.Of(b, context.Directory))),
            DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(rows.OpenedAt, zone).DateTime),
            @case.DueOn ?? (@case.Time.Dates.IsEmpty ? null : @case.Time.Dates.Values.Max()),
            Rails.Of(@case, looked.Workflow, rows.Events.Where(e => e.Case == @case.Id), zone),
            rows.Items.Count,
            counted.Lamps(),
            counted.Stages(),
            counted.Bodies(),
            rows.Whole ? Missing.In(looked) : [],
            Offers.All(looked, user, back),
            Waits.Of([looked, .. asides], rows.Events, zone),
            [.. @case.Party(Party.Inspectors).People.Select(
                p => Names.WithPost(p, context.Book, context.Directory, context.Today))],
            @case.Ended && rows.Takes && looked.Workflow.CancelledEnd() != @case.Stage
                ? new Attachment(Texts.Seeing.ReportFile(@case.Title), "Word", $"{back}/report") : null,
            Ledger(@case.Id).Href,
            Story.Tell(rows.Events, telling),
            @case.Ended ? null : rows.Stuck)
        {
            Dates = dates,
            Products = rows.Products,
            // Whose date it is stands above it already.
            Time =
            [
                .. TimeLine.Of([looked], rows.Events)
                    .Select(t => dates.Any(d => d.Title == t.Title) ? t with { Title = "", Lamp = null } : t),
            ],
            Asides =
            [
                .. rows.Asides.Select(a => Aside(a, asides.FirstOrDefault(l => l.Case.Id.Value == a.CaseId), rows, user, back, telling))
                    .OrderBy(a => a.Mine ? 0 : a.Ended ? 2 : 1),
            ],
        };
    }

    private static Telling Telling(Looked looked, Gathered rows, TimeZoneInfo zone) => new(
        looked.Context.Book, looked.Context.Directory, zone,
        rows.Asides.ToDictionary(
            a => new CaseId(a.CaseId),
            a => new StoryCase(
                looked.Context.Book[new WorkflowId(a.Workflow)], looked.Context.Book[new WorkflowId(a.Workflow)].Title))
            .Append(new(looked.Case.Id, new StoryCase(looked.Workflow, null))).ToDictionary(),
        rows.Files);

    private static AsideView Aside(AsideRow row, Looked? looked, Gathered rows, CurrentUser user, string back, Telling telling) =>
        Asides.View(
            new CaseId(row.CaseId), telling.Book[new WorkflowId(row.Workflow)], new StageId(row.Stage),
            [.. rows.Events.Where(e => e.Case.Value == row.CaseId)], looked, null, telling,
            looked is null ? [] : Offers.All(looked, user, back));

    internal static LedgerQuery Ledger(CaseId campaign) => new(campaign.Value, null, null, null, null, null, SortBy.Number, 1);

    /// <param name="Whole">Nothing of it is hidden from the reader: what is said of all its items may be said to him.</param>
    private sealed record Gathered(
        DateTimeOffset OpenedAt, bool Whole, List<LedgerItem> Items, Lineage Line, List<AsideRow> Asides,
        ImmutableArray<Told> Events, CitedFiles Files, string? Stuck,
        ImmutableArray<ProductLink> Products)
    {
        /// <summary>He may have the report of it.</summary>
        public bool Takes { get; init; }
    }

    private sealed record AsideRow(Guid CaseId, string Workflow, string Stage, bool Ended, DateTimeOffset OpenedAt, bool Seen);
}
