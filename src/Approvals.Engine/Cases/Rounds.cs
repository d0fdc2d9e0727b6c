using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>How a round goes on after a vote, a silence, or an added seat.</summary>
public static class Rounds
{
    /// <summary>As many seats as may be added to one round.</summary>
    internal const int MostAdded = 20;

    /// <summary>Opens the seats whose turn has come; closes the round once it is decided and nobody consulted is waited for.</summary>
    /// <param name="act">The signer's press that may have decided; null where none did.</param>
    internal static Refusal? GoOn(Steps steps, Context context, CaseCommand.Act? act)
    {
        var @case = steps.Case;
        var workflow = context.Book[@case.Workflow];
        var stage = workflow.Stage(@case.Stage) ?? throw new UnreachableException();
        var quorum = Quorum.Of(workflow, stage, @case.Seats, @case.VotesOfRound);
        if (quorum is Quorum.Unsigned)
        {
            if (OnwardUnsigned(stage, @case, context) is not { } onward)
            {
                return stage.Actions.FirstOrDefault(a => a.Leads)?.ElseSay is { } sentence
                    ? new Refusal.NotYet(sentence) : new Refusal.NotAllowedHere();
            }

            quorum = new Quorum.Decided(onward, AtOnce: false);
        }

        if (quorum is Quorum.Decided { Outcome: var outcome } decided)
        {
            if (decided.AtOnce || !@case.OpenSeats.Any(s => s.Consulted))
            {
                return steps.Close(outcome, act);
            }

            if (@case.Seats.Any(s => !s.Consulted && s.State is SeatState.Open or SeatState.Waiting && !@case.HasVoted(s.No)))
            {
                steps.Add(new CaseEvent.QuorumReached(@case.Round, outcome.Id));
            }

            return null;
        }

        foreach (var seat in Turns.Next(stage.Mode, @case).ToList())
        {
            var due = Terms.Due(stage, consulted: false, steps.Case, context);
            steps.Add(new CaseEvent.SeatOpened(@case.Round, seat.No, due?.On, due?.At, context.Now));
        }

        return null;
    }

    /// <summary>Where all were passed over: the first way on whose guard holds and for which nobody must choose where to.</summary>
    private static StageAction? OnwardUnsigned(Stage stage, Case @case, Context context) =>
        stage.Actions.FirstOrDefault(a => a is { Leads: true, Chooses: false } && Conditions.Hold(a.When, @case, context));

    /// <summary>加签: a seat for a named person beside the one whose holder asks for it.</summary>
    internal static Decision Add(Case @case, CaseCommand.AddSeat add, Context context)
    {
        if (JudgeAdding(@case, add, context) is { } why)
        {
            return new Decision.Refused(why);
        }

        var stage = context.Book[@case.Workflow].Stage(@case.Stage) ?? throw new UnreachableException();
        var due = add.Place == Placing.Before ? Terms.Due(stage, consulted: false, @case, context) : null;
        var steps = new Steps(@case, context);
        ImmutableArray<Sitter> sitters = [new Sitter(add.Person, null, null)];
        steps.Add(new CaseEvent.SeatAdded(
            @case.Round,
            new Seat(new SeatNo(@case.Seats.Length), sitters, null, due?.On, due?.At)
            {
                State = add.Place == Placing.Before ? SeatState.Open : SeatState.Waiting,
                Added = new Addition(add.Seat, add.Place, add.By, add.Reason.Trim()),
                Weight = Beside.Weight(stage.Mode, sitters, null, @case, context),
            },
            context.Now));
        return steps.Permit();
    }

    /// <summary>Why the seat may not be added; null if it may.</summary>
    private static Refusal? JudgeAdding(Case @case, CaseCommand.AddSeat add, Context context) =>
        JudgeAdder(@case, add, context)
        ?? (context.Book[@case.Workflow].Stage(@case.Stage) is { } stage
            ? JudgeAdded(@case, stage, add.By, add.Person, context) : new Refusal.NotAllowedHere());

