using Approvals.Engine.Calendars;
using Approvals.Engine.Definitions;
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
            Texts.Seeing.Ask(
                stage, panel.Offers.Where(o => o.Tone != OfferTone.Back).DefaultIfEmpty(panel.First).Select(o => o.Title)),
            Again(entry),
            entry.Row.DueOn,
            Lamp(entry, calendar),
            panel)
        {
            Because = Because(entry),
        };
    }

    public static LampView Lamp(InboxEntry entry, WorkCalendar calendar) =>
        Lamps.Of(entry.Row.DueOn, closed: false, entry.Looked.Context.Today, calendar);

    /// <summary>The last press led back to an earlier stage, here or in the case that this one was opened by.</summary>
    private static string? Again(InboxEntry entry) =>
        Last(entry) is var (last, action) && Tone(entry, last, action) == OfferTone.Back ? By(entry, last) : null;

    /// <summary>The last press led here with a reason. What colleagues say in the round that is open is not told.</summary>
    private static string? Because(InboxEntry entry) =>
        Last(entry) is var (last, action)
        && Tone(entry, last, action) != OfferTone.Back
        && action.Needs.OfType<Input.Reason>().Any()
        && (last.Workflow, last.Stage) != (entry.Looked.Case.Workflow, entry.Looked.Case.Stage)
            ? By(entry, last) : null;

    private static (LastPress Last, StageAction Action)? Last(InboxEntry entry) =>
        entry.Last is { } last
            && entry.Looked.Context.Book[last.Workflow].Stage(last.Stage)?.Action(last.Vote.Action) is { } action
            ? (last, action) : null;

    private static OfferTone Tone(InboxEntry entry, LastPress last, StageAction action) =>
        Offers.Tone(entry.Looked.Context.Book[last.Workflow], last.Stage, action);

    private static string By(InboxEntry entry, LastPress last)
    {
        var context = entry.Looked.Context;
        return Texts.Seeing.AgainBy(
            Names.WithPost(last.Vote.Decider.Person, context.Book, context.Directory, last.On), last.Vote.Said.Reason);
    }
}
