using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>What a case is about is corrected (更正) as long as its stage lets the text be edited and nobody has signed it.</summary>
internal static class Correcting
{
    public static Decision Decide(Case @case, CaseCommand command, Context context)
    {
        if (context.Book[@case.Workflow].Stage(@case.Stage) is not { Edits: true } || @case.Facts.Contains(Facts.Frozen))
        {
            return new Decision.Refused(new Refusal.NotAllowedHere());
        }

        var steps = new Steps(@case, context);
        if (command is CaseCommand.Restate restate)
        {
            steps.Restate(restate.Party, restate.Members);
        }
        else if (command is CaseCommand.Retitle { Title: var title } && title != @case.Title)
        {
            steps.Add(new CaseEvent.Retitled(title));
        }

        return steps.Permit();
    }
}
