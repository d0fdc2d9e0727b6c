using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>The events of one command as they come about; each is applied at once, so that the next rule sees it.</summary>
internal sealed partial class Steps
{
    private readonly Context _context;
    private readonly ImmutableArray<CaseEvent>.Builder _events = ImmutableArray.CreateBuilder<CaseEvent>();
    private readonly ImmutableArray<Request>.Builder _requests = ImmutableArray.CreateBuilder<Request>();

    public Steps(Case @case, Context context, params ReadOnlySpan<CaseEvent> already)
    {
        Case = @case;
        _context = context;
        _events.AddRange(already);
    }

    public Case Case { get; private set; }

    /// <summary>Looks ahead only: numbers need not be granted, and nothing of it is stored.</summary>
    public bool Preview { get; init; }

    /// <summary>
    /// One number of a register is granted for a command: a second action that wants one is a press of its own.
    /// </summary>
    public bool TookNumberFor(StageAction action) => action.Effects.OfType<Effect.Allocate>()
        .Any(allocate => _events.OfType<CaseEvent.NumberTaken>().Any(taken => taken.Purpose == allocate.Purpose));

    private Workflow Definition => _context.Book[Case.Workflow];

    /// <summary>The same so far; what it goes on to is its own.</summary>
    public Steps Fork()
    {
        var fork = new Steps(Case, _context, _events.ToArray()) { Preview = Preview };
        fork._requests.AddRange(_requests);
        return fork;
    }

    public void Add(CaseEvent e)
    {
        Case = Evolution.Evolve(Case, e);
        _events.Add(e);
    }

    public Decision.Permitted Permit()
    {
        // A seat whose turn has come, or whose case runs on again, and that nobody can take: it is looked at in its own transaction.
        if (_events.Count > 0 && Definition.Stage(Case.Stage)?.OnUnavailable is not null && Seating.StandsEmpty(Case, _context))
        {
            Ask(new Request.WakeSelf());
        }

        return new(_events.ToImmutable(), _requests.Count > 1 ? [.. _requests.Distinct()] : _requests.ToImmutable(), Case);
    }

    public void Ask(Request request) => _requests.Add(request);

    /// <summary>Opens a child in the transaction of this command.</summary>
    public void OpenChild(WorkflowId workflow, ChildSeed seed, StageId? at = null)
    {
        var nth = Case.Splits.GetValueOrDefault(workflow);
        var child = CaseId.Derive(_context.Today, Case.Id, $"{workflow}/{nth}/{seed.Key}");
        Add(new CaseEvent.ChildOpened(child, workflow, seed.Key));
        _requests.Add(new Request.OpenChild(child, workflow, at, Inherited.By(_context.Book[workflow], seed, Case)));
    }

    /// <summary>The same where nobody presses: refused, with what it did, where nobody could act in the child's first stage.</summary>
    public Refusal? TryOpenChild(WorkflowId workflow, ChildSeed seed)
    {
        OpenChild(workflow, seed);
        return Barred([_requests[^1]], Case, _context);
    }

    /// <summary>Records a judged vote, and closes the round if it suffices. A refusal means that nothing may be stored.</summary>
    public Refusal? Cast(CaseCommand.Act act)
    {
        var stage = Definition.Stage(Case.Stage) ?? throw new UnreachableException();
        var seat = Case.SeatAt(act.Seat) ?? throw new UnreachableException();
        var action = stage.Action(act.Action) ?? throw new UnreachableException();
        action = seat.Consulted ? Opinions.Of(action) : action;
        var decider = new Decider(
            act.Decider, act.RecordedFor is null ? null : act.By, act.RecordedFor is null ? null : act.Occasion)
        {
            InPlaceOf = act.InPlaceOf,
        };
        _recallable = null;
        _clocks = Case.Time.Clocks;
        if (!action.Leads)
        {
            Report(stage, action, decider, act);
            return null;
        }

        Add(new CaseEvent.VoteCast(Case.Round, act.Seat, act.Action, decider, act.Inputs.Said)
        {
            Target = action.Chooses ? act.Inputs.Target : null,
            Way = action.Then == WayBack.AsChosen ? act.Inputs.Way : null,
            ContentHash = act.ContentHash,
        });
        var before = Case;
        Name(action, act.Inputs);
        FollowNames(before, [.. act.Inputs.Named.Keys], stays: false);
        Schedule(action, act.Inputs);
        Raise(action, seat.Body, act);
        return Rounds.GoOn(this, _context, seat.Consulted ? null : act);
    }

    /// <summary>A press that decides nothing of the round: what it reports, and what it does at once.</summary>
    private void Report(Stage stage, StageAction action, Decider decider, CaseCommand.Act act)
    {
        Add(new CaseEvent.ReportMade(Case.Round, act.Seat, act.Action, decider, act.Inputs.Said));
        Schedule(action, act.Inputs);
        foreach (var effect in action.Effects)
        {
            Apply(effect, act);
        }

        if (action.Fulfils)
        {
            Periods.Meet(this, stage, act.Seat, _context);
        }

        Handing.Copy(this, action.Copy, act.Decider, _context, NamedBy(act));
    }

    /// <summary>The round closes by this action.</summary>
    /// <param name="act">The signer's press that decided; null where none did.</param>
    public Refusal? Close(StageAction outcome, CaseCommand.Act? act)
    {
        _recallable = outcome.Recall && act?.Action == outcome.Id
            ? new Recallable(act.Seat, Case.StraightBack) { Clocks = ClocksToKeep() } : null;
        var (to, straightBack) = Moves.Chosen(outcome, Case, Definition);
        return Leave(to, outcome.Id, outcome.Effects, act, straightBack);
    }

