using Approvals.Engine.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>转办, 认领, 抄送, 催办 and 跳过 as lines of a story.</summary>
public sealed partial class Story
{
    /// <summary>To whom each seat was handed last: he hands it back, anybody else takes it back.</summary>
    private readonly Dictionary<(Engine.CaseId, Engine.SeatNo), Engine.PersonId> _holders = [];

    private void TakeHand(Told told, StoryCase of)
    {
        switch (told.Event)
        {
            case CaseEvent.SeatTransferred { To: { } to } handed:
                _holders[(told.Case, handed.Seat)] = to;
                Hand(told, of, handed.By, Texts.Hands.TransferredTo(Names.Of(to, _telling.Directory)), handed.Reason);
                break;
            case CaseEvent.SeatTransferred back:
                var gave = back.By.Humans.Contains(_holders.GetValueOrDefault((told.Case, back.Seat)));
                Hand(told, of, back.By, Texts.Hands.Title(gave ? HandKind.HandBack : HandKind.TakeBack), back.Reason);
                break;
            case CaseEvent.SeatClaimed claimed:
                Hand(told, of, claimed.By, Texts.Hands.Title(HandKind.Claim), null);
                break;
            case CaseEvent.SeatReleased released:
                Hand(told, of, released.By, Texts.Hands.Title(HandKind.Release), null);
                break;
            case CaseEvent.SeatSkipped skipped:
                Hand(told, of, skipped.By, Texts.Hands.Title(HandKind.Skip), skipped.Reason);
                break;
            case CaseEvent.Nudged nudged:
                Hand(told, of, nudged.By, Texts.Hands.Told(nudged.Told.Select(p => Names.Of(p, _telling.Directory))), null);
                break;
            case CaseEvent.CopySent copy:
                Append(told, Texts.Hands.CopiedTo(copy.To.Select(p => Names.Of(p, _telling.Directory))));
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void Hand(Told told, StoryCase of, Engine.PersonId by, string what, string? reason) =>
        Hand(told, of, new Decider(by, null, null), what, reason);

    private void Hand(Told told, StoryCase of, Decider by, string what, string? reason)
    {
        var stage = of.Workflow.TitleOf(_stages.GetValueOrDefault(told.Case));
        _entries.Add(new StoryEntry(
            Local(told), Names.WithPost(by, _telling.Book, _telling.Directory, told.EffectiveOn), what, OfferTone.Neutral, null, reason,
            of.Where is { } where ? $"{where} · {stage}" : stage, []));
    }
}
