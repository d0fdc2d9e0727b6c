using System.Collections.Immutable;

namespace Approvals.Engine.Definitions;

/// <summary>Matters that nothing raises: a guard about a misspelt kind would hold for ever.</summary>
internal static class MatterSense
{
    public static IEnumerable<Flaw> Of(Workflow workflow, Stage stage) =>
        Unknown(workflow, Settled(stage.Wait?.Effects ?? [])
                .Concat(stage.Splits.SelectMany(s => s.Ways).Select(s => s.Each).OfType<Each.OpenMatter>().Select(e => e.Kind))
                .Concat(stage.Terms.OfType<Term.OfMatters>().Select(t => t.Kind)))
            .Concat(Unraised(stage));

    public static IEnumerable<Flaw> Of(Workflow workflow, StageAction action) => Unknown(workflow, Settled(action.Effects));

    /// <summary>A child that a press asked for has its own as a matter.</summary>
    public static IEnumerable<Flaw> Unknown(Workflow workflow, IEnumerable<string> kinds)
    {
        ImmutableArray<string> raised =
            [.. workflow.AllActions.SelectMany(a => a.Effects).OfType<Effect.Raise>().Select(r => r.Kind).Append(workflow.Id.Value).Distinct()];
        return kinds.Distinct().Where(kind => !raised.Contains(kind))
            .Select(kind => new Flaw($"提到事由 {kind}，却没有动作会提出它（raise）", Word: kind) { Known = raised });
    }

    private static IEnumerable<string> Settled(ImmutableArray<Effect> effects) => effects.OfType<Effect.Settle>().Select(s => s.Kind);

    /// <summary>A matter is raised by a vote: what nobody votes for with it, a report or a wait, raises none.</summary>
    private static IEnumerable<Flaw> Unraised(Stage stage) => stage.Actions
        .Where(a => !a.Leads).Select(a => (What: $"的动作“{a.Title}”不离开环节（to）", Path: $"actions/{a.Id}/effects", a.Effects))
        .Append((What: "的等待没有人来填", Path: "wait/effects", Effects: stage.Wait?.Effects ?? []))
        .SelectMany(e => e.Effects.OfType<Effect.Raise>().Select(raise => new Flaw($"{e.What}，写的 raise 提不出事由 {raise.Kind}", e.Path)));
}
