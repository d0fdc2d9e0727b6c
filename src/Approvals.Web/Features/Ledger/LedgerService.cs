using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Items;
using Approvals.Web.Features.Shared;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Ledger;

/// <summary>台账: puts one page of it together.</summary>
public sealed class LedgerService(Database database, Editions editions, Zones zones, WorkCalendar calendar)
{
    public async Task<LedgerView> LookAsync(LedgerQuery query, CurrentUser user, CancellationToken cancellation)
    {
        var rows = await GatherAsync(query, user, cancellation);
        var total = query.Lamp is { } lamp ? rows.Found.Counts.GetValueOrDefault(lamp) : rows.Found.Counts.Values.Sum();
        return new LedgerView(
            Filter(query, rows, user), query.Filtered, Tabs(query, rows), Columns(query),
            [.. rows.Found.Items.Select(item => Row(item, query, rows, user))],
            Paging.Of(query.Page, LedgerQuery.PageSize, rows.Found.Items.Count, total, page => (query with { Page = page }).Href));
    }

    private Task<Gathered> GatherAsync(LedgerQuery query, CurrentUser user, CancellationToken cancellation) =>
        database.ReadInUnitAsync(
        user.Unit.Id,
        async (connection, _) =>
        {
            var gate = await Gate.ForManyAsync(connection, user, editions.Current, cancellation);
            LedgerRows.AddTo(gate, query);
            var all = await editions.AllAsync(connection, user.Unit.Id, cancellation);
            ItemGate.AddTo(gate, all);
            LampRows.AddTo(gate, all, user.Today, calendar);
            var found = await LedgerRows.FindAsync(connection, gate, query.Sort, cancellation);
            var (reports, rungs) = await LedgerRows.AboutAsync(
                connection, user.Unit.Id, all, [.. found.Items.Select(i => i.Case)], cancellation);
            var books = new Dictionary<string, WorkflowBook>();
            foreach (var hash in found.Items.Select(i => i.BookHash).Union(rungs.Values.Select(r => r.BookHash)))
            {
                books[hash] = await editions.GetAsync(connection, user.Unit.Id, hash, cancellation);
            }

            return new Gathered(found, reports, rungs, books, all, await zones.HoursAsync(user.Unit.Id, cancellation));
        },
        cancellation);

    private LedgerRow Row(LedgerItem item, LedgerQuery query, Gathered rows, CurrentUser user)
    {
        var directory = user.Directory.Directory;
        var workflow = rows.Books[item.BookHash][new WorkflowId(item.Workflow)];
        var stage = new StageId(item.Stage);
        return new LedgerRow(
            item.PartOf is { } whole ? $"{whole}-{item.ChildKey}" : item.ChildKey,
            item.Title,
            $"/items/{item.CaseId}",
            query.Campaign is null ? item.Campaign : null,
            [.. item.Leaders.Select(id => Names.Of(new PersonId(id), directory))],
            item.LeadDepartment is { } lead ? Names.Of(new BodyId(lead), directory) : Texts.Seeing.NoLead,
            [.. item.Departments.Where(id => id != item.LeadDepartment).Select(id => Names.Of(new BodyId(id), directory))],
            item.DueOn,
            Lamps.Of(Lamps.Running(workflow, stage, item.DueOn), item.Ended || Lamps.IsClosed(workflow, stage),
                item.Suspended, user.Today, calendar),
            workflow.TitleOf(stage),
            rows.Reports.TryGetValue(item.Case, out var report) ? Words(report, directory) : null)
        {
            Moved = TimeLine.Moved(item.FirstDueOn, item.DueOn, item.Extensions),
            Next = rows.Rungs.TryGetValue(item.Case, out var rung) ? Words(rung, rows, user) : null,
        };
    }

    /// <summary>The day and minute alone: to whom it goes stands on the item's page.</summary>
    private string? Words(NextRung next, Gathered rows, CurrentUser user)
    {
        var workflow = rows.Books[next.BookHash][new WorkflowId(next.Workflow)];
        return workflow.Stage(new StageId(next.Stage)) is { } stage && next.Rung < stage.Ladder.Length
            ? RungWords.InShort(stage.Ladder[next.Rung], next.DueAt, calendar, rows.Hours, user.Today) : null;
    }

