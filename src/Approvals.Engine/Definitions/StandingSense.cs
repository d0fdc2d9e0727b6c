namespace Approvals.Engine.Definitions;

/// <summary>What is wrong in an action that may be done at any stage, besides what would be wrong in a stage too.</summary>
internal static class StandingSense
{
    /// <returns>Each with its path below the action.</returns>
    public static IEnumerable<Flaw> Of(WorkflowBook book, Workflow workflow, StandingAction standing) =>
        Own(workflow, standing).Concat(Places(workflow, standing)).Concat(Signers(book, workflow, standing))
            .Concat(ActionSense.Of(book, workflow, null, standing.Action));

    private static IEnumerable<Flaw> Own(Workflow workflow, StandingAction standing)
    {
        var action = standing.Action;
        if (standing.Signers is null && !standing.Handed)
        {
            yield return "没有写谁可以办（signers），也不由别的流程转来办（handed）";
        }

        if (action.Chooses || action.Then != WayBack.Rewalk || action.Recall || action.AtOnce || !action.By.IsEmpty)
        {
            yield return "不能选去向（to）、退回后怎样走（then）、撤回（recall）、at_once 或 by";
        }

        if (action.Fulfils)
        {
            yield return "不是谁的席位，没有周期可以完成（fulfils）";
        }

        if (workflow.Stages.Any(s => s.Action(action.Id) is not null))
        {
            yield return $"与某个环节的动作同名：{action.Id}";
        }

        if (standing.Handed && (!action.Needs.IsEmpty
            || action.Effects.Any(e => e is Effect.Raise or Effect.OpenChild or Effect.ReplaceInParent or Effect.Merge or Effect.Allocate)))
        {
            yield return "由别的流程转来办（handed），没有人填表，却要填内容（needs）或有要人填的效果";
        }
    }

    private static IEnumerable<Flaw> Places(Workflow workflow, StandingAction standing)
    {
        if (standing.Action.To is { } to && workflow.Stage(to) is null && !workflow.IsEnd(to))
        {
            yield return new Flaw($"指向不存在的环节 {to}", "to", to.Value) { Known = Soundness.Places(workflow) };
        }

        foreach (var stage in standing.Except.Where(e => workflow.Stage(e) is null))
        {
            yield return new Flaw($"的 except 指向不存在的环节 {stage}", "except", stage.Value)
            {
                Known = [.. workflow.Stages.Select(s => s.Id.Value)],
            };
        }
    }

    private static IEnumerable<Flaw> Signers(WorkflowBook book, Workflow workflow, StandingAction standing)
    {
        if (standing.Signers is not { } signers)
        {
            return [];
        }

        var seats = signers.Seats.IsEmpty ? new Flaw[] { "的签批人是空的" } : [];
        var number = signers.AtLeast != 1 ? new Flaw[] { "只从一个位子办，at_least 没有用处" } : [];
        return seats.Concat(number).Concat(SeatSense.Of(book, workflow, signers.Seats)).Select(flaw => flaw with { Path = "signers" });
    }
}
