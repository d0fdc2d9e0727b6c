using System.Collections.Immutable;

namespace Approvals.Engine.Definitions;

/// <summary>Ways to move that could never do what they say.</summary>
internal static class MoveSense
{
    public static IEnumerable<Flaw> Of(Workflow workflow, Stage stage) =>
        stage.Actions.SelectMany(action => Choice(workflow, stage, action).Concat(WaysBack(workflow, stage, action))
            .Concat(Recall(workflow, stage, action)).Concat(Merger(action))
            .Select(message => new Flaw($"环节“{stage.Title}”的动作“{action.Title}”{message}", $"actions/{action.Id}")));

    public static IEnumerable<Flaw> OfWorkflow(WorkflowBook book, Workflow workflow) =>
        workflow.Standing.SelectMany(s => StandingSense.Of(book, workflow, s).Concat(Merger(s.Action).Select(Flaw.FromString))
                .Select(flaw => flaw with
                {
                    Message = $"任何环节都可以办的“{s.Action.Title}”{flaw.Message}",
                    Path = $"at_any_stage/{s.Action.Id}/{flaw.Path}",
                }))
            .Concat(Effects(workflow).OfType<Effect.Hand>().Distinct().SelectMany(hand => Hand(book, workflow, hand)
                .Select(message => new Flaw(message, Word: hand.Action.Value))))
            .Concat(Rounds(book, workflow)).Concat(Folds(book, workflow)).Concat(Ends(book, workflow))
            .Concat(ProductSense.Of(book, workflow).Select(Flaw.FromString));

    /// <summary>The one end of what may be cancelled from above.</summary>
    public static IEnumerable<StageId> CancelledFromAbove(WorkflowBook book, Workflow workflow) =>
        MayBeCancelled(book, workflow) && workflow.CancelledEnd() is { } ending ? [ending] : [];

    private static IEnumerable<string> Choice(Workflow workflow, Stage stage, StageAction action)
    {
        if (action.AnyEarlier && !workflow.EarlierThan(stage).Any())
        {
            yield return "要退到前面的任何环节（any_earlier），前面却没有有人签批的环节";
        }

        if (action.OneOf.Length != action.OneOf.Distinct().Count())
        {
            yield return "的去向（to）有重复";
        }

        if (action.Chooses && stage.Signers is null)
        {
            yield return "要选去向，却没有人来选（signers）";
        }
    }

    private static IEnumerable<string> WaysBack(Workflow workflow, Stage stage, StageAction action)
    {
        var places = workflow.Stages.Select(s => s.Id).ToList();
        if (action.Then != WayBack.Rewalk
            && workflow.TargetsOf(stage, action).Any(to => places.IndexOf(to) is var at && (at < 0 || at >= places.IndexOf(stage.Id))))
        {
            yield return "写了退回后怎样走（then），却不是退到前面的环节";
        }
    }

    /// <summary>What is taken back must be nothing but the move: no paper, no child, no end remembers it.</summary>
    private static IEnumerable<string> Recall(Workflow workflow, Stage stage, StageAction action)
    {
        if (!action.Recall)
        {
            yield break;
        }

        if (!action.Leads)
        {
            yield return "可以撤回（recall），却不离开环节，没有什么好撤回";
        }

        if (!action.Effects.IsEmpty)
        {
            yield return "可以撤回（recall），却有撤不回来的效果（effects）";
        }

        if (!stage.Splits.IsEmpty)
        {
            yield return "可以撤回（recall），撤回后却会再拆分一次（split）";
        }

        foreach (var to in workflow.TargetsOf(stage, action))
        {
            if (workflow.IsEnd(to))
            {
                yield return $"可以撤回（recall），却走到结局“{workflow.TitleOf(to)}”，结束了就不能撤回";
            }
            else if (workflow.Stage(to) is { Splits.IsEmpty: false } split)
            {
                yield return $"可以撤回（recall），却走到要拆分的环节“{split.Title}”，拆出去就不能撤回";
            }
        }
    }

    private static IEnumerable<string> Merger(StageAction action)
    {
        var names = action.Needs.Any(n => n is Input.Sibling);
        if (names != action.Effects.Any(e => e is Effect.Merge))
        {
            yield return "合并（merge: into）要写明并入哪一件（needs: [sibling]），两样要都写";
        }

        if (names && action.To is null)
        {
            yield return "合并以后要走到结局（to）";
        }
    }

    private static IEnumerable<Effect> Effects(Workflow workflow) =>
        workflow.AllActions.SelectMany(a => a.Effects).Concat(workflow.Stages.SelectMany(s => s.Wait?.Effects ?? []));

    private static IEnumerable<string> Hand(WorkflowBook book, Workflow workflow, Effect.Hand hand)
    {
        ImmutableArray<Workflow> receivers = [.. Receivers(book, workflow, hand)];
        if (receivers.IsEmpty)
        {
            yield return hand.ToChildren is { } child
                ? $"要把“{hand.Action}”转给 {child}，却从不拆分出它"
                : $"要把“{hand.Action}”转给上级，却没有流程会拆分出本流程";
        }

        foreach (var receiver in receivers.Where(r => r.StandingAction(hand.Action) is not { Handed: true }))
        {
            yield return $"要把“{hand.Action}”转给“{receiver.Title}”，那里却没有写明 handed: true 的这个动作（at_any_stage）";
        }
    }

