namespace Approvals.Engine.Definitions;

/// <summary>What an action could never do, wherever it may be pressed: in a stage, or at any.</summary>
internal static class ActionSense
{
    /// <param name="stage">Null: it may be done at any stage.</param>
    /// <returns>Each with its path below the action.</returns>
    public static IEnumerable<Flaw> Of(WorkflowBook book, Workflow workflow, Stage? stage, StageAction action) =>
        ConditionSense.Of(book, workflow, action.When).Select(flaw => flaw with { Path = "when" })
            .Concat(Opened(book, action)).Concat(MatterSense.Of(workflow, action)).Concat(SeatSense.Of(action))
            .Concat(MeasureSense.Of(workflow, stage, action)).Concat(TimeSense.Of(book, workflow, action))
            .Concat(PressSense.Of(book, workflow, stage, action)).Concat(EffectSense.Of(book, workflow, stage, action))
            .Concat(HandSense.Copied(book, workflow, action)).Concat(Unsaid(action));

    private static IEnumerable<Flaw> Unsaid(StageAction action) => action is { ElseSay: not null, When: null }
        ? [new Flaw($"的动作“{action.Title}”写了条件不成立时怎么说（else_say），却没有条件（when）", "else_say")]
        : [];

    /// <summary>Distributions have their own sentence.</summary>
    private static IEnumerable<Flaw> Opened(WorkflowBook book, StageAction action) => action.Effects.OfType<Effect.OpenChild>()
        .Where(open => !book.Workflows.ContainsKey(open.Workflow))
        .Select(open => Soundness.Undefined(book, open.Workflow) with { Path = "effects" });
}
