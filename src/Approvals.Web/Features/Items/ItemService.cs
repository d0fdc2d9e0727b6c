using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Comparing;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Inspection;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Items;

/// <summary>事项: puts its page together.</summary>
public sealed class ItemService(Database database, CaseStore cases, Editions editions, Zones zones, WorkCalendar calendar)
{
    /// <summary>Null: there is no such item, or the person may not see it.</summary>
    public async Task<ItemView?> LookAsync(CaseId id, CurrentUser user, CancellationToken cancellation)
    {
        if (await GatherAsync(id, user, cancellation) is not { } rows)
        {
            return null;
        }

        var wanted = rows.Family.Where(f => !f.Ended).Select(f => new CaseId(f.CaseId)).Where(rows.IsOwn).Prepend(id).Distinct()
            .ToList();
        var looked = await cases.LookAsync(user.Unit.Id, wanted, cancellation);
        if (looked.FirstOrDefault(l => l.Case.Id == id) is not { } found)
        {
            return null;
        }

        var item = await SiblingRows.WithAsync(found, database, user, editions, cancellation);
        return View(
            item, [.. looked.Select(l => l == found ? item : l)],
            rows with { Events = InspectorSeats.Readable(rows.Events, item, user.Person.Id) }, user,
            await zones.OfAsync(user.Unit.Id, cancellation));
    }

    private Task<Gathered?> GatherAsync(CaseId id, CurrentUser user, CancellationToken cancellation) => database.ReadInUnitAsync(
        user.Unit.Id,
        async (connection, _) =>
        {
            var gate = Gate.Parameters(user, editions.Current);
            await ItemGate.AddToAsync(gate, connection, user.Unit.Id, editions, cancellation);
            var all = await ItemRows.FamilyAsync(connection, id, gate, cancellation);
            if (all.Count == 0)
            {
                return null;
            }

            var family = all.Where(f => f.Seen).ToList();

            var lines = await Lineages.ReadAsync(
                connection, user.Unit.Id, editions, [.. family.Select(f => new CaseId(f.CaseId))], cancellation);
            var row = await ItemRows.ChecklistAsync(connection, user.Unit.Id, lines[id], cancellation);
            var events = Asides.Without(
                await StoryRows.ReadAsync(connection, user.Unit.Id, [.. lines.Keys], cancellation),
                all.Where(f => !f.Seen).Select(f => (new CaseId(f.ParentId!.Value), f.OpenedAt))); // a child has a parent
            var files = await StoryRows.FilesAsync(connection, user.Unit.Id, events, cancellation);
            var gathered = new Gathered(id, family, lines, row, events, files);
            var open = family.Where(f => !f.Ended).Select(f => new CaseId(f.CaseId)).Where(gathered.IsOwn);
            return gathered with
            {
                Stuck = await Wakes.ReasonAsync(connection, user.Unit.Id, open, cancellation),
                ListRulings = await ListRulings.OfItemAsync(connection, user.Unit.Id, id, cancellation),
            };
        },
        cancellation);

    private ItemView View(Looked item, IReadOnlyList<Looked> looked, Gathered rows, CurrentUser user, TimeZoneInfo zone)
    {
        var (line, @case, directory) = (rows.Lines[item.Case.Id], item.Case, item.Context.Directory);
        var own = rows.Events.Where(e => e.Case == @case.Id).ToList();
        var read = ItemRows.Read(rows.Row);
        var back = $"/items/{@case.Id.Value}";
        var asides = AsidesOf(rows, item, looked, user, zone, back);
        var panels = Panels([.. looked.Where(l => !rows.IsAside(l.Case.Id) && !rows.IsDuty(l.Case.Id))], user, back);
        var rail = Rails.Of(@case, item.Workflow, own, zone);
        var lead = @case.Party(Party.LeadDepartment).Bodies;
        return new ItemView(
            @case.Id.Value,
            line.No,
            @case.Title,
            line.From!, // an item has a campaign above it
            new Link(rows.Row?.Notice ?? line.Root.Title, $"/notices/{line.Root.Id.Value}#row-{line.Row}"),
            Lamps.Of(Lamps.Running(item.Workflow, @case.Stage, @case.DueOn), Lamps.IsClosed(item.Workflow, @case.Stage),
                @case.Time.Suspension is not null, item.Context.Today, calendar),
            item.Workflow.TitleOf(@case.Stage),
            rows.Row?.Plan ?? "",
            rows.Row?.Standard is { Length: > 0 } standard ? standard : null,
            read?.DeadlineText,
            @case.DueOn,
            Target(@case.DueOn),
            @case.Facts.Contains(Facts.Lasting),
            TimeLine.Moved(@case),
            [.. @case.Party(Party.ResponsibleLeaders).People.Select(p => Names.Of(p, directory))],
            lead.IsEmpty ? Texts.Seeing.NoLead : Texts.Join(lead.Select(b => Names.Of(b, directory))),
            [.. @case.Party(Party.SupportingDepartments).Bodies.Select(b => Names.Of(b, directory))],
            rail,
            [.. (read?.Points ?? []).Select(Point)],
            panels,
            Waits.Of(looked, rows.Events, zone),
            panels.All(p => p.Recording || p.Secondary || p.Recall) ? Next(rail) : null,
            Branches.Of(rows, item, looked, zone, calendar),
            Issues.Of(own, item.Context.Book, item.Workflow, directory, item.Context.Today, calendar),
            Story.Tell(rows.Events, Telling(rows, item, zone)),
            rows.Stuck)
        {
            Stopped = TimeLine.Stopped(item),
            ListChanges = [.. rows.ListRulings.Select(r => ListChange(r, zone)).Where(c => !c.Sentences.IsEmpty)],
            Time = TimeLine.Of([item], rows.Events),
            Asides = asides,
            Rounds = RoundSeats.Of(looked, rows.Events),
            Duties =
            [
                .. looked.Where(l => rows.IsDuty(l.Case.Id)).Select(l => DutyViews.Of(
                    l, rows.Events, Branches.Body(l.Case.Id, rows), Panels([l], user, back))),
            ],
            Measures = MeasureViews.Of(looked.Where(l => !rows.IsAside(l.Case.Id))),
        };
    }

