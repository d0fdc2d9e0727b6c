using System.Collections.Immutable;
using Approvals.Engine.Definitions;

namespace Approvals.Readers.Pictures;

/// <summary>What BPMN cannot say of a stage, in sentences.</summary>
internal sealed class BpmnNotes(FlowWords words, Workflow workflow)
{
    public ImmutableArray<string> Of(Stage stage) =>
    [
        .. stage.Mode is Mode.Ballot ballot ? [FlowWords.Ballot(stage, ballot)] : Array.Empty<string>(),
        .. stage.Mode is Mode.LeadLast ? ["牵头的等其他人都表态以后再办"] : Array.Empty<string>(),
        .. stage.Consult is { } asked ? [$"征求{words.Who(asked.Who)}意见，{words.Time(asked.SilentAfter)}不答视为同意"] : Array.Empty<string>(),
        .. Hands(stage).ToList() is { Count: > 0 } hands ? [$"席位可以{string.Join('、', hands)}"] : Array.Empty<string>(),
        .. stage.Hands.Copy.IsEmpty ? [] : new[] { $"抄送{words.Who(stage.Hands.Copy)}" },
        .. stage.Actions.Where(a => !a.Copy.IsEmpty).Select(a => $"“{a.Title}”抄送{words.Who(a.Copy)}"),
        .. stage.UrgentDeadline is { } urgent ? [$"特急件时限：{words.Time(urgent)}"] : Array.Empty<string>(),
        .. stage.ByException ? ["每个该开展的日子都算开展了，记了例外的除外"] : Array.Empty<string>(),
        .. stage.Splits.Length > 1 ? stage.Splits.Skip(1).Select(s => $"另外{words.Opened(s)}") : [],
        .. Standing(stage).ToList() is { Count: > 0 } anywhere ? [$"不论在哪个环节：{string.Join('、', anywhere)}"] : Array.Empty<string>(),
        .. stage.Actions.Where(a => a.Recall).Select(a => $"“{a.Title}”在下一环节有人办之前可以撤回"),
        .. stage.Actions.Where(a => !a.Leads).Select(a => a.Title).ToList() is { Count: > 0 } meanwhile
            ? [$"随时可办：{string.Join('、', meanwhile)}"] : Array.Empty<string>(),
        .. Returns(stage),
        .. stage.Actions.Where(a => a.AtOnce).Select(a => $"“{a.Title}”一票即决"),
        .. stage.Actions.Where(a => !a.By.IsEmpty).Select(a => $"“{a.Title}”限{words.Roles(a.By)}"),
        .. stage.NotSameAs.IsEmpty ? [] : new[] { $"办过{string.Join('、', stage.NotSameAs.Select(Apart))}的人不能办" },
        .. stage.Together ? ["同一人可与上一环节一并办"] : Array.Empty<string>(),
        .. stage.Actions.Where(a => a.When is not null).Select(a => $"“{a.Title}”须{words.Condition(a.When!)}"), // asked before
        .. stage.Actions.SelectMany(a => a.Effects.Select(e => $"“{a.Title}”{words.Effect(e)}")).Distinct(),
        .. stage.Ladder.OfType<Rung.Open>().Select(r => $"过期{FlowWords.Of(r.When)}展开“{words.Title(r.Workflow)}”"),
    ];

    private static IEnumerable<string> Hands(Stage stage) => new (bool May, string Word)[]
    {
        (!stage.AddSeats.IsEmpty, "加签"),
        (stage.Hands.Transfer is not null, "转办"),
        (stage.Hands.Claim, "认领"),
        (stage.Hands.CopyByHand, "抄送"),
        (!stage.Hands.Nudge.IsEmpty, "催办"),
        (!stage.Hands.Skip.IsEmpty, "跳过"),
    }.Where(h => h.May).Select(h => h.Word);

    /// <summary>What may be done at any stage, told once: beside the first.</summary>
    private IEnumerable<string> Standing(Stage stage) => stage.Id != workflow.Stages[0].Id ? []
        : workflow.Standing.Where(s => s.Signers is not null).Select(s => $"{words.Who(s.Signers!.Seats)}可“{s.Action.Title}”"
            + (s.Action.To is { } to ? $"，到“{workflow.TitleOf(to)}”" : "")); // as just filtered

    private IEnumerable<string> Returns(Stage stage) => stage.Actions
        .Where(a => workflow.TargetsOf(stage, a).ToList() is { Count: > 0 } targets
            && targets.TrueForAll(to => !workflow.IsEnd(to) && to != stage.Id && !workflow.HasReached(to, stage.Id)))
        .GroupBy(a => a.Then)
        .Select(g => string.Join('、', g.Select(a => $"“{a.Title}”")) + g.Key switch
        {
            WayBack.Rewalk => "使本轮作废，从所到环节重新走",
            WayBack.StraightBack => "使本轮作废，改好后直送回来",
            WayBack.AsChosen => "使本轮作废，重新走还是直送回来由退回人定",
            _ => throw new System.Diagnostics.UnreachableException(),
        });

    private string Apart(Separation separation) => separation.Of is { } child
        ? $"“{words.StageIn(child, separation.Stage)}”" : $"“{workflow.TitleOf(separation.Stage)}”";
}
