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
        .. stage.Actions.Where(a => a.To is null).Select(a => a.Title).ToList() is { Count: > 0 } meanwhile
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

    private IEnumerable<string> Returns(Stage stage)
    {
        var here = workflow.Stages.IndexOf(stage);
        var back = stage.Actions
            .Where(a => a.To is { } to && workflow.Stages.Select(s => s.Id).ToList().IndexOf(to) is var at and >= 0 && at < here)
            .Select(a => $"“{a.Title}”").ToList();
        return back.Count == 0 ? [] : [$"{string.Join('、', back)}使本轮作废，从所到环节重新走"];
    }

    private string Apart(Separation separation) => separation.Of is { } child
        ? $"“{words.StageIn(child, separation.Stage)}”" : $"“{workflow.TitleOf(separation.Stage)}”";
}
