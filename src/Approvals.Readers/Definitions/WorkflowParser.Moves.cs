using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Readers.Yaml;
using YamlDotNet.RepresentationModel;

namespace Approvals.Readers.Definitions;

/// <summary>The keys that speak of movement: <c>to</c> with a choice, <c>at_any_stage</c>, and what is asked of other cases.</summary>
internal sealed partial class WorkflowParser
{
    private const string AnyEarlier = "any_earlier";

    /// <summary>One id, a list of ids, or <c>any_earlier</c>.</summary>
    private static (StageId? To, ImmutableArray<StageId> OneOf, bool AnyEarlier) Leads(YamlMap map)
    {
        if (map.Get("to") is not YamlSequenceNode several)
        {
            return map.Text("to") switch
            {
                null => (null, [], false),
                AnyEarlier => (null, [], true),
                var to => (new StageId(to), [], false),
            };
        }

        if (several.Children.Count < 2)
        {
            map.File.Fault(several, "to 写成列表，就至少要有两个去向可选");
        }

        return (null, [.. several.Children.Select(n => new StageId(map.Scalar(n)))], false);
    }

    private ImmutableArray<StandingAction> AtAnyStage() => root.Map("at_any_stage") is not { } standing
        ? []
        : [.. standing.Entries().Select(e => Standing(e.Key, e.Value, standing)).OfType<StandingAction>()];

    private StandingAction? Standing(string id, YamlNode node, YamlMap standing)
    {
        if (standing.AsMap(node) is not { } map)
        {
            return null;
        }

        var action = new StandingAction(
            Action(id, map),
            map.Get("signers") is { } signers ? Signers(signers, map) : null,
            [.. map.List("except").Select(n => new StageId(map.Scalar(n)))],
            map.Flag("handed"));
        map.NothingElse();
        return action;
    }

    private static Effect? Move(YamlMap map)
    {
        if (map.Get("cancel") is { } cancel)
        {
            return OnlyWord(cancel, "cancel", "children", map) ? new Effect.CancelChildren() : null;
        }

        if (map.Get("merge") is { } merge)
        {
            return OnlyWord(merge, "merge", "into", map) ? new Effect.Merge() : null;
        }

        if (map.Text("fold") is { } number)
        {
            return new Effect.Fold(number);
        }

        if (map.Text("hand") is not { } action)
        {
            return null;
        }

        var (toParent, children) = (map.Flag("to_parent"), map.Text("to_children"));
        if (toParent == children is not null)
        {
            map.File.Fault(map.Node, "hand 要写明转给谁：to_parent: true，或者 to_children: 流程，两样写一样");
            return null;
        }

        return new Effect.Hand(new ActionId(action), children is null ? null : new WorkflowId(children));
    }

    private static bool OnlyWord(YamlNode node, string key, string word, YamlMap map)
    {
        if (map.Scalar(node) is var other && other != word)
        {
            map.File.Fault(node, $"{key} 不认识 {other}{Spelling.DidYouMean(other, [word])}");
            return false;
        }

        return true;
    }
}
