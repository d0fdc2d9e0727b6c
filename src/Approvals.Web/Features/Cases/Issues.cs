using System.Collections.Immutable;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Web.Features.Items;

namespace Approvals.Web.Features.Cases;

/// <summary>What was found wanting in a case, out of its own events.</summary>
public static class Issues
{
    /// <param name="own">The case's own events, the oldest first.</param>
    public static ImmutableArray<IssueView> Of(
        IEnumerable<Told> own, WorkflowBook book, Workflow workflow, UnitDirectory directory, DateOnly today,
        WorkCalendar calendar)
    {
        return
        [
            .. InOrder(own).Select(f => new IssueView(
                IsGap(workflow, f.Matter.Kind) ? Texts.Seeing.Gap : Texts.Seeing.Finding,
                f.Matter.Text,
                Names.WithPost(f.Matter.RaisedBy, book, directory, f.Told.EffectiveOn),
                f.Told.EffectiveOn,
                f.Number,
                f.Matter.DueOn,
                f.Matter.Open ? Texts.Seeing.NotSettled : Texts.Seeing.Settled,
                Lamps.Of(f.Matter.DueOn, closed: !f.Matter.Open, suspended: false, today, calendar))),
        ];
    }

    /// <summary>As the events leave them, the first found first.</summary>
    private static List<Found> InOrder(IEnumerable<Told> own)
    {
        var found = new List<Found>();
        var round = 0;
        foreach (var told in own)
        {
            switch (told.Event)
            {
                case CaseEvent.RoundOpened:
                    round = found.Count;
                    break;
                case CaseEvent.MatterRaised raised:
                    found.Add(new Found(raised.Matter, told, null));
                    break;
                case CaseEvent.NumberTaken taken:
                    // One number for what the round found: 整改通知 is one paper.
                    Change(found, round, f => f with { Number = f.Number ?? taken.Text });
                    break;
                case CaseEvent.MattersSettled settled:
                    Change(found, 0, f => f.Matter.Kind == settled.Kind ? f with { Matter = f.Matter with { Open = false } } : f);
                    break;
                default:
                    break;
            }
        }

        return found;
    }

    /// <summary>A gap is made good by parts of its own that the definition splits off; anything else is a finding.</summary>
    private static bool IsGap(Workflow workflow, string kind) => workflow.Stages
        .SelectMany(s => s.Splits).Any(split => split.Each is Each.OpenMatter of && of.Kind == kind);

    private static void Change(List<Found> found, int from, Func<Found, Found> change)
    {
        for (var i = from; i < found.Count; i++)
        {
            found[i] = change(found[i]);
        }
    }

    private sealed record Found(Matter Matter, Told Told, string? Number);
}
