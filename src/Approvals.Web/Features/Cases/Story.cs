using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;

namespace Approvals.Web.Features.Cases;

/// <summary>One case of a story.</summary>
/// <param name="Where">What sets its entries apart on the page: the department of a branch; null for the page's own case.</param>
public sealed record StoryCase(Workflow Workflow, string? Where);

/// <summary>What telling needs besides the events.</summary>
public sealed record Telling(
    WorkflowBook Book, UnitDirectory Directory, TimeZoneInfo Zone, IReadOnlyDictionary<CaseId, StoryCase> Cases,
    CitedFiles Files);

/// <summary>Events as the lines of a story: who did what, in the words of the case's own edition.</summary>
public sealed partial class Story
{
    private readonly Telling _telling;
    private readonly Dictionary<CaseId, StageId> _stages = [];
    private readonly List<StoryEntry> _entries = [];

    // Where the last press of a case stands, so that whom it named and which number it took are told with it.
    private readonly Dictionary<CaseId, int> _presses = [];
    private readonly Dictionary<CaseId, StageAction?> _pressed = [];

    private Story(Telling telling) => _telling = telling;

    /// <summary>
    /// Of several cases, merged by time, the oldest first. Events of cases that the telling does not know are left out.
    /// </summary>
    public static ImmutableArray<StoryEntry> Tell(IEnumerable<Told> events, Telling telling)
    {
        var story = new Story(telling);
        foreach (var told in events)
        {
            if (telling.Cases.TryGetValue(told.Case, out var of))
            {
                story.Take(told, of);
            }
        }

        return [.. story._entries];
    }

    private void Take(Told told, StoryCase of)
    {
        switch (told.Event)
        {
            case CaseEvent.CaseOpened opened:
                TakeOpening(told, of, opened);
                break;
            case CaseEvent.StageEntered entered:
                _stages[told.Case] = entered.Stage;
                break;
            case CaseEvent.VoteCast vote:
                TakeVote(told, of, vote);
                break;
            case CaseEvent.ReportMade report:
                Press(told, of, report.Action, report.Decider, report.Said);
                break;
            case CaseEvent.RoundClosed { Outcome: null }:
                _presses.Remove(told.Case);
                _unpressed.Add(told.Case);
                break;
            case CaseEvent.PartyNamed named when told.Actor is not null:
                TakeNaming(told, of, named);
                break;
            case CaseEvent.Retitled retitled:
                Add(told, Actor(told), Texts.Seeing.Retitled(retitled.Title), OfferTone.Neutral, of.Where);
                break;
            case CaseEvent.NumberTaken taken:
                Append(told, Texts.Seeing.NumberTaken(taken.Text));
                break;
            case CaseEvent.ProductMade made:
                Add(told, Texts.Seeing.BySystem, Texts.Products.IsMade(made.What, made.Sha256), OfferTone.Neutral, of.Where);
                break;
            case CaseEvent.CaseEnded ended when of.Where is null || _unpressed.Contains(told.Case):
                Add(told, Texts.Seeing.BySystem, of.Workflow.TitleOf(ended.Ending), OfferTone.Neutral, of.Where);
                break;
            case CaseEvent.ScopeSet set:
                Hand(told, of, set.By, Texts.Scopes.Said(set.Scope.Named.Select(p => Names.Of(p, _telling.Directory))), null);
                break;
            case CaseEvent.SeatTransferred or CaseEvent.SeatClaimed or CaseEvent.SeatReleased or CaseEvent.SeatSkipped
                or CaseEvent.Nudged or CaseEvent.CopySent:
                TakeHand(told, of);
                break;
            default:
                TakeSeats(told, of);
                if (!TakeMove(told, of))
                {
                    TakeTime(told, of);
                }

                break;
        }
    }

    private void TakeOpening(Told told, StoryCase of, CaseEvent.CaseOpened opened)
    {
        _dues[told.Case] = opened.DueOn;
        if (of.Where is null)
        {
            Add(told, Actor(told), of.Workflow.IsRequested ? Texts.Affairs.Asked : Texts.Seeing.Opened, OfferTone.Neutral, null);
        }
    }

    private void TakeVote(Told told, StoryCase of, CaseEvent.VoteCast vote)
    {
        Press(told, of, vote.Action, vote.Decider, vote.Said);
        MarkOpinion(told.Case, vote.Seat);
        if (vote.Target is { } target)
        {
            Append(told, Texts.Moving.ReturnedTo(of.Workflow.TitleOf(target)));
        }
    }

