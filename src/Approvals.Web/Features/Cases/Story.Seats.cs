using Approvals.Engine;
using Approvals.Engine.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>What happened to the seats of a round: 加签, 征求意见, silence.</summary>
public sealed partial class Story
{
    /// <summary>The seats of the open round of each case, as they were made.</summary>
    private readonly Dictionary<CaseId, List<Seat>> _seats = [];

    private void TakeSeats(Told told, StoryCase of)
    {
        switch (told.Event)
        {
            case CaseEvent.RoundOpened opened:
                _seats[told.Case] = [.. opened.Seats];
                break;
            case CaseEvent.SeatAdded { Seat.Added: { } added } e:
                var by = SeatOf(told.Case, added.To);
                SeatsOf(told.Case).Add(e.Seat);
                _entries.Add(new StoryEntry(
                    Local(told), Names.WithPost(added.By, _telling.Book, _telling.Directory, told.EffectiveOn),
                    Texts.Voting.AddedInStory(NameOf(e.Seat), by is null ? "" : NameOf(by), added.Place), OfferTone.Neutral, null,
                    added.Reason, of.Where, []));
                break;
            case CaseEvent.SeatFellSilent silent when SeatOf(told.Case, silent.Seat) is { } seat:
                Add(told, NameOf(seat), Texts.Voting.Silent, OfferTone.Neutral, of.Where);
                break;
            case CaseEvent.QuorumReached reached when of.Workflow.Stage(_stages.GetValueOrDefault(told.Case)) is { } stage:
                Beside(told, of, Texts.Voting.Decided(stage.Action(reached.Outcome)?.Title ?? reached.Outcome.Value));
                break;
            default:
                break;
        }
    }

    /// <summary>The press told last was an opinion that nothing counts.</summary>
    private void MarkOpinion(CaseId @case, SeatNo seat)
    {
        if (SeatOf(@case, seat) is { Consulted: true })
        {
            _entries[^1] = _entries[^1] with { What = _entries[^1].What + Texts.Voting.Opinion, Tone = OfferTone.Neutral };
        }
    }

    private List<Seat> SeatsOf(CaseId @case) => _seats.TryGetValue(@case, out var seats) ? seats : _seats[@case] = [];

    private Seat? SeatOf(CaseId @case, SeatNo no) => SeatsOf(@case).Find(s => s.No == no);

    private string NameOf(Seat seat) => Names.Seat(seat, _telling.Book, _telling.Directory);
}
