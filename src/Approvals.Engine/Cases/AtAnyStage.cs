using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>What may be done at any stage (撤销, 合并 …), from no seat of the round.</summary>
public static class AtAnyStage
{
    /// <summary>The seat from which it is pressed; null where nobody may press it where the case stands.</summary>
    public static Seat? SeatOf(StandingAction standing, Case @case, Context context) =>
        standing.Signers is { } signers && !@case.Ended && standing.MayBeDoneAt(@case.Stage)
            ? new Seat(SeatNo.Standing, Seating.Sitters(signers.Seats, @case, late: null, context), null, null)
            : null;

    /// <summary>Why the person may not do it now; null if he may.</summary>
    internal static Refusal? Judge(Case @case, CaseCommand.Act act, Context context)
    {
        if (@case.Ended)
        {
            return new Refusal.CaseEnded();
        }

        if (act.Round != @case.Round)
        {
            return new Refusal.RoundIsOver();
        }

        if (context.Book[@case.Workflow].StandingAction(act.Action) is not { } standing
            || SeatOf(standing, @case, context) is not { } seat || !act.Together.IsEmpty)
        {
            return new Refusal.NotAllowedHere();
        }

        return Standing.Judge(@case, seat, act.Decider, act.InPlaceOf, context)
            ?? Seating.ShutOut(standing.Signers?.Seats ?? [], @case, [act.Decider, act.InPlaceOf ?? act.Decider], context)
            ?? Decisions.JudgeRecording(@case, act, context) ?? Decisions.JudgeSubject(standing.Action, @case, act, context);
    }
}