    private void Raise(StageAction action, BodyId? body, CaseCommand.Act act)
    {
        foreach (var raise in action.Effects.OfType<Effect.Raise>())
        {
            Add(new CaseEvent.MatterRaised(new Matter(
                Case.Matters.Length + 1, raise.Kind, act.Inputs.Said.Reason ?? "", act.Inputs.Said.Date, body, act.Decider,
                Open: true)));
        }
    }

    /// <summary>Closes the round, applies the effects, and enters the next stage.</summary>
    /// <param name="act">The press that decided; null where none did.</param>
    /// <param name="straightBack">A return after which the case comes straight back here.</param>
    public Refusal? Leave(
        StageId to, ActionId? outcome, ImmutableArray<Effect> effects, CaseCommand.Act? act = null, bool straightBack = false)
    {
        if (Case.RoundIsOpen)
        {
            Add(new CaseEvent.RoundClosed(Case.Round, outcome));
        }

        foreach (var effect in effects)
        {
            Apply(effect, act);
        }

        Handing.Copy(this, Pressed(outcome)?.Copy ?? [], act?.Decider, _context);
        return Enter(Turn(to, straightBack));
    }

    public Refusal? Enter(StageId id)
    {
        var entered = new HashSet<StageId>();
        while (entered.Add(id))
        {
            if (Definition.IsEnd(id))
            {
                Arrive(id);
                End(id);
                return null;
            }

            var stage = Definition.Stage(id) ?? throw new UnreachableException($"no stage {id} in {Definition.Id}");
            Add(new CaseEvent.StageEntered(id));
            if (Seating.Open(stage, Case, _context) is { } seats)
            {
                Arrive(id);
                Settle(stage, seats);
                return null;
            }

            if (stage.OnUnavailable is not { } instead)
            {
                return new Refusal.NobodyToSign(id);
            }

            id = instead;
        }

        return new Refusal.NobodyToSign(id);
    }

    private void Settle(Stage stage, ImmutableArray<Seat> seats)
    {
        if (!seats.IsEmpty)
        {
            var kept = Kept(stage, seats);
            Add(new CaseEvent.RoundOpened(Case.Round + 1, [.. seats.Select(s => With(s, kept))], _context.Now)
            {
                Recallable = stage.Splits.IsEmpty ? _recallable : null,
                Clocks = kept.IsEmpty ? null : kept,
            });
        }

        Handing.Copy(this, stage.Hands.Copy, by: null, _context);
        foreach (var split in stage.Splits)
        {
            Split(split);
        }

        if (stage.Wait is not null)
        {
            _requests.Add(new Request.WakeSelf());
        }

        TellOthers();
    }

    private void End(StageId ending)
    {
        Add(new CaseEvent.CaseEnded(ending));
        TellOthers();
    }

    /// <summary>Everything that this case waits for, or that waits for it, is looked at again.</summary>
    public void LookAround()
    {
        if (Definition.Stage(Case.Stage)?.Wait is not null)
        {
            _requests.Add(new Request.WakeSelf());
        }

        TellOthers();
    }

    private void TellOthers()
    {
        if (Case.Parent is not null)
        {
            _requests.Add(new Request.WakeParent());
        }

        TellChildren();
    }

    /// <summary>All children look again.</summary>
    public void TellChildren()
    {
        if (!Case.Splits.IsEmpty)
        {
            _requests.Add(new Request.WakeChildren());
        }
    }

    /// <summary>A seat is passed over; where none is waited for any more, the round closes as the votes say, without any as the
    /// first way on does.</summary>
    public Refusal? Skip(CaseEvent.SeatSkipped skipped)
    {
        Add(skipped);
        return Rounds.GoOn(this, _context, act: null);
    }

    private void Name(StageAction action, Inputs inputs)
    {
        foreach (var naming in action.Needs.Concat(action.Takes).OfType<Input.Naming>())
        {
            if (!inputs.Named.TryGetValue(naming.Party, out var members))
            {
                // Whom a return concerns is said anew by every return: said by none, it concerns all.
                if (naming.Party == Party.ConcernedDepartments && Case.Party(naming.Party) != PartyMembers.None)
                {
                    Add(new CaseEvent.PartyNamed(naming.Party, PartyMembers.None));
                }

                continue;
            }

            var old = Case.Party(naming.Party).Bodies;
            Add(new CaseEvent.PartyNamed(naming.Party, members));
            if (action.Effects.Any(e => e is Effect.ReplaceInParent r && r.Party == naming.Party)
                && old is [var from] && members.Bodies is [var to] && from != to)
            {
                _requests.Add(new Request.ReplaceInParent(from, to));
            }
        }
    }

    /// <summary>Sets the numbers and dates that the form named, and what is due by these.</summary>
    private void Schedule(StageAction action, Inputs inputs)
    {
        Measures.Take(this, action, inputs, Definition.Stage(Case.Stage), _context);
        foreach (var input in action.Needs.Concat(action.Takes).OfType<Input.NamedDate>())
        {
            if (!inputs.Dates.TryGetValue(input.Name, out var on)
                || (Case.Time.Dates.TryGetValue(input.Name, out var known) && known == on))
            {
                continue;
            }

            Add(new CaseEvent.DateSet(input.Name, on));
            var named = Terms.Of(Definition.Stage(Case.Stage), Case) is Term.OnDate term && term.Name == input.Name;
            ImmutableArray<SeatDue> seats = named && Case.RoundIsOpen
                ? [.. Case.OpenSeats.Where(s => !s.Consulted).Select(s => new SeatDue(s.No, on, Definition.Stage(Case.Stage)?.DueAt))]
                : [];
            if (!seats.IsEmpty)
            {
                Add(new CaseEvent.DueOnMoved(DueCause.Rescheduled, null, seats, _context.Now));
            }
        }
    }
}
