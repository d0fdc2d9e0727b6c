using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Items;
using Approvals.Web.Features.Shared;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Affairs;

/// <summary>办事: puts its pages together.</summary>
public sealed class AffairService(Database database, CaseStore cases, Editions editions, Zones zones, WorkCalendar calendar)
{
    private const int PageSize = 50;

    public async Task<(ImmutableArray<AffairLine> Lines, Paging? Paging)> ListAsync(
        CurrentUser user, int page, CancellationToken cancellation)
    {
        var zone = await zones.OfAsync(user.Unit.Id, cancellation);
        var (rows, books) = await database.ReadInUnitAsync(
            user.Unit.Id,
            async (connection, _) =>
            {
                var found = await AffairRows.ListAsync(
                    connection, await Gate.ForManyAsync(connection, user, editions.Current, cancellation), page, PageSize, cancellation);
                var known = new Dictionary<string, Engine.Definitions.WorkflowBook>();
                foreach (var hash in found.Select(r => r.BookHash).Distinct())
                {
                    known[hash] = await editions.GetAsync(connection, user.Unit.Id, hash, cancellation);
                }

                return (found, known);
            },
            cancellation);
        var total = rows.Count == 0 ? 0 : rows[0].Total;
        return ([.. rows.Select(Line)], total <= PageSize && page == 1 ? null : Paging.Of(page, PageSize, rows.Count, total, p => $"/affairs?p={p}"));

        AffairLine Line(AffairRow row)
        {
            var workflow = books[row.BookHash][new WorkflowId(row.Workflow)];
            var on = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(row.OpenedAt, zone).DateTime);
            var by = row.AskedBy is { } person ? Names.Of(new PersonId(person), user.Directory.Directory) : Texts.Seeing.BySystem;
            return new AffairLine(
                $"/affairs/{row.CaseId}", row.Title, Texts.Affairs.AskedLine(workflow.Title, by, on),
                workflow.TitleOf(new StageId(row.Stage)), row.Ended);
        }
    }

    /// <summary>Null: there is no such case, or the person may not see it.</summary>
    public async Task<AffairView?> LookAsync(CaseId id, CurrentUser user, CancellationToken cancellation)
    {
        if (await database.ReadInUnitAsync(
            user.Unit.Id, (connection, _) => CaseFamily.ReadAsync(connection, AffairRows.Family, id, user, editions, cancellation), cancellation)
            is not { } rows)
        {
            return null;
        }

        var looked = await cases.LookAsync(user.Unit.Id, rows.Wanted, cancellation);
        return looked.FirstOrDefault(l => l.Case.Id == id) is { } whole
            ? View(whole, looked, rows, user, await zones.OfAsync(user.Unit.Id, cancellation)) : null;
    }

    private AffairView View(Looked whole, IReadOnlyList<Looked> looked, CaseFamily rows, CurrentUser user, TimeZoneInfo zone)
    {
        var (@case, workflow, directory) = (whole.Case, whole.Workflow, whole.Context.Directory);
        var own = rows.Events.Where(e => e.Case == @case.Id).ToList();
        var back = $"/affairs/{@case.Id.Value}";
        var rail = Rails.Of(@case, workflow, own, zone);
        var panels = Offers.All([.. looked.Where(l => !rows.IsAside(l.Case.Id))], user, back);
        var asked = Content(own, workflow);
        return new AffairView(
            @case.Id.Value, workflow.Title, @case.Title, workflow.TitleOf(@case.Stage),
            own[0].Actor is { } by ? Names.WithPost(by, whole.Context.Book, directory, own[0].EffectiveOn) : Texts.Seeing.BySystem,
            own[0].EffectiveOn,
            asked is null ? null : StoryRows.SaidIn(asked.Event).Report,
            asked is null ? [] : rows.Files.Of(asked),
            rail,
            panels,
            Waits.Of(looked, rows.Events, zone),
            panels.All(p => p.Recording || p.Secondary || p.Recall)
                && rail.Stages.FirstOrDefault(s => s.State == RailState.Ahead) is { } next && !@case.Ended
                ? Texts.Seeing.NextStage(next.Title) : null,
            RoundSeats.Of(looked, rows.Events),
            TimeLine.Of([whole], rows.Events),
            rows.AsideViews(whole, looked, user, zone, back),
            Branches.Of(rows, whole, looked, zone, calendar),
            MeasureViews.Of(looked.Where(l => !rows.IsAside(l.Case.Id)).OrderBy(l => l == whole ? 0 : 1)),
            Story.Tell(rows.Events, rows.Telling(whole, zone)),
            @case.Ended ? null : rows.Stuck);
    }

    /// <summary>The last press that led out of the stage in which it began: what it said is what is asked for.</summary>
    private static Told? Content(IEnumerable<Told> own, Engine.Definitions.Workflow workflow)
    {
        var doors = workflow.Starts.Select(s => s.At).ToHashSet();
        var (here, asked) = (default(StageId), (Told?)null);
        foreach (var told in own)
        {
            here = told.Event is CaseEvent.StageEntered entered ? entered.Stage : here;
            asked = told.Event is CaseEvent.VoteCast && doors.Contains(here) ? told : asked;
        }

        return asked;
    }
}
