using Approvals.Engine.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>撤回, 撤销, 合并, the way straight back, and what came from other cases.</summary>
public sealed partial class Story
{
    /// <returns>Whether the event is one of these.</returns>
    private bool TakeMove(Told told, StoryCase of)
    {
        switch (told.Event)
        {
            case CaseEvent.StandingActDone done:
                Press(told, of, done.Action, done.Decider, done.Said);
                return true;
            case CaseEvent.HandedActDone handed:
                Add(
                    told, Texts.Moving.Handed, of.Workflow.StandingAction(handed.Action)?.Action.Title ?? handed.Action.Value,
                    OfferTone.Neutral, of.Where);
                return true;
            case CaseEvent.Recalled recalled:
                Add(told, Actor(told), Texts.Moving.Recall(LastPressed(told) ?? ""), OfferTone.Back, of.Where);
                _entries[^1] = _entries[^1] with { Opinion = recalled.Reason };
                return true;
            case CaseEvent.StraightBackSet set:
                Beside(told, of, Texts.Moving.ComesStraightBack(of.Workflow.TitleOf(set.Address)));
                return true;
            case CaseEvent.StraightBackEnded { Used: true }:
                Beside(told, of, Texts.Moving.Straight);
                return true;
            case CaseEvent.Cancelled:
                _unpressed.Add(told.Case); // its end is nobody's word here: the reason stands above
                return true;
            case CaseEvent.MergedInto into:
                Other(told, of, Texts.Moving.MergedInto(into.Title), into.Case);
                return true;
            case CaseEvent.Absorbed absorbed:
                Other(told, of, Texts.Moving.Absorbed(absorbed.Title), absorbed.Case);
                return true;
            default:
                return false;
        }
    }

    private string? LastPressed(Told told) => _presses.TryGetValue(told.Case, out var place) ? _entries[place].What : null;

    private void Other(Told told, StoryCase of, string words, Engine.CaseId other)
    {
        Add(told, Actor(told), words, OfferTone.Neutral, of.Where);
        _entries[^1] = _entries[^1] with { Other = new Link(Texts.Moving.See, $"/cases/{other.Value}") };
    }
}
