namespace Approvals.Engine.Definitions;

/// <summary>Effects that do nothing without a form, or without what the form must bring.</summary>
internal static class EffectSense
{
    /// <summary>Where nobody presses.</summary>
    public static IEnumerable<Flaw> OfWait(Stage stage) => (stage.Wait?.Effects ?? []).Select(Asking).OfType<string>()
        .Select(word => new Flaw($"的等待没有人来填，写的 {word} 没有用处", "wait/effects"));

    /// <param name="stage">Null: it may be done at any stage.</param>
    /// <returns>Each with its path below the action.</returns>
    public static IEnumerable<Flaw> Of(WorkflowBook book, Workflow workflow, Stage? stage, StageAction action)
    {
        foreach (var party in action.Effects.OfType<Effect.ReplaceInParent>().Select(r => r.Party))
        {
            var name = Soundness.Spelt(party);
            if (!book.Workflows.Values.Any(w => w.MayOpen(workflow.Id)))
            {
                yield return $"的动作“{action.Title}”要在上级换人（replace_in_parent），却没有流程会拆分出本流程";
            }

            if (stage is not null && !action.Leads)
            {
                yield return $"的动作“{action.Title}”不离开环节（to），换不了人（replace_in_parent）";
            }

            if (action.Inputs.OfType<Input.Naming>().FirstOrDefault(n => n.Party == party) is not { } naming)
            {
                yield return $"的动作“{action.Title}”要换人（replace_in_parent），却没有点 {name} 的名（needs、takes）";
            }
            else if (naming.AtLeast > 1)
            {
                yield return $"的动作“{action.Title}”换一个科室（replace_in_parent），却要至少点 {naming.AtLeast} 个";
            }

            if (!Parties.HoldsBodies(party))
            {
                yield return new Flaw($"的动作“{action.Title}”换的是科室（replace_in_parent），{name} 是人", "effects", name);
            }
        }
    }

    /// <summary>The word of an effect that is about what the form said; <c>raise</c> has its own sentence.</summary>
    private static string? Asking(Effect effect) => effect switch
    {
        Effect.OpenChild => "open",
        Effect.Except => "except",
        Effect.Merge => "merge",
        Effect.ReplaceInParent => "replace_in_parent",
        _ => null,
    };
}
