using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Cases;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Items;

/// <summary>Each department's part of an item, as far as the item's page shows it.</summary>
internal static class Branches
{
    /// <summary>
    /// The newest branch of each department, in the order in which they were opened; what came from a merged item is one of its own.
    /// </summary>
    public static ImmutableArray<BranchView> Of(
        CaseFamily rows, Looked item, IReadOnlyList<Looked> looked, TimeZoneInfo zone, WorkCalendar calendar)
    {
        var newest = new Dictionary<(BodyId Body, string Title), FamilyRow>();
        foreach (var branch in rows.Family.Where(f => rows.IsBranch(new CaseId(f.CaseId))))
        {
            if (Body(new CaseId(branch.CaseId), rows) is { } body)
            {
                newest[(body, TitleOf(new CaseId(branch.CaseId), rows, item))] = branch;
            }
        }

        var lead = item.Case.Party(Party.LeadDepartment).Bodies;
        return
        [
            .. newest.OrderBy(b => lead.Contains(b.Key.Body) ? 0 : 1).Select(b => View(
                b.Value, b.Key, lead.Contains(b.Key.Body), looked.FirstOrDefault(l => l.Case.Id.Value == b.Value.CaseId), rows,
                item, zone, calendar)),
        ];
    }

    /// <summary>Whose branch it is now: the last that its events name.</summary>
    public static BodyId? Body(CaseId branch, CaseFamily rows)
    {
        BodyId? body = null;
        foreach (var told in rows.Events.Where(e => e.Case == branch))
        {
            var members = told.Event switch
            {
                CaseEvent.CaseOpened opened => opened.Parties.GetValueOrDefault(Party.AssignedDepartment),
                CaseEvent.PartyNamed { Party: Party.AssignedDepartment } named => named.Members,
                _ => null,
            };
            body = members is { Bodies: [var first, ..] } ? first : body;
        }

        return body;
    }

    private static string TitleOf(CaseId branch, CaseFamily rows, Looked item) =>
        rows.Events.Where(e => e.Case == branch).Select(e => e.Event).OfType<CaseEvent.CaseOpened>().FirstOrDefault()?.Title
        ?? item.Case.Title;

    private static BranchView View(
        FamilyRow row, (BodyId Body, string Title) of, bool leads, Looked? looked, CaseFamily rows, Looked item, TimeZoneInfo zone,
        WorkCalendar calendar)
    {
        var (id, body) = (new CaseId(row.CaseId), Names.Of(of.Body, item.Context.Directory));
        var workflow = item.Context.Book[new WorkflowId(row.Workflow)];
        var stage = workflow.TitleOf(new StageId(row.Stage));
        var told = rows.Events.Where(e => e.Case == id).ToList();
        var report = told.LastOrDefault(e => StoryRows.SaidIn(e.Event).Report is not null);
        var waiting = looked is null ? [] : Waits.Open(looked).Select(s => Names.Waiting(s, looked)).ToList();
        return new BranchView(
            Lineage.Anchor(id),
            of.Title == item.Case.Title ? body : Texts.Moving.Merged(body, of.Title),
            leads,
            stage,
            Lamps.Of(
                looked?.Case.DueOn ?? item.Case.DueOn, row.Ended, looked?.Case.Time.Suspension is not null, item.Context.Today,
                calendar),
            waiting.Count == 0 ? null : Texts.Seeing.WaitsFor(waiting, stage),
            report is null ? null : StoryRows.SaidIn(report.Event).Report,
            report is null ? null : DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(report.At, zone).DateTime),
            [.. told.SelectMany(e => rows.Files.Of(e)).DistinctBy(file => file.Href)])
        {
            Time = looked is null ? [] : [.. TimeLine.Of([looked], told).Select(t => t with
            {
                Title = Texts.Time.Until(stage),
                Lamp = t.DueOn == (looked.Case.DueOn ?? item.Case.DueOn) ? null : t.Lamp,
            })],
        };
    }
}