    /// <summary>What is handed on because it was handed over would go round for ever.</summary>
    private static IEnumerable<Flaw> Rounds(WorkflowBook book, Workflow workflow)
    {
        foreach (var standing in workflow.Standing.Where(s => s.Handed))
        {
            var (start, seen) = ((workflow.Id, standing.Action.Id), new HashSet<(WorkflowId, ActionId)>());
            var queue = new Queue<(Workflow Of, StandingAction Does)>([(workflow, standing)]);
            while (queue.TryDequeue(out var at))
            {
                foreach (var hand in at.Does.Action.Effects.OfType<Effect.Hand>())
                {
                    foreach (var receiver in Receivers(book, at.Of, hand).Where(r => r.StandingAction(hand.Action) is { Handed: true }))
                    {
                        if (seen.Add((receiver.Id, hand.Action)))
                        {
                            queue.Enqueue((receiver, receiver.StandingAction(hand.Action)!)); // as filtered
                        }
                    }
                }
            }

            if (seen.Contains(start))
            {
                yield return new Flaw(
                    $"转来办的“{standing.Action.Title}”转了一圈又转回自己，永远停不下来", $"at_any_stage/{standing.Action.Id}");
            }
        }
    }

    private static IEnumerable<Workflow> Receivers(WorkflowBook book, Workflow workflow, Effect.Hand hand) =>
        book.Workflows.Values.OrderBy(w => w.Id.Value, StringComparer.Ordinal).Where(w => hand.ToChildren is { } child
            ? w.Id == child && workflow.MayOpen(child)
            : w.MayOpen(workflow.Id));

    /// <summary>What a case came to is known when it ends, and once.</summary>
    private static IEnumerable<Flaw> Folds(WorkflowBook book, Workflow workflow)
    {
        var leading = workflow.AllActions.Select(a => (a.To, a.Effects))
            .Concat(workflow.Stages.Select(s => s.Wait).OfType<Wait>().Select(w => ((StageId?)w.To, w.Effects)));
        foreach (var (to, fold) in leading.SelectMany(l => l.Effects.OfType<Effect.Fold>().Select(fold => (l.Item1, fold))))
        {
            if (to is not { } end || !workflow.IsEnd(end))
            {
                yield return new Flaw($"要把数目 {fold.Name} 汇总给上级（fold），那一步却不走到结局", Word: fold.Name);
            }
        }

        foreach (var name in Effects(workflow).OfType<Effect.Fold>().Select(f => f.Name).Distinct())
        {
            var parents = book.Workflows.Values.Where(w => w.MayOpen(workflow.Id)).OrderBy(w => w.Id.Value, StringComparer.Ordinal).ToList();
            if (parents.Count == 0)
            {
                yield return new Flaw($"要把数目 {name} 汇总给上级（fold），却没有流程会拆分出本流程", Word: name);
            }

            foreach (var of in parents.Prepend(workflow).Where(w => !Known(w, name)))
            {
                yield return new Flaw($"要汇总数目 {name}（fold），“{of.Title}”却没有动作会填它，也没有写在 numbers 里", Word: name);
            }
        }
    }

    private static bool Known(Workflow workflow, string name) => workflow.Numbers.Contains(name)
        || workflow.AllActions.SelectMany(a => a.Needs.Concat(a.Takes)).OfType<Input.Number>().Any(n => n.Name == name);

    private static IEnumerable<Flaw> Ends(WorkflowBook book, Workflow workflow)
    {
        var ends = workflow.Ends.Count(e => e.Cancelled);
        if (ends != 1 && MayBeCancelled(book, workflow))
        {
            yield return new Flaw(
                $"会随上级一起撤销（cancel: children），要有且只有一个写明 cancelled: true 的结局，现在有 {ends} 个", "ends");
        }
        else if (ends > 0 && !MayBeCancelled(book, workflow))
        {
            yield return new Flaw("有写明 cancelled: true 的结局，却没有上级会撤销它（cancel: children）", "ends");
        }

        foreach (var stage in workflow.Ends.SelectMany(e => e.Except).Where(e => workflow.Stage(e) is null))
        {
            yield return new Flaw($"结局的 except 指向不存在的环节 {stage}", "ends", stage.Value)
            {
                Known = [.. workflow.Stages.Select(s => s.Id.Value)],
            };
        }

        if (workflow.Ends.Any(e => !e.Cancelled && !e.Except.IsEmpty))
        {
            yield return new Flaw("except 只写在 cancelled: true 的结局：上级撤销时，在这些环节的不动", "ends");
        }

        if (Effects(workflow).Any(e => e is Effect.CancelChildren) && !workflow.Opens.Any())
        {
            yield return new Flaw("要撤销下级（cancel: children），却从不拆分", Word: "children");
        }
    }

    /// <summary>Whether something above it cancels what is below itself.</summary>
    private static bool MayBeCancelled(WorkflowBook book, Workflow workflow)
    {
        var lineage = BeginningSense.Lineage(book, workflow);
        return lineage.Exists(w => Effects(w).Any(e => e is Effect.CancelChildren) && lineage.Exists(below => w.MayOpen(below.Id)));
    }
}
