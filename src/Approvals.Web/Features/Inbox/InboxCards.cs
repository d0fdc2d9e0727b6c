using Approvals.Engine.Calendars;
using Approvals.Web.Features.Cases;

namespace Approvals.Web.Features.Inbox;

/// <summary>One thing that waits, as a card.</summary>
internal static class InboxCards
{
    public static InboxCard Of(InboxEntry entry, WorkCalendar calendar)
    {
        var (looked, panel) = (entry.Looked, entry.Panel);
        var stage = looked.Workflow.TitleOf(looked.Case.Stage);
        return new InboxCard(
            stage,
            looked.Case.Title,
            entry.Line.Href,
            entry.Line.From,
            Texts.Seeing.Ask(stage, panel.Offers.Where(o => o.Tone != OfferTone.Back).DefaultIfEmpty(panel.First).Select(o => o.Title)),
            Again(entry),
            entry.Row.DueOn,
            Lamp(entry, calendar),
            panel);
    }

    public static LampView Lamp(InboxEntry entry, WorkCalendar calendar) =>
        Lamps.Of(entry.Row.DueOn, closed: false, entry.Looked.Context.Today, calendar);

    /// <summary>The last press led back to an earlier stage, here or in the case that this one was opened by.</summary>
    private static string? Again(InboxEntry entry)
    {
        var context = entry.Looked.Context;
        if (entry.Last is not { } last
            || context.Book[last.Workflow].Stage(last.Stage)?.Action(last.Vote.Action) is not { } action
            || Offers.Tone(context.Book[last.Workflow], last.Stage, action) != OfferTone.Back)
        {
            return null;
        }

        var who = Names.WithPost(last.Vote.Decider.Person, context.Book, context.Directory, last.On);
        return Texts.Seeing.AgainBy(who, last.Vote.Said.Reason);
    }
}
