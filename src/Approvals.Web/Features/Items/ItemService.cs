using Approvals.Engine;
using Approvals.Engine.Calendars;
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

        var looked = await cases.LookAsync(user.Unit.Id, rows.Wanted, cancellation);
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

    private Task<CaseFamily?> GatherAsync(CaseId id, CurrentUser user, CancellationToken cancellation) => database.ReadInUnitAsync(
        user.Unit.Id,
        async (connection, _) => await CaseFamily.ReadAsync(connection, ItemRows.Family, id, user, editions, cancellation) is not { } family
            ? null
            : family with
            {
                Row = await ItemRows.ChecklistAsync(connection, user.Unit.Id, family.Lines[id], cancellation),
                ListRulings = await ListRulings.OfItemAsync(connection, Gate.Parameters(user, editions.Current), id, cancellation),
            },
        cancellation);

    private ItemView View(Looked item, IReadOnlyList<Looked> looked, CaseFamily rows, CurrentUser user, TimeZoneInfo zone)
    {
        var (line, @case, directory) = (rows.Lines[item.Case.Id], item.Case, item.Context.Directory);
        var own = rows.Events.Where(e => e.Case == @case.Id).ToList();
        var read = ItemRows.Read(rows.Row);
        var back = $"/items/{@case.Id.Value}";
        var asides = rows.AsideViews(item, looked, user, zone, back);
        var panels = Offers.All([.. looked.Where(l => !rows.IsAside(l.Case.Id) && !rows.IsDuty(l.Case.Id))], user, back);
        var rail = Rails.Of(@case, item.Workflow, own, zone);
        var lead = @case.Party(Party.LeadDepartment).Bodies;
        return new ItemView(
            @case.Id.Value,
            line.No,
            @case.Title,
            line.From!, // an item has a campaign above it
            new Link(
                line.Root.IsKept ? line.Root.Title : rows.Row?.Notice ?? line.Root.Title,
                $"/notices/{line.Root.Id.Value}#row-{line.Row}"),
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
            [.. Notices.RowPoints.Of(rows.Row?.Points, read).Select(Point)],
            panels,
            Waits.Of(looked, rows.Events, zone),
            panels.All(p => p.Recording || p.Secondary || p.Recall) ? Next(rail) : null,
            Branches.Of(rows, item, looked, zone, calendar),
            Issues.Of(own, item.Context.Book, item.Workflow, directory, item.Context.Today, calendar),
            Story.Tell(rows.Events, rows.Telling(item, zone)),
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
                    l, rows.Events, Branches.Body(l.Case.Id, rows), Offers.All(l, user, back))),
            ],
            Measures = MeasureViews.Of(looked.Where(l => !rows.IsAside(l.Case.Id))),
        };
    }

    private static ListChangeView ListChange(ListRulingRecord ruling, TimeZoneInfo zone) => new(
        Texts.Compare.From(ruling.NoticeTitle, ruling.NoticeNumber),
        ruling.Kind == ListRuling.Revoked ? [Texts.Compare.Ruled(ruling.Kind)]
            : [.. ruling.Ruled.Where(c => c.Taken).Select(Texts.Compare.Change)],
        TimeZoneInfo.ConvertTime(new DateTimeOffset(DateTime.SpecifyKind(ruling.RuledAt, DateTimeKind.Utc)), zone));

    /// <summary>目标日: the workday before, when the due date is none.</summary>
    private DateOnly? Target(DateOnly? dueOn) =>
        dueOn is { } due && calendar.WorkdayOnOrBefore(due) is var target && target != due ? target : null;

    private static string? Next(StageRail rail) =>
        rail.Stages.FirstOrDefault(s => s.State == RailState.Ahead) is { } next ? Texts.Seeing.NextStage(next.Title) : null;

    private static Notices.PointView Point(Notices.RowPoint point) =>
        new(point.Text, Texts.Seeing.PointKind(point.Kind),
            point.DeadlineText ?? (point.Due is { } due ? Texts.FullDay(due) : null));
}
