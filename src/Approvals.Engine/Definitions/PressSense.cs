using Approvals.Engine.Definitions.Proof;

namespace Approvals.Engine.Definitions;

/// <summary>
/// Actions that nobody could ever press, as far as names tell: whoever sits there may not, or what the form asks for cannot be brought.
/// What hangs on how a case stands is the proof's.
/// </summary>
internal static class PressSense
{
    /// <param name="stage">Null: it may be done at any stage.</param>
    /// <returns>Each with its path below the action.</returns>
    public static IEnumerable<Flaw> Of(WorkflowBook book, Workflow workflow, Stage? stage, StageAction action) =>
        (stage is null ? [] : By(workflow, stage, action)).Concat(Named(action)).Concat(Beside(book, workflow, action))
            .Select(flaw => flaw with { Message = $"的动作“{action.Title}”{flaw.Message}" });

    /// <summary>Where the rules name roles, and nobody else may be given the seat or one beside it.</summary>
    private static IEnumerable<Flaw> By(Workflow workflow, Stage stage, StageAction action)
    {
        var rules = Separations.Rules(workflow, stage);
        var roles = rules.SelectMany(SeatSense.RolesOf).Distinct().ToList();
        return action.By.IsEmpty || action.By.Any(roles.Contains) || stage.Hands.Transfer is not null || !stage.AddSeats.IsEmpty
            || rules.IsEmpty || rules.Any(rule => rule is not (SeatRule.OfRole or SeatRule.OfBodies or SeatRule.OfPost))
            ? []
            : [new Flaw($"只许 {string.Join('、', action.By)} 按（by），能坐的却只有 {string.Join('、', roles)}", "by")];
    }

    private static IEnumerable<Flaw> Named(StageAction action)
    {
        foreach (var naming in action.Inputs.OfType<Input.Naming>())
        {
            var party = Soundness.Spelt(naming.Party);
            if (naming.AtLeast is < 1 or > Parties.Most)
            {
                yield return $"要至少点 {naming.AtLeast} 个 {party}，at_least 应当从 1 到 {Parties.Most}";
            }

            if (naming.Including is { } including && !Parties.MayHold(naming.Party, including))
            {
                yield return $"要点的 {party} 里应当有 {Soundness.Spelt(including)}（including），它们一个是人，一个是科室";
            }
        }
    }

    /// <summary>What a form asks for of others that the case can never have beside or above it.</summary>
    private static IEnumerable<Flaw> Beside(WorkflowBook book, Workflow workflow, StageAction action)
    {
        if (action.Needs.Any(n => n is Input.Sibling) && !book.Workflows.Values.Any(w => w.MayOpen(workflow.Id)))
        {
            yield return "要并入另一件（sibling），却没有流程会拆分出本流程，没有另一件";
        }

        if (action.Needs.Any(n => n is Input.Naming { Party: Party.ConcernedDepartments }) && !MayHaveResponsible(book, workflow))
        {
            yield return "要点有关的科室（concerned_departments），本流程由人发起，却没有动作点过责任科室（responsible_departments）";
        }
    }

    /// <summary>A notice brings them; what begins without one has those whom a form names.</summary>
    private static bool MayHaveResponsible(WorkflowBook book, Workflow workflow) => BeginningSense.HasNotice(book, workflow)
        || BeginningSense.Lineage(book, workflow).Exists(
            w => w.AllActions.SelectMany(a => a.Inputs).Any(i => i is Input.Naming { Party: Party.ResponsibleDepartments }));
}