    /// <summary>Why nobody at all may be added by this person from this seat; null where it is only asked whom.</summary>
    public static Refusal? JudgeAdder(Case @case, CaseCommand.AddSeat add, Context context)
    {
        if (add.Round != @case.Round || !@case.RoundIsOpen)
        {
            return new Refusal.RoundIsOver();
        }

        if (context.Book[@case.Workflow].Stage(@case.Stage) is not { } stage || !stage.AddSeats.Contains(add.Place)
            || @case.SeatAt(add.Seat) is not { Consulted: false } seat)
        {
            return new Refusal.NotAllowedHere();
        }

        return JudgeSeat(@case, seat, add.By, context)
            ?? Seating.Barred(stage, consulted: false, @case, [add.By, Standing.InPlaceOf(@case, seat, add.By, null, context) ?? add.By], context)
            ?? (Refusal?)(string.IsNullOrWhiteSpace(add.Reason) ? new Refusal.Missing(new Input.Reason()) : null)
            ?? (@case.Seats.Count(s => s.Added is not null) >= MostAdded ? new Refusal.TooManyAdded(MostAdded) : null);
    }

    /// <summary>Why that human may not act in the seat now, whatever he would do there.</summary>
    internal static Refusal? JudgeSeat(Case @case, Seat seat, PersonId human, Context context)
    {
        var inPlaceOf = Standing.InPlaceOf(@case, seat, human, null, context);
        return Standing.Judge(@case, seat, human, inPlaceOf, context) ?? JudgeState(@case, seat, human);
    }

    /// <summary>Why nobody acts in the seat now, or not that human, who may sit there.</summary>
    internal static Refusal? JudgeState(Case @case, Seat seat, PersonId human)
    {
        if (@case.HasVoted(seat.No))
        {
            return new Refusal.AlreadyVoted();
        }

        return NotAsked(seat) ?? (HasAnother(@case, seat, human) ? new Refusal.HasAnotherSeat(human) : null);
    }

    /// <summary>Why nothing can be done with the seat now; null while it is open.</summary>
    internal static Refusal? NotAsked(Seat seat) => seat.State switch
    {
        SeatState.Open => null,
        SeatState.Waiting => new Refusal.NotYourTurn(),
        SeatState.Silent or SeatState.Released => new Refusal.NoLongerAsked(),
        _ => throw new UnreachableException(),
    };

    private static Refusal? JudgeAdded(Case @case, Stage stage, PersonId by, PersonId person, Context context)
    {
        if (!Seating.Serves(person, context.Directory, context.Today))
        {
            return new Refusal.ServesNowhere();
        }

        // One human, one seat a round: nor is a seat left without anybody else who could take it.
        var hasOne = person == by || @case.Seats.Any(s => s.Added?.By == person)
            || Standing.IsNamedElsewhere(@case, new SeatNo(-1), person) || @case.Seats.Any(s => s.Sitters.Any(sitter => sitter.Person == person))
            || IsLastFor(@case, stage, except: null, person, context);
        return hasOne ? new Refusal.HasAnotherSeat(person) : Seating.Barred(stage, consulted: false, @case, [person], context);
    }

    /// <summary>
    /// Whether a seat that waits for its vote would be left to nobody, were he given another: who is given one acts in that one alone.
    /// </summary>
    internal static bool IsLastFor(Case @case, Stage stage, SeatNo? except, PersonId person, Context context) =>
        @case.Seats.Where(s => s.No != except && !@case.HasVoted(s.No)).Any(s =>
        {
            var barred = Seating.Barring(stage, s.Consulted, @case, context);
            return Seating.Candidates(s, context.Directory, context.Today).Where(p => !barred(p)).ToList() is [var only] && only == person;
        });

    /// <summary>Whoever was added, or was given a seat, acts in that one alone: one human, one seat.</summary>
    internal static bool HasAnother(Case @case, Seat seat, PersonId human) =>
        @case.Seats.Any(s => s.No != seat.No
            && (s.Holder == human || (s.Added is not null && s.Sitters.Any(sitter => sitter.Person == human))))
        || (seat.Added is not null && @case.VotesOfRound.Any(v => v.Decider.Humans.Contains(human)));
}