    private void TakeNaming(Told told, StoryCase of, CaseEvent.PartyNamed named)
    {
        var words = Texts.Seeing.NamedAs(As(told.Case, named), NamesOf(named.Members));
        if (IsOfLastPress(told))
        {
            Append(told, words);
        }
        else
        {
            Add(told, Actor(told), words, OfferTone.Neutral, of.Where);
        }
    }

    private void Press(Told told, StoryCase of, ActionId id, Decider decider, Said said)
    {
        var at = _stages.GetValueOrDefault(told.Case);
        var action = of.Workflow.Stage(at)?.Action(id) ?? of.Workflow.StandingAction(id)?.Action;
        _presses[told.Case] = _entries.Count;
        _pressed[told.Case] = action;
        _entries.Add(new StoryEntry(
            Local(told),
            Names.WithPost(decider, _telling.Book, _telling.Directory, told.EffectiveOn),
            action?.Title ?? id.Value,
            action is null ? OfferTone.Neutral : Offers.Tone(of.Workflow, at, action),
            Recorded(told, decider),
            Words(said, action),
            of.Where is { } where ? $"{where} · {of.Workflow.TitleOf(at)}" : of.Workflow.TitleOf(at),
            _telling.Files.Of(told)));
    }

    /// <summary>Whether it came with the press that is told last: what one transaction did has one instant.</summary>
    private bool IsOfLastPress(Told told) => _presses.TryGetValue(told.Case, out var place) && _entries[place].At == Local(told);

    /// <summary>As what a party was named: in the words of the form that asked for it.</summary>
    private string As(CaseId of, CaseEvent.PartyNamed named) =>
        _pressed.GetValueOrDefault(of)?.Inputs.OfType<Input.Naming>().FirstOrDefault(n => n.Party == named.Party)?.Title
        ?? (named.Party == Party.Countersigners && !named.Members.Bodies.IsEmpty
            ? Texts.Acting.CountersigningBodies : Texts.Acting.Named(named.Party));

    private string? Recorded(Told told, Decider decider)
    {
        var on = DateOnly.FromDateTime(Local(told).DateTime);
        return decider is { RecordedBy: { } by, Occasion: { } occasion }
            ? Texts.Seeing.RecordedBy(occasion, Names.Of(by, _telling.Directory), on)
            : told.EffectiveOn < on ? Texts.Seeing.BackEntered(told.EffectiveOn) : null;
    }

    /// <summary>Opinion, reason, report and date, each on a line of its own.</summary>
    private static string? Words(Said said, StageAction? action)
    {
        var later = action?.Needs.Concat(action.Takes).OfType<Input.Date>().Any(d => d.Later) ?? false;
        var until = said.Date is not { } date ? null : later ? Texts.Time.Wanted(date) : Texts.Seeing.Until(date);
        var lines = new[] { said.Opinion, said.Reason, said.Report, until }
            .OfType<string>().ToList();
        return lines.Count == 0 ? null : string.Join('\n', lines);
    }

    private void Add(Told told, string who, string what, OfferTone tone, string? where) =>
        _entries.Add(new StoryEntry(Local(told), who, what, tone, null, null, where, []));

    /// <summary>Told with the press that it came from; without one it stands alone.</summary>
    private void Append(Told told, string words)
    {
        if (!_presses.TryGetValue(told.Case, out var place))
        {
            Add(told, Actor(told), words, OfferTone.Neutral, _telling.Cases[told.Case].Where);
            return;
        }

        var entry = _entries[place];
        _entries[place] = entry with { Opinion = entry.Opinion is null ? words : $"{entry.Opinion}\n{words}" };
    }

    private IEnumerable<string> NamesOf(PartyMembers members) =>
        members.People.Select(p => Names.Of(p, _telling.Directory))
            .Concat(members.Bodies.Select(b => Names.Of(b, _telling.Directory)));

    private string Actor(Told told) => told.Actor is { } actor
        ? Names.WithPost(actor, _telling.Book, _telling.Directory, told.EffectiveOn)
        : Texts.Seeing.BySystem;

    private DateTimeOffset Local(Told told) => TimeZoneInfo.ConvertTime(told.At, _telling.Zone);
}