    private static ListChangeView ListChange(ListRulingRecord ruling, TimeZoneInfo zone) => new(
        Texts.Compare.From(ruling.NoticeTitle, ruling.NoticeNumber),
        ruling.Kind == ListRuling.Revoked ? [Texts.Compare.Ruled(ruling.Kind)]
            : [.. ruling.Ruled.Where(c => c.Taken).Select(Texts.Compare.Change)],
        TimeZoneInfo.ConvertTime(new DateTimeOffset(DateTime.SpecifyKind(ruling.RuledAt, DateTimeKind.Utc)), zone));

    internal static Telling Telling(Gathered rows, Looked item, TimeZoneInfo zone) =>
        new(item.Context.Book, item.Context.Directory, zone, rows.Cases(item.Context), rows.Files);

    /// <summary>Those that the reader decides first, then the open ones, the newest first.</summary>
    internal static ImmutableArray<AsideView> AsidesOf(
        Gathered rows, Looked item, IReadOnlyList<Looked> looked, CurrentUser user, TimeZoneInfo zone, string back)
    {
        var telling = Telling(rows, item, zone);
        return
        [
            .. rows.Family.Where(f => rows.IsAside(new CaseId(f.CaseId))).Reverse().Select(f =>
            {
                var id = new CaseId(f.CaseId);
                var open = looked.FirstOrDefault(l => l.Case.Id == id);
                return Asides.View(
                    id, item.Context.Book[new WorkflowId(f.Workflow)], new StageId(f.Stage),
                    [.. rows.Events.Where(e => e.Case == id)], open,
                    Branches.Body(id, rows) is { } body ? Names.Of(body, item.Context.Directory) : null, telling,
                    open is null ? [] : Panels([open], user, back));
            }).OrderBy(a => a.Mine ? 0 : a.Ended ? 2 : 1),
        ];
    }

    /// <summary>One's own first, the item's before the branches'; then what one may write down for others.</summary>
    internal static ImmutableArray<ActPanel> Panels(IReadOnlyList<Looked> looked, CurrentUser user, string back) =>
    [
        .. looked.SelectMany(l => Offers.Own(l, user, back)), .. looked.SelectMany(l => Offers.Beside(l, user, back)),
        .. looked.SelectMany(l => Offers.Recording(l, user, back)),
    ];

    /// <summary>目标日: the workday before, when the due date is none.</summary>
    private DateOnly? Target(DateOnly? dueOn) =>
        dueOn is { } due && calendar.WorkdayOnOrBefore(due) is var target && target != due ? target : null;

    private static string? Next(StageRail rail) =>
        rail.Stages.FirstOrDefault(s => s.State == RailState.Ahead) is { } next ? Texts.Seeing.NextStage(next.Title) : null;

    private static Notices.PointView Point(Readers.Notices.NoticePoint point) =>
        new(point.Text, Texts.Seeing.PointKind(point.Kind),
            point.DeadlineText ?? (point.Due is { } due ? Texts.FullDay(due) : null));
}

/// <summary>One item's rows.</summary>
internal sealed record Gathered(
    CaseId Item, List<FamilyRow> Family, IReadOnlyDictionary<CaseId, Lineage> Lines, ChecklistRow? Row,
    ImmutableArray<Told> Events,
    IReadOnlyDictionary<string, Attachment> Files)
{
    /// <summary>Why the item or one of its branches cannot go on by itself.</summary>
    public string? Stuck { get; init; }

    /// <summary>What other notices change of it.</summary>
    public ImmutableArray<ListRulingRecord> ListRulings { get; init; } = [];

    /// <summary>
    /// The item, one of its departments' branches, or what was opened aside in them; not a part, which has a page of its own.
    /// </summary>
    public bool IsOwn(CaseId id) => id == Item || IsBranch(id) || IsDuty(id) || IsAside(id);

    /// <summary>例行任务 of the item.</summary>
    public bool IsDuty(CaseId id) =>
        Lines[id] is { IsAside: false, Self.Recurs: true, Chain: [_, var parent, ..] } && parent.Id == Item;

    public bool IsBranch(CaseId id) =>
        Lines[id] is { IsAside: false, Self.Recurs: false, Chain: [_, var parent, ..] } line && parent.Id == Item && line.Item != line.Self;

    public bool IsAside(CaseId id) => Lines[id] is { IsAside: true, Item.Id: var item } && item == Item;

    /// <summary>How each case of the family is called in the story.</summary>
    public Dictionary<CaseId, StoryCase> Cases(Context context) => Family.ToDictionary(
        f => new CaseId(f.CaseId),
        f => new StoryCase(context.Book[new WorkflowId(f.Workflow)], Where(new CaseId(f.CaseId), context)));

    private string? Where(CaseId id, Context context)
    {
        if (id == Item)
        {
            return null;
        }

        var line = Lines[id];
        var part = line.Item!.Id == Item ? null : Texts.Seeing.PartOf(line.No); // below an item there is always one
        var body = line.Item == line.Self ? null : Branches.Body(id, this) is { } assigned ? Names.Of(assigned, context.Directory)
            : null;
        var aside = line.IsAside ? context.Book[line.Self.Workflow].Title : null;
        var words = string.Join(" · ", new[] { part, body, aside }.OfType<string>());
        return words.Length > 0 ? words : line.Self.Title;
    }
}
