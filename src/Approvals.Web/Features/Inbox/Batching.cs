using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Web.Features.Cases;

namespace Approvals.Web.Features.Inbox;

/// <summary>
/// Which of the things that wait are signed together by one press (销号 in batches). Signing is what a leader or the
/// office does in his own name: the seat is no department's. It must be possible now, ask for nothing, and be about no
/// text and no request of somebody (a case opened aside), which are read and decided one by one. Two or more of the same
/// stage, action and campaign make a batch.
/// </summary>
internal static class Batching
{
    public static (ImmutableArray<InboxBatch> Batches, List<InboxEntry> Single) Split(
        List<InboxEntry> waiting)
    {
        var groups = waiting.GroupBy(KeyOf).Where(g => g.Key is not null && g.Count() > 1).ToList();
        var batched = groups.SelectMany(g => g).ToHashSet(ReferenceEqualityComparer.Instance);
        return (
            [.. groups.Select((group, place) => Batch(place, [.. group]))],
            [.. waiting.Where(e => !batched.Contains(e))]);
    }

    private static (string Edition, WorkflowId Workflow, StageId Stage, string Action, string? From)? KeyOf(InboxEntry entry) =>
        Forward(entry) is { NotNow: null, ContentHash: "", Together.IsEmpty: true } offer
        && offer.Inputs.All(i => !i.Required)
        && !entry.Line.Self.Aside && entry.Panel.For.Length == 0
        && entry.Looked.Case.SeatAt(new SeatNo(entry.Row.SeatNo)) is { Body: null }
            ? (entry.Looked.Case.BookHash, entry.Looked.Case.Workflow, entry.Looked.Case.Stage, offer.ActionId,
                entry.Line.From?.Href)
            : null;

    private static ActionOffer? Forward(InboxEntry entry) => entry.Panel.Offers.FirstOrDefault(o => o.Tone == OfferTone.Forward);

    private static InboxBatch Batch(int place, ImmutableArray<InboxEntry> entries)
    {
        var first = entries[0];
        var offer = Forward(first)!; // what made the key
        return new InboxBatch(
            $"batch-{place}",
            Texts.Seeing.BatchHeading(first.Looked.Workflow.TitleOf(first.Looked.Case.Stage), first.Line.From?.Title),
            first.Panel.As,
            offer.ActionId,
            offer.Title,
            Offers.NewKey(),
            "/",
            offer.Inputs.FirstOrDefault(i => i.Kind is InputKind.Reason),
            null,
            [
                .. entries.OrderBy(e => e.Looked.Case.Key.Length).ThenBy(e => e.Looked.Case.Key, StringComparer.Ordinal)
                    .Select(Choice),
            ]);
    }

    private static BatchChoice Choice(InboxEntry entry) => new(
        entry.Looked.Case.Id.Value, entry.Looked.Case.Round, entry.Row.SeatNo, "", entry.Looked.Case.Title, entry.Line.Href,
        Note(entry), entry.Row.DueOn, InboxCards.Lamp(entry), Ticked: true);

    /// <summary>Who pressed last and how, and that nothing found wanting is open.</summary>
    private static string Note(InboxEntry entry)
    {
        var looked = entry.Looked;
        var words = new List<string>();
        if (looked.Case.Votes is [.., var last])
        {
            var action = looked.Workflow.Stage(last.Stage)?.Action(last.Action)?.Title ?? looked.Workflow.TitleOf(last.Stage);
            words.Add(Texts.Seeing.Acted(Names.Of(last.Decider, looked.Context.Directory), action));
        }

        var open = looked.Case.Matters.Count(m => m.Open);
        words.Add(open == 0 ? Texts.Seeing.NothingOpen : Texts.Seeing.StillOpen(open));
        return Texts.Join(words);
    }
}
