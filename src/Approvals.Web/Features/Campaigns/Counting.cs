using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Ledger;

namespace Approvals.Web.Features.Campaigns;

/// <summary>A campaign's items counted by lamp, stage and department; each count leads to the ledger that lists it.</summary>
internal sealed class Counting(
    CaseId campaign, List<LedgerItem> items, WorkflowBook book, CurrentUser user, WorkCalendar calendar)
{
    private readonly LedgerQuery _all = CampaignService.Ledger(campaign);

    public ImmutableArray<LampCount> Lamps()
    {
        var counts = items.CountBy(Colour).ToDictionary();
        return
        [
            .. Cases.Lamps.InOrder.Where(c => c != LampColour.Paused || counts.ContainsKey(c)).Select(colour => new LampCount(
                Cases.Lamps.Plain(colour), counts.GetValueOrDefault(colour), (_all with { Lamp = colour }).Href)),
        ];
    }

    /// <summary>In the definition's order; stages in which nothing stands are left out.</summary>
    public ImmutableArray<StageCount> Stages() =>
    [
        .. items.GroupBy(i => (Workflow: book[new WorkflowId(i.Workflow)], Stage: new StageId(i.Stage)))
            .OrderBy(g => g.Key.Workflow.Stages.TakeWhile(s => s.Id != g.Key.Stage).Count())
            .Select(g =>
                new StageCount(g.Key.Workflow.TitleOf(g.Key.Stage), g.Count(), (_all with { Stage = g.Key.Stage.Value }).Href)),
    ];

    public ImmutableArray<BodyRow> Bodies() =>
    [
        .. items.SelectMany(i => i.Departments.Select(body => (Body: new BodyId(body), Colour: Colour(i))))
            .GroupBy(b => b.Body)
            .OrderBy(g => user.Directory.Directory.Bodies.TryGetValue(g.Key, out var body) ? body.Order : int.MaxValue)
            .Select(g => new BodyRow(
                Names.Of(g.Key, user.Directory.Directory), g.Count(b => b.Colour != LampColour.Grey),
                g.Count(b => b.Colour == LampColour.Red),
                (_all with { Body = g.Key.Value }).Href)),
    ];

    private LampColour Colour(LedgerItem item)
    {
        var (workflow, stage) = (book[new WorkflowId(item.Workflow)], new StageId(item.Stage));
        return Cases.Lamps.Colour(
            Cases.Lamps.Running(workflow, stage, item.DueOn), item.Ended || Cases.Lamps.IsClosed(workflow, stage),
            item.Suspended, user.Today, calendar);
    }
}
