namespace Approvals.Engine.Definitions;

/// <summary>Acts beside the votes (转办, 认领, 抄送, 催办, 跳过) and named posts that could never do what they say.</summary>
internal static class HandSense
{
    public static IEnumerable<Flaw> Of(WorkflowBook book, Workflow workflow, Stage stage) =>
        Seats(stage).Concat(SeatSense.Of(book, workflow, [.. stage.Hands.Rules]))
            .Concat(SeatSense.Undefined(book, stage.Hands.Transfer?.To ?? [], "")).Concat(Named(stage))
            .Select(flaw => flaw with { Message = $"环节“{stage.Title}”{flaw.Message}" });

    /// <summary>To whom an action is copied (抄送).</summary>
    public static IEnumerable<Flaw> Copied(WorkflowBook book, Workflow workflow, StageAction action) =>
        SeatSense.Of(book, workflow, action.Copy).Select(flaw => flaw with { Path = "copy" });

    private static IEnumerable<Flaw> Seats(Stage stage)
    {
        var hands = stage.Hands;
        if (stage.Signers is null
            && (hands is { Transfer: not null } or { Claim: true } or { CopyByHand: true } || !hands.Nudge.IsEmpty || !hands.Skip.IsEmpty))
        {
            yield return "没有签批人（signers），没有席位可以转办、认领、抄送、催办或跳过";
        }

        if (!hands.Skip.IsEmpty && !stage.Actions.Any(a => a.MayGoUnsigned))
        {
            yield return new Flaw("允许跳过（skip），却没有一个动作可以没有人签就离开（只写去向 to，不写 needs、effects、by），全部跳过以后没有路可走", "skip");
        }

        if (hands.Claim && stage.Signers is { Seats: [SeatRule.OfPeople or SeatRule.OfPerson] })
        {
            yield return "的席位本来就是一个人的，不用认领（claim）";
        }
    }

    /// <summary>An action that goes nowhere names nobody in its own case; whom it names belongs to the case that it opens.</summary>
    private static IEnumerable<Flaw> Named(Stage stage) => stage.Actions
        .Where(a => !a.Leads && a.Needs.Concat(a.Takes).Any(i => i is Input.Naming) && !a.Effects.Any(e => e is Effect.OpenChild))
        .Select(a => new Flaw($"的动作“{a.Title}”点了名，却既不离开环节（to），也不开出流程（open），点名没有用处", $"actions/{a.Id}"));
}
