using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Cases;

namespace Approvals.Web.Features.Inbox;

/// <summary>One thing that waits, as a card.</summary>
internal static class InboxCards
{
    public static InboxCard Of(InboxEntry entry)
    {
        var (looked, panel) = (entry.Looked, entry.Panel);
        var stage = looked.Workflow.TitleOf(looked.Case.Stage);
        return new InboxCard(
            stage,
            entry.Line.Self.Aside ? Texts.Time.Aside(looked.Workflow.Title, looked.Case.Title) : looked.Case.Title,
            entry.Line.Href,
            entry.Line.From,
            Texts.Seeing.Ask(
                stage, panel.Offers.Where(o => o.Tone != OfferTone.Back).DefaultIfEmpty(panel.First).Select(o => o.Title)),
            Again(entry),
            entry.Row.DueOn,
            Lamp(entry),
            panel)
        {
            Because = entry.Line.Self.Aside ? null : Because(entry),
            Time = TimeLine.Line(looked, new SeatNo(entry.Row.SeatNo)),
            About = Asides.About(looked, entry.Line),
        };
    }

    public static LampView Lamp(InboxEntry entry) =>
        Lamps.OfSeat(entry.Row.DueOn, entry.Clock?.DueAt, entry.Row.Suspended, entry.Looked.Context);

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
            Names.WithPost(last.Vote.Decider, context.Book, context.Directory, last.On), last.Vote.Said.Reason);
    }
}