    private static string Words(LastReport report, UnitDirectory directory)
    {
        var text = Texts.Seeing.Start(StoryRows.SaidIn(report.Event).Report ?? "");
        var by = report.Event is Engine.Cases.CaseEvent.VoteCast vote ? Names.Of(vote.Decider, directory) : "";
        return Texts.Seeing.LastReport(report.On, report.Body is { } body ? Names.Of(body, directory) : by, text);
    }

    private static LedgerFilter Filter(LedgerQuery query, Gathered rows, CurrentUser user) => new(
        [.. rows.Found.Campaigns.Select(c => new Choice($"{c.Id}", c.Title))],
        [
            .. user.Directory.Directory.Bodies.Values.OrderBy(b => b.Kind).ThenBy(b => b.Order)
                .Select(b => new Choice($"{b.Id.Value}", b.Name, Texts.Kind(b.Kind))),
        ],
        [
            .. user.Directory.Directory.People.Values.Where(p => rows.Found.Leading.Contains(p.Id)).OrderBy(p => p.Order)
                .Select(p => new Choice($"{p.Id.Value}", p.Name)),
        ],
        Stages(rows.Editions),
        [.. Enum.GetValues<SortBy>().Select(s => new Choice(LedgerQuery.Value(s), Texts.Seeing.Sort(s)))],
        query.Campaign?.ToString(),
        query.Body?.ToString(),
        query.Person?.ToString(),
        query.Stage,
        query.Lamp is { } lamp ? LedgerQuery.Value(lamp) : null,
        query.Text,
        LedgerQuery.Value(query.Sort));

    /// <summary>The stages of whatever a checklist's rows become; those that only older editions know come last.</summary>
    private static ImmutableArray<Choice> Stages(IReadOnlyList<WorkflowBook> books) =>
        [.. books.SelectMany(Stages).DistinctBy(choice => choice.Value)];

    private static IEnumerable<Choice> Stages(WorkflowBook book) =>
    [
        .. book.Workflows.Values.SelectMany(w => w.Stages).SelectMany(s => s.Splits).Where(s => s.Each is Each.Row)
            .Select(s => book[s.Workflow]).Distinct()
            .SelectMany(w =>
                w.Stages.Select(s => s.Id).Concat(w.Ends.Select(e => e.Id)).Select(id => new Choice(id.Value, w.TitleOf(id)))),
    ];

    private static ImmutableArray<LampTab> Tabs(LedgerQuery query, Gathered rows)
    {
        var all = query with { Lamp = null, Page = 1 };
        return
        [
            new LampTab(null, rows.Found.Counts.Values.Sum(), all.Href, query.Lamp is null),
            .. Lamps.InOrder.Where(c => c != LampColour.Paused || c == query.Lamp || rows.Found.Counts.ContainsKey(c)).Select(colour => new LampTab(
                Lamps.Plain(colour), rows.Found.Counts.GetValueOrDefault(colour), (all with { Lamp = colour }).Href,
                query.Lamp == colour)),
        ];
    }

    private static ImmutableArray<LedgerColumn> Columns(LedgerQuery query)
    {
        return
        [
            Column(Texts.Ledger.Number, SortBy.Number), Column(Texts.Ledger.Item, null), Column(Texts.Ledger.Person, null),
            Column(Texts.Ledger.Body, SortBy.Lead), Column(Texts.Ledger.DueOn, SortBy.Due), Column(Texts.Ledger.Lamp, null),
            Column(Texts.Ledger.Stage, null), Column(Texts.Ledger.LastReport, SortBy.Moved),
        ];

        LedgerColumn Column(string title, SortBy? sort) => new(
            title,
            sort is { } by ? (query with { Sort = by, Page = 1 }).Href : null,
            sort != query.Sort ? null : sort == SortBy.Moved ? "descending" : "ascending");
    }

    private sealed record Gathered(
        FoundItems Found, Dictionary<CaseId, LastReport> Reports, Dictionary<CaseId, NextRung> Rungs,
        Dictionary<string, WorkflowBook> Books, IReadOnlyList<WorkflowBook> Editions, OfficeHours Hours);
}
