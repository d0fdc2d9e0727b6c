using System.Diagnostics;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;

namespace Approvals.Web.Features.Cases;

/// <summary>What time did: 催办, 升级, 延期, 中止 and 恢复, named dates.</summary>
public sealed partial class Story
{
    private readonly Dictionary<CaseId, DateOnly?> _dues = [];
    private readonly Dictionary<CaseId, int> _extensions = [];
    private readonly Dictionary<(CaseId Case, int Round, SeatNo Seat), int> _reminders = [];

    // What stands still with its parent is told once, there.
    private readonly HashSet<CaseId> _inherited = [];

    // The round was over without a press: the end that follows is nobody's word.
    private readonly HashSet<CaseId> _unpressed = [];

    private void TakeTime(Told told, StoryCase of)
    {
        switch (told.Event)
        {
            case CaseEvent.RoundOpened:
                _unpressed.Remove(told.Case);
                break;
            case CaseEvent.RungFired fired:
                Fired(told, of, fired);
                break;
            case CaseEvent.DateSet set:
                Beside(told, of, Texts.Time.DateSet(
                    TimeLine.Titles(_telling.Book).TryGetValue(set.Name, out var title) ? title : set.Name, set.On));
                break;
            case CaseEvent.DueOnMoved moved:
                Moved(told, of, moved);
                break;
            case CaseEvent.Suspended { Inherited: true }:
                _inherited.Add(told.Case);
                break;
            case CaseEvent.Suspended:
                _inherited.Remove(told.Case);
                Beside(told, of, Texts.Time.ClockStopped);
                break;
            case CaseEvent.Resumed when !_inherited.Contains(told.Case):
                Beside(told, of, Texts.Time.ClockRuns);
                break;
            case CaseEvent.MeasureTaken taken:
                Beside(told, of, Texts.Measures.Taken(MeasureForms.Called(of.Workflow, taken.Name), taken.Value));
                break;
            case CaseEvent.PeriodMet met:
                Beside(told, of, Texts.Measures.Met(met.DueOn, met.Next?.DueOn));
                break;
            case CaseEvent.DutyExcepted excepted:
                Beside(told, of, Texts.Measures.Excepted(new DutyException(excepted.On, excepted.To)));
                break;
            case CaseEvent.DutyRestored restored:
                Beside(told, of, Texts.Measures.Restored(restored.On));
                break;
            default:
                break;
        }
    }

    private void Fired(Told told, StoryCase of, CaseEvent.RungFired fired)
    {
        if (!_stages.TryGetValue(told.Case, out var at) || of.Workflow.Stage(at) is not { } stage
            || fired.Rung >= stage.Ladder.Length || stage.Ladder[fired.Rung] is Rung.Silence)
        {
            return; // what fell silent is told by the event after
        }

        var seat = (told.Case, fired.Round, fired.Seat);
        var rung = stage.Ladder[fired.Rung];
        var nth = _reminders[seat] = _reminders.GetValueOrDefault(seat) + (rung is Rung.Remind ? 1 : 0);
        Add(
            told, Texts.Seeing.BySystem, RungWords.Fired(rung, fired, nth, of.Workflow, _telling.Book, _telling.Directory),
            OfferTone.Neutral, of.Where is { } where ? Texts.Time.Seat(where, stage.Title) : stage.Title);
    }

    private void Moved(Told told, StoryCase of, CaseEvent.DueOnMoved moved)
    {
        var (from, to) = (_dues.GetValueOrDefault(told.Case), moved.CaseDueOn ?? Last(moved));
        _dues[told.Case] = moved.CaseDueOn ?? from;
        var nth = _extensions[told.Case] =
            _extensions.GetValueOrDefault(told.Case) + (moved is { Why: DueCause.Extended, CaseDueOn: not null } ? 1 : 0);
        if (to is not { } day)
        {
            return;
        }

        var before = moved.CaseDueOn is null ? null : from;
        switch (moved.Why)
        {
            case DueCause.Extended:
                Add(told, Texts.Seeing.BySystem, Texts.Time.ExtendedTo(before, day, nth), OfferTone.Neutral, of.Where);
                break;
            case DueCause.Resumed when !_inherited.Remove(told.Case):
                Beside(told, of, Texts.Time.ResumedTo(before, day));
                break;
            case DueCause.Resumed or DueCause.Rescheduled: // told above; the new date of a name is told as that
                break;
            case DueCause.Recounted:
                Add(told, Texts.Seeing.BySystem, Texts.Time.RecountedTo(day), OfferTone.Neutral, of.Where);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static DateOnly? Last(CaseEvent.DueOnMoved moved) =>
        moved.Seats.IsEmpty ? null : moved.Seats.Max(s => s.DueOn);

    /// <summary>With the press that brought it; what came by itself stands alone.</summary>
    private void Beside(Told told, StoryCase of, string words)
    {
        if (told.Actor is not null)
        {
            Append(told, words);
        }
        else
        {
            Add(told, Texts.Seeing.BySystem, words, OfferTone.Neutral, of.Where);
        }
    }
}
