namespace Approvals.Engine.Cases;

/// <summary>撤回: whoever pressed takes it back, as long as nobody has acted on the round that it opened.</summary>
public static class Recalls
{
    /// <summary>The vote that may be taken back; null where none may.</summary>
    public static Vote? Open(Case @case) => @case is { Ended: false, RoundIsOpen: true, Recallable: { } recallable }
        ? @case.Votes.LastOrDefault(v => v.Round == @case.Round - 1 && v.Seat == recallable.Seat)
        : null;

    /// <summary>Why the person may not take it back now; null if he may.</summary>
    public static Refusal? Judge(Case @case, CaseCommand.Recall recall, Context context)
    {
        if (@case.Ended)
        {
            return new Refusal.CaseEnded();
        }

        // Whoever has decided nothing here has nothing to take back, whenever he asks.
        if (!@case.Votes.Any(v => IsBy(recall.By, v)))
        {
            return new Refusal.NotYourAssignment();
        }

        if (recall.Round != @case.Round || Open(@case) is not { } vote)
        {
            return new Refusal.TooLateToRecall();
        }

        return IsBy(recall.By, vote) && context.Directory.PostsOf(recall.By, context.Today).Any()
            ? Scoping.ShutOut(@case, [recall.By], context)
            : new Refusal.NotYourAssignment();
    }

    private static bool IsBy(PersonId person, Vote vote) => vote.Decider.Humans.Contains(person) || vote.Decider.RecordedBy == person;

    internal static Decision Decide(Case @case, CaseCommand.Recall recall, Context context)
    {
        if (Judge(@case, recall, context) is { } why)
        {
            return new Decision.Refused(why);
        }

        var (stage, recallable) = (Open(@case)!.Stage, @case.Recallable!); // as just judged
        var steps = new Steps(@case, context);
        steps.Add(new CaseEvent.Recalled(@case.Round, recall.By, recall.Reason));
        steps.Add(new CaseEvent.RoundClosed(@case.Round, Outcome: null));
        if (recallable.StraightBack is { } pending)
        {
            steps.Add(new CaseEvent.StraightBackSet(pending));
        }
        else if (@case.StraightBack is not null)
        {
            steps.Add(new CaseEvent.StraightBackEnded(Used: false)); // the press itself had set it
        }

        return steps.Reopen(stage, recallable.Clocks ?? []) is { } stuck ? new Decision.Refused(stuck) : steps.Permit();
    }
}
